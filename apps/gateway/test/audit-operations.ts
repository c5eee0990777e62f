/**
 * What each operation of the API that is no GET writes to the audit log. `audit-walk.spec.ts` runs them all, and
 * fails for an operation that is not listed here: whoever adds one adds a line.
 */
import { newId } from '../src/database/ids';
import type { Reply } from './api-harness';
import { type AuditScene, inAnHour } from './audit-scene';
import { heraldManifest } from './herald';

export type AuditedOperation = Changes | ChangesNothing;

export interface Changes {
  /** Does it once; the reply must be a 2xx. */
  run(scene: AuditScene): Promise<Reply>;
  action: string;
  /** What `before` and `after` of its entry hold; matchers of jest. */
  before: unknown;
  after: unknown;
}

export interface ChangesNothing {
  /** Why there is nothing to tell. */
  changesNothing: string;
  /** Where it can be done here: no entry may appear then. */
  run?(scene: AuditScene): Promise<Reply>;
}

const held = expect.objectContaining({ status: 'scheduled' }) as unknown;
const spare = expect.objectContaining({ name: 'spare', revokedAt: null }) as unknown;
const like = (members: object) => expect.objectContaining(members) as unknown;

const KEYS: Record<string, AuditedOperation> = {
  createWorkspace: {
    run: ({ call }) => call('POST', '/v1/workspaces', { name: 'Second' }),
    action: 'workspace.create',
    before: null,
    after: like({ name: 'Second' }),
  },
  updateWorkspace: {
    run: ({ call, workspaceId }) => call('PATCH', `/v1/workspaces/${workspaceId}`, { name: 'Renamed' }),
    action: 'workspace.update',
    before: like({ name: 'Test' }),
    after: like({ name: 'Renamed' }),
  },
  createApiKey: {
    run: async ({ call, secrets }) => {
      const reply = await call('POST', '/v1/api-keys', { name: 'made', scopes: ['publish:read'] });
      secrets.push((reply.body as { key: string }).key);
      return reply;
    },
    action: 'api_key.create',
    before: null,
    after: like({ name: 'made', scopes: ['publish:read'] }),
  },
  updateApiKey: {
    run: async ({ call, spareKey }) =>
      call('PATCH', `/v1/api-keys/${await spareKey()}`, { rateLimit: { limit: 7, windowSeconds: 9 } }),
    action: 'api_key.update',
    before: like({ rateLimit: null }),
    after: like({ rateLimit: { limit: 7, windowSeconds: 9 } }),
  },
  revokeApiKey: {
    run: async ({ call, spareKey }) => call('DELETE', `/v1/api-keys/${await spareKey()}`),
    action: 'api_key.revoke',
    before: spare,
    after: like({ revokedAt: expect.any(String) as unknown }),
  },
  rotateApiKey: {
    run: async ({ call, spareKey, secrets }) => {
      const reply = await call('POST', `/v1/api-keys/${await spareKey()}/rotate`, { overlapSeconds: 60 });
      secrets.push((reply.body as { key: string }).key);
      return reply;
    },
    action: 'api_key.rotate',
    before: like({ replacedBy: null, expiresAt: null }),
    after: like({
      replacedBy: expect.stringMatching(/^key_/) as unknown,
      expiresAt: expect.any(String) as unknown,
    }),
  },
};

const signedIn = like({ id: expect.stringMatching(/^ses_/) as unknown, signedInBy: 'api_key' });
const signIn = async ({ gateway, operatorKey, secrets }: AuditScene): Promise<Reply> => {
  const reply = await gateway.api.call('POST', '/v1/session', { key: null, body: { apiKey: operatorKey } });
  const [, token] = /=([^;]+)/.exec(reply.headers.get('set-cookie') ?? '') ?? [];
  secrets.push((reply.body as { csrfToken: string }).csrfToken, token!);
  return reply;
};

