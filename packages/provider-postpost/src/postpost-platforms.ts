/**
 * What PostPost can carry to each platform (PostPost docs, platform limits), where that is less than the platform
 * itself takes. It checks none of this when a post is made; what does not fit fails at publishing. Images it
 * converts by itself (media guide).
 */
import type { ContentRules, PlatformDescriptor, TextUnit } from '@postern/core';
import { optionNames } from './postpost-content';

const SOURCE = 'https://docs.postpost.dev/guides/platform-limits';
/** PostPost names no largest chain; X's own composer stops at 25. */
const MOST_X_PARTS = 25;

/** What differs from the platform's own limits, or is narrower. */
interface Limits {
  text?: { maxLength: number; unit: TextUnit };
  images?: number;
  thread?: ContentRules['thread'];
}

/** Mixing images and videos fails on most platforms and is promised for none; no page names more than one video. */
function describePlatform(platform: string, { text, images, thread }: Limits = {}): PlatformDescriptor {
  return {
    platform,
    rules: {
      // create-post wants a text, also beside media.
      text: { ...text, required: true, source: SOURCE },
      media: {
        ...(images === undefined ? {} : { max: Math.max(images, 1), maxImages: images }),
        maxVideos: 1,
        mixed: false,
        converts: true,
        source: SOURCE,
      },
      thread: thread ?? null,
      firstComment: false,
      // `altTexts` is ignored by create-post, whatever the samples show.
      altText: false,
      modes: ['publish'],
      options: optionNames(platform),
    },
  };
}

export const POSTPOST_PLATFORMS: PlatformDescriptor[] = [
  // A longer text is cut into a chain. A link counts its whole length here (its X page), where X counts 23.
  describePlatform('x', {
    text: { maxLength: 280, unit: 'weighted_full_links' },
    thread: { maxParts: MOST_X_PARTS },
  }),
  describePlatform('linkedin', { images: 10 }),
  describePlatform('instagram'),
  // Chains on Threads are refused at publishing for now (error guide).
  describePlatform('threads', { images: 10 }),
  describePlatform('tiktok', { images: 0 }),
  describePlatform('youtube'),
  describePlatform('facebook', { text: { maxLength: 63_206, unit: 'characters' }, images: 10 }),
  describePlatform('bluesky'),
  describePlatform('mastodon'),
  describePlatform('telegram'),
];
