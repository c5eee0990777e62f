import { registerDecorator, type ValidationOptions } from 'class-validator';

const INSTANT = /^\d{4}-\d{2}-\d{2}[Tt]([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})$/;

/** An RFC 3339 time with an offset. A time without one means something else to everybody, so it is refused. */
export function isInstant(value: unknown): value is string {
  if (typeof value !== 'string' || !INSTANT.test(value) || !isRealDay(value)) return false;
  const time = Date.parse(value);
  return time >= FIRST && time <= LAST;
}

/** What four digits of a year can say in UTC: years 0 and 10000 are no RFC 3339, and Postgres takes neither. */
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

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
