/**
 * What PostPost can carry to each platform (PostPost docs, platform limits). It checks none of this when a
 * post is made; what does not fit fails at publishing.
 */
import type { ContentRules, PlatformDescriptor } from '@postern/core';
import { optionNames } from './postpost-content';

const SOURCE = 'https://docs.postpost.dev/guides/platform-limits';
/** PostPost names no largest chain; X's own composer stops at 25. */
const MOST_X_PARTS = 25;

interface Limits {
  text: number;
  unit?: 'characters' | 'utf16';
  images: number;
  /** One where the pages name no number. */
  videos?: number;
  needsMedia?: boolean;
  thread?: ContentRules['thread'];
}

/** Mixing images and videos fails on most platforms and is promised for none. */
function describePlatform(platform: string, limits: Limits): PlatformDescriptor {
  const videos = limits.videos ?? 1;
  return {
    platform,
    rules: {
      // create-post wants a text, also beside media.
      text: { maxLength: limits.text, unit: limits.unit ?? 'characters', required: true, source: SOURCE },
      media: {
        min: limits.needsMedia ? 1 : 0,
        max: Math.max(limits.images, videos),
        maxImages: limits.images,
        maxVideos: videos,
        mixed: false,
        source: SOURCE,
      },
      thread: limits.thread ?? null,
      firstComment: false,
      // `altTexts` is ignored by create-post, whatever the samples show.
      altText: false,
      modes: ['publish'],
      options: optionNames(platform),
    },
  };
}

export const POSTPOST_PLATFORMS: PlatformDescriptor[] = [
  // An emoji counts two and a link its whole length (its X page), which is nearest to UTF-16 units.
  describePlatform('x', { text: 280, unit: 'utf16', images: 4, thread: { maxParts: MOST_X_PARTS } }),
  describePlatform('linkedin', { text: 3000, images: 10 }),
  describePlatform('instagram', { text: 2200, images: 10, needsMedia: true }),
  // Chains on Threads are refused at publishing for now (error guide).
  describePlatform('threads', { text: 500, images: 10 }),
  describePlatform('tiktok', { text: 2200, images: 0, needsMedia: true }),
  describePlatform('youtube', { text: 5000, images: 0, needsMedia: true }),
  describePlatform('facebook', { text: 63_206, images: 10 }),
  describePlatform('bluesky', { text: 300, images: 4 }),
  describePlatform('mastodon', { text: 500, images: 4 }),
  describePlatform('telegram', { text: 4096, images: 10 }),
];
