import { createHmac } from 'node:crypto';
import { PostpostClient } from '../../test/postpost-client';
import { startReceiver } from '../../test/receiver';
import { startSandbox, type RunningSandbox } from '../index';

let sandbox: RunningSandbox;
let postpost: PostpostClient;

beforeEach(async () => {
  sandbox = await startSandbox({ speed: 10 });
  postpost = new PostpostClient(sandbox);
});
afterEach(() => sandbox.stop());

const EVENTS = ['post.scheduled', 'post.published', 'post.failed', 'token.expiring'];
const register = (url: string, events = EVENTS) => postpost.post('/webhooks', { name: 'hook', url, events });

async function withReceiver(
  statuses: number[],
  use: (receiver: Awaited<ReturnType<typeof startReceiver>>) => Promise<void>,
) {
  const receiver = await startReceiver(statuses);
  await postpost.options({ allowPrivateWebhooks: true });
  try {
    await use(receiver);
  } finally {
    await receiver.stop();
  }
}

it('tells of every platform post, signed over the raw body with the bare hex', () =>
  withReceiver([], async (receiver) => {
    const { status, body } = await register(receiver.url);
    expect(status).toBe(201);
    const { _id: groupPostId } = {
      _id: await postpost.now('told #fail-auth:threads', 'mastodon', 'threads'),
    };
    const received = await receiver.atLeast(4);
    for (const { headers, body: raw } of received) {
      const expected = createHmac('sha256', String(body.webhook.secret)).update(raw).digest('hex');
      expect(headers['x-postpost-signature']).toBe(expected);
      expect(headers['x-postpost-event']).toBe((JSON.parse(raw) as { event: string }).event);
    }
    const events = received.map(
      (one) => JSON.parse(one.body) as { event: string; data: Record<string, unknown> },
    );
    const [mastodon, threads] = await postpost.posts(groupPostId);
    expect(events.find(({ event }) => event === 'post.published')?.data).toEqual({
      postId: mastodon?._id,
      postGroupId: groupPostId,
      platform: 'mastodon',
      publishedAt: expect.any(String),
    });
    expect(events.find(({ event }) => event === 'post.failed')?.data).toEqual({
      postId: threads?._id,
      postGroupId: groupPostId,
      platform: 'threads',
      error: { code: 'PLATFORM_AUTH_EXPIRED', message: expect.any(String) },
      failedAt: expect.any(String),
    });
    expect(events.filter(({ event }) => event === 'post.scheduled')).toHaveLength(2);
  }));

it('switches off after five failures in a row, and switching on again does not clear the count', () =>
  withReceiver([500, 500, 500, 500, 500], async (receiver) => {
    const id = String((await register(receiver.url, ['post.scheduled'])).body.webhook._id);
    const listed = async () =>
      ((await postpost.get('/webhooks')).body.webhooks as Record<string, unknown>[]).find(
        ({ _id }) => _id === id,
      );
    const schedule = () => postpost.create('s', ['mastodon-1'], postpost.at(3600_000));
    await schedule();
    await receiver.atLeast(5);
    await settled();
    expect(await listed()).toMatchObject({ isActive: false, failureCount: 5, __v: 0 });
    await schedule();
    expect(sandbox.webhooks.list()).toHaveLength(1);
    await postpost.call('PATCH', `/webhooks/${id}`, { body: { isActive: true } });
    expect(await listed()).toMatchObject({ isActive: true, failureCount: 5 });
  }));

