import fc from 'fast-check';
import type { PostContent } from './content';
import { checkContent, textRoom } from './content-rules';
import type { ContentRules, PlatformDescriptor } from './descriptor';
import { effectiveRules } from './effective-rules';
import type { MediaFacts } from './media-facts';
import { KNOWN_PLATFORMS } from './platform';
import { platformRules } from './platform-rules/platform-rules';

const provider = { id: 'any', name: 'Any' };
const BARE: ContentRules = {
  thread: { maxParts: 25 },
  firstComment: true,
  altText: true,
  modes: ['publish'],
  options: ['title'],
};
const through = (platform: string, rules: Partial<ContentRules> = {}): PlatformDescriptor => ({
  platform,
  rules: { ...BARE, ...rules },
});
const FACTS: MediaFacts = {
  kind: 'image',
  contentType: 'image/jpeg',
  sizeBytes: 100_000,
  width: 1000,
  height: 1000,
  durationMs: null,
};
const VIDEO: MediaFacts = { ...FACTS, kind: 'video', contentType: 'video/mp4', durationMs: 30_000 };

interface Case {
  content?: Partial<PostContent>;
  media?: Partial<MediaFacts>[];
  title?: string;
}

function issues(descriptor: PlatformDescriptor, { content, media = [], title }: Case) {
  return checkContent(
    {
      text: 'hello',
      media: media.map((_, index) => ({ mediaId: String(index) })),
      thread: [],
      firstComment: null,
      ...content,
    },
    title === undefined ? {} : { title },
    descriptor,
    provider,
    'targets[0]',
    { factsOf: ({ mediaId }) => ({ ...FACTS, ...media[Number(mediaId)] }) },
  );
}

const broken = (platform: string, given: Case, rules?: Partial<ContentRules>) =>
  issues(through(platform, rules), given).map(({ rule, severity }) =>
    severity === 'error' ? rule : `${rule} (${severity})`,
  );

