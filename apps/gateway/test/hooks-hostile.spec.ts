/** What comes to the inbound hooks that nobody wished for: strange, hostile, too early or too much. */
import { createHmac, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { EMPTY_SNAPSHOT, newMergedPost, type WebhookHint } from '@postern/core';
import { ProviderRegistry } from '../src/providers/provider-registry';
import { newId } from '../src/database/ids';
import { HookStore } from '../src/hooks/hook-store';
import { HooksRepository } from '../src/hooks/hooks.repository';
import { createApi } from '../src/http/bootstrap';
import { startTestGateway, until, type TestGateway } from './gateway-harness';

jest.setTimeout(60_000);

const secret = `whsec_${randomBytes(16).toString('hex')}`;

let gateway: TestGateway;
let connectionId: string;
let accountId: string;

beforeAll(async () => {
  gateway = await startTestGateway({ config: { pollCapSeconds: null } });
  const connection = await gateway.connect('layers');
  connectionId = connection.id;
  accountId = connection.accounts[0]!.id as string;
  const patched = await gateway.api.call('PATCH', `/v1/connections/${connectionId}`, {
    body: { credentials: { webhookSecrets: [secret] } },
  });
  expect(patched.status).toBe(200);
}, 60_000);
afterEach(() => jest.restoreAllMocks());
afterAll(() => gateway.close());

const query = <T>(sql: string, parameters: unknown[] = []) => gateway.api.db.query<T[]>(sql, parameters);

/** Posts that are being read, next in an hour. */
async function posts(references: (string | null)[], data: unknown = {}): Promise<string[]> {
  const groupId = newId('pg');
  await query(
    `insert into post_groups (id, workspace_id, status, content, metadata, max_lateness_seconds, created_at, updated_at)
     values ($1, $2, 'queued', '{}', '{}', 60, now(), now())`,
    [groupId, gateway.api.workspaceId],
  );
  const rows = references.map((reference, position) => ({ id: newId('post'), reference, position }));
  await query(
    `insert into posts (id, workspace_id, group_id, position, account_id, connection_id, provider, platform, content,
       options, status, merge, created_at, updated_at, next_read_at, provider_reference, reference_data)
     select r.id, $2, $3, r.position, $4, $5, 'layers', 'tiktok', '{}', '{}', 'queued', $6, now(), now(),
       now() + interval '1 hour', r.reference, $7
     from jsonb_to_recordset($1::jsonb) as r(id text, reference text, position int)`,
    [
      JSON.stringify(rows),
      gateway.api.workspaceId,
      groupId,
      accountId,
      connectionId,
      JSON.stringify(newMergedPost('queued').merge),
      JSON.stringify(data),
    ],
  );
  return rows.map(({ id }) => id);
}

async function isDue(postId: string): Promise<boolean | null> {
  const [row] = await query<{ due: boolean | null }>(
    'select next_read_at <= now() as due from posts where id = $1',
    [postId],
  );
  return row!.due;
}

const store = () => gateway.api.app.get(HookStore, { strict: false });
const hintOf = (references: string[], more: Partial<WebhookHint> = {}): WebhookHint => ({
  dedupeKey: newId('evt'),
  type: 'post.published',
  references,
  concernsAccount: false,
  ...more,
});

interface Sending {
  to?: string;
  secret?: string;
  headers?: Record<string, string>;
}

function send(body: string, { to, headers = {}, ...more }: Sending = {}): Promise<Response> {
  const at = Math.floor(Date.now() / 1000);
  const signed = createHmac('sha256', more.secret ?? secret)
    .update(`${at}.${body}`)
    .digest('hex');
  return fetch(to ?? `${gateway.api.url}/hooks/${connectionId}`, {
    method: 'POST',
    body,
    headers: { 'x-layers-signature': `t=${at},v1=${signed}`, ...headers },
  });
}

describe('hints', () => {
  it('that come before the reply are kept for it, whatever else comes with them', async () => {
    const [late, early] = await posts(['p-known', null]);
    const keep = (references: string[]) => store().keep(connectionId, hintOf(references));
    await Promise.all([keep(['p-known']), keep(['p-early'])]);
    await query(`update posts set provider_reference = 'p-early' where id = $1`, [early]);
    expect(await isDue(late!)).toBe(true);
    await until(async () => (await isDue(early!)) === true, 5_000);
  });

  it('of a post that was given up as silent have it read again, and of one that ended do not', async () => {
    const [silent, ended] = await posts(['p-silent', 'p-ended']);
    await query(`update posts set next_read_at = null, status = $2 where id = $1`, [silent, 'unknown']);
    await query(`update posts set next_read_at = null, status = $2 where id = $1`, [ended, 'published']);
    await store().keep(connectionId, hintOf(['p-silent', 'p-ended']));
    expect([await isDue(silent!), await isDue(ended!)]).toEqual([true, null]);
  });

  it('of posts that are not ours cost the same however many posts are open', async () => {
    await posts(
      Array.from({ length: 5_000 }, (_, n) => `open-${n}`),
      { container: 'c-1', target: 't-1', more: 'm-1' },
    );
    const foreign = () => Array.from({ length: 10 }, () => newId('post'));
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: 200 }, () => store().keep(connectionId, hintOf(foreign()))));
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });
});

