import { mebibytes, seconds, type LimitRule } from './limit-rule';

const TEXT = 'https://docs.x.com/fundamentals/counting-characters';
const MEDIA = 'https://docs.x.com/x-api/media/quickstart/best-practices';

/** Of accounts without Premium: no provider tells which accounts may post more. Longer videos only warn. */
export const X_RULES: readonly LimitRule[] = [
  { id: 'x.text.max_weighted_length', measure: 'text_length', unit: 'weighted', max: 280, source: TEXT },
  { id: 'x.media.max', measure: 'media_count', of: 'media', max: 4, source: MEDIA },
  { id: 'x.media.max_gifs', measure: 'media_count', of: 'gif', max: 1, source: MEDIA },
  { id: 'x.media.max_videos', measure: 'media_count', of: 'video', max: 1, source: MEDIA },
  { id: 'x.media.mixed', measure: 'media_mixed', source: MEDIA },
  {
    id: 'x.image.type',
    measure: 'media_type',
    of: 'image',
    types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
    source: MEDIA,
  },
  { id: 'x.image.max_bytes', measure: 'media_bytes', of: 'photo', max: mebibytes(5), source: MEDIA },
  { id: 'x.gif.max_bytes', measure: 'media_bytes', of: 'gif', max: mebibytes(15), source: MEDIA },
  {
    id: 'x.video.type',
    measure: 'media_type',
    of: 'video',
    types: ['video/mp4', 'video/quicktime'],
    source: MEDIA,
  },
  {
    id: 'x.video.max_bytes',
    measure: 'media_bytes',
    of: 'video',
    max: mebibytes(512),
    severity: 'warning',
    source: MEDIA,
  },
  {
    id: 'x.video.duration',
    measure: 'media_duration',
    of: 'video',
    min: seconds(0.5),
    max: seconds(140),
    severity: 'warning',
    source: MEDIA,
  },
  { id: 'x.video.ratio', measure: 'media_ratio', of: 'video', min: 1 / 3, max: 3, source: MEDIA },
  {
    id: 'x.alt_text.max_chars',
    measure: 'alt_text_length',
    unit: 'characters',
    max: 1000,
    source: 'https://docs.x.com/x-api/media/metadata-create',
  },
];
