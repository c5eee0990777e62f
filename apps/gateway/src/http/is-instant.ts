import { registerDecorator, type ValidationOptions } from 'class-validator';

const INSTANT = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})$/;

/** An RFC 3339 time with an offset. A time without one means something else to everybody, so it is refused. */
export function isInstant(value: unknown): value is string {
  return (
    typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value)) && isRealDay(value)
  );
}

/** `Date.parse` rolls 30 February over to March. */
function isRealDay(value: string): boolean {
  const [year, month, day] = value.slice(0, 10).split('-').map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** class-validator decorator for `isInstant`. */
export function IsInstant(options?: ValidationOptions): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: 'time.offset',
      target: target.constructor,
      propertyName: String(propertyName),
      options: {
        message: '$property must be a time with an offset, such as 2026-12-01T09:00:00+01:00',
        ...options,
      },
      validator: { validate: isInstant },
    });
}
