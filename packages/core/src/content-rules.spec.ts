import type { MediaItem, PostContent, TargetOptions } from './content';
import { checkContent } from './content-rules';
import type { ContentRules } from './descriptor';

const provider = { id: 'layers', name: 'Layers' };
const LIMITS = {
  text: { maxLength: 10, unit: 'characters' as const, source: 'https://docs.example/text' },
  media: { min: 0, max: 4, maxImages: 3, maxVideos: 1, mixed: false, source: 'https://docs.example/media' },
  thread: { maxParts: 3 },
  firstComment: true,
  altText: true,
  modes: ['publish', 'draft'],
  options: ['privacy'],
} satisfies ContentRules;
const image: MediaItem = { url: 'https://cdn.example/a.jpg?x=1.mp4' };
const video: MediaItem = { url: 'https://cdn.example/a.MP4' };

function check(
  content: Partial<PostContent>,
  rules: Partial<ContentRules> = {},
  options: TargetOptions = {},
) {
  return checkContent(
    { text: 'hello', media: [], thread: [], firstComment: null, ...content },
    options,
    { platform: 'elsewhere', rules: { ...LIMITS, ...rules } },
    provider,
    'targets[1]',
  );
}

function found(...args: Parameters<typeof check>) {
  return check(...args).map(({ rule, path }) => `${rule} @ ${path}`);
}