/** Resolves once no delivery is under way; the test's timeout bounds it. */
async function settled(): Promise<void> {
  while (sandbox.webhooks.list().some(({ status }) => status === 'pending')) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it('can lose or repeat a delivery', () =>
  withReceiver([], async (receiver) => {
    await register(receiver.url, ['post.scheduled']);
    for (const kind of ['drop-webhook', 'duplicate-webhook'] as const) {
      sandbox.faults.add({ upstream: 'postpost', kind, operation: 'postpost.webhook' });
    }
    await postpost.create('lost', ['mastodon-1'], postpost.at(3600_000));
    await postpost.create('twice', ['mastodon-2'], postpost.at(3600_000));
    const [first, second] = await receiver.atLeast(2);
    expect(first?.body).toBe(second?.body);
  }));

it('sends token.expiring on demand, with the compound id', () =>
  withReceiver([], async (receiver) => {
    await register(receiver.url, ['token.expiring']);
    const platformId = postpost.account('threads');
    await postpost.post('/../../_sandbox/token-expiring', { platformId });
    const [one] = await receiver.atLeast(1);
    expect(JSON.parse(one?.body ?? '')).toMatchObject({
      event: 'token.expiring',
      data: { platform: 'threads', platformId, username: 'acme', expiresAt: expect.any(String) },
    });
  }));

it('shows the secret once, and replaces it on demand', async () => {
  const { body } = await register('http://hooks.example/a');
  expect(Object.keys(body.webhook as object)).toEqual([
    '_id',
    'name',
    'url',
    'events',
    'secret',
    'isActive',
    'createdAt',
  ]);
  const [listed] = (await postpost.get('/webhooks')).body.webhooks as object[];
  expect(listed).not.toHaveProperty('secret');
  expect(listed).not.toHaveProperty('userId');
  expect(listed).toMatchObject({
    failureCount: 0,
    lastTriggeredAt: null,
    updatedAt: expect.any(String),
    __v: 0,
  });
  const { secret } = (await postpost.post(`/webhooks/${body.webhook._id}/regenerate-secret`)).body;
  expect(secret).not.toBe(body.webhook.secret);
});

it('ignores what it does not understand in an update', async () => {
  const { webhook } = (await register('https://hooks.example/a')).body;
  const patch = { name: '', url: '', isActive: 'false' };
  const reply = await postpost.call('PATCH', `/webhooks/${webhook._id}`, { body: patch });
  expect(reply).toMatchObject({
    status: 200,
    body: { webhook: { name: 'hook', url: 'https://hooks.example/a', isActive: true } },
  });
  expect(reply.body.webhook).not.toHaveProperty('failureCount');
});

it.each([
  ['ftp://hooks.example', 'URL must use HTTPS'],
  ['not a url', 'Invalid URL format'],
  ['http://localhost/a', 'Localhost URLs are not allowed'],
  ['http://192.168.1.4/a', 'Private IP addresses are not allowed'],
  ['http://169.254.7.7/a', 'Link-local addresses are not allowed'],
  ['http://169.254.169.254/a', 'Cloud metadata endpoints are not allowed'],
])('refuses the URL %s', async (url, error) => {
  expect(await register(url)).toMatchObject({ status: 400, body: { error } });
});

it('forgets ::1 and *.localhost, as documented', async () => {
  expect((await register('http://[::1]/a')).status).toBe(201);
  expect((await register('http://a.localhost/a')).status).toBe(201);
});

it('refuses unknown events, an eleventh webhook, unknown and malformed ids', async () => {
  expect((await register('https://a.example', ['post.liked'])).body.error).toBe(
    `Invalid events: post.liked. Valid events: ${EVENTS.join(', ')}`,
  );
  expect((await postpost.post('/webhooks', { name: 'a' })).body.error).toBe(
    'Name, URL, and at least one event are required',
  );
  for (let count = 0; count < 10; count += 1) await register('https://a.example');
  expect((await register('https://a.example')).body.error).toBe('Maximum of 10 webhooks per user');
  expect(await postpost.call('DELETE', '/webhooks/0123456789abcdef01234567')).toMatchObject({
    status: 404,
    body: { error: 'Webhook not found' },
  });
  expect(await postpost.call('DELETE', '/webhooks/x')).toMatchObject({
    status: 500,
    body: { error: 'Failed to delete webhook' },
  });
});
