import { cutText, readJson, readJsonBytes, storableText } from './json-text';

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('storableText', () => {
  it.each([
    ['a\u0000b', 'a\uFFFDb'],
    ['half \ud83d pair', 'half \uFFFD pair'],
    ['\udc4d', '\uFFFD'],
    ['whole 👍 pair', 'whole 👍 pair'],
  ])('makes %j %j', (text, storable) => {
    expect(storableText(text)).toBe(storable);
  });
});

describe('cutText', () => {
  it('never parts a pair', () => {
    expect(cutText('ab👍', 3)).toBe('ab');
    expect(cutText('ab👍', 4)).toBe('ab👍');
    expect(cutText('abc', 2)).toBe('ab');
  });
});

describe('readJson', () => {
  it.each([
    ['{"a":1}', { a: 1 }],
    ['\uFEFF{"a":1}', { a: 1 }],
    ['"text"', 'text'],
    ['', undefined],
    ['<html>', undefined],
    ['{"cut":', undefined],
    ['{"a":"\\u0000","b":["\\uD83D"],"c\\u0000":"x"}', { a: '\uFFFD', b: ['\uFFFD'], 'c\uFFFD': 'x' }],
    ['{"a":"\\ud83d\\udc4d"}', { a: '👍' }],
    // A text that speaks of an escape holds none.
    ['{"a":"\\\\u0000"}', { a: '\\u0000' }],
  ])('reads %j', (text, value) => {
    expect(readJson(text)).toEqual(value);
  });

  it('keeps every digit of a long id, and touches no text and no other number', () => {
    const text =
      '{"id":1900000000000000001,"list":[-1900000000000000003, 7400000000000000001],"n":1735689600000,' +
      '"f":0.1234567890123456789,"e":1234567890123456789e3,"text":"id: 1900000000000000001, \\"1900000000000000001\\""}';
    expect(readJson(text)).toEqual({
      id: '1900000000000000001',
      list: ['-1900000000000000003', '7400000000000000001'],
      n: 1735689600000,
      f: 0.12345678901234568,
      e: 1234567890123456800e3,
      text: 'id: 1900000000000000001, "1900000000000000001"',
    });
  });

  it('gives no object another prototype', () => {
    const value = readJson(
      '{"__proto__":{"status":"published"},"\\u005f_proto__":{},"constructor":"x"}',
    ) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.entries(value)).toEqual([['constructor', 'x']]);
    expect(Object.assign({}, value)).not.toHaveProperty('status');
  });

  it('takes what is nested beyond reason as unreadable, quickly', () => {
    expect(readJson(nested(64))).toBeDefined();
    expect(readJson(nested(65))).toBeUndefined();
    expect(readJson(nested(1_000_000))).toBeUndefined();
    expect(readJson(`${'{"a":'.repeat(300_000)}1${'}'.repeat(300_000)}`)).toBeUndefined();
  });

  it('bears long texts and many rows', () => {
    expect(readJson(JSON.stringify({ a: 'x"\\'.repeat(500_000), id: '1234567890123456' }))).toBeDefined();
    expect(readJson(`[${'0,'.repeat(1_000_000)}12345678901234567]`)).toHaveLength(1_000_001);
  });

  it('reads bytes, with a byte order mark or broken UTF-8', () => {
    expect(readJsonBytes(Buffer.from('\uFEFF{"a":1}'))).toEqual({ a: 1 });
    expect(readJsonBytes(Buffer.from([0x22, 0xff, 0x22]))).toBe('\uFFFD');
  });
});
