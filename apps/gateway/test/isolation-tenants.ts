/** Two workspaces with everything that a workspace can have. */
import { publishError } from '@postern/core';
import { Client } from 'pg';
import type { Body, Reply } from './api-harness';
import { accountOn, type TestGateway, until } from './gateway-harness';
import { heraldManifest } from './herald';
import { JPEG, upload } from './media-harness';
import { tenantTables } from './tenant-rows';

/** In every text of the owner's: whoever else is told it, was told too much. */
export const MARK = 'canary7f3a';
export const CLIENT_REFERENCE = `reference-${MARK}`;
/** The owner's, of every POST that they made. */
export const IDEMPOTENCY_KEY = 'the-same-key';
export const KEY_BODY = { name: 'the same name', scopes: ['publish:read'] };
export const ENDPOINT_BODY = { url: 'https://same.hooks.test/postern' };
export const SCHEDULED_AT = new Date(Date.now() + 86_400_000).toISOString();

/** Kinds of things that the API shows by their id. */
export type Kind =
  | 'workspace'
  | 'key'
  | 'connection'
  | 'account'
  | 'group'
  | 'post'
  | 'media'
  | 'manifest'
  | 'import'
  | 'endpoint'
  | 'delivery';

export interface Tenant {
  workspaceId: string;
  key: string;
  ids: Record<Kind, string[]>;
  /** Of the things that only one of them can have. */
  accountId: string;
  draftId: string;
  connectionBody: Body;
}

/** Rows with a workspace, and rows that hang on them: everything that may not change. */
const RELATED = {
  left_submissions: `post_id in (select id from posts where workspace_id = $1)`,
  rate_budgets: `connection_id in (select id from connections where workspace_id = $1)`,
  traffic_pauses: `id in (select id from connections where workspace_id = $1)`,
  workspaces: 'id = $1',
};

export async function setUpTenants(gateway: TestGateway): Promise<{ owner: Tenant; stranger: Tenant }> {
  const { api } = gateway;
  await gateway.startWorker();
  const other = await api.newWorkspace();
  const owner = await setUp(gateway, api, ['postato', 'layers']);
  const stranger = await setUp(gateway, other, ['postpost', 'postpost']);
  await until(async () => {
    const [row] = await api.db.query<{ open: number }[]>(
      `select (select count(*) from events where sequence is null)::int
         + (select count(*) from submissions where state = 'sending')::int as open`,
    );
    return row?.open === 0;
  });
  await gateway.stopWorker();
  return { owner, stranger };
}

