/** What is common to all described upstreams, proved with one of them. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adminOf } from '../../test/admin-client';
import { startDescribed, DescribedClient, type DescribedSeeds } from '../../test/described-client';
import type { Reply } from '../../test/layers-client';
import { startSandbox } from '../index';
import { DESCRIPTIONS } from './upstreams';

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

describe('which upstreams there are', () => {
  it('are none unless asked for', async () => {
    const sandbox = await startSandbox();
    expect(Object.keys(sandbox.seeds())).toEqual(['layers', 'postpost', 'postato']);
    expect((await fetch(`${sandbox.url}/generic/zernio/api/v1/accounts`)).status).toBe(404);
    const rule = { upstream: 'zernio', operation: 'zernio.create', kind: '503' } as const;
    expect(() => sandbox.faults.add(rule)).toThrow(/No operation of zernio/);
    await sandbox.stop();
  });

  it('are refused with a sentence when nothing describes them or their variant', async () => {
    const variants = { wrapper: 'paper' };
    await expect(startSandbox({ described: [{ name: 'zernio', variants }] })).rejects.toThrow(
      /zernio has no variant wrapper: paper; there are .*wrapper: post \| bare/,
    );
    const unknown = JSON.parse('["zirconium"]') as ['zernio'];
    await expect(startSandbox({ described: unknown })).rejects.toThrow(/No described upstream is named zirc/);
  });

  it('are those that a scenario names, too', async () => {
    const rule = { upstream: 'zernio', operation: 'zernio.create', kind: '503' } as const;
    const sandbox = await startSandbox({ scenario: { described: ['zernio'], rules: [rule] } });
    expect(sandbox.seeds()).toHaveProperty('zernio');
    await sandbox.stop();
  });

  it('all have accounts of several platforms, one without a token, and say what was assumed', async () => {
    const names = Object.values(DESCRIPTIONS).map(({ name }) => name);
    const sandbox = await startSandbox({ frozen: true, described: names });
    for (const { name, notes, basePath } of Object.values(DESCRIPTIONS)) {
      const seeds = sandbox.seeds()[name] as DescribedSeeds;
      const [tenant] = sandbox.addTenants(name, 1) as [DescribedSeeds];
      expect([name, seeds.baseUrl]).toEqual([name, `${sandbox.url}/generic/${name}${basePath}`]);
      expect([name, tenant.apiKey === seeds.apiKey]).toEqual([name, false]);
      expect(new Set(seeds.accounts.map(({ platform }) => platform)).size).toBeGreaterThan(2);
      expect([name, seeds.accounts.filter(({ status }) => status === 'expired').length]).toEqual([name, 1]);
      expect(new Set([...seeds.accounts, ...tenant.accounts].map(({ id }) => id)).size).toBe(
        seeds.accounts.length + tenant.accounts.length,
      );
      expect(notes.length).toBeGreaterThan(0);
      const refused = await fetch(`${seeds.baseUrl}/none`);
      expect([name, refused.status, refused.headers.get('content-type')]).toEqual([
        name,
        401,
        'application/json; charset=utf-8',
      ]);
    }
    await sandbox.stop();
  });
});

describe('the engine', () => {
  let zernio: DescribedClient;
  beforeAll(async () => {
    zernio = await startDescribed('zernio', bearer);
  });
  afterEach(() => zernio.sandbox.reset());
  afterAll(() => zernio.sandbox.stop());

  const postOn = (client: DescribedClient, content: string, ...platforms: string[]) =>
    client.post('/posts', {
      content,
      scheduledFor: client.at(1_000),
      platforms: platforms.map((platform) => ({ platform, accountId: client.account(platform).id })),
    });
  const statusOf = async (id: unknown) =>
    (await zernio.get(`/posts/${String(id)}`)).body.post as Reply['body'];

  it.each([
    ['#fail-auth', 'failed', 'auth_expired'],
    ['#fail-content', 'failed', 'platform_rejected'],
    ['#fail-rate', 'failed', 'account_issue'],
    ['#fail-server', 'failed', 'platform_error'],
    ['#fail-network', 'failed', 'system_error'],
    ['#fail-odd', 'failed', 'unknown'],
    ['#stuck', 'publishing', undefined],
    ['#no-url', 'published', undefined],
  ])('plays %s', async (word, status, errorCategory) => {
    const { body } = await postOn(zernio, `mark ${word}`, 'twitter');
    zernio.skip(1_500);
    zernio.settle();
    const [row] = (await statusOf(body.post._id)).platforms;
    expect([row.status, row.errorCategory]).toEqual([status, errorCategory]);
    if (word === '#no-url') expect(row).toMatchObject({ platformPostUrl: null, platformPostId: /./ });
    expect(zernio.published('mark')).toHaveLength(status === 'published' ? 1 : 0);
  });

  it('ends one row after the other, and obeys a word for one platform alone', async () => {
    const { body } = await postOn(zernio, 'part #fail-content:linkedin', 'twitter', 'linkedin');
    zernio.skip(1_001, 1_000);
    const between = await statusOf(body.post._id);
    expect(between.status).toBe('publishing');
    expect(between.platforms).toMatchObject([{ status: 'published' }, { status: 'publishing' }]);
    zernio.settle();
    expect((await statusOf(body.post._id)).status).toBe('partial');
  });

  it('obeys fault rules, and logs operation, key and text', async () => {
    const { faults, requests } = zernio.sandbox;
    const upstream = 'zernio';
    faults.add({ upstream, operation: 'zernio.create', kind: '429', retryAfterSeconds: 2 });
    const refused = await postOn(zernio, 'ruled', 'twitter');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2']);
    faults.add({ upstream, operation: 'zernio.create', kind: 'accept-then-reset' });
    await expect(postOn(zernio, 'ruled', 'twitter')).rejects.toThrow();
    faults.add({ upstream, kind: 'fail-server', account: zernio.account('twitter').id });
    zernio.skip(1_500);
    zernio.settle();
    expect((await zernio.get('/posts')).body.posts[0].platforms[0].errorCategory).toBe('platform_error');
    faults.add({ upstream, operation: 'zernio.get', kind: '503', text: 'ruled' });
    const { posts } = (await zernio.get('/posts')).body;
    expect((await zernio.get(`/posts/${posts[0]._id}`)).status).toBe(503);
    const logged = requests.list({ operation: 'zernio.create' });
    const { apiKey } = zernio.seeds;
    expect(logged).toMatchObject([
      { apiKey, status: 429, fault: '429', text: 'ruled' },
      { apiKey, status: null, fault: 'accept-then-reset' },
    ]);
  });

  it('keeps young posts out of lists that lag, but not out of reads', async () => {
    const { body } = await postOn(zernio, 'young', 'twitter');
    zernio.sandbox.faults.add({
      ...{ upstream: 'zernio', operation: 'zernio.list', kind: 'hide-fresh', delayMs: 60_000 },
      times: 1,
    });
    expect((await zernio.get('/posts')).body.posts).toEqual([]);
    expect((await zernio.get('/posts')).body.posts).toHaveLength(1);
    expect((await statusOf(body.post._id)).status).toBe('scheduled');
  });

  it('goes by the upstream’s clock, even when that is wrong', async () => {
    await postOn(zernio, 'skewed', 'twitter');
    await adminOf(zernio.sandbox).post('/clock', { skewMs: -3_600_000 });
    zernio.skip(60_000);
    zernio.settle();
    expect(zernio.published('skewed')).toEqual([]);
    await adminOf(zernio.sandbox).post('/clock', { skewMs: 0 });
    zernio.settle();
    expect(zernio.published('skewed')).toHaveLength(1);
  });

  it('shows a customer nothing of another', async () => {
    const [seeds] = zernio.sandbox.addTenants('zernio', 1) as [DescribedSeeds];
    const other = new DescribedClient(zernio.sandbox, 'zernio', seeds, bearer);
    const { body } = await postOn(other, 'theirs', 'twitter');
    expect((await zernio.get(`/posts/${body.post._id}`)).status).toBe(404);
    expect((await zernio.get('/posts')).body.posts).toEqual([]);
    const platforms = [{ platform: 'twitter', accountId: zernio.account('twitter').id }];
    expect((await other.post('/posts', { content: 'x', publishNow: true, platforms })).status).toBe(400);
  });
});

it('knows posts and keys after a kill, and limits rates only where that was asked for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const options = { stateFile: join(folder, 'state.json') };
  const first = await startDescribed('post-for-me', bearer, options);
  const social_accounts = [first.account('x').id];
  const post = { caption: 'kept', social_accounts, scheduled_at: first.at(60_000) };
  const { body } = await first.post('/social-posts', post);
  const left = join(folder, 'left.json');
  copyFileSync(options.stateFile, left);
  await first.sandbox.stop();
  const limits = 'documented' as const;
  const second = await startDescribed('post-for-me', bearer, { stateFile: left, limits });
  const read = () => second.get(`/social-posts/${body.id}`);
  expect((await read()).body).toMatchObject({ caption: 'kept', status: 'scheduled' });
  second.skip(61_000);
  second.settle();
  expect(second.published('kept')).toHaveLength(1);
  for (let call = 0; call < 5; call += 1) expect((await read()).status).toBe(200);
  const limited = await read();
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '1']);
  await second.sandbox.stop();
  rmSync(folder, { recursive: true });
});
