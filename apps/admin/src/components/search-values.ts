/**
 * Values of an address, which anybody may have typed: what makes no sense is left out, so that `validateSearch`
 * spreads what is there. Each returns an object with the one key, or none.
 */
type Raw = Record<string, unknown>;
type Found<Key extends string, Value> = { [key in Key]?: Value };

/** As the gateway takes ids. */
const LONGEST_ID = 64;
const LONGEST_TEXT = 500;

export function textIn<Key extends string>(raw: Raw, key: Key, longest = LONGEST_TEXT): Found<Key, string> {
  const value = raw[key];
  // The router reads what looks like a number as one.
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text === '' || text.length > longest) return {};
  return one(key, text);
}

export const idIn = <Key extends string>(raw: Raw, key: Key) => textIn(raw, key, LONGEST_ID);

/** The page of a list that has no filters. */
export const cursorIn = (raw: Raw) => textIn(raw, 'cursor');

/** A moment, ISO 8601. */
export function momentIn<Key extends string>(raw: Raw, key: Key): Found<Key, string> {
  const value = raw[key];
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) return {};
  return one(key, new Date(value).toISOString());
}

/** Several values, or one alone; those that are not known are dropped. */
export function listIn<Key extends string, Value extends string>(
  raw: Raw,
  key: Key,
  isKnown: (value: string) => value is Value,
): Found<Key, Value[]> {
  const value = raw[key];
  const all: unknown[] = Array.isArray(value) ? value : [value];
  const known = all.filter((each): each is Value => typeof each === 'string' && isKnown(each));
  return known.length === 0 ? {} : one(key, [...new Set(known)]);
}

/** A position in a sequence: a whole number from 0. */
export function positionIn<Key extends string>(raw: Raw, key: Key): Found<Key, number> {
  const value = typeof raw[key] === 'string' && raw[key] !== '' ? Number(raw[key]) : raw[key];
  return Number.isSafeInteger(value) && (value as number) >= 0 ? one(key, value as number) : {};
}

function one<Key extends string, Value>(key: Key, value: Value): Found<Key, Value> {
  return { [key]: value } as Found<Key, Value>;
}
