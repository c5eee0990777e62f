import { mebibytes, type LimitRule } from './limit-rule';

const DOCS = 'https://docs.joinmastodon.org/user/posting/';

/** As a server comes; its operator may allow more, which no provider tells. */
export const MASTODON_RULES: readonly LimitRule[] = [
  { id: 'mastodon.text.max_chars', measure: 'text_length', unit: 'mastodon', max: 500, source: DOCS },
  { id: 'mastodon.media.max', measure: 'media_count', of: 'media', max: 4, source: DOCS },
  { id: 'mastodon.media.max_videos', measure: 'media_count', of: 'video', max: 1, source: DOCS },
  { id: 'mastodon.media.mixed', measure: 'media_mixed', source: DOCS },
  { id: 'mastodon.image.max_bytes', measure: 'media_bytes', of: 'image', max: mebibytes(16), source: DOCS },
  { id: 'mastodon.video.max_bytes', measure: 'media_bytes', of: 'video', max: mebibytes(99), source: DOCS },
  {
    id: 'mastodon.alt_text.max_chars',
    measure: 'alt_text_length',
    unit: 'characters',
    max: 1500,
    source: DOCS,
  },
];
