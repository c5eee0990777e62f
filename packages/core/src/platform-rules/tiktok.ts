import { gibibytes, mebibytes, minutes, type LimitRule } from './limit-rule';

const VIDEO = 'https://developers.tiktok.com/doc/content-posting-api-reference-direct-post';
const PHOTO = 'https://developers.tiktok.com/doc/content-posting-api-reference-photo-post';
const FILES = 'https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide';

/** A video’s caption is its title, that of photos their description; TikTok counts runes of UTF-16. */
export const TIKTOK_RULES: readonly LimitRule[] = [
  {
    id: 'tiktok.text.max_utf16',
    measure: 'text_length',
    unit: 'utf16',
    max: 2200,
    when: 'video',
    source: VIDEO,
  },
  {
    id: 'tiktok.text.max_utf16',
    measure: 'text_length',
    unit: 'utf16',
    max: 4000,
    when: 'image',
    source: PHOTO,
  },
  { id: 'tiktok.media.required', measure: 'media_count', of: 'media', min: 1, source: VIDEO },
  { id: 'tiktok.media.max', measure: 'media_count', of: 'media', max: 35, source: PHOTO },
  { id: 'tiktok.media.max_videos', measure: 'media_count', of: 'video', max: 1, source: VIDEO },
  { id: 'tiktok.media.mixed', measure: 'media_mixed', source: PHOTO },
  {
    id: 'tiktok.image.type',
    measure: 'media_type',
    of: 'image',
    types: ['image/jpeg', 'image/webp'],
    source: FILES,
  },
  { id: 'tiktok.image.max_bytes', measure: 'media_bytes', of: 'image', max: mebibytes(20), source: FILES },
  {
    id: 'tiktok.video.type',
    measure: 'media_type',
    of: 'video',
    types: ['video/mp4', 'video/quicktime', 'video/webm'],
    source: FILES,
  },
  { id: 'tiktok.video.max_bytes', measure: 'media_bytes', of: 'video', max: gibibytes(4), source: FILES },
  {
    id: 'tiktok.video.max_duration',
    measure: 'media_duration',
    of: 'video',
    max: minutes(10),
    source: FILES,
  },
  { id: 'tiktok.video.width', measure: 'media_width', of: 'video', min: 360, max: 4096, source: FILES },
  { id: 'tiktok.video.height', measure: 'media_height', of: 'video', min: 360, max: 4096, source: FILES },
];