const SESSIONS: Record<string, AuditedOperation> = {
  createSession: { run: signIn, action: 'session.create', before: null, after: signedIn },
  endSession: {
    run: async (scene) => {
      const { headers, body } = await signIn(scene);
      const cookie = headers.get('set-cookie')?.split(';', 1)[0] ?? '';
      const token = (body as { csrfToken: string }).csrfToken;
      return scene.gateway.api.call('DELETE', '/v1/session', {
        key: null,
        headers: { cookie, 'x-csrf-token': token },
      });
    },
    action: 'session.end',
    before: signedIn,
    after: null,
  },
};

const SECRET_CREDENTIAL = 'a-secret-of-the-walk-0123456789';
/** In the form that the upstream wants. */
const OTHER_CREDENTIAL = `smcp_${'5ec7e7'.padEnd(64, '0')}`;

const CONNECTIONS: Record<string, AuditedOperation> = {
  createConnection: {
    run: ({ call, gateway, secrets }) => {
      secrets.push(SECRET_CREDENTIAL);
      return call('POST', '/v1/connections', {
        provider: 'postpost',
        name: 'New',
        credentials: { apiKey: SECRET_CREDENTIAL, baseUrl: `${gateway.sandbox.url}/postpost` },
      });
    },
    action: 'connection.create',
    before: null,
    after: like({ name: 'New', provider: 'postpost', status: 'active' }),
  },
  updateConnection: {
    run: async ({ call, spareConnection, secrets }) => {
      secrets.push(OTHER_CREDENTIAL);
      const body = { name: 'Other', credentials: { apiKey: OTHER_CREDENTIAL } };
      return call('PATCH', `/v1/connections/${await spareConnection()}`, body);
    },
    action: 'connection.update',
    before: like({ name: 'Spare' }),
    after: like({ name: 'Other', credentialsChanged: true }),
  },
  deleteConnection: {
    run: async ({ call, spareConnection }) => call('DELETE', `/v1/connections/${await spareConnection()}`),
    action: 'connection.delete',
    before: like({ name: 'Spare' }),
    after: null,
  },
  checkConnection: {
    run: async ({ call, gateway, connectionId }) => {
      await gateway.api.db.query(`update connections set status = 'needs_attention' where id = $1`, [
        connectionId,
      ]);
      return call('POST', `/v1/connections/${connectionId}/check`);
    },
    action: 'connection.check',
    before: { status: 'needs_attention' },
    after: { status: 'active' },
  },
  syncConnection: {
    run: async ({ call, gateway, connectionId }) => {
      await gateway.api.db.query(
        `update accounts set status = 'disconnected' where connection_id = $1 and platform = 'linkedin'`,
        [connectionId],
      );
      return call('POST', `/v1/connections/${connectionId}/sync`);
    },
    action: 'connection.sync',
    before: { status: 'active' },
    after: like({ status: 'active', added: 0, disconnected: 0 }),
  },
  registerConnectionWebhooks: {
    run: async ({ call, gateway }) => {
      const { id } = await gateway.connect('layers', { name: 'Calls us' });
      return call('POST', `/v1/connections/${id}/webhooks`, { url: `http://127.0.0.1:9/hooks/${id}` });
    },
    action: 'connection.register_webhooks',
    before: null,
    after: like({
      url: expect.any(String),
      registrationId: expect.any(String),
      previousSecretExpiresAt: null,
    }),
  },
  removeConnectionWebhooks: {
    run: async ({ call, gateway }) => {
      const { id } = await gateway.connect('layers', { name: 'Calls us' });
      await call('POST', `/v1/connections/${id}/webhooks`, { url: `http://127.0.0.1:9/hooks/${id}` });
      return call('DELETE', `/v1/connections/${id}/webhooks`);
    },
    action: 'connection.remove_webhooks',
    before: like({ url: expect.any(String), registrationId: expect.any(String) }),
    after: null,
  },
  takeProviderWebhook: { changesNothing: 'A provider tells what became of posts; the events have it.' },
};

