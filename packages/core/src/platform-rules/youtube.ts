import { gibibytes, minutes, type LimitRule } from './limit-rule';

const RESOURCE = 'https://developers.google.com/youtube/v3/docs/videos';
const UPLOAD = 'https://developers.google.com/youtube/v3/docs/videos/insert';

/** The text is the description of the video. */
export const YOUTUBE_RULES: readonly LimitRule[] = [
  { id: 'youtube.text.max_bytes', measure: 'text_length', unit: 'bytes', max: 5000, source: RESOURCE },
  { id: 'youtube.title.max_chars', measure: 'title_length', unit: 'characters', max: 100, source: RESOURCE },
  { id: 'youtube.media.required', measure: 'media_count', of: 'media', min: 1, source: UPLOAD },
  { id: 'youtube.media.max', measure: 'media_count', of: 'media', max: 1, source: UPLOAD },
  { id: 'youtube.media.max_images', measure: 'media_count', of: 'image', max: 0, source: UPLOAD },
  { id: 'youtube.video.max_bytes', measure: 'media_bytes', of: 'video', max: gibibytes(256), source: UPLOAD },
  {
    id: 'youtube.video.max_duration',
    measure: 'media_duration',
    of: 'video',
    max: minutes(12 * 60),
    source: 'https://support.google.com/youtube/answer/71673',
  },
];
