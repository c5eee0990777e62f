import fc from 'fast-check';
import { parseTweet } from 'twitter-text';
import { measureText } from './measure-text';

/** Pieces that the platforms count in ways of their own, in any order. */
const pieces = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '👨‍👩‍👧‍👦',
    '🇩🇪',
    '👍🏽',
    '1️⃣',
    'é',
    'e\u0301',
    '日本',
    'ﷺ',
    '\u200d',
    '\u00a0',
    '\n',
    '.',
    '@',
    '#',
  ),
  fc.constantFrom(
    'https://example.com/a?b=c#d',
    'example.com',
    'http://a.co',
    'a.b.c',
    'HTTPS://日本.jp/x)',
    '@a@b.social',
  ),
);
const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));

describe('measureText', () => {
  it('weighs any text as twitter-text does', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(measureText(text, 'weighted')).toBe(parseTweet(text).weightedLength);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['', 0],
    ['hello', 5],
    ['世界', 4],
    ['👨‍👩‍👧', 2],
    ['https://example.com/' + 'a'.repeat(500), 23],
    ['see example.com.', 4 + 23 + 1],
  ])('weighs %j as %d', (text, weight) => {
    expect(measureText(text, 'weighted')).toBe(weight);
  });

  it('weighs a word that would take long to search for links by its signs', () => {
    const unread = 'https://example.com/' + 'a'.repeat(8192);
    expect(measureText(unread, 'weighted')).toBe(unread.length);
    expect(measureText('a.'.repeat(128), 'weighted')).toBe(256);
    // Beyond what any network takes the exact number is of no use.
    expect(measureText('see https://example.com/a '.repeat(1000), 'weighted')).toBe(26_000);
  });

  it('weighs links in full where that is asked for', () => {
    expect(measureText('see https://example.com/a 世界', 'weighted_full_links')).toBe(4 + 21 + 1 + 4);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const bare = text.replaceAll('.', '');
        expect(measureText(bare, 'weighted_full_links')).toBe(parseTweet(bare).weightedLength);
      }),
    );
  });

  it('takes no long time for words that are made to be slow, and counts their signs', () => {
    for (const word of ['日本.', 'a.', '日.', '@', 'http://', '.com', 'a.co/']) {
      const text = word.repeat(100_000 / word.length);
      const began = performance.now();
      expect(measureText(text, 'weighted')).toBeGreaterThan(280);
      expect(performance.now() - began).toBeLessThan(3000);
    }
    expect(measureText('日.'.repeat(1000), 'weighted')).toBe(3000);
  });

  it('counts graphemes as a reader does', () => {
    expect(measureText('👨‍👩‍👧 e\u0301 🇩🇪', 'graphemes')).toBe(5);
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const count = measureText(a, 'graphemes');
        expect(count).toBe([...new Intl.Segmenter('en').segment(a)].length);
        expect(count).toBeLessThanOrEqual(measureText(a, 'characters'));
        // A line's end always ends a grapheme.
        expect(measureText(`${a}\n${b}`, 'graphemes')).toBe(
          measureText(`${a}\n`, 'graphemes') + measureText(b, 'graphemes'),
        );
      }),
    );
  });

  it('counts bytes, code points and code units', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(measureText(text, 'bytes')).toBe(new TextEncoder().encode(text).length);
        expect(measureText(text, 'characters')).toBe(Array.from(text).length);
        expect(measureText(text, 'utf16')).toBe(text.length);
      }),
    );
  });

  it('counts for Mastodon a link as 23 and a handle without its domain', () => {
    expect(measureText('https://example.com/' + 'a'.repeat(300), 'mastodon')).toBe(23);
    expect(measureText('see https://a.co.', 'mastodon')).toBe(4 + 23 + 1);
    expect(measureText('@someone@mastodon.social hi', 'mastodon')).toBe('@someone hi'.length);
    expect(measureText('me@example.com', 'mastodon')).toBe('me@example.com'.length);
    expect(measureText('👨‍👩‍👧', 'mastodon')).toBe(1);
  });

  it('counts for Threads an emoji by its bytes', () => {
    expect(measureText('abc', 'threads')).toBe(3);
    expect(measureText('世界', 'threads')).toBe(2);
    expect(measureText('🚀', 'threads')).toBe(4);
    expect(measureText('👨‍👩‍👧', 'threads')).toBe(18);
    expect(measureText('#1 2', 'threads')).toBe(4);
  });
});