const POSTS: Record<string, AuditedOperation> = {
  validatePostGroup: {
    changesNothing: 'It says what a create would do, and does nothing.',
    run: ({ call }) =>
      call('POST', '/v1/post-groups/validate', {
        content: { text: 'a' },
        targets: [{ accountId: 'acct_none' }],
      }),
  },
  createPostGroup: {
    run: async ({ call, gateway, connectionId }) => {
      const accounts = await gateway.api.call('GET', `/v1/accounts?connectionId=${connectionId}&platform=x`);
      const [account] = (accounts.body as { items: { id: string }[] }).items;
      return call('POST', '/v1/post-groups', {
        content: { text: 'Made' },
        targets: [{ accountId: account!.id }],
        scheduledAt: inAnHour(),
      });
    },
    action: 'post_group.create',
    before: null,
    after: like({ status: 'scheduled', content: like({ text: 'Made' }), posts: [held] }),
  },
  updatePostGroup: {
    run: async ({ call, heldGroup }) =>
      call('PATCH', `/v1/post-groups/${(await heldGroup()).id}`, { content: { text: 'Edited' } }),
    action: 'post_group.update',
    before: like({ version: 1 }),
    after: like({ version: 2, content: like({ text: 'Edited' }) }),
  },
  publishPostGroup: {
    run: async ({ call, heldGroup }) =>
      call('POST', `/v1/post-groups/${(await heldGroup({ draft: true })).id}/publish`),
    action: 'post_group.publish',
    before: like({ status: 'draft' }),
    after: like({ status: 'scheduled' }),
  },
  cancelPostGroup: {
    run: async ({ call, heldGroup }) => call('DELETE', `/v1/post-groups/${(await heldGroup()).id}`),
    action: 'post.cancel',
    before: held,
    after: like({ status: 'canceled', result: 'done', order: { reason: null } }),
  },
  reschedulePostGroup: {
    run: async ({ call, heldGroup }) =>
      call('POST', `/v1/post-groups/${(await heldGroup()).id}/reschedule`, {
        scheduledAt: '2027-01-01T01:00:00+01:00',
      }),
    action: 'post.reschedule',
    before: held,
    after: like({ scheduledAt: '2027-01-01T00:00:00.000Z', result: 'done' }),
  },
  retryPostGroup: {
    run: async ({ call, endedPost }) =>
      call('POST', `/v1/post-groups/${(await endedPost('failed')).id}/retry`, { force: true }),
    action: 'post.retry',
    before: like({ status: 'failed' }),
    after: like({ status: 'scheduled', result: 'done', order: { force: true } }),
  },
  cancelPost: {
    run: async ({ call, heldGroup }) =>
      call('DELETE', `/v1/posts/${(await heldGroup()).postId}`, { reason: 'Not now' }),
    action: 'post.cancel',
    before: held,
    after: like({ status: 'canceled', order: { reason: 'Not now' } }),
  },
  reschedulePost: {
    run: async ({ call, heldGroup }) =>
      call('POST', `/v1/posts/${(await heldGroup()).postId}/reschedule`, {
        scheduledAt: '2027-01-01T01:00:00+01:00',
      }),
    action: 'post.reschedule',
    before: held,
    after: like({ scheduledAt: '2027-01-01T00:00:00.000Z' }),
  },
  retryPost: {
    run: async ({ call, endedPost }) => call('POST', `/v1/posts/${(await endedPost('failed')).postId}/retry`),
    action: 'post.retry',
    before: like({ status: 'failed' }),
    after: like({ status: 'scheduled', order: { force: false } }),
  },
  bulkRetryPosts: {
    run: async ({ call, endedPost }) => {
      await endedPost('failed');
      return call('POST', '/v1/posts/bulk-retry', { filter: { errorCode: ['RATE_LIMITED'] } });
    },
    action: 'post.retry',
    before: like({ status: 'failed' }),
    after: like({ status: 'scheduled' }),
  },
  resolvePost: {
    run: async ({ call, endedPost }) => {
      const { postId } = await endedPost('unknown');
      return call('POST', `/v1/posts/${postId}/resolve`, { outcome: 'published', note: 'I saw it.' });
    },
    action: 'post.resolve',
    before: like({ status: 'unknown' }),
    after: like({ status: 'published', order: like({ outcome: 'published', note: 'I saw it.' }) }),
  },
};

