/** A gateway in which much has happened already: posts in many states, connections that work and that do not. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { type Body } from '../api-harness';
import { accountOn, startTestGateway, type TestGateway, type Upstream } from '../gateway-harness';
import { heraldManifest } from '../herald';
import { Pool } from './pool';
import type { KeyKind } from './request-plan';
import { fromPool } from './valid';

export interface Scene {
  gateway: TestGateway;
  pool: Pool;
  keys: Record<KeyKind, string | null>;
  /** What no schema can know, by the name of a member. */
  known: Record<string, readonly unknown[]>;
  bodies: Record<string, fc.Arbitrary<unknown>>;
  /** How many rows each table has; a refused request changes none. */
  rowCounts(): Promise<Record<string, number>>;
}

const UPSTREAMS: Record<Upstream, string> = {
  layers: 'layers',
  postpost: 'postpost',
  postato: 'generic:postato',
};
/** Nobody listens there. */
const NOBODY = 'http://127.0.0.1:9/hooks';
const CREDENTIALS = ['baseUrl', 'apiKey', 'projectId', 'workspaceId'];
const SAMPLES = resolve(__dirname, '../../../sandbox/samples');

export async function setScene(): Promise<Scene> {
  // Upstreams are asked to call it, and nobody is there.
  const gateway = await startTestGateway({ config: { publicUrl: 'http://127.0.0.1:9' } });
  const { api, sandbox } = gateway;
  const pool = new Pool();
  const all = await api.newKey(api.workspaceId, ['instance']);
  const reading = await api.newKey(api.workspaceId, ['publish:read']);
  const keyRows = await api.db.query<{ id: string }[]>('select id from api_keys');
  pool.protect(...keyRows.map(({ id }) => id));
  const accounts: Body[] = [];
  for (const upstream of ['layers', 'postpost', 'postato'] as const) {
    const connection = await gateway.connect(upstream);
    pool.protect(connection.id);
    accounts.push(...(connection.accounts as unknown[]));
  }
  await publishSome(gateway, accounts);
  // One that a connection uses, so that no request deletes it.
  await api.call('POST', '/v1/manifests', { body: heralds()[0] });
  const provider = { provider: 'generic:herald', name: 'Herald', credentials: { token: 'x' } };
  pool.protect(((await api.call('POST', '/v1/connections', { body: provider })).body as { id: string }).id);
  await api.call('POST', '/v1/imports', { body: { csv: 'text,accounts\nOpening day,x:@nobody' } });
  await addWebhooks(gateway, pool);
  pool.add('preset', 'postato');
  for (const { id, platform, status } of accounts) {
    if (TAKE_TEXT.includes(platform as string) && status === 'connected') pool.add('acct:text', id as string);
  }
  for (const list of [
    'accounts?limit=100',
    'post-groups?limit=100',
    'posts?limit=100',
    'connections',
    'workspaces',
    'manifests',
    'imports',
    'webhook-endpoints',
    'webhook-deliveries?limit=100',
  ]) {
    pool.learn((await api.call('GET', `/v1/${list}`, { key: all.key })).body);
  }
  const tables = await countedTables(api.db);
  // Commands wait for it.
  await gateway.startWorker();
  return {
    gateway,
    pool,
    keys: { all: all.key, reading: reading.key, none: null, garbage: 'pk_nobody' },
    known: knownValues(sandbox.seeds() as Record<string, Body>, sandbox.url),
    bodies: {
      ...likelyBodies(sandbox.seeds() as Record<string, Body>),
      createSession: fc.constant({ apiKey: all.key }),
    },
    rowCounts: () => countRows(api.db, tables),
  };
}

