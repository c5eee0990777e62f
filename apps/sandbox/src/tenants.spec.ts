import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adminOf } from '../test/admin-client';
import { LayersClient } from '../test/layers-client';
import { PostatoClient } from '../test/postato-client';
import { PostpostClient } from '../test/postpost-client';
import { startReceiver } from '../test/receiver';
import { startSandbox, type RunningSandbox, type SandboxOptions } from './index';

let sandbox: RunningSandbox;
const start = async (options: SandboxOptions = {}) => {
  sandbox = await startSandbox({ pace: 'instant', ...options });
};
afterEach(() => sandbox.stop());

type Seeds = Record<string, unknown>;

async function tenantsOf(upstream: string, count: number): Promise<Seeds[]> {
  const { status, body } = await adminOf(sandbox).post('/tenants', { upstream, count });
  expect(status).toBe(201);
  return body.tenants as Seeds[];
}

describe.each(['layers', 'postpost', 'postato'] as const)('tenants of %s', (upstream) => {
  it('have the shape of the seeds, and nothing but the address in common with them or each other', async () => {
    await start();
    const tenants = await tenantsOf(upstream, 3);
    const seeds = sandbox.seeds()[upstream] as Seeds;
    expect(tenants).toHaveLength(3);
    const all = [seeds, ...tenants];
    for (const tenant of tenants) expect(Object.keys(tenant)).toEqual(Object.keys(seeds));
    for (const member of Object.keys(seeds)) {
      if (member === 'baseUrl') continue;
      expect(new Set(all.map((one) => JSON.stringify(one[member]))).size).toBe(4);
    }
    const accounts = all.flatMap(({ accounts: own }) => own as unknown[]);
    expect(new Set(accounts.map((one) => JSON.stringify(one))).size).toBe(accounts.length);
  });

  it('are the same in every run, and outlive the process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tenants-'));
    const stateFile = join(folder, 'state.json');
    await start({ stateFile });
    const port = sandbox.port;
    const first = await tenantsOf(upstream, 2);
    await sandbox.stop();
    await start({ stateFile, port });
    expect((await adminOf(sandbox).get('/tenants')).body[upstream]).toEqual(first);
    await sandbox.stop();
    await start({ port });
    expect(await tenantsOf(upstream, 2)).toEqual(first);
    rmSync(folder, { recursive: true });
  });
});

describe('a tenant of Layers', () => {
  it('publishes on its own accounts, and sees nothing of another', async () => {
    await start();
    const [first, second] = (await tenantsOf('layers', 2)).map((seeds) => new LayersClient(sandbox, seeds));
    if (first === undefined || second === undefined) throw new Error('No tenants came.');
    const container = await first.upload('mine');
    const { body } = await first.publish(container);
    sandbox.tick();
    expect(sandbox.network.entries()).toMatchObject([{ account: first.tiktok, text: 'mine' }]);
    const id = String(body.scheduledPostIds[0]);
    expect((await first.post(id)).status).toBe('published');
    expect((await second.call('GET', `/scheduled-posts/${id}`)).status).toBe(404);
    expect((await second.publish(container)).status).toBe(404);
    expect((await second.call('GET', `/projects/${first.seeds.projectId}/scheduled-posts`)).status).toBe(404);
    expect((await second.call('GET', '/projects')).body.items).toHaveLength(1);
    expect((await second.call('GET', '/whoami')).body.organizationName).toBe('Sandbox Organisation 2');
    expect((await second.call('DELETE', `/social-accounts/${first.tiktok}`)).status).toBe(404);
    const foreign = await second.publish(await second.upload('stolen'), { account: first.tiktok });
    expect(foreign.status).toBe(422);
  });

  it('has its own rate limit', async () => {
    await start({ limits: 'documented', frozen: true });
    const [first, second] = (await tenantsOf('layers', 2)).map((seeds) => new LayersClient(sandbox, seeds));
    if (first === undefined || second === undefined) throw new Error('No tenants came.');
    const replies = await Promise.all(Array.from({ length: 121 }, () => first.call('GET', '/whoami')));
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(1);
    expect((await second.call('GET', '/whoami')).headers.get('x-ratelimit-remaining')).toBe('119');
  });
});

