import { isMadeBy } from '../frame/fresh-rows';
import { Refusal } from './refusal';
import { splitConnectionId, type Connection, type PostpostState } from './state';

const HOUR_MS = 3_600_000;
const SOON_MS = 7 * 24 * HOUR_MS;

/** PostPost docs, platform-connections: no `platform` key, it must be read from the id. */
export function connectionsView(
  state: PostpostState,
  userId: string,
  { nowMs, newestMs }: { readonly nowMs: number; readonly newestMs: number },
): Record<string, unknown>[] {
  return state.connections
    .filter((connection) => connection.userId === userId)
    .filter(({ connectedAt }) => isMadeBy(connectedAt, newestMs))
    .map((connection) => ({
      platformId: connection.platformId,
      username: connection.username,
      displayName: connection.displayName,
      profileImageUrl: `https://img.example/${encodeURIComponent(connection.platformId)}.png`,
      profileUrl: null,
      accessTokenExpiresAt: connection.accessTokenExpiresAt,
      tokenStatus: tokenStatus(connection, nowMs),
      tokenExpiresIn: tokenExpiresIn(connection, nowMs),
      lastSuccessfulPost: connection.lastSuccessfulPost,
      lastError: connection.lastError,
    }));
}

/** 200 for good and bad news alike; wrong about Bluesky and Telegram, as documented. No `success` key. */
export function testConnection(
  state: PostpostState,
  userId: string,
  platformId: string,
  nowMs: number,
): Record<string, unknown> {
  if (!platformId.includes('-')) throw Refusal.because(400, 'Invalid platformId format');
  const connection = state.connections.find(
    (candidate) => candidate.userId === userId && candidate.platformId === platformId,
  );
  if (connection === undefined) throw Refusal.because(404, 'Connection not found');
  const { platform, rawId } = splitConnectionId(platformId);
  const problem = testProblem(platform, connection, nowMs);
  return {
    platform,
    platformId: rawId,
    username: connection.username,
    status: problem === null ? 'ok' : 'error',
    message: problem ?? 'Connection is working',
    permissions: problem === null ? ['publish'] : [],
    tokenExpiresIn: tokenExpiresIn(connection, nowMs),
    lastSuccessfulPost: connection.lastSuccessfulPost,
    lastError: connection.lastError,
  };
}

function testProblem(platform: string, connection: Connection, nowMs: number): string | null {
  if (platform === 'bluesky') return 'Bluesky credentials missing';
  if (platform === 'telegram') return 'Invalid bot token';
  return tokenStatus(connection, nowMs) === 'expired' ? 'Access token expired' : null;
}

function tokenStatus({ accessTokenExpiresAt }: Connection, nowMs: number): string {
  if (accessTokenExpiresAt === null) return 'unknown';
  const leftMs = Date.parse(accessTokenExpiresAt) - nowMs;
  if (leftMs <= 0) return 'expired';
  return leftMs < SOON_MS ? 'expiring_soon' : 'valid';
}

function tokenExpiresIn({ accessTokenExpiresAt }: Connection, nowMs: number): string | null {
  if (accessTokenExpiresAt === null) return null;
  const leftMs = Date.parse(accessTokenExpiresAt) - nowMs;
  if (leftMs <= 0) return 'expired';
  const hours = Math.floor(leftMs / HOUR_MS);
  if (hours < 1) return '< 1h';
  return hours < 24 ? `${hours}h` : `${Math.floor(hours / 24)}d ${hours % 24}h`;
}
