/** What each social network itself demands, as far as it says so in public. What is not certain is not here. */
import type { LimitRule } from './limit-rule';
import { BLUESKY_RULES } from './bluesky';
import { DISCORD_RULES } from './discord';
import { FACEBOOK_RULES } from './facebook';
import { GOOGLE_BUSINESS_RULES } from './google-business';
import { INSTAGRAM_RULES } from './instagram';
import { LINKEDIN_RULES } from './linkedin';
import { MASTODON_RULES } from './mastodon';
import { PINTEREST_RULES } from './pinterest';
import { REDDIT_RULES } from './reddit';
import { SNAPCHAT_RULES } from './snapchat';
import { TELEGRAM_RULES } from './telegram';
import { THREADS_RULES } from './threads';
import { TIKTOK_RULES } from './tiktok';
import { X_RULES } from './x';
import { YOUTUBE_RULES } from './youtube';

const RULES: ReadonlyMap<string, readonly LimitRule[]> = new Map([
  ['bluesky', BLUESKY_RULES],
  ['discord', DISCORD_RULES],
  ['facebook', FACEBOOK_RULES],
  ['google_business', GOOGLE_BUSINESS_RULES],
  ['instagram', INSTAGRAM_RULES],
  ['linkedin', LINKEDIN_RULES],
  ['mastodon', MASTODON_RULES],
  ['pinterest', PINTEREST_RULES],
  ['reddit', REDDIT_RULES],
  ['snapchat', SNAPCHAT_RULES],
  ['telegram', TELEGRAM_RULES],
  ['threads', THREADS_RULES],
  ['tiktok', TIKTOK_RULES],
  ['x', X_RULES],
  ['youtube', YOUTUBE_RULES],
]);

/** Empty for a platform that Postern does not know: its providers' own limits are all that binds. */
export function platformRules(platform: string): readonly LimitRule[] {
  return RULES.get(platform) ?? [];
}
