/** Decorators that the DTOs share. */
import { registerDecorator, ValidateIf } from 'class-validator';
import { FREE_FORM_LIMIT_BYTES } from './limits';

/**
 * The field may be absent; `null` is a value like any other and must pass the rules that follow. (`IsOptional`
 * of class-validator lets `null` pass whatever the rules say.)
 */
export const MayBeAbsent = (): PropertyDecorator =>
  ValidateIf((_object, value: unknown) => value !== undefined);

/** The field may be absent or `null`. */
export const MayBeNull = (): PropertyDecorator =>
  ValidateIf((_object, value: unknown) => value !== undefined && value !== null);

/** Something is said: white space alone is nothing. */
export const NotBlank = (): PropertyDecorator => notEmpty((text) => text.trim() !== '');

/** The same beside a rule on length, which speaks for the empty text. */
export const NotWhiteSpace = (): PropertyDecorator => notEmpty((text) => text === '' || text.trim() !== '');

function notEmpty(holds: (text: string) => boolean): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: 'not_empty',
      target: target.constructor,
      propertyName: String(propertyName),
      options: { message: '$property must not be empty' },
      validator: { validate: (value: unknown) => typeof value !== 'string' || holds(value) },
    });
}

/** The value takes at most `bytes` as JSON in UTF-8: for objects whose members are the caller's own. */
export const MaxJsonBytes =
  (bytes = FREE_FORM_LIMIT_BYTES): PropertyDecorator =>
  (target, propertyName) =>
    registerDecorator({
      name: 'max_bytes',
      target: target.constructor,
      propertyName: String(propertyName),
      options: { message: `$property must not exceed ${bytes} bytes of JSON` },
      validator: { validate: (value: unknown) => Buffer.byteLength(JSON.stringify(value ?? null)) <= bytes },
    });
