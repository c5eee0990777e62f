/** Decorators for members that are DTOs themselves. */
import { applyDecorators } from '@nestjs/common';
import { IsArray, IsObject, ValidateNested } from 'class-validator';

export type DtoClass<T extends object = object> = new () => T;

export interface NestedType {
  type: DtoClass;
  list: boolean;
}

const METADATA = 'postern:nested';

/** The member is one object of that class. */
export const Nested = (type: () => DtoClass): PropertyDecorator =>
  applyDecorators(IsObject(), ValidateNested(), remember(type, false));

/** The member is a list of objects of that class. */
export const NestedList = (type: () => DtoClass): PropertyDecorator =>
  applyDecorators(IsArray(), ValidateNested({ each: true }), remember(type, true));

/** `null` for a member that is not nested. */
export function nestedTypeOf(dto: DtoClass, name: string): NestedType | null {
  const found: unknown = Reflect.getMetadata(METADATA, dto.prototype as object, name);
  if (found === undefined) return null;
  const { type, list } = found as { type: () => DtoClass; list: boolean };
  return { type: type(), list };
}

function remember(type: () => DtoClass, list: boolean): PropertyDecorator {
  return (target, name) => Reflect.defineMetadata(METADATA, { type, list }, target, name);
}
