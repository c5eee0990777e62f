import { type LimitRule } from './limit-rule';

const POST = 'https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json';
const IMAGES = 'https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/embed/images.json';
const VIDEO = 'https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/embed/video.json';

/** Its record types (lexicons) are its rules. */
export const BLUESKY_RULES: readonly LimitRule[] = [
  { id: 'bluesky.text.max_graphemes', measure: 'text_length', unit: 'graphemes', max: 300, source: POST },
  { id: 'bluesky.text.max_bytes', measure: 'text_length', unit: 'bytes', max: 3000, source: POST },
  { id: 'bluesky.media.max', measure: 'media_count', of: 'media', max: 4, source: IMAGES },
  { id: 'bluesky.media.max_videos', measure: 'media_count', of: 'video', max: 1, source: VIDEO },
  { id: 'bluesky.media.mixed', measure: 'media_mixed', source: POST },
  {
    id: 'bluesky.image.max_bytes',
    measure: 'media_bytes',
    of: 'image',
    max: 1_000_000,
    severity: 'warning',
    source: IMAGES,
  },
  { id: 'bluesky.video.type', measure: 'media_type', of: 'video', types: ['video/mp4'], source: VIDEO },
  { id: 'bluesky.video.max_bytes', measure: 'media_bytes', of: 'video', max: 100_000_000, source: VIDEO },
];
