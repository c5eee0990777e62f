import fc from 'fast-check';
import { canonicalHash, canonicalJson } from './canonical-json';

it('does not depend on the order of members', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe(
    '{"a":true,"b":[1,{"c":"x","d":null}]}',
  );
  expect(canonicalHash({ a: 1, b: 2 })).toEqual(canonicalHash({ b: 2, a: 1 }));
});

it('leaves out what is undefined, as JSON does', () => {
  expect(canonicalJson({ a: undefined, b: [undefined] })).toBe('{"b":[null]}');
  expect(canonicalJson(undefined)).toBe('null');
});

it('says the same as JSON, for every value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
