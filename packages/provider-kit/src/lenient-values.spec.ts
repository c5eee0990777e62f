import { z } from 'zod';
import { createRedactor } from './redact';
import { parseRetryAfter } from './retry-after';
import { millisecondsOf, toUtc } from './times';
import {
  lenientArray,
  lenientBoolean,
  lenientId,
  lenientNumber,
  lenientObject,
  lenientString,
  lenientTime,
  lenientUrl,
  readWire,
} from './wire';

describe('toUtc', () => {
  it.each([
    ['2026-07-01T09:00:00Z', '2026-07-01T09:00:00.000Z'],
    ['2026-07-01T09:00:00.413Z', '2026-07-01T09:00:00.413Z'],
    ['2026-07-01T09:00:00.413999+00:00', '2026-07-01T09:00:00.413Z'],
    ['2026-07-01T11:00:00+02:00', '2026-07-01T09:00:00.000Z'],
    ['2026-07-01T11:00:00+0200', '2026-07-01T09:00:00.000Z'],
    ['2026-07-01 09:00:00+00', '2026-07-01T09:00:00.000Z'],
    ['2026-07-01T09:00', '2026-07-01T09:00:00.000Z'],
    [1_782_896_400, '2026-07-01T09:00:00.000Z'],
    [1_782_896_400_000, '2026-07-01T09:00:00.000Z'],
    ['', null],
    ['soon', null],
    ['2026-07-01', null],
    ['2026-13-01T09:00:00Z', null],
    ['1782896400', '2026-07-01T09:00:00.000Z'],
    ['1782896400000', '2026-07-01T09:00:00.000Z'],
    // How some upstreams say "never", and what Postgres could not store.
    ['0001-01-01T00:00:00Z', null],
    ['1970-01-01T00:00:00Z', null],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
    ['9999-12-31T23:59:59-01:00', null],
    [8.64e15, null],
    [Number.POSITIVE_INFINITY, null],
    [5, null],
    [Number.NaN, null],
    [null, null],
    [undefined, null],
    [{}, null],
  ])('%p is %p', (value, expected) => {
    expect(toUtc(value)).toBe(expected);
    expect(millisecondsOf(value)).toBe(expected === null ? null : Date.parse(expected));
  });
});

describe('parseRetryAfter', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  it.each([
    ['30', 30],
    [' 1.2 ', 2],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['-5', null],
    ['9'.repeat(40), 604_800],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 604_800],
    ['soon', null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('%p is %p', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });
});

describe('lenient pieces', () => {
  const schema = z.object({
    id: lenientString,
    count: lenientNumber,
    on: lenientBoolean,
    at: lenientTime,
    inner: lenientObject(z.object({ x: lenientString })),
    list: lenientArray(z.object({ x: z.string() })),
  });

  it('reads what is there', () => {
    const value = {
      id: 7,
      count: '3',
      on: true,
      at: '2026-07-01T09:00:00Z',
      inner: { x: 'y', more: 1 },
      list: [{ x: 'y' }, { x: 1 }, null],
      extra: {},
    };
    expect(readWire(schema, value)).toEqual({
      id: '7',
      count: 3,
      on: true,
      at: '2026-07-01T09:00:00.000Z',
      inner: { x: 'y' },
      list: [{ x: 'y' }],
    });
  });

  const nothing = { id: null, count: null, on: null, at: null, inner: null, list: [] };
  it.each([
    [{}],
    [{ id: null, count: null, on: null, at: null, inner: null, list: null }],
    [{ id: '', count: '', on: 'yes', at: 'x', inner: [], list: {} }],
    [{ id: {}, count: {}, on: {}, at: {}, inner: 'x', list: 'x' }],
  ])('takes %p as nothing', (value) => {
    expect(readWire(schema, value)).toEqual(nothing);
  });

  it('cuts words, and neither ids nor addresses', () => {
    const long = z.object({ word: lenientString, id: lenientId, url: lenientUrl });
    const fits = { word: 'w', id: 'i'.repeat(512), url: `https://x.example/${'u'.repeat(4_000)}` };
    expect(readWire(long, fits)).toEqual(fits);
    const much = {
      word: '👍'.repeat(4_000),
      id: 'i'.repeat(513),
      url: `https://x.example/${'u'.repeat(9_000)}`,
    };
    expect(readWire(long, much)).toEqual({ word: '👍'.repeat(2_048), id: null, url: null });
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '//host/a', 'https://', 'ftp://host/a', 7, {}, null])(
    'takes %p for no address',
    (value) => {
      expect(readWire(lenientUrl, value)).toBeNull();
    },
  );

  it.each([null, undefined, 'text', 5, []])('is null for %p', (value) => {
    expect(readWire(schema, value)).toBeNull();
  });
});

describe('createRedactor', () => {
  it('finds a secret in base64 at every offset', () => {
    const redactor = createRedactor(['super-secret-value']);
    for (const before of ['', 'a', 'ab', 'abc']) {
      const text = Buffer.from(`${before}super-secret-value:tail`).toString('base64');
      expect(redactor.text(text)).toContain('[secret]');
    }
  });

  it('leaves very short values and ordinary text alone', () => {
    expect(createRedactor(['a', '']).text('a banana')).toBe('a banana');
    expect(createRedactor([]).body('{"caption":"key to success"}')).toBe('{"caption":"key to success"}');
    expect(createRedactor([]).body('{not json')).toBe('{not json');
  });

  it('blanks members that are named like secrets', () => {
    expect(createRedactor([]).body('{"signingSecret":"x1","a":[{"apiKey":"y"}]}')).toBe(
      '{"signingSecret":"[secret]","a":[{"apiKey":"[secret]"}]}',
    );
  });
});
