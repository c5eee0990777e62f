import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostatoClient } from '../../test/postato-client';
import { startReceiver, type Received } from '../../test/receiver';
import { startSandbox, type RunningSandbox } from '../index';

let sandbox: RunningSandbox;
let postato: PostatoClient;

beforeEach(async () => {
  sandbox = await startSandbox({ pace: 'real', frozen: true });
  postato = new PostatoClient(sandbox);
});
afterEach(() => sandbox.stop());

describe('media', () => {
  const media = () => `${postato.home}/media`;
  const put = (url: string, contentType: string) =>
    fetch(url, { method: 'PUT', body: Buffer.from('bytes'), headers: { 'content-type': contentType } });
  const ask = async () => (await postato.post(`${media()}/upload-url`, { mimeType: 'image/jpeg' })).body;
  const instagram = (mediaId: string) =>
    postato.id({
      platform: 'instagram',
      accountId: postato.account('instagram'),
      postType: 'feed',
      media: [{ id: mediaId, alt: 'A door' }],
    });

  it('is put to a signed address with the same type, and confirmed or not', async () => {
    const { mediaId, uploadUrl, expiresAt } = await ask();
    expect(Date.parse(String(expiresAt))).toBeGreaterThan(sandbox.clock.now());
    expect((await postato.post(`${media()}/${mediaId}/confirm`)).status).toBe(409);
    const wrong = await put(String(uploadUrl), 'image/png');
    expect(wrong.status).toBe(403);
    expect(await wrong.text()).toContain('<Error>');
    expect((await put(String(uploadUrl), 'image/jpeg')).status).toBe(200);
    const id = await instagram(String(mediaId));
    expect((await postato.call('POST', `${media()}/${mediaId}/confirm`)).body).toMatchObject({
      id: mediaId,
      type: 'image',
      mimeType: 'image/jpeg',
      status: 'ready',
    });
    postato.settle();
    expect(sandbox.network.entries()).toMatchObject([{ sourcePostId: id, mediaCount: 1 }]);
  });

  it('missing at delivery fails the post with media_not_found', async () => {
    const pending = await instagram(String((await ask()).mediaId));
    const { mediaId, uploadUrl } = await ask();
    await put(String(uploadUrl), 'image/jpeg');
    const removed = await instagram(String(mediaId));
    expect((await postato.call('DELETE', `${media()}/${mediaId}`)).body).toEqual({ success: true });
    expect((await postato.call('DELETE', `${media()}/${mediaId}`)).status).toBe(404);
    postato.settle();
    for (const id of [pending, removed]) {
      expect((await postato.read(id)).body.error).toMatchObject({ code: 'media_not_found' });
    }
  });

  it('can be uploaded directly, one file or several, and listed in two vocabularies', async () => {
    const upload = async (...names: string[]) => {
      const form = new FormData();
      for (const name of names) form.append('file', new Blob(['bytes'], { type: 'video/mp4' }), name);
      const headers = { authorization: `Bearer ${postato.seeds.apiKey}` };
      const response = await fetch(`${postato.seeds.baseUrl}${media()}`, {
        method: 'POST',
        body: form,
        headers,
      });
      return { status: response.status, body: await response.json() };
    };
    expect(await upload('a.mp4')).toMatchObject({
      status: 201,
      body: { type: 'video', status: 'ready', sizeBytes: 5, filename: 'a.mp4' },
    });
    expect((await upload('b.mp4', 'c.mp4')).body).toHaveLength(2);
    await postato.options({ dialect: 'B' });
    const { body } = await postato.get(`${media()}?limit=1&offset=1`);
    expect(body).toMatchObject({ total: 3, items: [{ filename: 'b.mp4', status: 'uploaded' }] });
    expect((await postato.post(media(), {})).status).toBe(400);
  });

  it('may be a URL of the sandbox itself, which stands for the public internet', async () => {
    expect(
      (await postato.create({ media: [{ url: `${sandbox.url}/samples/a.jpg`, type: 'image' }] })).status,
    ).toBe(201);
  });
});

