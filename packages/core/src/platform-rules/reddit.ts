import { type LimitRule } from './limit-rule';

const SUBMIT = 'https://www.reddit.com/dev/api/#POST_api_submit';

export const REDDIT_RULES: readonly LimitRule[] = [
  { id: 'reddit.text.max_chars', measure: 'text_length', unit: 'characters', max: 40_000, source: SUBMIT },
  { id: 'reddit.title.max_chars', measure: 'title_length', unit: 'characters', max: 300, source: SUBMIT },
];