async function setUp(
  gateway: TestGateway,
  { workspaceId, key }: { workspaceId: string; key: string },
  upstreams: ('postato' | 'postpost' | 'layers')[],
): Promise<Tenant> {
  const { api } = gateway;
  const mark = key === api.key ? MARK : 'other';
  const call = async (method: string, path: string, body?: unknown): Promise<Body> => {
    const headers: Record<string, string> =
      method === 'POST' && mark === MARK ? { 'idempotency-key': `${IDEMPOTENCY_KEY} ${path}` } : {};
    const reply: Reply = await api.call(method, path, { key, body, headers });
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  };
  const bodies: Body[] = [];
  for (const upstream of upstreams) bodies.push(await connectionBody(gateway, upstream, mark));
  const first = await call('POST', '/v1/connections', bodies[0]);
  await api.call('POST', '/v1/connections', { key, body: bodies[1] });
  await api.db.query(
    `update accounts set handle = '@${mark}_' || reference, display_name = '${mark}', avatar_url = 'https://x.test/${mark}'
     where workspace_id = $1`,
    [workspaceId],
  );
  const accounts = (await call('GET', `/v1/accounts?limit=100&connectionId=${first.id}`)).items as Body[];
  const accountId = accountOn(accounts, upstreams[0] === 'postpost' ? 'linkedin' : 'x');
  const medium = await upload(api, JPEG, {
    key,
    idempotencyKey: `${IDEMPOTENCY_KEY} ${mark}`,
    fileName: `${mark}.jpg`,
  });
  const group = (text: string, more: object = {}) => ({
    content: { text: `${mark} ${text}` },
    targets: [{ accountId }],
    clientReference: mark === MARK ? CLIENT_REFERENCE : 'other',
    metadata: { of: mark },
    ...more,
  });
  const publish = async (body: Body): Promise<Body> => {
    const reply = await api.call('POST', '/v1/post-groups', { key, body });
    if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
    return reply.body;
  };
  const now = await call('POST', '/v1/post-groups', group('now'));
  const failed = await publish(group('fails'));
  const canceled = await publish(group('canceled', { scheduledAt: SCHEDULED_AT }));
  await call('DELETE', `/v1/post-groups/${canceled.id}`, { reason: mark });
  await publish(group('later', { scheduledAt: SCHEDULED_AT }));
  const media = [{ mediaId: medium.body.id as string, altText: mark }];
  const draft = await publish(group('draft', { draft: true, content: { text: `${mark} draft`, media } }));
  await call('POST', '/v1/api-keys', KEY_BODY);
  await addManifests(call, mark);
  await addImports(gateway, call, key, `${mark} imported`, accountId);
  await api.call('POST', '/v1/api-keys', { key, body: { ...KEY_BODY, name: mark } });
  await api.call('PATCH', `/v1/workspaces/${workspaceId}`, { key, body: { name: mark } });
  for (const { id } of [now, failed]) await finalOf(gateway, id as string, key);
  await addEndpoints(call, mark);
  const [post] = failed.posts as Body[];
  await api.db.query(`update posts set status = 'failed', error = $2 where id = $1`, [
    post.id,
    JSON.stringify(publishError({ code: 'AUTH_EXPIRED', provider: 'x', upstreamMessage: mark })),
  ]);
  await api.db.query(`update post_groups set status = 'failed' where id = $1`, [failed.id]);
  const draftId = draft.id as string;
  const ids = await idsOf(gateway, workspaceId);
  return { workspaceId, key, ids, accountId, draftId, connectionBody: bodies[0] };
}

/** Both workspaces have one of the same id; in two versions, so that there is a list of them. */
async function addManifests(
  call: (method: string, path: string, body?: unknown) => Promise<Body>,
  mark: string,
) {
  const manifest = heraldManifest(`https://${mark}.herald.test`);
  const { id } = await call('POST', '/v1/manifests', { manifest, notes: mark });
  await call('PATCH', `/v1/manifests/${id}`, { manifest: { ...manifest, name: mark }, notes: mark });
}

/** Two of them, of which one made a group. */
async function addImports(
  gateway: TestGateway,
  call: (method: string, path: string, body?: unknown) => Promise<Body>,
  key: string,
  mark: string,
  accountId: string,
) {
  const csv = `text,accounts,draft\n${mark},${accountId},yes\n${mark},acct_none,yes`;
  const { id } = await call('POST', '/v1/imports', { csv, name: mark });
  const again = await gateway.api.call('POST', '/v1/imports', { key, body: { csv, name: mark } });
  for (const one of [id, again.body.id]) {
    await until(async () => {
      const { body } = await gateway.api.call('GET', `/v1/imports/${one}`, { key });
      return body.status === 'done';
    });
  }
}

/** One of them with deliveries: its host has no address, so that they stay. */
async function addEndpoints(
  call: (method: string, path: string, body?: unknown) => Promise<Body>,
  mark: string,
) {
  await call('POST', '/v1/webhook-endpoints', ENDPOINT_BODY);
  const { items } = await call('GET', '/v1/webhook-endpoints');
  const path = `/v1/webhook-endpoints/${(items as Body[])[0].id}`;
  await call('PATCH', path, { url: `https://${mark}.hooks.test/${mark}`, description: mark });
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const { count } = await call('POST', `${path}/replay`, { since });
  if (count === 0) throw new Error('No event was there to be delivered.');
}

