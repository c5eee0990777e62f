/** Values that nobody of good will sends. */
import fc from 'fast-check';

const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ud83d',
  '👩‍👩‍👧‍👦',
  "'; drop table posts; --",
  '%s%n',
  '../../etc/passwd',
  'http://[',
  'http://127.0.0.1:99999/',
  'http://169.254.169.254/latest/meta-data',
  'file:///etc/passwd',
  'javascript:alert(1)',
  '9999-12-31T23:59:59Z',
  '0000-01-01T00:00:00Z',
  '2030-02-30T00:00:00Z',
  '2030-01-01T00:00:00+23:59',
  '2030-01-01T00:00:00',
  'x'.repeat(5_000),
];

export const ODD_NAMES = [
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__proto__',
  'prototype',
  'toJSON',
  'then',
  'length',
  '0',
  '',
  '\u0000',
  'é.[0]',
];

const ODD_VALUES: unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  1e308,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  [],
  {},
  [[]],
  [{}],
  [null],
  { length: 1 },
];

export const oddText = fc.oneof(fc.constantFrom(...ODD_TEXTS), fc.string({ unit: 'binary', maxLength: 40 }));

export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...ODD_VALUES),
  oddText,
  fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text) as unknown),
);

/** Bodies that are no JSON, or JSON that nobody should have to read. */
export const oddBytes: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    '{',
    '{"a":1,}',
    'null',
    '7',
    '"text"',
    '[]',
    '{"__proto__":{"admin":true}}',
    '{"constructor":{"prototype":{}}}',
    '\ufeff{}',
    '1e400',
    '{"a":1e400}',
    '{"a":"\\u0000"}',
    `${'['.repeat(2_000)}${']'.repeat(2_000)}`,
    `{"a":${'{"a":'.repeat(100)}1${'}'.repeat(100)}}`,
    `[${'1,'.repeat(30_000)}1]`,
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

type Change = (value: unknown) => unknown;

/** One rule broken: a member taken away, added, or replaced by something odd. */
const change: fc.Arbitrary<Change> = fc.oneof(
  oddValue.map((odd) => () => odd),
  oddValue.map((odd) => (old: unknown) => [old, odd]),
  fc.constant<Change>((old) =>
    Array.isArray(old) ? Array.from({ length: 150 }, () => old[0] as unknown) : undefined,
  ),
  fc
    .tuple(fc.constantFrom(...ODD_NAMES, 'unknownField'), oddValue)
    .map(([name, odd]) => (old: unknown) => ({ ...(isObject(old) ? old : {}), [name]: odd })),
);

/** Almost what was valid. */
export function nearly(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(valid, fc.nat({ max: 10_000 }), change).map(([value, where, how]) => {
    const places = placesIn(value);
    return replaced(value, places[where % places.length] ?? [], how);
  });
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value of a class (a pick of the pool, bytes) is a place, not a place with members. */
const hasMembers = (value: unknown): value is object =>
  Array.isArray(value) ||
  (isObject(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value) as null));

/** Every place in the value, as a list of steps; the value itself is the empty list. */
function placesIn(value: unknown): string[][] {
  if (!hasMembers(value)) return [[]];
  return [
    [],
    ...Object.entries(value).flatMap(([key, member]) => placesIn(member).map((rest) => [key, ...rest])),
  ];
}

function replaced(value: unknown, [step, ...rest]: string[], how: Change): unknown {
  if (step === undefined) return how(value);
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string,
    unknown
  >;
  copy[step] = replaced(copy[step], rest, how);
  return copy;
}
