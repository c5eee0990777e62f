/** PostPost's identifiers and its words for platforms. */

/**
 * MongoDB ObjectIds. PostPost answers 500, not 400, to a malformed id (its get-post, update-post and
 * delete-post pages), so an id is looked at here before it is sent.
 */
export function isObjectId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value);
}

/** PostPost says `twitter` where Postern says `x`. */
export function toPostPostPlatform(platform: string): string {
  return platform === 'x' ? 'twitter' : platform;
}

/**
 * Platform and account of a connection id (`linkedin-Qw3rTy`), split at the first dash only: a Telegram chat
 * id is negative (`telegram--100…`), other tails may hold dashes and colons. `null` without a dash.
 */
export function splitConnectionId(id: string): { platform: string; accountId: string } | null {
  const dash = id.indexOf('-');
  if (dash < 1 || dash === id.length - 1) return null;
  return { platform: id.slice(0, dash), accountId: id.slice(dash + 1) };
}

/** The compound id of a row, whichever of the two forms the reply used; `null` where a half is missing. */
export function connectionIdOf(platform: string | null, platformId: string | null): string | null {
  if (platformId === null) return null;
  if (platform === null) return splitConnectionId(platformId) ? platformId : null;
  return platformId.startsWith(`${platform}-`) ? platformId : `${platform}-${platformId}`;
}