async function connectionBody(gateway: TestGateway, upstream: string, mark: string): Promise<Body> {
  const seeds = gateway.sandbox.seeds()[upstream as 'postato'] as Record<string, unknown>;
  const provider = upstream === 'postato' ? 'generic:postato' : upstream;
  const list = (await gateway.api.call('GET', '/v1/providers')).body.items as Body[];
  const schema = list.find(({ id }) => id === provider)?.configSchema.properties as object;
  const credentials = Object.fromEntries(
    ['baseUrl', 'apiKey', 'projectId', 'workspaceId']
      .filter((name) => name in seeds && name in schema)
      .map((name) => [name, seeds[name]]),
  );
  return { provider, name: `${mark} ${upstream}`, credentials };
}

async function finalOf(gateway: TestGateway, id: string, key: string): Promise<void> {
  await until(async () => {
    const { body } = await gateway.api.call('GET', `/v1/post-groups/${id}`, { key });
    return ['published', 'handed_off', 'failed'].includes(body.status as string);
  });
}

async function idsOf(gateway: TestGateway, workspaceId: string): Promise<Record<Kind, string[]>> {
  const ids = async (table: string) =>
    (
      await gateway.api.db.query<{ id: string }[]>(
        `select id from ${table} where workspace_id = $1 order by id`,
        [workspaceId],
      )
    ).map((row) => row.id);
  return {
    workspace: [workspaceId],
    key: await ids('api_keys'),
    connection: await ids('connections'),
    account: (await ids('accounts')).slice(0, 2),
    group: await ids('post_groups'),
    post: await ids('posts'),
    media: await ids('media'),
    manifest: await ids('manifests'),
    import: await ids('imports'),
    endpoint: await ids('webhook_endpoints'),
    delivery: (await ids('webhook_deliveries')).slice(0, 2),
  };
}

/** Looks at rows beside the API, bound by nothing. */
export class Rows {
  private constructor(
    private readonly client: Client,
    private readonly tables: readonly string[],
  ) {}

  static async of(gateway: TestGateway): Promise<Rows> {
    const client = new Client({ connectionString: gateway.api.config.databaseUrl ?? '' });
    await client.connect();
    const tables = await tenantTables(client);
    // Counts what anybody sends to the address of a connection, which its upstream knows.
    return new Rows(
      client,
      tables.filter((table) => table !== 'hook_counts'),
    );
  }

  /** What a workspace has, table by table; the note of a key's use aside. */
  async fingerprint(workspaceId: string): Promise<Record<string, string>> {
    const where = {
      ...Object.fromEntries(this.tables.map((table) => [table, 'workspace_id = $1'])),
      ...RELATED,
    };
    const { rows } = await this.client.query<{ name: string; rows: string }>(
      Object.entries(where)
        .map(
          ([
            table,
            condition,
          ]) => `select '${table}' as name, count(*) || ' ' || coalesce(md5(string_agg(row, '' order by row)), '')
            as rows from (select (to_jsonb(t) - 'last_used_at')::text as row from ${table} t where ${condition}) x`,
        )
        .join(' union all '),
      [workspaceId],
    );
    return Object.fromEntries(rows.map(({ name, rows: found }) => [name, found]));
  }

  /** Every id that stands anywhere in the rows of a workspace. */
  async idsWithin(workspaceId: string): Promise<Set<string>> {
    const { rows } = await this.client.query<{ id: string }>(
      this.tables
        .map(
          (
            table,
          ) => `select m[1] as id from ${table} t, regexp_matches(t::text, '\\m([a-z]+_[0-9a-z]{26})\\M', 'g') m
            where workspace_id = $1`,
        )
        .join(' union '),
      [workspaceId],
    );
    return new Set([workspaceId, ...rows.map(({ id }) => id)]);
  }

  async write(sql: string, values: unknown[]): Promise<void> {
    await this.client.query(sql, values);
  }

  end(): Promise<void> {
    return this.client.end();
  }
}
