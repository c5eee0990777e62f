import { type LimitRule } from './limit-rule';

const PROFILE = 'https://developers.snap.com/api/marketing-api/Public-Profile-API/ProfileAssetManagement';

/** A snap is one image or video; there are no posts of text. */
export const SNAPCHAT_RULES: readonly LimitRule[] = [
  { id: 'snapchat.media.required', measure: 'media_count', of: 'media', min: 1, source: PROFILE },
  { id: 'snapchat.media.max', measure: 'media_count', of: 'media', max: 1, source: PROFILE },
];