const IMPORTS: Record<string, AuditedOperation> = {
  createImport: {
    run: ({ call }) =>
      call('POST', '/v1/imports', { csv: 'text,accounts\nMade,acct_none', name: 'walk.csv' }),
    action: 'import.create',
    before: null,
    after: like({ name: 'walk.csv', total: 1 }),
  },
};

const MEDIA: Record<string, AuditedOperation> = {
  createMedia: {
    run: ({ call, gateway }) => call('POST', '/v1/media', { url: `${gateway.sandbox.url}/samples/a.jpg` }),
    action: 'media.create',
    before: null,
    after: like({ contentType: 'image/jpeg' }),
  },
  deleteMedia: {
    run: async ({ call, gateway }) => {
      const made = await call('POST', '/v1/media', { url: `${gateway.sandbox.url}/samples/a.jpg` });
      return call('DELETE', `/v1/media/${(made.body as { id: string }).id}`);
    },
    action: 'media.delete',
    before: like({ contentType: 'image/jpeg' }),
    after: null,
  },
};

const manifest = (name: string) => ({ ...heraldManifest('https://herald.example'), name });
const newManifest = async ({ call }: AuditScene): Promise<string> => {
  const body = { manifest: { ...manifest('Walk'), id: `walk-${Math.random().toString(36).slice(2)}` } };
  return ((await call('POST', '/v1/manifests', body)).body as { id: string }).id;
};

const MANIFESTS: Record<string, AuditedOperation> = {
  checkManifest: {
    changesNothing: 'It says what a create would say, and does nothing.',
    run: ({ call }) => call('POST', '/v1/manifests/check', { manifest: manifest('Checked') }),
  },
  explainManifest: {
    changesNothing: 'It only tells.',
    run: ({ call }) => call('POST', '/v1/manifests/explain', { preset: 'postato' }),
  },
  tryManifest: {
    changesNothing: 'Nothing is sent, and nothing is kept.',
    run: ({ call, secrets }) => {
      secrets.push('tried-with-this-secret');
      return call('POST', '/v1/manifests/try', {
        manifest: manifest('Tried'),
        operation: 'check',
        credentials: { token: 'tried-with-this-secret' },
      });
    },
  },
  createManifest: {
    run: ({ call }) => call('POST', '/v1/manifests', { manifest: manifest('Made'), notes: 'Mine' }),
    action: 'manifest.create',
    before: null,
    after: { provider: 'generic:herald', name: 'Made', version: 1, notes: 'Mine' },
  },
  updateManifest: {
    run: async (scene) => {
      const id = await newManifest(scene);
      const { manifest: stored } = (await scene.call('GET', `/v1/manifests/${id}`)).body as {
        manifest: object;
      };
      return scene.call('PATCH', `/v1/manifests/${id}`, { manifest: { ...stored, name: 'Changed' } });
    },
    action: 'manifest.update',
    before: like({ name: 'Walk', version: 1 }),
    after: like({ name: 'Changed', version: 2 }),
  },
  deleteManifest: {
    run: async (scene) => scene.call('DELETE', `/v1/manifests/${await newManifest(scene)}`),
    action: 'manifest.delete',
    before: like({ name: 'Walk', version: 1 }),
    after: null,
  },
};

