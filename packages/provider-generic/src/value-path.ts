/** Reads values out of replies that promise nothing. A path is `a.b|c.0.d`; `$` is the whole value. */
import type { Json, JsonObject } from '@postern/core';
import { idOf, textOf, toUtc, urlOf } from '@postern/provider-kit';

/** The first alternative that is neither absent nor null. */
export function readPath(value: unknown, path: string): unknown {
  for (const alternative of path.split('|')) {
    const found = readSegments(value, alternative.trim());
    if (found !== undefined && found !== null) return found;
  }
  return undefined;
}

/** The first alternative that holds text or a number, as text, whole; empty text counts as absent. */
export function readText(value: unknown, path: string | undefined): string | null {
  const found = firstOf(value, path, (each) => textOf(each) !== null);
  return typeof found === 'string' ? found : textOf(found);
}

/** Like `readText`, for words and messages that are kept: cut to what a row should hold. */
export function readWords(value: unknown, path: string | undefined): string | null {
  return textOf(readText(value, path));
}

/** Like `readText`, for what names a thing: too long a text is no id, rather than half of one. */
export function readId(value: unknown, path: string | undefined): string | null {
  return idOf(firstOf(value, path, (found) => idOf(found) !== null));
}

/** Like `readText`, for http(s) addresses. */
export function readUrl(value: unknown, path: string | undefined): string | null {
  return urlOf(firstOf(value, path, (found) => urlOf(found) !== null));
}

/** Like `readText`, for codes. A sentence is no code. */
export function readCode(value: unknown, path: string | undefined): string | null {
  if (path === undefined) return null;
  const alternatives = path.split('|').map((alternative) => readWords(value, alternative));
  return alternatives.find((found) => found !== null && !/\s/.test(found.trim())) ?? null;
}

export function readBoolean(value: unknown, path: string | undefined): boolean | null {
  const found = path === undefined ? undefined : readPath(value, path);
  return typeof found === 'boolean' ? found : null;
}

export function readNumber(value: unknown, path: string | undefined): number | null {
  const found = path === undefined ? undefined : readPath(value, path);
  if (typeof found === 'number' && Number.isFinite(found)) return found;
  if (typeof found === 'string' && found.trim() !== '' && Number.isFinite(Number(found)))
    return Number(found);
  return null;
}

/** The first alternative that is an array; `null` where there is none. */
export function readRows(value: unknown, path: string): unknown[] | null {
  for (const alternative of path.split('|')) {
    const found = readSegments(value, alternative.trim());
    if (Array.isArray(found)) return found as unknown[];
  }
  return null;
}

/** The instant as RFC 3339 in UTC, or null. */
export function readTime(value: unknown, path: string | undefined): string | null {
  return path === undefined ? null : toUtc(readPath(value, path));
}

/** A copy without anything that JSON cannot hold. */
export function toJson(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value) ?? 'null') as Json);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Words of upstreams differ in case and joints: `In Progress`, `in_progress` and `in-progress` are one. */
export function wordKey(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}

function firstOf(value: unknown, path: string | undefined, fits: (found: unknown) => boolean): unknown {
  return path
    ?.split('|')
    .map((alternative) => readSegments(value, alternative.trim()))
    .find(fits);
}

function readSegments(value: unknown, path: string): unknown {
  if (path === '$') return value;
  let current = value;
  for (const segment of path.split('.')) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, segment)) return undefined;
    current = (current as Record<string, unknown>)[segment];
  }
  return current;
}
