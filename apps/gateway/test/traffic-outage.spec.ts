/** Upstreams that are down, that ask for a pause, or that refuse the key: calls stop, and posts go out once. */
import type { PostGroupView } from '../src/post-groups/post-group-view';
import { accountOn, startTestGateway, until, type TestGateway } from './gateway-harness';
import type { Body } from './api-harness';

jest.setTimeout(90_000);

let gateway: TestGateway;
let connection: { id: string; accounts: Body[] };

beforeAll(async () => {
  gateway = await startTestGateway();
  await gateway.startWorker();
}, 60_000);
beforeEach(async () => {
  gateway.sandbox.reset();
  connection = await gateway.connect('postato');
});
afterEach(() => {
  gateway.sandbox.faults.clear();
});
afterAll(() => gateway.close());

const publish = (text: string, more: Record<string, unknown> = {}) =>
  gateway.publish({
    content: { text },
    targets: [{ accountId: accountOn(connection.accounts, 'linkedin') }],
    ...more,
  });
const onNetwork = (text: string) =>
  gateway.sandbox.network.entries({}).filter((entry) => entry.text.includes(text)).length;
const requests = () => gateway.sandbox.requests.list({ upstream: 'postato' });
const shown = async (): Promise<Body> =>
  (await gateway.api.call('GET', `/v1/connections/${connection.id}`)).body;
const events = (type: string) =>
  gateway.api.db.query<unknown[]>(`select from events where type = $1 and data ->> 'connectionId' = $2`, [
    type,
    connection.id,
  ]);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function publishMany(word: string, count: number): Promise<PostGroupView[]> {
  return Promise.all(Array.from({ length: count }, (_, n) => publish(`${word} ${n}.`)));
}
async function eachPublishedOnce(groups: readonly PostGroupView[], word: string): Promise<void> {
  for (const group of groups) expect((await gateway.final(group.id, 45_000)).status).toBe('published');
  groups.forEach((_, n) => expect(onNetwork(`${word} ${n}.`)).toBe(1));
}

describe('an upstream that is down', () => {
  it('is left alone but for probes, and everything goes out once it is back', async () => {
    gateway.sandbox.faults.add({ upstream: 'postato', operation: '*', kind: '503', times: null });
    const groups = await publishMany('Down', 15);
    await until(async () => (await shown()).traffic.breaker === 'open', 15_000);
    expect((await shown()).traffic).toMatchObject({ reason: 'breaker', scope: 'connection' });

    const before = requests().length;
    await wait(4_000);
    // One probe at most is due in that time, and costs a call or two; fifteen posts would have tried often.
    expect(requests().length - before).toBeLessThanOrEqual(4);

    gateway.sandbox.faults.clear();
    await eachPublishedOnce(groups, 'Down');
    await until(async () => (await shown()).traffic.breaker === 'closed');
  });
});

describe('a 429 with Retry-After', () => {
  it('holds every post of the connection for so long', async () => {
    gateway.sandbox.faults.add({
      upstream: 'postato',
      operation: 'postato.create',
      kind: '429',
      times: 1,
      retryAfterSeconds: 4,
    });
    const first = await publish('Slower 0.');
    await until(async () => (await shown()).traffic.reason === 'retry_after');
    const pausedAt = Date.now();
    const second = await publish('Slower 1.');
    const creates = () => requests().filter(({ operation }) => operation === 'postato.create').length;
    expect(creates()).toBe(1);
    await eachPublishedOnce([first, second], 'Slower');
    expect(creates()).toBe(3);
    expect(Date.now() - pausedAt).toBeGreaterThan(3_000);
  });
});

describe('a key that is refused', () => {
  const setKey = async (apiKey: string) => {
    const path = `/v1/connections/${connection.id}`;
    const changed = await gateway.api.call('PATCH', path, { body: { credentials: { apiKey } } });
    expect([changed.status, changed.body]).toMatchObject([200, { id: connection.id }]);
  };
  const key = () => (gateway.sandbox.seeds().postato as { apiKey: string }).apiKey;
  /** To the gateway it is the same whether the upstream has forgotten the key or never knew it. */
  const revoke = () => setKey(`${key().slice(0, -4)}0000`);
  const mend = () => setKey(key());

  it('marks the connection once; its posts wait, and go out once when it is mended', async () => {
    await revoke();
    const groups = await publishMany('Revoked', 5);
    await until(async () => (await shown()).status === 'needs_attention');
    await wait(1_000);
    const before = requests().length;
    await wait(2_500);
    expect(requests().length - before).toBeLessThanOrEqual(1);
    for (const { id } of groups) expect((await gateway.group(id)).status).toBe('queued');
    expect(await events('connection.needs_attention')).toHaveLength(1);

    await mend();
    await eachPublishedOnce(groups, 'Revoked');
    expect(await shown()).toMatchObject({ status: 'active', error: null });
  });

  it('is noticed by reads, too; what was accepted stays open and is found when it is mended', async () => {
    const group = await publish('Noticed #stuck');
    await until(async () => (await gateway.group(group.id)).status === 'publishing');
    await revoke();
    await until(async () => (await shown()).status === 'needs_attention');
    await wait(500);
    const before = requests().length;
    await wait(2_500);
    // A read each second would be the cadence here.
    expect(requests().length - before).toBeLessThanOrEqual(1);
    expect((await gateway.group(group.id)).status).toBe('publishing');

    await mend();
    await until(async () => (await shown()).status === 'active');
    const reads = requests().length;
    await until(() => requests().length >= reads + 2, 5_000);
  });

  it('makes what is held too late by its own time, not by ours', async () => {
    await revoke();
    const group = await publish('Patient', { maxLatenessSeconds: 60 });
    await until(async () => (await shown()).status === 'needs_attention');
    await gateway.api.db.query(`update submissions set latest_at = now() where group_id = $1`, [group.id]);
    const [post] = (await gateway.final(group.id)).posts;
    expect(post).toMatchObject({ status: 'failed', error: { code: 'TOO_LATE' } });
  });
});