describe('the rules of the platforms', () => {
  const all = KNOWN_PLATFORMS.flatMap(({ platform }) => platformRules(platform));

  it.each(KNOWN_PLATFORMS.map(({ platform }) => [platform]))(
    '%s has rules, each with a source',
    (platform) => {
      const rules = platformRules(platform);
      expect(rules.length).toBeGreaterThan(0);
      for (const { id, source, min, max, types, measure } of rules) {
        expect(id).toMatch(new RegExp(`^${platform}\\.[a-z_]+\\.[a-z_0-9]+$`));
        expect(source).toMatch(/^https:\/\//);
        if (measure !== 'media_mixed') expect(min ?? max ?? types).toBeDefined();
      }
    },
  );

  it('have ids of their own, but for a limit that depends on what is attached', () => {
    const keys = all.map(({ id, when }) => `${id} ${when}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each<[string, string, Case]>([
    ['x.text.max_weighted_length', 'x', { content: { text: '世'.repeat(141) } }],
    ['bluesky.text.max_graphemes', 'bluesky', { content: { text: 'é'.repeat(301) } }],
    ['bluesky.text.max_bytes', 'bluesky', { content: { text: '👨‍👩‍👧‍👦'.repeat(121) } }],
    ['mastodon.text.max_chars', 'mastodon', { content: { text: 'a'.repeat(501) } }],
    ['threads.text.max_chars', 'threads', { content: { text: '🚀'.repeat(126) } }],
    ['linkedin.text.max_chars', 'linkedin', { content: { text: 'a'.repeat(3001) } }],
    ['instagram.media.required', 'instagram', {}],
    ['instagram.text.max_hashtags', 'instagram', { content: { text: '#a '.repeat(31) }, media: [{}] }],
    ['instagram.text.max_mentions', 'instagram', { content: { text: '@a '.repeat(21) }, media: [{}] }],
    ['instagram.image.type', 'instagram', { media: [{ contentType: 'image/png' }] }],
    ['instagram.image.max_bytes', 'instagram', { media: [{ sizeBytes: 9e6 }] }],
    ['instagram.image.ratio (warning)', 'instagram', { media: [{ width: 900, height: 1600 }] }],
    ['instagram.video.duration', 'instagram', { media: [{ ...VIDEO, durationMs: 2900 }] }],
    ['tiktok.text.max_utf16', 'tiktok', { content: { text: 'a'.repeat(2201) }, media: [VIDEO] }],
    ['tiktok.media.mixed', 'tiktok', { media: [{}, VIDEO] }],
    ['tiktok.video.max_duration', 'tiktok', { media: [{ ...VIDEO, durationMs: 600_001 }] }],
    ['tiktok.video.width', 'tiktok', { media: [{ ...VIDEO, width: 359 }] }],
    ['youtube.text.max_bytes', 'youtube', { content: { text: 'é'.repeat(2501) }, media: [VIDEO] }],
    ['youtube.title.max_chars', 'youtube', { title: 'a'.repeat(101), media: [VIDEO] }],
    ['youtube.media.max_images', 'youtube', { media: [{}] }],
    ['pinterest.text.max_chars', 'pinterest', { content: { text: 'a'.repeat(801) }, media: [{}] }],
    ['facebook.media.mixed', 'facebook', { media: [{}, VIDEO] }],
    ['telegram.text.max_chars', 'telegram', { content: { text: 'a'.repeat(4097) } }],
    [
      'telegram.caption.max_chars (warning)',
      'telegram',
      { content: { text: 'a'.repeat(1025) }, media: [{}] },
    ],
    ['discord.text.max_chars', 'discord', { content: { text: 'a'.repeat(2001) } }],
    ['reddit.title.max_chars', 'reddit', { title: 'a'.repeat(301) }],
    ['google_business.image.width', 'google_business', { media: [{ width: 249 }] }],
    ['google_business.image.bytes', 'google_business', { media: [{ sizeBytes: 10_239 }] }],
    ['snapchat.media.required', 'snapchat', {}],
    ['x.media.max_gifs', 'x', { media: [{ contentType: 'image/gif' }, { contentType: 'image/gif' }] }],
    ['x.gif.max_bytes', 'x', { media: [{ contentType: 'image/gif', sizeBytes: 16e6 }] }],
    ['x.image.max_bytes', 'x', { media: [{ sizeBytes: 6e6 }] }],
    [
      'x.alt_text.max_chars',
      'x',
      { content: { media: [{ mediaId: '0', altText: 'a'.repeat(1001) }] }, media: [{}] },
    ],
    ['threads.video.max_bytes', 'threads', { media: [{ ...VIDEO, sizeBytes: 1024 ** 3 + 1 }] }],
    ['linkedin.video.duration', 'linkedin', { media: [{ ...VIDEO, durationMs: 30 * 60_000 + 1 }] }],
    ['x.video.duration (warning)', 'x', { media: [{ ...VIDEO, durationMs: 141_000 }] }],
  ])('%s', (rule, platform, given) => {
    expect(broken(platform, given)).toEqual([rule]);
  });

  it('let pass what is just within them', () => {
    expect(
      broken('x', { content: { text: `${'a'.repeat(256)} https://example.com/${'b'.repeat(200)}` } }),
    ).toEqual([]);
    expect(broken('bluesky', { content: { text: '👨‍👩‍👧'.repeat(166) } })).toEqual([]);
    expect(broken('tiktok', { content: { text: 'a'.repeat(4000) }, media: [{}] })).toEqual([]);
    expect(broken('instagram', { content: { text: 'a&#39;s #1 me@b.c '.repeat(40) }, media: [{}] })).toEqual(
      [],
    );
    expect(broken('x', { media: [{ contentType: 'image/gif', sizeBytes: 14e6 }] })).toEqual([]);
  });

  it('say nothing of what nobody knows of a file', () => {
    const unknown = { contentType: null, sizeBytes: null, width: null, height: null, durationMs: null };
    for (const { platform } of KNOWN_PLATFORMS.filter(({ platform: word }) => word !== 'youtube')) {
      expect(broken(platform, { media: [unknown] })).toEqual([]);
    }
  });

  it('say what to do', () => {
    expect(issues(through('instagram'), { media: [{ ...VIDEO, durationMs: 1_000_000 }] })).toEqual([
      {
        path: 'targets[0].content.media[0]',
        rule: 'instagram.video.duration',
        severity: 'error',
        message: 'The duration is 1000 s; Instagram takes 3 s to 900 s.',
        fix: 'Cut the video shorter.',
        source:
          'https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media',
      },
    ]);
  });
});

describe('effective rules', () => {
  it('are the narrower, with the source of whoever is', () => {
    const text = { maxLength: 2000, source: 'https://provider.example/limits' };
    const find = (rules: Partial<ContentRules>) =>
      effectiveRules(through('linkedin', rules)).find(({ id }) => id === 'linkedin.text.max_chars');
    expect(find({ text })).toMatchObject({ max: 2000, by: 'provider', source: text.source });
    expect(find({ text: { ...text, maxLength: 3000 } })).toMatchObject({ max: 3000, by: 'platform' });
    expect(find({ text: { ...text, maxLength: 9000 } })).toMatchObject({ max: 3000, by: 'platform' });
    expect(find({})).toMatchObject({ max: 3000, by: 'platform' });
  });

  it('stand side by side where they count otherwise, and the network’s is told first', () => {
    const text = { maxLength: 280, unit: 'weighted_full_links' as const, source: 's' };
    expect(broken('x', { content: { text: 'a'.repeat(281) } }, { text })).toEqual([
      'x.text.max_weighted_length',
    ]);
    const links = { content: { text: `https://example.com/${'a'.repeat(300)}` } };
    expect(broken('x', links, { text })).toEqual(['x.text.max_weighted_full_links']);
    expect(broken('x', links)).toEqual([]);
  });

  it('are found once for each descriptor', () => {
    const descriptor = through('x');
    expect(effectiveRules(descriptor)).toBe(effectiveRules(descriptor));
  });

  it('only warn of files that the provider converts', () => {
    const media = { converts: true, source: 's' };
    expect(
      broken('instagram', { media: [{ contentType: 'image/webp', sizeBytes: 9e6 }] }, { media }),
    ).toEqual(['instagram.image.type (warning)', 'instagram.image.max_bytes (warning)']);
    expect(broken('instagram', { media: [{ ...VIDEO, contentType: 'video/webm' }] }, { media })).toEqual([
      'instagram.video.type',
    ]);
  });

  it('leave as much room as the tightest of them', () => {
    const room = (platform: string, text: string) =>
      textRoom({ text, media: [], thread: [], firstComment: null }, through(platform));
    expect(room('bluesky', 'é👨‍👩‍👧')).toEqual({ length: 2, maxLength: 300 });
    expect(room('bluesky', '👨‍👩‍👧‍👦'.repeat(200))).toEqual({ length: 5000, maxLength: 3000 });
    expect(room('elsewhere', '👍🏽')).toEqual({ length: 2, maxLength: null });
  });

  it('are never wider than either side', () => {
    const descriptors = fc.record({
      text: fc.record({
        maxLength: fc.integer({ min: 1, max: 400 }),
        unit: fc.constantFrom('characters' as const, 'graphemes' as const, 'weighted' as const),
        source: fc.constant('s'),
      }),
      media: fc.record({
        min: fc.integer({ min: 0, max: 2 }),
        max: fc.integer({ min: 0, max: 6 }),
        maxImages: fc.integer({ min: 0, max: 6 }),
        maxVideos: fc.integer({ min: 0, max: 3 }),
        mixed: fc.boolean(),
        source: fc.constant('s'),
      }),
    });
    const posts = fc.record({
      content: fc.record({
        text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400, size: 'max' }),
      }),
      media: fc.array(fc.constantFrom<Partial<MediaFacts>>(FACTS, VIDEO), { maxLength: 6 }),
    });
    const platforms = fc.constantFrom(...KNOWN_PLATFORMS.map(({ platform }) => platform));
    const errors = (found: ReturnType<typeof issues>) => found.filter(({ severity }) => severity === 'error');
    fc.assert(
      fc.property(platforms, descriptors, posts, (platform, rules, post) => {
        const both = errors(issues(through(platform, rules), post));
        const alone = [
          ...errors(issues(through(platform), post)),
          ...errors(issues(through('elsewhere', rules), post)),
        ];
        // The same paths are at fault, and nothing passes that one of the two refuses.
        const paths = (found: typeof both) => [...new Set(found.map(({ path }) => path))].sort();
        expect(paths(both)).toEqual(paths(alone));
      }),
      { numRuns: 500 },
    );
  });
});
