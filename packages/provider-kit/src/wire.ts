/** Lenient zod pieces for upstream replies: what is absent, null or of another type is `null`, never an error. */
import { z } from 'zod';
import { toUtc } from './times';

/** Optional, or zod would refuse an object whose key is absent. */
const anything = z.unknown().optional();

/** A string that is not empty. Numbers become strings: ids arrive both ways. */
export const lenientString = anything.transform((value): string | null => {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
});

/** A finite number; numeric strings count. */
export const lenientNumber = anything.transform((value): number | null => {
  if (typeof value === 'string' && value.trim() === '') return null;
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
});

export const lenientBoolean = anything.transform((value): boolean | null =>
  typeof value === 'boolean' ? value : null,
);

/** RFC 3339 in UTC, or null (see `toUtc`). */
export const lenientTime = anything.transform((value): string | null => toUtc(value));

/** A value of a closed list, or null. */
export function lenientEnum<const T extends readonly string[]>(values: T) {
  return anything.transform((value): T[number] | null =>
    typeof value === 'string' && values.includes(value) ? (value as T[number]) : null,
  );
}

/** What the schema reads of an object; null for anything else. */
export function lenientObject<T extends z.ZodType>(schema: T) {
  return anything.transform((value): z.output<T> | null => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const read = schema.safeParse(value);
    return read.success ? read.data : null;
  });
}

/** The items that the schema can read; an item that it cannot read is left out; [] for what is no array. */
export function lenientArray<T extends z.ZodType>(schema: T) {
  return anything.transform((value): z.output<T>[] => {
    if (!Array.isArray(value)) return [];
    return value.flatMap((item: unknown) => {
      const read = schema.safeParse(item);
      return read.success ? [read.data] : [];
    });
  });
}

/** Reads a value with a lenient schema; null where it is nothing like it. */
export function readWire<T extends z.ZodType>(schema: T, value: unknown): z.output<T> | null {
  const read = schema.safeParse(value);
  return read.success ? read.data : null;
}
