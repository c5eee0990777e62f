import { type LimitRule } from './limit-rule';

const CREATE = 'https://developers.pinterest.com/docs/api/v5/pins-create/';

/** The text is the description of the pin. */
export const PINTEREST_RULES: readonly LimitRule[] = [
  { id: 'pinterest.text.max_chars', measure: 'text_length', unit: 'characters', max: 800, source: CREATE },
  { id: 'pinterest.title.max_chars', measure: 'title_length', unit: 'characters', max: 100, source: CREATE },
  { id: 'pinterest.media.required', measure: 'media_count', of: 'media', min: 1, source: CREATE },
  { id: 'pinterest.media.max', measure: 'media_count', of: 'media', max: 5, source: CREATE },
  { id: 'pinterest.media.max_videos', measure: 'media_count', of: 'video', max: 1, source: CREATE },
  { id: 'pinterest.media.mixed', measure: 'media_mixed', source: CREATE },
  {
    id: 'pinterest.alt_text.max_chars',
    measure: 'alt_text_length',
    unit: 'characters',
    max: 500,
    source: CREATE,
  },
];