describe('a tenant of PostPost', () => {
  it('has its own groups, users, and plan', async () => {
    await start({ postpost: { plan: { monthlyPosts: 1, countedPer: 'account' } } });
    const [first, second] = (await tenantsOf('postpost', 2)).map(
      (seeds) => new PostpostClient(sandbox, { 'x-api-key': String(seeds.apiKey) }, seeds),
    );
    if (first === undefined || second === undefined) throw new Error('No tenants came.');
    const id = await first.now('mine', 'twitter');
    sandbox.tick();
    expect(sandbox.network.entries()).toMatchObject([{ account: first.account('twitter') }]);
    expect((await second.get(`/get-post/${id}`)).status).toBe(404);
    expect((await second.get('/list-posts')).body.posts).toEqual([]);
    const again = await first.create('too many', [first.account('twitter')], first.at(0));
    expect(again.body.code).toBe('POST_LIMIT_REACHED');
    expect((await second.create('fine', [second.account('twitter')], second.at(0))).status).toBe(200);
    const { users } = (await second.get('/workspace/users')).body;
    expect((users as { _id: string }[]).map(({ _id }) => _id)).toEqual([second.seeds.managedUser.id]);
    const asForeign = { 'x-postpost-user-id': first.seeds.managedUser.id };
    expect((await second.get('/list-posts', asForeign)).status).toBe(403);
  });
});

describe('a tenant of Postato', () => {
  it('has its own workspaces, creation limit, and idempotency keys', async () => {
    await start({ postato: { createsPerMinute: 1 } });
    const [first, second] = (await tenantsOf('postato', 2)).map(
      (seeds) => new PostatoClient(sandbox, String(seeds.apiKey), seeds),
    );
    if (first === undefined || second === undefined) throw new Error('No tenants came.');
    const mine = await first.create({ content: 'mine' }, 'same-key');
    const other = await second.create({ content: 'other' }, 'same-key');
    expect([mine.status, other.status]).toEqual([201, 201]);
    expect(other.body.id).not.toBe(mine.body.id);
    expect((await first.create({ content: 'more' })).status).toBe(429);
    expect((await first.create({}, 'same-key')).body.id).toBe(mine.body.id);
    expect((await second.get(`${first.home}/posts/${mine.body.id}`)).status).toBe(404);
    expect((await second.read(mine.body.id as string)).status).toBe(404);
    sandbox.tick();
    const accounts = sandbox.network.entries().map(({ account }) => account);
    expect(accounts).toEqual([first.account('twitter'), second.account('twitter')]);
    const all = new PostatoClient(sandbox, String(second.seeds.allWorkspacesKey), second.seeds);
    expect((await all.get('/v1/workspaces')).body.items).toHaveLength(2);
  });
});

it.each(['layers', 'postpost', 'postato'] as const)(
  'a receiver of %s may be registered for one tenant and hears of no other',
  async (upstream) => {
    await start();
    const [tenant] = await tenantsOf(upstream, 1);
    const receiver = await startReceiver();
    const target = { upstream, url: receiver.url, secret: 'whsec_c2VjcmV0' };
    const admin = adminOf(sandbox);
    expect((await admin.post('/webhooks', { ...target, apiKey: 'nobody' })).status).toBe(422);
    expect((await admin.post('/webhooks', { ...target, apiKey: tenant?.apiKey })).status).toBe(201);
    for (const seeds of [undefined, tenant]) await publishOne(upstream, seeds);
    sandbox.tick();
    await receiver.atLeast(1);
    const urls = sandbox.webhooks.list();
    const posts = new Set(sandbox.network.entries().map(({ sourcePostId }) => sourcePostId));
    expect(posts.size).toBe(2);
    const told = [...posts].filter((id) => urls.some(({ body }) => body.includes(id)));
    expect(told).toHaveLength(1);
    await receiver.stop();
  },
);

async function publishOne(upstream: 'layers' | 'postpost' | 'postato', seeds?: Seeds): Promise<void> {
  switch (upstream) {
    case 'layers': {
      const client = new LayersClient(sandbox, seeds);
      await client.publish(await client.upload('told'));
      return;
    }
    case 'postpost': {
      const headers = seeds === undefined ? undefined : { 'x-api-key': String(seeds.apiKey) };
      await new PostpostClient(sandbox, headers, seeds).now('told', 'twitter');
      return;
    }
    case 'postato':
      await new PostatoClient(sandbox, seeds?.apiKey as string | undefined, seeds).id({ content: 'told' });
  }
}

it('refuses upstreams it does not play, and counts that are none', async () => {
  await start();
  for (const body of [{ upstream: 'other', count: 1 }, { upstream: 'layers', count: 0 }, { count: 1 }]) {
    expect((await adminOf(sandbox).post('/tenants', body)).status).toBe(422);
  }
});
