/** Social networks: an open set. A word that is not listed here is accepted and shown as it is. */

/** Networks that publishing services commonly reach, by Postern's word for them. */
export const KNOWN_PLATFORMS: readonly { platform: string; name: string }[] = [
  { platform: 'bluesky', name: 'Bluesky' },
  { platform: 'discord', name: 'Discord' },
  { platform: 'facebook', name: 'Facebook' },
  { platform: 'google_business', name: 'Google Business Profile' },
  { platform: 'instagram', name: 'Instagram' },
  { platform: 'linkedin', name: 'LinkedIn' },
  { platform: 'mastodon', name: 'Mastodon' },
  { platform: 'pinterest', name: 'Pinterest' },
  { platform: 'reddit', name: 'Reddit' },
  { platform: 'snapchat', name: 'Snapchat' },
  { platform: 'telegram', name: 'Telegram' },
  { platform: 'threads', name: 'Threads' },
  { platform: 'tiktok', name: 'TikTok' },
  { platform: 'x', name: 'X' },
  { platform: 'youtube', name: 'YouTube' },
];

const ALIASES: ReadonlyMap<string, string> = new Map([['twitter', 'x']]);
const NAMES: ReadonlyMap<string, string> = new Map(
  KNOWN_PLATFORMS.map(({ platform, name }) => [platform, name]),
);

/** Postern's word for a platform: trimmed, lower case, `x` for `twitter`. */
export function normalisePlatform(word: string): string {
  const lower = word.trim().toLowerCase();
  return ALIASES.get(lower) ?? lower;
}

/** The name for people; an unlisted platform is called by its word. */
export function platformName(word: string): string {
  const platform = normalisePlatform(word);
  return NAMES.get(platform) ?? platform;
}