/** Some that end well, some that fail, some that wait. */
async function publishSome(gateway: TestGateway, accounts: Body[]): Promise<void> {
  const targets = ['x', 'linkedin', 'threads'].map((platform) => ({
    accountId: accountOn(accounts, platform),
  }));
  const scheduledAt = new Date(Date.now() + 86_400_000).toISOString();
  const groups = [];
  for (const text of ['Opening day', 'Ours #fail-auth']) {
    groups.push(await gateway.publish({ content: { text }, targets }));
  }
  await gateway.publish({ content: { text: 'Later' }, targets, scheduledAt });
  const unknown: string[] = [];
  for (let times = 0; times < 6; times += 1) {
    await gateway.publish({ content: { text: `Some day ${times}` }, targets, draft: true });
    const content = { text: `Nobody knows ${times}` };
    unknown.push((await gateway.publish({ content, targets, scheduledAt })).id);
  }
  await gateway.startWorker();
  for (const { id } of groups) await gateway.final(id);
  await gateway.stopWorker();
  // Nor does the worker find out while the requests are made.
  await gateway.api.db.query(
    `update posts set status = 'unknown', next_read_at = now() + interval '1 day' where group_id = any($1)`,
    [unknown],
  );
}

/** One endpoint that nobody deletes, and deliveries to it that have ended. */
async function addWebhooks({ api }: TestGateway, pool: Pool): Promise<void> {
  const { id } = (await api.call('POST', '/v1/webhook-endpoints', { body: { url: NOBODY } })).body as {
    id: string;
  };
  pool.add('we:kept', id);
  pool.protect(id);
  const since = new Date(Date.now() - 3_600_000).toISOString();
  await api.call('POST', `/v1/webhook-endpoints/${id}/replay`, { body: { since } });
  await api.db.query(`update webhook_deliveries set status = 'delivered', ended_at = now()`);
}

/** Platforms that need no media. */
const TAKE_TEXT = ['x', 'linkedin', 'threads', 'bluesky'];

/** A group that is most likely taken. */
const likelyGroup = fc
  .record({
    text: fc.constantFrom('Opening day', 'Second day', 'Third day'),
    targets: fc.uniqueArray(fromPool('acct', 'text'), { minLength: 1, maxLength: 3, selector: String }),
    when: fc.constantFrom('now', 'later', 'draft'),
  })
  .map(({ text, targets, when }) => ({
    content: { text },
    targets: targets.map((accountId) => ({ accountId })),
    ...(when === 'later' ? { scheduledAt: new Date(Date.now() + 90_000_000).toISOString() } : {}),
    ...(when === 'draft' ? { draft: true } : {}),
  }));

/** Tables of which no row can be made: the worker would write groups while rows are counted. */
const likelyImport = fc.record(
  {
    csv: fc.constantFrom(
      'text,accounts\nOpening day,x:@nobody',
      'text;accounts;scheduled_at\r\nOpening day;acct_none;2027-01-01 09:00\r\nSecond day;;soon',
    ),
    dryRun: fc.boolean(),
    timeZone: fc.constantFrom(null, 'Europe/Berlin'),
  },
  { requiredKeys: ['csv'] },
);

const credentialsOf = (seeds: Record<string, Body>, upstream: Upstream) =>
  Object.fromEntries(
    CREDENTIALS.filter((name) => name in seeds[upstream]).map((name) => [name, seeds[upstream][name]]),
  );

function knownValues(seeds: Record<string, Body>, sandboxUrl: string): Record<string, readonly unknown[]> {
  return {
    credentials: [
      ...(Object.keys(UPSTREAMS) as Upstream[]).map((upstream) => credentialsOf(seeds, upstream)),
      { apiKey: 'wrong', baseUrl: sandboxUrl },
      {},
    ],
    waitSeconds: [0, 0, 0, 1],
    provider: [...Object.values(UPSTREAMS), 'layers', 'nobody'],
    platform: ['x', 'linkedin', 'instagram', 'threads', 'twitter', 'nowhere'],
    // Nothing outside of this machine is asked for.
    url: [
      `${sandboxUrl}/samples/a.jpg`,
      `${sandboxUrl}/samples/none.jpg`,
      'http://127.0.0.1:9/a.jpg',
      'http://10.1.2.3/a.jpg',
    ],
    options: [null, {}, { mode: 'publish' }, { mode: 'shout', unknown: 1 }],
    file: [readFileSync(`${SAMPLES}/a.jpg`), readFileSync(`${SAMPLES}/a.mp4`)],
  };
}

