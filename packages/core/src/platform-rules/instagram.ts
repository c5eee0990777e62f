import { mebibytes, minutes, seconds, type LimitRule } from './limit-rule';

const MEDIA =
  'https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media';
const PUBLISHING = 'https://developers.facebook.com/docs/instagram-platform/content-publishing/';

/** Of feed posts, carousels and reels. A story may be shaped otherwise, so shapes only warn. */
export const INSTAGRAM_RULES: readonly LimitRule[] = [
  { id: 'instagram.text.max_chars', measure: 'text_length', unit: 'characters', max: 2200, source: MEDIA },
  { id: 'instagram.text.max_hashtags', measure: 'hashtags', max: 30, source: MEDIA },
  { id: 'instagram.text.max_mentions', measure: 'mentions', max: 20, source: MEDIA },
  { id: 'instagram.media.required', measure: 'media_count', of: 'media', min: 1, source: PUBLISHING },
  { id: 'instagram.media.max', measure: 'media_count', of: 'media', max: 10, source: PUBLISHING },
  { id: 'instagram.image.type', measure: 'media_type', of: 'image', types: ['image/jpeg'], source: MEDIA },
  { id: 'instagram.image.max_bytes', measure: 'media_bytes', of: 'image', max: mebibytes(8), source: MEDIA },
  {
    id: 'instagram.image.ratio',
    measure: 'media_ratio',
    of: 'image',
    min: 4 / 5,
    max: 1.91,
    severity: 'warning',
    source: MEDIA,
  },
  {
    id: 'instagram.video.type',
    measure: 'media_type',
    of: 'video',
    types: ['video/mp4', 'video/quicktime'],
    source: MEDIA,
  },
  {
    id: 'instagram.video.max_bytes',
    measure: 'media_bytes',
    of: 'video',
    max: mebibytes(300),
    source: MEDIA,
  },
  {
    id: 'instagram.video.duration',
    measure: 'media_duration',
    of: 'video',
    min: seconds(3),
    max: minutes(15),
    source: MEDIA,
  },
  { id: 'instagram.video.ratio', measure: 'media_ratio', of: 'video', min: 0.01, max: 10, source: MEDIA },
];
