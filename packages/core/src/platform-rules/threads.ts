import { gibibytes, mebibytes, minutes, type LimitRule } from './limit-rule';

const OVERVIEW = 'https://developers.facebook.com/docs/threads/overview/';
const POSTS = 'https://developers.facebook.com/docs/threads/posts/';

export const THREADS_RULES: readonly LimitRule[] = [
  { id: 'threads.text.max_chars', measure: 'text_length', unit: 'threads', max: 500, source: OVERVIEW },
  { id: 'threads.media.max', measure: 'media_count', of: 'media', max: 20, source: POSTS },
  {
    id: 'threads.image.type',
    measure: 'media_type',
    of: 'image',
    types: ['image/jpeg', 'image/png'],
    source: OVERVIEW,
  },
  { id: 'threads.image.max_bytes', measure: 'media_bytes', of: 'image', max: mebibytes(8), source: OVERVIEW },
  { id: 'threads.image.ratio', measure: 'media_ratio', of: 'image', min: 1 / 10, max: 10, source: OVERVIEW },
  {
    id: 'threads.video.type',
    measure: 'media_type',
    of: 'video',
    types: ['video/mp4', 'video/quicktime'],
    source: OVERVIEW,
  },
  { id: 'threads.video.max_bytes', measure: 'media_bytes', of: 'video', max: gibibytes(1), source: OVERVIEW },
  {
    id: 'threads.video.max_duration',
    measure: 'media_duration',
    of: 'video',
    max: minutes(5),
    source: OVERVIEW,
  },
];
