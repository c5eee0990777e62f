/** Decorators that the DTOs share. */
import { ValidateIf } from 'class-validator';

/**
 * The field may be absent; `null` is a value like any other and must pass the rules that follow. (`IsOptional`
 * of class-validator lets `null` pass whatever the rules say.)
 */
export const MayBeAbsent = (): PropertyDecorator =>
  ValidateIf((_object, value: unknown) => value !== undefined);

/** The field may be absent or `null`. */
export const MayBeNull = (): PropertyDecorator =>
  ValidateIf((_object, value: unknown) => value !== undefined && value !== null);