describe('checkContent', () => {
  it('finds nothing in a post that can go out as it is', () => {
    const content = {
      media: [{ ...image, altText: 'a cat' }],
      thread: [{ text: 'more' }, { text: '', media: [video] }],
      firstComment: 'first!',
    };
    expect(check(content, {}, { mode: 'draft', privacy: 'all' })).toEqual([]);
  });

  it('says all of an issue', () => {
    expect(check({ text: 'hello world!' })).toEqual([
      {
        path: 'targets[1].content.text',
        rule: 'elsewhere.text.max_chars',
        severity: 'error',
        message: 'The text has 12 characters; for elsewhere Layers takes 10.',
        fix: 'Shorten the text by 2.',
        source: 'https://docs.example/text',
      },
    ]);
  });

  it('wants text or media in every part', () => {
    expect(found({ text: ' \n' })).toEqual(['content.required @ targets[1].content.text']);
    expect(found({ text: '', media: [image] })).toEqual([]);
    expect(found({ thread: [{ text: '' }] })).toEqual([
      'content.required @ targets[1].content.thread[0].text',
    ]);
  });

  it('wants a text beside the media where the provider does', () => {
    const text = { maxLength: 10, unit: 'characters' as const, source: 's' };
    const required = { text: { ...text, required: true } };
    expect(found({ text: ' ', media: [image] }, required)).toEqual([
      'elsewhere.text.required @ targets[1].content.text',
    ]);
    expect(found({ text: '', media: [] }, required)).toEqual(['content.required @ targets[1].content.text']);
    expect(found({ text: 'hi', media: [image] }, required)).toEqual([]);
    expect(found({ text: '', media: [image] }, { text })).toEqual([]);
  });

  it('counts the text of every part in the unit of the platform', () => {
    const family = '👨‍👩‍👧';
    const text = family.repeat(2);
    const by = (unit: 'characters' | 'graphemes' | 'utf16', maxLength: number) =>
      found({ text }, { text: { maxLength, unit, source: 's' } });
    expect(by('graphemes', 2)).toEqual([]);
    expect(by('graphemes', 1)).toEqual(['elsewhere.text.max_graphemes @ targets[1].content.text']);
    expect(by('characters', 10)).toEqual([]);
    expect(by('characters', 9)).toEqual(['elsewhere.text.max_chars @ targets[1].content.text']);
    expect(by('utf16', 16)).toEqual([]);
    expect(by('utf16', 15)).toEqual(['elsewhere.text.max_utf16 @ targets[1].content.text']);
    expect(found({ thread: [{ text: 'far too long' }] })).toEqual([
      'elsewhere.text.max_chars @ targets[1].content.thread[0].text',
    ]);
    expect(found({ text: 'x'.repeat(1e4) }, { text: undefined })).toEqual([]);
  });

  it('wants as many media as the platform needs, in the first part only', () => {
    const media = { ...LIMITS.media, min: 2 };
    const [issue] = check({ media: [image], thread: [{ text: 'more' }] }, { media });
    expect(issue).toMatchObject({
      rule: 'elsewhere.media.required',
      path: 'targets[1].content.media',
      message: 'elsewhere gets from Layers posts with media only: at least 2 media items.',
      fix: 'Add 1 media item.',
    });
    expect(found({ media: [image, image] }, { media })).toEqual([]);
  });

  it('takes no more media than the platform does, in total and of each kind', () => {
    expect(found({ media: Array<MediaItem>(5).fill(image) })).toEqual([
      'elsewhere.media.max @ targets[1].content.media',
    ]);
    expect(found({ media: Array<MediaItem>(4).fill(image) })).toEqual([
      'elsewhere.media.max_images @ targets[1].content.media',
    ]);
    expect(found({ thread: [{ text: '', media: [video, video] }] })).toEqual([
      'elsewhere.media.max_videos @ targets[1].content.thread[0].media',
    ]);
    const none = { ...LIMITS.media, max: 0 };
    expect(check({ media: [image] }, { media: none })[0]).toMatchObject({
      rule: 'elsewhere.media.max',
      message: 'There is 1 media item; for elsewhere Layers takes none.',
    });
  });

  it('does not count stored media whose kind nobody knows, unless the caller does', () => {
    const stored = Array<MediaItem>(4).fill({ mediaId: 'med_1' });
    expect(found({ media: stored })).toEqual([]);
    const issues = checkContent(
      { text: '', media: stored, thread: [], firstComment: null },
      {},
      { platform: 'elsewhere', rules: LIMITS },
      provider,
      'targets[0]',
      {
        factsOf: () => ({
          kind: 'video',
          contentType: 'video/mp4',
          sizeBytes: 1,
          width: null,
          height: null,
          durationMs: null,
        }),
      },
    );
    expect(issues.map(({ rule }) => rule)).toEqual(['elsewhere.media.max_videos']);
  });

  it('keeps images and videos apart where they may not stand together', () => {
    expect(found({ media: [image, video] })).toEqual(['elsewhere.media.mixed @ targets[1].content.media']);
    expect(found({ media: [image, video] }, { media: { ...LIMITS.media, mixed: true } })).toEqual([]);
    expect(found({ media: [image, { mediaId: 'med_1' }] })).toEqual([]);
  });

  it('warns of alternative texts that get lost, and only warns', () => {
    const content = { media: [image, { ...image, altText: 'a cat' }, { ...image, altText: ' ' }] };
    expect(check(content, { altText: false })).toMatchObject([
      { rule: 'altText.unsupported', severity: 'warning', path: 'targets[1].content.media[1].altText' },
    ]);
  });

  it('says which threads it cannot publish', () => {
    const thread = [{ text: 'b' }, { text: 'c' }, { text: 'd' }];
    expect(found({ thread })).toEqual(['thread.max_parts @ targets[1].content.thread']);
    expect(found({ thread: thread.slice(1) })).toEqual([]);
    expect(found({ thread }, { thread: null })).toEqual(['thread.unsupported @ targets[1].content.thread']);
    expect(found({}, { thread: null })).toEqual([]);
  });

  it('says that it writes no first comment', () => {
    expect(found({ firstComment: 'first!' }, { firstComment: false })).toEqual([
      'firstComment.unsupported @ targets[1].content.firstComment',
    ]);
    expect(found({ firstComment: '' }, { firstComment: false })).toEqual([]);
  });

  it('refuses modes and options that the provider does not know', () => {
    expect(check({}, {}, { mode: 'story', privacy: 'all', colour: 'red' })).toMatchObject([
      { rule: 'options.mode', path: 'targets[1].options.mode', fix: 'Use "publish" or "draft".' },
      {
        rule: 'options.unknown',
        path: 'targets[1].options.colour',
        fix: 'Leave it out; known are: privacy.',
      },
    ]);
    expect(
      check({}, { modes: [], options: [] }, { mode: 'publish', colour: 1 }).map(({ fix }) => fix),
    ).toEqual(['Use no mode.', 'Leave it out.']);
  });

  it('reports every rule that is broken at once', () => {
    const rules = { thread: null, firstComment: false, media: { ...LIMITS.media, min: 1 } };
    expect(
      check({ text: '', thread: [{ text: 'b' }], firstComment: 'c' }, rules).map(({ rule }) => rule),
    ).toEqual([
      'content.required',
      'elsewhere.media.required',
      'thread.unsupported',
      'firstComment.unsupported',
    ]);
  });
});