const HOOKS = 'https://hooks.example.com/';
const newEndpoint = async ({ call, secrets }: AuditScene): Promise<string> => {
  const made = (await call('POST', '/v1/webhook-endpoints', { url: HOOKS })).body as Record<string, string>;
  secrets.push(made.secret!);
  return `/v1/webhook-endpoints/${made.id}`;
};
/** Of an event that is numbered, and of an attempt that is over. */
const endedDelivery = async (scene: AuditScene): Promise<string> => {
  const { db } = scene.gateway.api;
  const endpoint = (await newEndpoint(scene)).split('/').at(-1);
  await scene.heldGroup();
  await db.query(`select number_events('spec', 1000, 1000, false)`);
  const id = newId('whd');
  await db.query(
    `insert into webhook_deliveries (id, workspace_id, endpoint_id, event_id, event_type, sequence, subject, status,
       ended_at)
     select $1, workspace_id, $2, id, type, sequence, id, 'failed', now() from events
     where workspace_id = $3 order by sequence desc limit 1`,
    [id, endpoint, scene.workspaceId],
  );
  return id;
};

const WEBHOOKS: Record<string, AuditedOperation> = {
  createWebhookEndpoint: {
    run: async ({ call, secrets }) => {
      const reply = await call('POST', '/v1/webhook-endpoints', { url: HOOKS, events: ['post.*'] });
      secrets.push((reply.body as { secret: string }).secret);
      return reply;
    },
    action: 'webhook_endpoint.create',
    before: null,
    after: like({ url: HOOKS, events: ['post.*'], active: true }),
  },
  updateWebhookEndpoint: {
    run: async (scene) => scene.call('PATCH', await newEndpoint(scene), { payload: 'thin' }),
    action: 'webhook_endpoint.update',
    before: like({ url: HOOKS, payload: 'full' }),
    after: like({ url: HOOKS, payload: 'thin' }),
  },
  deleteWebhookEndpoint: {
    run: async (scene) => scene.call('DELETE', await newEndpoint(scene)),
    action: 'webhook_endpoint.delete',
    before: like({ url: HOOKS }),
    after: null,
  },
  rotateWebhookEndpointSecret: {
    run: async (scene) => {
      const reply = await scene.call('POST', `${await newEndpoint(scene)}/rotate-secret`);
      scene.secrets.push((reply.body as { secret: string }).secret);
      return reply;
    },
    action: 'webhook_endpoint.rotate_secret',
    before: { secrets: [like({ expiresAt: null })] },
    after: { secrets: [like({ expiresAt: null }), like({ expiresAt: expect.any(String) as unknown })] },
  },
  testWebhookEndpoint: {
    run: async (scene) => scene.call('POST', `${await newEndpoint(scene)}/test`),
    action: 'webhook_endpoint.test',
    before: null,
    after: { eventId: expect.stringMatching(/^evt_/) as unknown },
  },
  replayWebhookEndpoint: {
    run: async (scene) => {
      const since = new Date(Date.now() - 3_600_000).toISOString();
      return scene.call('POST', `${await newEndpoint(scene)}/replay`, { since, events: ['post.*'] });
    },
    action: 'webhook_endpoint.replay',
    before: null,
    after: like({ events: ['post.*'], count: expect.any(Number) as unknown }),
  },
  replayWebhookDelivery: {
    run: async (scene) => scene.call('POST', `/v1/webhook-deliveries/${await endedDelivery(scene)}/replay`),
    action: 'webhook_delivery.replay',
    before: null,
    after: like({ deliveryId: expect.stringMatching(/^whd_/) as unknown }),
  },
};

/** By operation id. */
export const AUDITED_OPERATIONS: Record<string, AuditedOperation> = {
  ...KEYS,
  ...SESSIONS,
  ...CONNECTIONS,
  ...POSTS,
  ...IMPORTS,
  ...MEDIA,
  ...MANIFESTS,
  ...WEBHOOKS,
};
