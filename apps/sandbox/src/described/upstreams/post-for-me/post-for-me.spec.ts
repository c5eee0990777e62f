import { adminOf } from '../../../../test/admin-client';
import { startDescribed, type DescribedClient } from '../../../../test/described-client';
import { startReceiver } from '../../../../test/receiver';

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
let pfm: DescribedClient;
beforeAll(async () => {
  pfm = await startDescribed('post-for-me', bearer);
});
afterEach(() => pfm.sandbox.reset());
afterAll(() => pfm.sandbox.stop());

const create = (caption: string, more: object = {}) =>
  pfm.post('/social-posts', { caption, social_accounts: [pfm.account('x').id], ...more });
const put = (id: unknown, body: object) => pfm.call('PUT', `/social-posts/${String(id)}`, { body });
const resultsOf = async (...ids: unknown[]) =>
  (await pfm.get(`/social-post-results?${ids.map((id) => `post_id=${String(id)}`).join('&')}`)).body;

it('says processed, whatever came of it; the results tell, each when it is there', async () => {
  const accounts = [pfm.account('x'), pfm.account('facebook', 'expired')].map(({ id }) => id);
  const { body } = await create('hello', { social_accounts: accounts });
  expect(body).toMatchObject({ status: 'processing', social_accounts: [{ id: accounts[0] }, {}] });
  pfm.skip(400, 900);
  expect((await resultsOf(body.id)).data).toEqual([]);
  pfm.skip(300);
  const first = (await resultsOf(body.id)).data;
  expect(first).toEqual([expect.objectContaining({ social_account_id: accounts[0], success: true })]);
  pfm.settle();
  const { data, meta } = await resultsOf(body.id, 'sp_other');
  expect(meta).toEqual({ total: 2, offset: 0, limit: 20, next: null });
  expect(data[1]).toMatchObject({ success: false, platform_data: {}, error: expect.any(String) });
  const read = (await pfm.get(`/social-posts/${body.id}`)).body;
  expect(read.status).toBe('processed');
  expect(Object.keys(read)).not.toContain('success');
  expect(pfm.published('hello')).toHaveLength(1);
});

it('never has a result for what is stuck', async () => {
  const { body } = await create('mark #stuck');
  pfm.settle();
  expect((await resultsOf(body.id)).data).toEqual([]);
  expect((await pfm.get(`/social-posts/${body.id}`)).body.status).toBe('processing');
});

it('refuses unknown members, another spelling of isDraft, and unknown accounts', async () => {
  for (const more of [{ is_draft: true }, { scheduledAt: null }, { social_accounts: 'x' }, { caption: 7 }]) {
    const { status, body } = await create('bad', more);
    expect([status, body.statusCode]).toEqual([400, 400]);
  }
  expect((await create('bad', { social_accounts: ['spc_none'] })).status).toBe(400);
  expect((await pfm.get('/social-posts?page=2')).status).toBe(400);
  pfm.settle();
  expect(pfm.published('bad')).toEqual([]);
});

it('is found by its external id, and pages by whole addresses at the host that was called', async () => {
  await create('one', { external_id: 'job-1' });
  await create('two', { external_id: 'job-2' });
  await create('three', { external_id: 'job-3' });
  const path = '/social-posts?external_id=job-1&external_id=job-2&limit=1';
  const { body } = await pfm.get(path, { 'x-forwarded-host': 'proxy.example:1' });
  expect(body.data[0].external_id).toBe('job-2');
  const next = new URL(String(body.meta.next));
  expect(next.host).toBe('proxy.example:1');
  const rest = await fetch(`${pfm.sandbox.url}${next.pathname}${next.search}`, {
    headers: bearer(pfm.seeds.apiKey),
  });
  expect(await rest.json()).toMatchObject({ data: [{ external_id: 'job-1' }], meta: { next: null } });
});

it('replaces a post wholly: a time that is left out means now', async () => {
  const when = pfm.at(3_600_000);
  const { body } = await create('first', { scheduled_at: when, external_id: 'job-1' });
  expect(body).toMatchObject({ status: 'scheduled', scheduled_at: when });
  expect((await put(body.id, { scheduled_at: when })).status).toBe(400);
  const required = { caption: 'second', social_accounts: [pfm.account('linkedin').id] };
  const replaced = await put(body.id, required);
  expect(replaced.body).toMatchObject({ status: 'processing', external_id: null, scheduled_at: null });
  pfm.settle();
  expect(pfm.published('second')).toEqual([
    expect.objectContaining({ account: pfm.account('linkedin').id, sourcePostId: body.id }),
  ]);
  expect((await put(body.id, required)).status).toBe(400);
});