describe('webhooks', () => {
  /** Verification as a receiver would write it from the documentation alone. */
  function verify({ headers, body }: Received, secret: string, nowMs: number): boolean {
    const [, time, signature] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-webhook-signature'])) ?? [];
    const expected = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    return Math.abs(nowMs / 1000 - Number(time)) <= 300 && signature === expected;
  }

  const register = (url: string, events: string[]) =>
    postato.post(`${postato.home}/webhooks`, { url, events });

  it('wants https and known events, and shows the secret', async () => {
    expect((await register('http://hooks.example', ['post.published'])).body.details).toHaveProperty('url');
    expect((await register('https://hooks.example', ['post.liked'])).body.details).toHaveProperty('events');
    expect(await register('https://hooks.example', ['post.published'])).toMatchObject({
      status: 201,
      body: { id: expect.any(String), secret: expect.any(String), events: ['post.published'] },
    });
  });

  it('tells of a post from queue to end, of approvals and of accounts, signed with the time', async () => {
    const receiver = await startReceiver();
    await postato.options({ insecureWebhooks: true });
    const all = [
      'post.queued',
      'post.published',
      'post.failed',
      'post.scheduled',
      'approval.requested',
      'approval.decided',
    ];
    const { secret } = (await register(receiver.url, [...all, 'account.disconnected'])).body;
    const id = await postato.id({ content: '#needs-approval' });
    await receiver.atLeast(1);
    await postato.decide(id, 'approved', 'go');
    await receiver.atLeast(3);
    postato.settle();
    await receiver.atLeast(4);
    await postato.id({ status: 'scheduled', scheduledAt: postato.at(3600_000) });
    await receiver.atLeast(5);
    await postato.call('PATCH', `/_sandbox/accounts/${postato.account('twitter')}`, {
      body: { status: 'suspended' },
    });
    const received = await receiver.atLeast(6);
    await receiver.stop();

    for (const one of received) {
      expect(verify(one, String(secret), sandbox.clock.now())).toBe(true);
      expect(verify({ ...one, body: `${one.body} ` }, String(secret), sandbox.clock.now())).toBe(false);
    }
    const events = received.map(
      ({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> },
    );
    const of = (type: string) => events.find((event) => event.type === type)?.data;
    expect(new Set(events.map(({ type }) => type))).toEqual(
      new Set([
        'approval.requested',
        'approval.decided',
        'post.queued',
        'post.published',
        'post.scheduled',
        'account.disconnected',
      ]),
    );
    expect(of('approval.decided')).toMatchObject({ postId: id, decision: 'approved', comment: 'go' });
    expect(of('post.published')).toMatchObject({
      postId: id,
      status: 'published',
      platformUrl: expect.any(String),
    });
  });

  it('of a failed post carry its error, and go to receivers registered behind the curtain too', async () => {
    const receiver = await startReceiver();
    const target = { upstream: 'postato', url: receiver.url, secret: 'behind' };
    await fetch(`${sandbox.url}/_sandbox/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(target),
    });
    await postato.id({ content: '#fail-content' });
    await receiver.atLeast(1);
    postato.settle();
    const received = await receiver.atLeast(2);
    await receiver.stop();
    expect(received.every((one) => verify(one, 'behind', sandbox.clock.now()))).toBe(true);
    expect(JSON.parse(received[1]?.body ?? '')).toMatchObject({
      type: 'post.failed',
      data: { status: 'failed', error: { code: 'content_rejected' } },
    });
  });
});

describe('faults', () => {
  it.each(['#accept-then-hang', '#accept-then-reset', '#accept-then-500', '#malformed'])(
    'makes the post in spite of %s; the key finds it again',
    async (content) => {
      const body = {
        platform: 'twitter',
        accountId: postato.account('twitter'),
        status: 'publish',
        postType: 'tweet',
        content,
      };
      const send = () =>
        postato.call('POST', `${postato.home}/posts`, {
          body,
          headers: { 'idempotency-key': 'k' },
          timeoutMs: 300,
        });
      const first = await send().then(
        (reply) => reply.status,
        () => 'no answer',
      );
      expect(first).toBe(content === '#accept-then-500' ? 500 : 'no answer');
      const [made] = await postato.listed();
      expect((await send()).body.id).toBe(made?.id);
      postato.settle();
      expect(sandbox.network.entries()).toHaveLength(1);
    },
  );

  it('refuses by rule in Postato’s words, and makes nothing', async () => {
    const rule = { upstream: 'postato', operation: 'postato.create' } as const;
    sandbox.faults.add({ ...rule, kind: 'refuse' });
    sandbox.faults.add({ ...rule, kind: '429', retryAfterSeconds: 9 });
    sandbox.faults.add({ ...rule, kind: '503' });
    const replies = [
      await postato.create({}, 'k'),
      await postato.create({}, 'k'),
      await postato.create({}, 'k'),
    ];
    expect(replies.map(({ status, body }) => [status, body.error as string])).toEqual([
      [422, 'VALIDATION_FAILED'],
      [429, 'rate_limited'],
      [503, 'service_unavailable'],
    ]);
    expect(replies[1]?.headers.get('retry-after')).toBe('9');
    expect(await postato.listed()).toEqual([]);
  });

  it('answers a body that is no JSON with 400', async () => {
    const headers = { authorization: `Bearer ${postato.seeds.apiKey}`, 'content-type': 'application/json' };
    const response = await fetch(`${postato.seeds.baseUrl}${postato.home}/posts`, {
      method: 'POST',
      headers,
      body: '{',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'INVALID_REQUEST' });
  });

  it('knows posts and used keys after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'postato-'));
    const stateFile = join(folder, 'state.json');
    const before = await startSandbox({ pace: 'real', stateFile });
    const id = await new PostatoClient(before).id({}, 'k');
    await before.stop();
    const after = await startSandbox({ pace: 'real', stateFile, postato: { dialect: 'B' } });
    const second = new PostatoClient(after);
    expect((await second.create({}, 'k')).body).toMatchObject({ id, status: 'queued' });
    second.settle();
    expect(after.network.entries()).toHaveLength(1);
    await after.stop();
    rmSync(folder, { recursive: true });
  });
});
