import { mebibytes, type LimitRule } from './limit-rule';

const POSTS = 'https://support.google.com/business/answer/7342169';
const PHOTOS = 'https://support.google.com/business/answer/6103862';

export const GOOGLE_BUSINESS_RULES: readonly LimitRule[] = [
  {
    id: 'google_business.text.max_chars',
    measure: 'text_length',
    unit: 'characters',
    max: 1500,
    source: POSTS,
  },
  {
    id: 'google_business.image.type',
    measure: 'media_type',
    of: 'image',
    types: ['image/jpeg', 'image/png'],
    source: PHOTOS,
  },
  {
    id: 'google_business.image.bytes',
    measure: 'media_bytes',
    of: 'image',
    min: 10 * 1024,
    max: mebibytes(5),
    source: PHOTOS,
  },
  { id: 'google_business.image.width', measure: 'media_width', of: 'image', min: 250, source: PHOTOS },
  { id: 'google_business.image.height', measure: 'media_height', of: 'image', min: 250, source: PHOTOS },
];
