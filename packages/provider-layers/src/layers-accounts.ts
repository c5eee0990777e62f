import {
  ProviderCallError,
  publishError,
  type ConnectionCheck,
  type HttpRequest,
  type JsonObject,
  type ProviderAccount,
  type ProviderContext,
} from '@postern/core';
import { classifyRead, readWire, unreadableError } from '@postern/provider-kit';
import { layersClient, segment, type LayersClient } from './layers-client';
import { LAYERS_ID } from './layers-descriptor';
import { createContext } from './layers-errors';
import { bareId, wireAccount, wirePage, wireProject, wireWhoami } from './layers-wire';

/** Both lists take up to 200 rows a page (Layers docs, list-projects and list-social-accounts). */
const LIMIT = 200;

const NEEDED_SCOPES = [
  'publish:read',
  'publish:write',
  'content:read',
  'content:write',
  'social:read',
  'projects:read',
];

/** In generation B a suspended key gets KILL_SWITCH even from whoami; in A the reply carries flags instead. */
export async function checkLayers(ctx: ProviderContext): Promise<ConnectionCheck> {
  const verdict = classifyRead(await layersClient(ctx).get('/whoami'), createContext(ctx));
  if (verdict.outcome !== 'ok') return { ok: false, error: verdict.error };
  const who = readWire(wireWhoami, verdict.json);
  const identity = who?.organizationName ?? who?.organizationId ?? who?.workspaceId ?? null;
  if (!who || identity === null) {
    return { ok: false, error: unreadableError(verdict.reply, { provider: LAYERS_ID, now: ctx.now() }) };
  }
  if (who.killSwitch === true || who.apiAccessRevoked === true) {
    const upstreamCode = who.killSwitch === true ? 'killSwitch' : 'apiAccessRevoked';
    return {
      ok: false,
      error: publishError({ code: 'CONNECTION_DISABLED', provider: LAYERS_ID, upstreamCode }),
    };
  }
  return {
    ok: true,
    identity,
    details: {
      organizationId: who.organizationId ?? who.workspaceId,
      rateLimitTier: who.rateLimitTier,
      creditBalance: who.creditBalance,
      scopes: who.scopes,
      missingScopes: missingScopes(who.scopes),
    },
  };
}

/** Older keys show no scopes at all and are not restricted (Layers docs, whoami). */
function missingScopes(scopes: readonly string[]): string[] {
  if (scopes.length === 0 || scopes.includes('*')) return [];
  return NEEDED_SCOPES.filter((scope) => !scopes.includes(scope));
}

export async function* listLayersAccounts(ctx: ProviderContext): AsyncGenerator<ProviderAccount> {
  const client = layersClient(ctx);
  const seen = new Set<string>();
  for await (const projectId of projectIds(ctx, client)) {
    for await (const item of pages(ctx, client, `/projects/${segment(projectId)}/social-accounts`, {})) {
      const account = accountOf(item, projectId);
      if (!account || seen.has(account.reference)) continue;
      seen.add(account.reference);
      yield account;
    }
  }
}

async function* projectIds(ctx: ProviderContext, client: LayersClient): AsyncGenerator<string> {
  if (client.config.projectId !== null) {
    yield client.config.projectId;
    return;
  }
  const seen = new Set<string>();
  for await (const item of pages(ctx, client, '/projects', { status: 'active' })) {
    const project = readWire(wireProject, item);
    // The same project may appear with and without its prefix.
    if (!project || project.id === null || project.status === 'archived' || seen.has(bareId(project.id)))
      continue;
    seen.add(bareId(project.id));
    yield project.id;
  }
}

function accountOf(item: unknown, projectId: string): ProviderAccount | null {
  const account = readWire(wireAccount, item);
  const reference = account?.socialAccountId ?? account?.id ?? null;
  if (!account || reference === null || account.platform === null) return null;
  const data: JsonObject = { projectId };
  return {
    reference,
    platform: account.platform,
    handle: account.handle,
    displayName: account.displayName,
    avatarUrl: account.avatarUrl,
    status: statusOfAccount(account.status),
    tokenExpiresAt: account.tokenExpiresAt,
    lastSuccessAt: null,
    data,
  };
}

/** An unheard-of word must not cut an account off: Layers itself refuses what it cannot publish. */
function statusOfAccount(word: string | null): ProviderAccount['status'] {
  return word === 'reauth_required' || word === 'disconnected' ? word : 'connected';
}

/** Items of every page. Cursors are opaque, one of them is a timestamp; null or absent ends the list. */
async function* pages(
  ctx: ProviderContext,
  client: LayersClient,
  path: string,
  query: HttpRequest['query'],
): AsyncGenerator<unknown> {
  const used = new Set<string>();
  let cursor: string | null = null;
  do {
    const outcome = await client.get(path, { ...query, limit: LIMIT, cursor: cursor ?? undefined });
    const verdict = classifyRead(outcome, createContext(ctx));
    if (verdict.outcome !== 'ok') throw new ProviderCallError(verdict.error);
    const page = readWire(wirePage, verdict.json);
    if (!page)
      throw new ProviderCallError(unreadableError(verdict.reply, { provider: LAYERS_ID, now: ctx.now() }));
    yield* page.items;
    cursor = page.nextCursor;
    if (cursor !== null && used.has(cursor)) return;
    if (cursor !== null) used.add(cursor);
  } while (cursor !== null);
}
