import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isMadeBy } from '../frame/fresh-rows';
import { endpoint, type Call, type LayersParts, type Result } from './endpoint';
import { notFound, parse, validation } from './errors';
import { pageLimit } from './fields';
import { bareId } from './ids';
import { accountOf, owns, projectOf } from './lookups';
import type { Project, SocialAccount } from './model';
import { JSON_CURSOR, pageOf, TIME_CURSOR } from './paging';

/** Who am I, projects, connected accounts, key suspension. */
export function addAccountEndpoints(app: FastifyInstance, parts: LayersParts): void {
  endpoint(app, parts, {
    method: 'GET',
    url: '/whoami',
    operation: 'layers.whoami',
    scope: null,
    run: (call) => ({ body: whoami(parts, call) }),
  });
  endpoint(app, parts, {
    method: 'GET',
    url: '/projects',
    operation: 'layers.list-projects',
    lists: true,
    scope: 'projects:read',
    run: (call) => listProjects(parts, call),
  });
  endpoint(app, parts, {
    method: 'GET',
    url: '/projects/:projectId',
    operation: 'layers.get-project',
    scope: 'projects:read',
    run: (call) => ({ body: projectDetail(parts, projectOf(parts, call)) }),
  });
  endpoint(app, parts, {
    method: 'GET',
    url: '/projects/:projectId/social-accounts',
    operation: 'layers.list-accounts',
    lists: true,
    scope: 'social:read',
    run: (call) => listAccounts(parts, call),
  });
  endpoint(app, parts, {
    method: 'DELETE',
    url: '/social-accounts/:accountId',
    operation: 'layers.revoke-account',
    scope: 'social:write',
    run: (call) => revoke(parts, call),
  });
  endpoint(app, parts, {
    method: 'POST',
    url: '/api-keys/:keyId/kill',
    operation: 'layers.kill-key',
    scope: null,
    run: ({ params, key: caller }) => {
      const key = parts.state.value.keys.find(({ id }) => id === params.keyId);
      if (key?.organizationId !== caller.organizationId) throw notFound('API key');
      key.killed = true;
      return { body: { id: key.id, killed: true } };
    },
  });
}

function whoami({ state, settings }: LayersParts, { key }: Call): Record<string, unknown> {
  const id = key.organizationId;
  const name = state.value.organizations.find((organization) => organization.id === id)?.name;
  const ofA = settings.vocabulary === 'A';
  const organizationId = ofA ? bareId(id) : id;
  return {
    organizationId,
    workspaceId: organizationId,
    organizationName: name,
    parentOrganizationId: null,
    scopes: ofA ? [] : key.scopes,
    rateLimitTier: settings.rateTier === 'unlimited' ? 'partner' : settings.rateTier,
    apiKeyId: ofA ? bareId(key.id) : key.id,
    creditBalance: 1200,
    ...(ofA ? { killSwitch: false, apiAccessRevoked: false } : {}),
  };
}

const projectsQuery = z.object({
  status: z.enum(['active', 'archived']).optional(),
  search: z.string().optional(),
  customerExternalId: z.string().optional(),
  cursor: z.string().optional(),
  limit: pageLimit(25, 200),
});

function listProjects(parts: LayersParts, call: Call): Result {
  const query = parse(projectsQuery, call.query);
  const rows = parts.state.value.projects.filter(
    (project) =>
      project.organizationId === call.key.organizationId &&
      isMadeBy(project.createdAt, call.newestMs) &&
      (query.status === undefined || project.status === query.status) &&
      (query.customerExternalId === undefined || project.customerExternalId === query.customerExternalId) &&
      (query.search === undefined || project.name.toLowerCase().includes(query.search.toLowerCase())),
  );
  const paging = { ...JSON_CURSOR, sortKey: (project: Project) => `${project.createdAt} ${project.id}` };
  const page = pageOf(rows, paging, query.cursor, query.limit);
  return { body: { ...page, items: page.items.map(projectRow) } };
}

function projectRow(project: Project): Record<string, unknown> {
  return {
    id: project.id,
    name: project.name,
    status: project.status,
    customerExternalId: project.customerExternalId,
    timezone: project.timezone,
    primaryLanguage: 'en',
    ownerEmail: null,
    createdAt: project.createdAt,
    updatedAt: project.createdAt,
  };
}

/** In generation B the single project comes back with a bare id, whatever form the path had. */
function projectDetail({ settings }: LayersParts, project: Project): Record<string, unknown> {
  return {
    ...projectRow(project),
    id: settings.vocabulary === 'B' ? bareId(project.id) : project.id,
    organizationId: project.organizationId,
    brand: null,
    brandContext: null,
    ingestState: null,
  };
}

const accountsQuery = z.object({
  platform: z.enum(['tiktok', 'instagram']).optional(),
  status: z.enum(['connected', 'reauth_required', 'disconnected']).optional(),
  leased: z.enum(['true', 'false']).optional(),
  cursor: z.string().optional(),
  limit: pageLimit(50, 200),
});

function listAccounts(parts: LayersParts, call: Call): Result {
  const { id } = projectOf(parts, call);
  const { platform, status, leased, cursor, limit } = parse(accountsQuery, call.query);
  const rows = parts.state.value.accounts.filter(
    (account) =>
      account.projectId === id &&
      isMadeBy(account.connectedAt, call.newestMs) &&
      leased !== 'true' &&
      (platform === undefined || account.platform === platform) &&
      (status === undefined || account.status === status),
  );
  const paging = { ...TIME_CURSOR, sortKey: (account: SocialAccount) => account.connectedAt };
  const page = pageOf(rows, paging, cursor, limit);
  return { body: { ...page, items: page.items.map(accountRow) } };
}

/** Its id is `socialAccountId`, not `id`. */
function accountRow(account: SocialAccount): Record<string, unknown> {
  const { id: socialAccountId, platform, handle, status, connectedAt, tokenExpiresAt } = account;
  const avatarUrl = `https://cdn.layers.example/avatars/${socialAccountId}.jpg`;
  return { socialAccountId, platform, handle, avatarUrl, status, leased: false, connectedAt, tokenExpiresAt };
}

/** Takes the account's queued posts along; a second call finds nothing. */
function revoke(parts: LayersParts, call: Call): Result {
  const id = call.params.accountId ?? '';
  if (!id.startsWith('sa_')) throw validation([{ path: 'id', message: 'Malformed id.' }], 400);
  const account = accountOf(parts, id);
  if (
    !owns(parts, call.key, account?.projectId) ||
    account === undefined ||
    account.status === 'disconnected'
  )
    throw notFound('Social account');
  account.status = 'disconnected';
  const answer = {
    socialAccountId: id,
    status: 'disconnected',
    disconnectedReason: 'revoked_by_partner',
    canceledScheduledPosts: parts.dispatcher.cancelAllOf(id),
    disconnectedAt: parts.context.clock.iso(),
  };
  parts.webhooks.emit('social_account.revoked', account.projectId, { socialAccountId: id });
  return { body: answer };
}