describe('while states are being read', () => {
  it('a hint leads to a read that begins after it', async () => {
    const [id] = await posts(['p-busy']);
    const provider = (await gateway.startWorker()).get(ProviderRegistry).get('layers')!;
    const begun: (() => void)[] = [];
    const read = jest.spyOn(provider, 'read').mockImplementation(async (_ctx, refs) => {
      await new Promise<void>((go) => begun.push(go));
      const snapshot = { ...EMPTY_SNAPSHOT, status: 'publishing' as const };
      return refs.map(({ postId }) => ({ postId, outcome: 'found' as const, snapshot }));
    });
    await query('update posts set next_read_at = now() where id = $1', [id]);
    await until(() => begun.length === 1);
    await store().keep(connectionId, hintOf(['p-busy']));
    begun[0]!();
    const freedAt = performance.now();
    await until(() => begun.length === 2);
    expect(performance.now() - freedAt).toBeLessThan(900);
    expect(read.mock.calls[1]![1].map(({ postId }) => postId)).toContain(id);
    for (const go of begun) go();
    read.mockRestore();
    await gateway.stopWorker();
  });
});

describe('a body', () => {
  it.each([
    ['with NUL in its type', { type: 'post.\u0000published' }],
    ['with half a character in its type', { type: 'post.\ud83d' }],
    ['with half a character in its id', { id: 'evt_\ud83d' }],
    ['with NUL in its id', { id: 'evt_\u0000' }],
    ['with NUL in its reference', { data: { scheduledPostId: 'a\u0000' } }],
    ['with half a character in its reference', { data: { scheduledPostId: '\ude00' } }],
    ['with an id of 100 kB', { id: 'x'.repeat(100_000) }],
    ['with a type of 100 kB', { type: 'x'.repeat(100_000) }],
    ['with a reference of 100 kB', { data: { scheduledPostId: 'x'.repeat(100_000) } }],
    ['with numbers for ids', { id: 5, data: { scheduledPostId: 7 } }],
  ])('%s is taken once, or refused', async (_words, part) => {
    const event = { id: newId('evt'), type: 'post.published', data: { scheduledPostId: 'p-1' }, ...part };
    const body = JSON.stringify(event);
    const first = await send(body);
    expect([204, 400]).toContain(first.status);
    expect((await send(body)).status).toBe(first.status);
  });

  it('is read whatever it says it is', async () => {
    const body = () => JSON.stringify({ id: newId('evt'), type: 'post.published', data: {} });
    for (const type of ['text/plain', 'application/cloudevents+json', 'nonsense', 'multipart/form-data']) {
      expect((await send(body(), { headers: { 'content-type': type } })).status).toBe(204);
    }
  });
});

describe('trouble of ours', () => {
  const event = () => JSON.stringify({ id: newId('evt'), type: 'post.published', data: {} });

  it('is never answered as if the hook had been kept', async () => {
    const repository = gateway.api.app.get(HooksRepository, { strict: false });
    const store = repository.store.bind(repository);
    const failing = jest.spyOn(repository, 'store').mockImplementation((hooks) => {
      // What came in earlier tests is looked for again at moments of its own.
      if (hooks.every(({ again }) => again)) return store(hooks);
      failing.mockRestore();
      return Promise.reject(new Error('Out of space.'));
    });
    const body = event();
    expect((await send(body)).status).toBeGreaterThanOrEqual(500);
    expect((await send(body)).status).toBe(204);
    const [kept] = await query<{ count: number }>(
      'select count(*)::int as count from inbound_hooks where connection_id = $1 and dedupe_key = $2',
      [connectionId, (JSON.parse(body) as { id: string }).id],
    );
    expect(kept!.count).toBe(1);
  });

  it('with a secret that cannot be opened has the upstream repeat', async () => {
    const [{ credentials }] = (await query<{ credentials: Buffer }>(
      'select credentials from connections where id = $1',
      [connectionId],
    )) as [{ credentials: Buffer }];
    const set = (bytes: Buffer) =>
      query('update connections set credentials = $2, updated_at = clock_timestamp() where id = $1', [
        connectionId,
        bytes,
      ]);
    await set(Buffer.concat([credentials.subarray(0, -1), Buffer.from([credentials.at(-1)! ^ 1])]));
    await until(async () => (await send(event())).status === 503, 5_000);
    await set(credentials);
    await until(async () => (await send(event())).status === 204, 5_000);
  });

  it('another process knows a rotated secret at once, and what it counted outlives it', async () => {
    const { id } = await gateway.connect('layers');
    const setSecret = (webhookSecret: string) =>
      gateway.api.call('PATCH', `/v1/connections/${id}`, {
        body: { credentials: { webhookSecrets: [webhookSecret] } },
      });
    await setSecret(secret);
    const other = await createApi(gateway.api.config, []);
    await other.listen(0, '127.0.0.1');
    const { port } = other.getHttpServer().address() as AddressInfo;
    const sent = async (signedWith: string) =>
      (await send(event(), { to: `http://127.0.0.1:${port}/hooks/${id}`, secret: signedWith })).status;
    expect(await sent(secret)).toBe(204);
    await setSecret('whsec_rotated');
    expect([await sent('whsec_rotated'), await sent(secret)]).toEqual([204, 401]);
    await other.close();
    const { body } = await gateway.api.call('GET', `/v1/connections/${id}/webhooks`);
    expect(body.counts).toEqual([
      expect.objectContaining({ outcome: 'forged', count: 1 }),
      expect.objectContaining({ outcome: 'taken', count: 2 }),
    ]);
  });
});
