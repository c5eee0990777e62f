/** Connections of PostPost as accounts. */
import {
  normalisePlatform,
  ProviderCallError,
  type ConnectionCheck,
  type ProviderAccount,
  type ProviderContext,
  type PublishError,
} from '@postern/core';
import { classifyRead, readWire, unreadableError } from '@postern/provider-kit';
import { createPostPostClient } from './postpost-client';
import { readCredentials } from './postpost-credentials';
import { errorContext } from './postpost-errors';
import { splitConnectionId } from './postpost-ids';
import { connectionsWire, type PostPostConnection } from './postpost-wire';

/** The list of connections proves the key; test-connection reports working Bluesky and Telegram as broken. */
export async function checkConnection(ctx: ProviderContext): Promise<ConnectionCheck> {
  const read = await readConnections(ctx);
  if ('error' in read) return { ok: false, error: read.error };
  const { userId } = readCredentials(ctx.credentials);
  return { ok: true, identity: userId, details: { accounts: read.connections.length } };
}

/** Every connection in one reply: the endpoint has no pages. */
export async function* listAccounts(ctx: ProviderContext): AsyncGenerator<ProviderAccount> {
  const read = await readConnections(ctx);
  if ('error' in read) throw new ProviderCallError(read.error);
  for (const connection of read.connections) {
    const account = accountOf(connection);
    if (account) yield account;
    else ctx.logger.warn('PostPost lists a connection without a usable id.', { id: connection.platformId });
  }
}

async function readConnections(
  ctx: ProviderContext,
): Promise<{ connections: PostPostConnection[] } | { error: PublishError }> {
  const context = errorContext(ctx.now());
  const verdict = classifyRead(await createPostPostClient(ctx).listConnections(), context);
  if (verdict.outcome !== 'ok') return { error: verdict.error };
  const body = readWire(connectionsWire, verdict.json);
  return body ?? { error: unreadableError(verdict.reply, context) };
}

/** There is no platform field: it is the part of the id before the first dash. */
export function accountOf(connection: PostPostConnection): ProviderAccount | null {
  const { platformId } = connection;
  const parts = platformId === null ? null : splitConnectionId(platformId);
  if (platformId === null || parts === null) return null;
  return {
    reference: platformId,
    platform: normalisePlatform(parts.platform),
    handle: connection.username?.replace(/^@/, '') || null,
    displayName: connection.displayName,
    avatarUrl: connection.profileImageUrl,
    // `unknown` means a token without an end (X, Bluesky), not a broken one.
    status: connection.tokenStatus === 'expired' ? 'reauth_required' : 'connected',
    tokenExpiresAt: connection.accessTokenExpiresAt,
    lastSuccessAt: connection.lastSuccessfulPost,
    data: {},
  };
}
