import { LayersClient } from '../../test/layers-client';
import { startSandbox, type RunningSandbox } from '../index';

let sandbox: RunningSandbox;
let layers: LayersClient;

beforeEach(async () => {
  sandbox = await startSandbox();
  layers = new LayersClient(sandbox);
});
afterEach(() => sandbox.stop());

async function publishedId(caption: string, options: Parameters<LayersClient['publish']>[1] = {}) {
  const reply = await layers.publish(await layers.upload(caption), options);
  expect(reply.status).toBe(200);
  return String(reply.body.scheduledPostIds[0]);
}

describe('publish', () => {
  it('moves queued → publishing → published and is on the network once', async () => {
    const id = await publishedId('hello');
    expect(await layers.post(id)).toMatchObject({ status: 'queued', externalId: null, lastError: null });
    expect(sandbox.network.entries()).toHaveLength(0);
    layers.skip(1500);
    expect((await layers.post(id)).status).toBe('publishing');
    layers.skip(1500);
    const post = await layers.post(id);
    expect(post.status).toBe('published');
    expect(post.externalUrl).toBe(`https://www.tiktok.com/@sandbox.tiktok/photo/${post.externalId}`);
    expect(sandbox.network.entries()).toEqual([
      expect.objectContaining({ text: 'hello', account: layers.tiktok, mediaCount: 1, sourcePostId: id }),
    ]);
  });

  it('reaches its end in real time within 20 s, with publishing visible on the way', async () => {
    const id = await publishedId('by itself');
    const seen = new Set<string>();
    const deadline = Date.now() + 20_000;
    while (!seen.has('published') && Date.now() < deadline) {
      seen.add(String((await layers.post(id)).status));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect([...seen]).toEqual(['queued', 'publishing', 'published']);
  }, 25_000);

  it('writes nothing when one of several targets is wrong', async () => {
    const container = await layers.upload('all or nothing');
    const targets = [
      { socialAccountId: layers.tiktok, mode: 'publish' },
      { socialAccountId: 'sa_unknown', mode: 'publish' },
    ];
    const reply = await layers.call('POST', `/content/${container}/publish`, { body: { targets } });
    expect(reply.status).toBe(422);
    expect(reply.body.error.details.issues[0].path).toBe('targets.1.socialAccountId');
    const list = await layers.call('GET', `/projects/${layers.seeds.projectId}/scheduled-posts`);
    expect(list.body.items).toEqual([]);
  });

  it.each([
    ['no targets', { targets: [] }, 'targets'],
    ['an unknown key', { targets: [{ socialAccountId: 'x', mode: 'publish', when: 1 }] }, 'targets.0.when'],
    [
      'a mode of the other vocabulary',
      { targets: [{ socialAccountId: 'x', mode: 'reels' }] },
      'targets.0.mode',
    ],
    ['51 targets', { targets: Array(51).fill({ socialAccountId: 'x', mode: 'publish' }) }, 'targets'],
  ])('refuses %s', async (_name, body, path) => {
    const container = await layers.upload('strict');
    const reply = await layers.call('POST', `/content/${container}/publish`, { body });
    expect(reply.status).toBe(422);
    expect(reply.body.error).toMatchObject({ code: 'VALIDATION', details: { issues: [{ path }] } });
    expect(reply.body.error.requestId).toBe(reply.headers.get('x-request-id'));
  });

  it('ends drafts in draft, and off the network', async () => {
    const id = await publishedId('a draft', { mode: 'draft' });
    layers.skip(1500);
    layers.skip(1500);
    expect((await layers.post(id)).status).toBe('draft');
    expect(sandbox.network.entries()).toHaveLength(0);
  });

  it.each([
    ['#fail-auth', 'CREDENTIAL_INVALID', 'access_token_invalid'],
    ['#fail-content', 'PLATFORM_ERROR', 'spam_risk_text'],
    ['#fail-rate', 'PLATFORM_ERROR', 'rate_limit_exceeded'],
    ['#fail-server', 'PLATFORM_ERROR', 'internal_error'],
  ])('ends %s failed, sparse, with the platform code', async (word, code, platformCode) => {
    const id = await publishedId(`oops ${word}`);
    layers.skip(1500);
    layers.skip(1500);
    const post = await layers.post(id);
    expect(post).toMatchObject({
      status: 'failed',
      lastError: { code, data: { platform: 'tiktok', platformCode } },
    });
    expect(post).not.toHaveProperty('containerId');
    expect(sandbox.network.entries()).toHaveLength(0);
  });

  it('fails only the target whose override carries the word', async () => {
    const container = await layers.upload('good for all');
    const targets = [
      { socialAccountId: layers.tiktok, mode: 'publish' },
      { socialAccountId: layers.instagram, mode: 'publish', captionOverride: 'bad #fail-content' },
    ];
    const reply = await layers.call('POST', `/content/${container}/publish`, { body: { targets } });
    layers.skip(1500);
    layers.skip(1500);
    const [first, second] = reply.body.scheduledPostIds as [string, string];
    expect((await layers.post(first)).status).toBe('published');
    expect((await layers.post(second)).status).toBe('failed');
    expect(sandbox.network.entries()).toHaveLength(1);
  });

  it('keeps #stuck publishing for good, and gives #no-url on Instagram no address', async () => {
    const stuck = await publishedId('#stuck');
    const noUrl = await publishedId('#no-url', { account: layers.instagram });
    layers.skip(1500);
    layers.skip(3600_000);
    expect((await layers.post(stuck)).status).toBe('publishing');
    const post = await layers.post(noUrl);
    expect(post).toMatchObject({ status: 'published', externalUrl: null });
    expect(post.externalId).not.toBeNull();
  });
});

describe('schedule, reschedule, cancel', () => {
  it('waits for its time, and follows a new one', async () => {
    const reply = await layers.schedule(await layers.upload('later'), layers.at(3600_000));
    const id = String(reply.body.scheduledPostIds[0]);
    layers.skip(1800_000);
    expect((await layers.post(id)).status).toBe('queued');
    const scheduledFor = layers.at(7200_000);
    const moved = await layers.call('POST', `/scheduled-posts/${id}/reschedule`, { body: { scheduledFor } });
    expect(moved.body).toMatchObject({ id, status: 'queued', scheduledFor });
    layers.skip(3600_000);
    expect((await layers.post(id)).status).toBe('queued');
    layers.skip(3601_500);
    layers.skip(1500);
    expect((await layers.post(id)).status).toBe('published');
    const late = await layers.call('POST', `/scheduled-posts/${id}/reschedule`, {
      body: { scheduledFor: layers.at(60_000) },
    });
    expect([late.status, late.body.error.code]).toEqual([409, 'CONFLICT']);
  });

  it('cancels once, with a body on DELETE, and conflicts after', async () => {
    const reply = await layers.schedule(await layers.upload('never'), layers.at(3600_000));
    const path = `/scheduled-posts/${reply.body.scheduledPostIds[0]}`;
    const canceled = await layers.call('DELETE', path, { body: { reason: 'changed my mind' } });
    expect([canceled.status, canceled.body.status]).toEqual([200, 'canceled']);
    const again = await layers.call('DELETE', path);
    expect([again.status, again.body.error.code]).toEqual([409, 'CONFLICT']);
    layers.skip(7200_000);
    layers.skip(7200_000);
    expect(sandbox.network.entries()).toHaveLength(0);
  });

  it('cannot cancel what is being published', async () => {
    const id = await publishedId('too late');
    layers.skip(1500);
    const reply = await layers.call('DELETE', `/scheduled-posts/${id}`);
    expect(reply.status).toBe(409);
    layers.skip(1500);
    expect((await layers.post(id)).status).toBe('published');
  });

  it.each(['2020-01-01T00:00:00Z', '2099-01-01T00:00:00+02:00', '2099-01-01', '2099-13-01T00:00:00Z'])(
    'refuses the time %s by its path',
    async (scheduledFor) => {
      const reply = await layers.schedule(await layers.upload('when'), scheduledFor);
      expect(reply.status).toBe(422);
      expect(reply.body.error.details.issues[0].path).toBe('scheduledFor');
    },
  );

  it('tolerates 30 s of clock skew', async () => {
    const reply = await layers.schedule(await layers.upload('skewed'), layers.at(-20_000));
    expect(reply.status).toBe(200);
  });
});

describe('the list', () => {
  it('is thin, filtered, ordered by time and paged', async () => {
    const container = await layers.upload('many');
    for (const hours of [1, 3, 2]) await layers.schedule(container, layers.at(hours * 3600_000));
    const url = `/projects/${layers.seeds.projectId}/scheduled-posts`;
    const first = await layers.call('GET', `${url}?limit=2&status=queued&status=publishing`);
    const times = (first.body.items as Array<{ scheduledFor: string }>).map((row) => row.scheduledFor);
    expect(times).toEqual([...times].sort().reverse());
    expect(first.body.items[0]).not.toHaveProperty('lastError');
    const cursor = encodeURIComponent(String(first.body.nextCursor));
    const second = await layers.call('GET', `${url}?limit=2&cursor=${cursor}`);
    expect(second.body.items).toHaveLength(1);
    expect(second.body.nextCursor).toBeNull();
    expect((await layers.call('GET', `${url}?status=failed`)).body.items).toEqual([]);
  });

  it.each([
    'limit=0',
    'limit=101',
    'status=bogus',
    'cursor=nonsense',
    'since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z',
  ])('refuses %s', async (query) => {
    const reply = await layers.call('GET', `/projects/${layers.seeds.projectId}/scheduled-posts?${query}`);
    expect([reply.status, reply.body.error.code]).toEqual([422, 'VALIDATION']);
  });
});

describe('approval', () => {
  beforeEach(() =>
    layers.call('PATCH', `/projects/${layers.seeds.projectId}/content-review-policy`, {
      body: { policy: 'review_all' },
    }),
  );

  it('publish answers 403 and stores nothing; schedule answers 202 and approval promotes it', async () => {
    const container = await layers.upload('gated');
    const refused = await layers.publish(container);
    expect(refused.status).toBe(403);
    expect(refused.body.error).toMatchObject({
      code: 'APPROVAL_REQUIRED',
      details: { containerId: container, approvalStatus: 'pending' },
    });
    const gated = await layers.schedule(container, layers.at(60_000));
    expect(gated.status).toBe(202);
    expect(gated.body).toEqual({
      containerId: container,
      gateStatus: 'blocked_on_approval',
      approvalStatus: 'pending',
    });
    const approved = await layers.call('POST', `/content/${container}/approve`, { body: {} });
    expect(approved.body.pendingSchedulePromotion).toMatchObject({ status: 'ok' });
    layers.skip(62_000);
    layers.skip(1500);
    expect(sandbox.network.entries()).toHaveLength(1);
    const again = await layers.call('POST', `/content/${container}/approve`, { body: {} });
    expect(again.status).toBe(409);
  });

  it('refuses rejected content', async () => {
    const container = await layers.upload('bad taste');
    await layers.call('POST', `/content/${container}/reject`, { body: { reason: 'no' } });
    for (const reply of [
      await layers.publish(container),
      await layers.schedule(container, layers.at(60_000)),
    ]) {
      expect([reply.status, reply.body.error.code]).toEqual([409, 'CONTENT_REJECTED']);
    }
  });

  it('lets content pass after the first N reviews', async () => {
    const url = `/projects/${layers.seeds.projectId}/content-review-policy`;
    await layers.call('PATCH', url, { body: { policy: 'review_first_n', firstN: 1 } });
    const first = await layers.upload('first');
    await layers.call('POST', `/content/${first}/approve`, { body: {} });
    expect((await layers.publish(await layers.upload('second'))).status).toBe(200);
    expect((await layers.call('PATCH', url, { body: { policy: 'review_all', firstN: 2 } })).status).toBe(422);
  });
});