it('deletes what has not begun; later only where that was chosen, and then nothing is taken down', async () => {
  const { body } = await create('gone', { scheduled_at: pfm.at(60_000) });
  const path = `/social-posts/${body.id}`;
  expect((await pfm.call('DELETE', path)).body).toEqual({ success: true });
  expect((await pfm.get(path)).status).toBe(404);
  const now = await create('now');
  expect((await pfm.call('DELETE', `/social-posts/${now.body.id}`)).status).toBe(400);
  const variants = { deleteProcessed: 'accepted' };
  const other = await startDescribed({ name: 'post-for-me', variants }, bearer);
  const social_accounts = [other.account('x').id];
  const late = await other.post('/social-posts', { caption: 'late', social_accounts });
  other.skip(400);
  expect((await other.call('DELETE', `/social-posts/${late.body.id}`)).body).toEqual({ success: true });
  other.settle();
  expect(other.published('late')).toHaveLength(1);
  await other.sandbox.stop();
});

it('takes an account’s words before its platform’s', async () => {
  const [x, linkedin] = [pfm.account('x').id, pfm.account('linkedin').id];
  await create('all', {
    social_accounts: [x, linkedin],
    platform_configurations: { x: { caption: 'for x' }, linkedin: { caption: 'for linkedin' } },
    account_configurations: [{ social_account_id: linkedin, configuration: { caption: 'for this one' } }],
  });
  pfm.settle();
  expect(pfm.published('for').map(({ text }) => text)).toEqual(['for x', 'for this one']);
});

it('sends its secret as it is, and one event for each result', async () => {
  const receiver = await startReceiver();
  const events = { url: receiver.url, event_types: ['social.post.result.created'] };
  const { secret } = (await pfm.post('/webhooks', events)).body;
  const { body } = await create('told');
  pfm.settle();
  const [delivery] = await receiver.atLeast(1);
  await receiver.stop();
  expect(delivery?.headers['post-for-me-webhook-secret']).toBe(secret);
  expect(JSON.parse(delivery?.body ?? '')).toMatchObject({
    event_type: 'social.post.result.created',
    data: { post_id: body.id, success: true },
  });
});

it('forged deliveries do not know the secret', async () => {
  const receiver = await startReceiver();
  const target = { upstream: 'post-for-me', url: receiver.url, secret: 'whsec' };
  await adminOf(pfm.sandbox).post('/webhooks', target);
  pfm.sandbox.faults.add({ upstream: 'post-for-me', kind: 'forged-webhook' });
  await create('forged');
  const deliveries = await receiver.atLeast(2);
  await receiver.stop();
  const secrets = deliveries.map(({ headers }) => headers['post-for-me-webhook-secret']);
  expect(secrets.filter((secret) => secret === 'whsec')).toHaveLength(1);
});

it('lists webhooks by their address, changes and deletes them', async () => {
  const of = (url: string) => ({ url, event_types: ['social.post.updated'] });
  const { id, secret } = (await pfm.post('/webhooks', of('https://a.example/hook'))).body;
  await pfm.post('/webhooks', of('https://b.example/hook'));
  const address = encodeURIComponent('https://a.example/hook');
  expect((await pfm.get(`/webhooks?url=${address}`)).body).toMatchObject({
    data: [{ id, secret, url: 'https://a.example/hook', event_types: ['social.post.updated'] }],
    meta: { total: 1, next: null },
  });
  expect((await pfm.get('/webhooks?limit=1')).body.meta.next).toContain('offset=1');
  const change = { event_types: ['social.account.updated'] };
  expect((await pfm.call('PATCH', `/webhooks/${id}`, { body: change })).body).toMatchObject(change);
  expect((await pfm.call('DELETE', `/webhooks/${id}`)).body).toEqual({ success: true });
  expect((await pfm.call('DELETE', `/webhooks/${id}`)).status).toBe(404);
  expect((await pfm.get('/webhooks')).body.meta.total).toBe(1);
});
