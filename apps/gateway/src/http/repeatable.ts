import { applyDecorators, type Type, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { MAX_IDEMPOTENCY_KEY } from './idempotency-key';
import { IdempotencyInterceptor } from './idempotency.interceptor';

/**
 * A POST that may carry an `Idempotency-Key`.
 *
 * @param interceptor `SealedIdempotencyInterceptor` for replies with a secret
 */
export const Repeatable = (interceptor: Type<IdempotencyInterceptor> = IdempotencyInterceptor) =>
  applyDecorators(
    UseInterceptors(interceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'Makes the request repeatable: the same key and body give the first answer again.',
      schema: { type: 'string', maxLength: MAX_IDEMPOTENCY_KEY },
    }),
  );
