import { randomBytes } from 'node:crypto';
import type { Body } from './api-harness';
import { accountOn, startTestGateway, type TestGateway, type Upstream } from './gateway-harness';

jest.setTimeout(120_000);

let gateway: TestGateway;
beforeAll(async () => {
  // No cap: the upstreams' own cadence, so that only due times and webhooks can be quick.
  gateway = await startTestGateway({ config: { pollCapSeconds: null } });
  await gateway.api.app.listen(0, '127.0.0.1').catch(() => undefined);
  await gateway.startWorker();
}, 60_000);
afterAll(() => gateway.close());

const image = () => [{ url: `${gateway.sandbox.url}/samples/a.jpg` }];
const onNetwork = (text: string) =>
  gateway.sandbox.network.entries({}).filter((entry) => entry.text.includes(text));
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

describe('a scheduled post', () => {
  it('waits here for a near time, shows scheduled and then queued, and is not early', async () => {
    const { accounts } = await gateway.connect('postato');
    const at = inSeconds(3);
    const group = await gateway.publish({
      content: { text: 'Near', media: image() },
      targets: [{ accountId: accountOn(accounts, 'linkedin') }],
      scheduledAt: at,
    });
    expect(group).toMatchObject({ status: 'scheduled', scheduledAt: at });
    expect(group.posts[0]).toMatchObject({ status: 'scheduled', scheduledAt: at, attempts: 0 });
    await until(() => gateway.sandbox.requests.list({ operation: 'postato.create' }).length > 0);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(at));
    expect(Date.now()).toBeLessThan(Date.parse(at) + 2_000);
    const types = await eventTypes(group.id);
    await until(async () => (await eventTypes(group.id)).includes('post.queued'));
    expect(types[0]).toBe('post_group.created');
  });

  it.each(['layers', 'postpost', 'postato'] as const)(
    'far ahead is handed to %s at once, which keeps the time',
    async (upstream) => {
      const { accounts } = await gateway.connect(upstream);
      const at = inSeconds(3600);
      const text = `Far ${upstream}`;
      const group = await gateway.publish({
        content: { text, media: image() },
        targets: [{ accountId: accountOn(accounts, upstream === 'layers' ? 'instagram' : 'linkedin') }],
        scheduledAt: at,
      });
      await until(async () => (await gateway.group(group.id)).posts[0]?.providerReference != null);
      expect(await gateway.group(group.id)).toMatchObject({
        status: 'scheduled',
        posts: [{ status: 'scheduled', scheduledAt: at, upstreamStatus: expect.any(String) }],
      });
      expect(onNetwork(text)).toHaveLength(0);
    },
  );

  it('stays here where the connection says so', async () => {
    const { accounts } = await gateway.connect('postato', { scheduling: 'gateway' });
    const group = await gateway.publish({
      content: { text: 'Held', media: image() },
      targets: [{ accountId: accountOn(accounts, 'linkedin') }],
      scheduledAt: inSeconds(3600),
    });
    const [submission] = await gateway.api.db.query<{ state: string; scheduled_at: Date | null }[]>(
      'select state, scheduled_at from submissions where group_id = $1',
      [group.id],
    );
    expect(submission).toEqual({ state: 'held', scheduled_at: null });
  });
});

describe('a webhook of the provider', () => {
  const hook = async (upstream: Upstream) => {
    const secret = `whsec_${randomBytes(16).toString('hex')}`;
    const connection = await gateway.connect(upstream);
    const patched = await gateway.api.call('PATCH', `/v1/connections/${connection.id}`, {
      body: { credentials: { webhookSecrets: [secret] } },
    });
    expect(patched.status).toBe(200);
    const url = `${gateway.api.url}/hooks/${connection.id}`;
    return { ...connection, secret, url };
  };

  it.each(['layers', 'postpost', 'postato'] as const)(
    'from %s makes the outcome known at once',
    async (upstream) => {
      const { accounts, secret, url } = await hook(upstream);
      await register(upstream, url, secret);
      const group = await gateway.publish({
        content: { text: `Hooked ${upstream}`, media: image() },
        targets: [{ accountId: accountOn(accounts, upstream === 'layers' ? 'instagram' : 'linkedin') }],
      });
      // The cadence without a webhook would be 30 to 60 seconds.
      expect(await gateway.final(group.id, 12_000)).toMatchObject({ status: 'published' });
    },
  );

  it('that is forged, unsigned or for nobody changes nothing', async () => {
    const { id, url } = await hook('layers');
    const body = JSON.stringify({ id: 'evt_1', type: 'post.published', data: { scheduledPostId: 'sp_1' } });
    const send = (headers: Record<string, string>, to = url): Promise<Response> =>
      fetch(to, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
    const now = Math.floor(Date.now() / 1000);
    const answers = await Promise.all([
      send({}),
      send({ 'x-layers-signature': `t=${now},v1=${'0'.repeat(64)}` }),
      send({ 'x-layers-signature': 'nonsense' }),
      send({}, `${gateway.api.url}/hooks/conn_nobody`),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 404]);
    const [{ count }] = await gateway.api.db.query<[{ count: string }]>(
      'select count(*) from inbound_hooks where connection_id = $1',
      [id],
    );
    expect(count).toBe('0');
  });
});

async function register(upstream: Upstream, url: string, secret: string): Promise<void> {
  const response = await fetch(`${gateway.sandbox.url}/_sandbox/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ upstream, url, secret }),
  });
  expect(response.status).toBe(201);
}

async function eventTypes(groupId: string): Promise<string[]> {
  const rows = await gateway.api.db.query<Body[]>('select type from events where group_id = $1 order by id', [
    groupId,
  ]);
  return rows.map((row) => row.type as string);
}

async function until(condition: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('What was waited for did not happen.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
