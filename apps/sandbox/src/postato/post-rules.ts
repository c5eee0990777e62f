import type { Part } from './create-input';
import type { RuleBreach } from './refusal';
import type { Account } from './state';

const POST_TYPES: Readonly<Record<string, readonly string[]>> = {
  instagram: ['feed', 'reel', 'story', 'carousel'],
  twitter: ['tweet', 'thread'],
  linkedin: ['post', 'document', 'article'],
  tiktok: ['video', 'photo'],
  youtube: ['video', 'short'],
};
const NEEDS_MEDIA = ['instagram', 'tiktok', 'youtube'];
const REPLY_SETTINGS = ['everyone', 'mentionedUsers', 'following', 'subscribers'];
const MAX_TWEETS = 25;
const MAX_ALT = 1000;

export interface Candidate {
  readonly platform: string;
  readonly postType: string;
  readonly parts: readonly Part[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly account: Account | undefined;
  /** Media given beside an array as content. */
  readonly strayMedia: boolean;
  /** A draft need not be publishable yet. */
  readonly isDraft: boolean;
  /** URLs below this are as good as public: the sandbox stands for the whole internet. */
  readonly ownUrl: string;
  /** Any address counts as public. */
  readonly insecureMedia: boolean;
}

/** Everything that `422 VALIDATION_FAILED` names. The length of a text is not looked at: it fails at delivery. */
export function breachesOf(candidate: Candidate): RuleBreach[] {
  const { platform, isDraft } = candidate;
  const found: [field: string, code: string, message: string][] = [
    ...accountBreaches(candidate),
    ...shapeBreaches(candidate),
    ...(isDraft ? [] : [...mediaBreaches(candidate), ...optionBreaches(candidate)]),
  ];
  return found.map(([field, code, message]) => ({ field, message, platform, code }));
}

type Found = [field: string, code: string, message: string];

function accountBreaches({ account, platform }: Candidate): Found[] {
  if (account === undefined) return [['accountId', 'account_not_found', 'No such account in this workspace']];
  if (account.platform === platform) return [];
  return [['accountId', 'account_platform_mismatch', `This is a ${account.platform} account`]];
}

function shapeBreaches({ platform, postType, parts, strayMedia }: Candidate): Found[] {
  const found: Found[] = [];
  if (POST_TYPES[platform]?.includes(postType) !== true) {
    found.push(['postType', 'invalid_post_type', `${platform} has no ${postType}`]);
  }
  if (strayMedia) found.push(['media', 'media_with_array_content', 'Put the media into the content items']);
  if (parts.length > 1 && postType !== 'thread') {
    found.push(['content', 'too_many_items', 'Only a thread has several items']);
  }
  if (parts.length > MAX_TWEETS) found.push(['content', 'thread_too_long', 'A thread has at most 25 tweets']);
  if (parts.some(({ text, media }) => text.trim() === '' && media.length === 0)) {
    found.push(['content', 'empty_content', 'An item needs text or media']);
  }
  return found;
}

function mediaBreaches({ platform, postType, parts, ownUrl, insecureMedia }: Candidate): Found[] {
  const found: Found[] = [];
  const all = parts.flatMap(({ media }) => media);
  if (NEEDS_MEDIA.includes(platform) && all.length === 0) {
    found.push(['media', 'media_required', `${platform} posts need media`]);
  }
  if (postType === 'carousel' && (all.length < 2 || all.length > 10)) {
    found.push(['media', 'invalid_media_count', 'A carousel has 2 to 10 media']);
  }
  if (platform === 'twitter' && parts.some(({ media }) => media.length > 4)) {
    found.push(['media', 'too_many_media', 'A tweet takes 4 images, or one video or GIF']);
  }
  if (all.some(({ alt }) => (alt ?? '').length > MAX_ALT)) {
    found.push(['media', 'alt_too_long', 'Alt text has at most 1000 characters']);
  }
  if (!insecureMedia && all.some(({ url }) => url !== undefined && !isPublicUrl(url, ownUrl))) {
    found.push(['media', 'url_not_allowed', 'Media must be at a public https address']);
  }
  return found;
}

function optionBreaches({ platform, options }: Candidate): Found[] {
  if (platform !== 'twitter') return [];
  const found: Found[] = [];
  const { reply_settings: replies, poll } = options;
  if (replies !== undefined && !REPLY_SETTINGS.some((known) => known === replies)) {
    found.push(['options.reply_settings', 'invalid_option', `One of ${REPLY_SETTINGS.join(', ')}`]);
  }
  if (poll !== undefined && !isPoll(poll)) {
    found.push(['options.poll', 'invalid_option', '2 to 4 options, 5 to 10080 minutes']);
  }
  return found;
}

function isPoll(poll: unknown): boolean {
  if (typeof poll !== 'object' || poll === null) return false;
  const { options, duration_minutes: minutes } = poll as { options?: unknown; duration_minutes?: unknown };
  const choices = Array.isArray(options) ? options.length : 0;
  return choices >= 2 && choices <= 4 && typeof minutes === 'number' && minutes >= 5 && minutes <= 10_080;
}

const PRIVATE_HOST =
  /^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|0\.|\[(::1?|f[cd]|fe80))/;

/** Postato fetches by itself and guards against being sent to its own network. */
function isPublicUrl(text: string, ownUrl: string): boolean {
  if (!URL.canParse(text)) return false;
  if (text.startsWith(`${ownUrl}/`)) return true;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' && !PRIVATE_HOST.test(hostname);
}
