import { xLength } from './thread-parts';

export interface SentMedia {
  readonly contentType: string;
  readonly type: string;
  readonly uploaded: boolean;
}

interface Rule {
  readonly maxText: number;
  readonly maxImages: number;
  readonly needs: 'nothing' | 'media' | 'video';
  readonly mixes: boolean;
}

/** PostPost docs, platform limits. Nothing of it is checked before publishing. */
const RULES: Readonly<Record<string, Rule>> = {
  twitter: { maxText: 280, maxImages: 4, needs: 'nothing', mixes: false },
  linkedin: { maxText: 3000, maxImages: 10, needs: 'nothing', mixes: false },
  instagram: { maxText: 2200, maxImages: 10, needs: 'media', mixes: false },
  threads: { maxText: 500, maxImages: 10, needs: 'nothing', mixes: true },
  tiktok: { maxText: 2200, maxImages: 0, needs: 'video', mixes: false },
  youtube: { maxText: 5000, maxImages: 0, needs: 'video', mixes: false },
  facebook: { maxText: 63_206, maxImages: 10, needs: 'nothing', mixes: false },
  bluesky: { maxText: 300, maxImages: 4, needs: 'nothing', mixes: true },
  mastodon: { maxText: 500, maxImages: 4, needs: 'nothing', mixes: true },
  telegram: { maxText: 4096, maxImages: 10, needs: 'nothing', mixes: false },
};

const THREADS_BLOCKED =
  'Multi-part threads (nested replies) are temporarily blocked on Threads. Keep the post to 500 characters.';

/** Why the network would refuse this content; null = it would not. */
export function contentProblem(platform: string, text: string, media: readonly SentMedia[]): string | null {
  const rule = RULES[platform];
  if (rule === undefined) return `Publishing to ${platform} is not supported`;
  const missing = media.find(({ uploaded }) => !uploaded);
  if (missing !== undefined) return 'Media file was not found in storage';
  if (platform === 'threads' && (text.length > rule.maxText || /^---\s*$/m.test(text)))
    return THREADS_BLOCKED;
  const length = platform === 'twitter' ? xLength(text) : text.length;
  if (length > rule.maxText) return `Text is too long: ${length} of ${rule.maxText} characters`;
  return mediaProblem(platform, rule, media);
}

function mediaProblem(platform: string, rule: Rule, media: readonly SentMedia[]): string | null {
  const videos = media.filter(
    ({ contentType, type }) => type === 'video' || contentType.startsWith('video/'),
  ).length;
  const images = media.length - videos;
  if (rule.needs === 'media' && media.length === 0)
    return `${platform} posts need at least one image or video`;
  if (rule.needs === 'video' && videos === 0) return `${platform} posts need a video`;
  if (images > rule.maxImages) return `${platform} takes at most ${rule.maxImages} images`;
  if (images > 0 && videos > 0 && !rule.mixes)
    return `${platform} does not take images and video in one post`;
  return null;
}
