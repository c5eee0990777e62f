import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';

/** A 409 whose problem document carries more than the others do. */
export function ConflictWith(type: Type<unknown>) {
  return applyDecorators(
    ApiExtraModels(type),
    ApiResponse({
      status: 409,
      description: 'The state does not allow this',
      content: { 'application/problem+json': { schema: { $ref: getSchemaPath(type) } } },
    }),
  );
}