function likelyBodies(seeds: Record<string, Body>): Record<string, fc.Arbitrary<unknown>> {
  const connection = fc.constantFrom(...(Object.keys(UPSTREAMS) as Upstream[])).map((upstream) => ({
    provider: UPSTREAMS[upstream],
    name: upstream,
    credentials: credentialsOf(seeds, upstream),
  }));
  const later = fc
    .integer({ min: 3_600, max: 86_400 })
    .map((seconds) => ({ scheduledAt: new Date(Date.now() + seconds * 1000).toISOString() }));
  const again = fc.constant({ force: true });
  const manifest = fc.constantFrom(...heralds());
  const endpoint = fc.record({
    url: fc.constant(NOBODY),
    events: fc.constantFrom(['*'], ['post.*', 'test.ping']),
  });
  return {
    createApiKey: fc.constant({ name: 'Contract', scopes: ['publish:read'] }),
    rotateApiKey: fc.constant({}),
    createConnection: connection,
    registerConnectionWebhooks: fc.constant({}),
    createPostGroup: likelyGroup,
    createImport: likelyImport,
    validatePostGroup: likelyGroup,
    reschedulePost: later,
    reschedulePostGroup: later,
    resolvePost: fc.constantFrom('published', 'not_published').map((outcome) => ({ outcome, note: 'Seen.' })),
    retryPost: again,
    updatePostGroup: fc.constantFrom({ clientReference: 'edited' }, { metadata: { edited: true } }),
    retryPostGroup: again,
    createWebhookEndpoint: endpoint,
    updateWebhookEndpoint: endpoint,
    rotateWebhookEndpointSecret: fc.constantFrom({}, { overlapSeconds: 0 }),
    replayWebhookEndpoint: fc.constant({ since: new Date(Date.now() - 3_600_000).toISOString() }),
    createManifest: manifest,
    updateManifest: manifest,
    checkManifest: manifest,
    explainManifest: fc.oneof(manifest, fc.constant({ preset: 'postato' })),
    tryManifest: fc.constantFrom('check', 'createPost', 'listAccounts').map((operation) => ({
      manifest: heraldManifest('http://127.0.0.1:9'),
      operation,
      reply: { status: 200, body: { ref: 'b1', state: 'Out' } },
    })),
  };
}

/** Few ids, so that what is changed is likely there. */
const heralds = (): { manifest: object }[] =>
  ['herald', 'crier', 'bell'].flatMap((id) =>
    ['One', 'Two'].map((name) => ({
      manifest: { ...heraldManifest('http://127.0.0.1:9'), id, name },
    })),
  );

/** What the worker writes meanwhile, and what a mere request does: what is used of a budget. */
const MOVING = [
  'hook_counts',
  'accounts',
  'attempts',
  'event_sequencer',
  'events',
  'left_submissions',
  'post_commands',
  'rate_budgets',
  'rate_windows',
  'submissions',
  'traffic_pauses',
  'webhook_attempts',
  'webhook_deliveries',
  'webhook_lanes',
  'workers',
];

async function countedTables(db: DataSource): Promise<string[]> {
  const rows = await db.query<{ name: string }[]>(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all($1)
        -- A partition's rows are its table's.
        and not (select relispartition from pg_class where oid = table_name::regclass)
      order by 1`,
    [MOVING],
  );
  return rows.map(({ name }) => name);
}

async function countRows(db: DataSource, tables: string[]): Promise<Record<string, number>> {
  const [row] = await db.query<Record<string, number>[]>(
    `select ${tables.map((table) => `(select count(*)::int from ${table}) as "${table}"`).join(', ')}`,
  );
  return row!;
}
