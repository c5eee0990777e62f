/**
 * What upstreams send as text and JSON, made fit to be kept. This is the one place where it is done: replies,
 * webhook bodies and the evidence of exchanges all pass here, and nothing that comes out of it can make
 * Postgres refuse a row (its text and jsonb take neither NUL nor half a surrogate pair) or exhaust a stack.
 */

/** Deeper than any documented reply; an evaluator or a writer that recurses is safe within it. */
const DEEPEST = 64;
const REPLACEMENT = '\uFFFD';
/** A string as a whole, or a number outside of one. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG_INTEGER = /^-?\d{16,}$/;

/** The text with U+FFFD for each NUL and each half of a surrogate pair. */
export function storableText(text: string): string {
  // eslint-disable-next-line no-control-regex -- NUL is what is looked for
  return text.replace(/\u0000|\p{Surrogate}/gu, REPLACEMENT);
}

/** The first `longest` UTF-16 units, or one less where the cut would part a surrogate pair. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const last = text.charCodeAt(longest - 1);
  const parted = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, parted ? longest - 1 : longest);
}

/**
 * The JSON of a text, whatever its label said; `undefined` for what is no JSON or is nested deeper than 64
 * levels. Strings are storable, keys named `__proto__` are left out, and whole numbers too long for a double
 * come as strings: networks' ids have 19 digits, and a wrong digit is another post.
 */
export function readJson(text: string): unknown {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return cleaned(JSON.parse(withLongIntegersQuoted(source)), 0);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TooDeep) return undefined;
    throw error;
  }
}

const utf8 = new TextDecoder();

/** The same of raw bytes, as a webhook brings them. */
export function readJsonBytes(bytes: Uint8Array): unknown {
  return readJson(utf8.decode(bytes));
}

class TooDeep extends Error {}

function withLongIntegersQuoted(text: string): string {
  if (!/\d{16}/.test(text)) return text;
  return text.replace(TOKENS, (token) =>
    LONG_INTEGER.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
}

function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) throw new TooDeep();
  if (Array.isArray(value)) return value.map((item: unknown) => cleaned(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '__proto__')
      .map(([key, item]) => [storableText(key), cleaned(item, depth + 1)]),
  );
}
