/** Lenient zod pieces for upstream replies: what is absent, null or of another type is `null`, never an error. */
import { z } from 'zod';
import { cutText } from './json-text';
import { toUtc } from './times';

/** Words and messages are cut here; nobody reads on, and rows stay small. */
const LONGEST_TEXT = 4_096;
/** Ids are never cut, as a cut one names something else: a longer one is no id. Indexes bear this length. */
const LONGEST_ID = 512;
/** Presigned addresses carry whole tokens. */
const LONGEST_URL = 8_192;

/** Optional, or zod would refuse an object whose key is absent. */
const anything = z.unknown().optional();

/** A string that is not empty, cut to 4,096 characters. Numbers become strings: codes arrive both ways. */
export const lenientString = anything.transform((value): string | null => textOf(value));

/** An id: text or number, whole, at most 512 characters. */
export const lenientId = anything.transform((value): string | null => idOf(value));

/** An absolute http(s) address of at most 8,192 characters: others are shown to nobody as a link. */
export const lenientUrl = anything.transform((value): string | null => urlOf(value));

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

/** What `lenientString` reads. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : cutText(value, LONGEST_TEXT);
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

/** What `lenientId` reads. */
export function idOf(value: unknown): string | null {
  return typeof value === 'string' && value.length > LONGEST_ID ? null : textOf(value);
}

/** What `lenientUrl` reads. */
export function urlOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > LONGEST_URL) return null;
  return /^https?:\/\//i.test(value) && URL.canParse(value) ? value : null;
}
