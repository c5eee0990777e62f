/** The small vocabularies: events, platforms, media kinds, canonical JSON. */
import * as fc from 'fast-check';
import { canonicalJson, hash53 } from './canonical-json';
import { EVENT_TYPES, isEventType, postEventFor } from './event';
import { mediaKind } from './media-kind';
import { KNOWN_PLATFORMS, normalisePlatform, platformName } from './platform';
import { POST_STATUSES } from './post-status';
import { MediaUnavailableError, ProviderCallError } from './provider';
import { publishError } from './publish-error';

describe('events', () => {
  it('are those of the API', () => {
    expect(EVENT_TYPES).toHaveLength(23);
    expect(new Set(EVENT_TYPES).size).toBe(23);
    expect(isEventType('post_group.completed')).toBe(true);
    expect(isEventType('post.draft')).toBe(false);
    expect(isEventType(undefined)).toBe(false);
  });

  it('name each change of status, but none back to draft', () => {
    for (const before of POST_STATUSES) {
      for (const after of POST_STATUSES) {
        const event = postEventFor(before, after);
        expect(event).toBe(before === after || after === 'draft' ? null : `post.${after}`);
        expect(event === null || isEventType(event)).toBe(true);
      }
    }
  });
});

describe('platforms', () => {
  it.each([
    [' Twitter ', 'x', 'X'],
    ['X', 'x', 'X'],
    ['TIKTOK', 'tiktok', 'TikTok'],
    ['friendster', 'friendster', 'friendster'],
  ])('%j is %s', (word, platform, name) => {
    expect(normalisePlatform(word)).toBe(platform);
    expect(platformName(word)).toBe(name);
  });

  it('are listed by their normal words', () => {
    for (const { platform } of KNOWN_PLATFORMS) {
      expect(normalisePlatform(platform)).toBe(platform);
    }
  });
});

describe('mediaKind', () => {
  it.each([
    [{ url: 'https://a.example/x.JPG' }, 'image'],
    [{ url: 'https://a.example/x.webp?name=y.mp4#z.mov' }, 'image'],
    [{ url: 'https://a.example/dir.jpg/x.mov' }, 'video'],
    [{ url: 'https://a.example/x' }, 'unknown'],
    [{ url: 'https://a.example/x.pdf' }, 'unknown'],
    [{ url: 'https://studio.mov' }, 'unknown'],
    [{ mediaId: 'med_1' }, 'unknown'],
  ] as const)('%j is %s', (item, kind) => {
    expect(mediaKind(item)).toBe(kind);
  });
});

describe('canonicalJson', () => {
  it('is one text for equal values, whatever the order of keys', () => {
    expect(canonicalJson({ b: [1, { d: null, c: undefined }], a: 'ä"' })).toBe(
      '{"a":"ä\\"","b":[1,{"d":null}]}',
    );
    expect(canonicalJson(undefined)).toBe('null');
  });

  it('says the same as JSON does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        expect(JSON.parse(canonicalJson(value))).toEqual(plain);
        expect(canonicalJson(plain)).toBe(canonicalJson(value));
      }),
    );
  });

  it('hashes to the published test values of cyrb53, within a safe integer', () => {
    expect(hash53('a')).toBe(7929297801672961);
    expect(hash53('b')).toBe(8684336938537663);
    fc.assert(fc.property(fc.string(), (text) => Number.isSafeInteger(hash53(text))));
  });
});

describe('errors of a provider', () => {
  it('carry their cause', () => {
    const error = publishError({ code: 'AUTH_EXPIRED' });
    expect(new ProviderCallError(error)).toMatchObject({
      name: 'ProviderCallError',
      error,
      message: error.message,
    });
    expect(new MediaUnavailableError('gone', false)).toMatchObject({ message: 'gone', retryable: false });
  });
});
