import { type LimitRule } from './limit-rule';

const POSTS = 'https://developers.facebook.com/docs/pages-api/posts/';

/** Of pages. Meta documents no length of a text; providers know one. */
export const FACEBOOK_RULES: readonly LimitRule[] = [
  { id: 'facebook.media.max_videos', measure: 'media_count', of: 'video', max: 1, source: POSTS },
  { id: 'facebook.media.mixed', measure: 'media_mixed', source: POSTS },
];
