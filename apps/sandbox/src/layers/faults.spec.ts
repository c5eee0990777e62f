import { LayersClient } from '../../test/layers-client';
import { startSandbox, type RunningSandbox } from '../index';

let sandbox: RunningSandbox;
let layers: LayersClient;

beforeEach(async () => {
  sandbox = await startSandbox();
  layers = new LayersClient(sandbox);
});
afterEach(() => sandbox.stop());

function settle(): void {
  layers.skip(1500);
  layers.skip(1500);
}

describe('idempotency', () => {
  it('replays the first answer verbatim and posts once', async () => {
    const container = await layers.upload('once');
    const first = await layers.publish(container, { idempotencyKey: 'k1' });
    const second = await layers.publish(container, { idempotencyKey: 'k1' });
    expect(second.body).toEqual(first.body);
    settle();
    expect(sandbox.network.entries()).toHaveLength(1);
  });

  it('lets simultaneous repetitions share one answer', async () => {
    const body = { media: [{ url: `${sandbox.url}/samples/a.jpg` }], caption: 'race' };
    const url = `/projects/${layers.seeds.projectId}/content/upload`;
    const replies = await Promise.all(
      [1, 2, 3].map(() => layers.call('POST', url, { body, idempotencyKey: 'race' })),
    );
    expect(new Set(replies.map((reply) => String(reply.body.id))).size).toBe(1);
  });

  it('conflicts on another request under the same key', async () => {
    const one = await layers.upload('one');
    const two = await layers.upload('two');
    await layers.publish(one, { idempotencyKey: 'k2' });
    for (const reply of [
      await layers.publish(two, { idempotencyKey: 'k2' }),
      await layers.publish(one, { idempotencyKey: 'k2', mode: 'draft' }),
    ]) {
      expect([reply.status, reply.body.error.code]).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
    }
  });

  it('keeps refusals too', async () => {
    const url = `/projects/${layers.seeds.projectId}/content-review-policy`;
    await layers.call('PATCH', url, { body: { policy: 'review_all' } });
    const container = await layers.upload('gate');
    const refused = await layers.publish(container, { idempotencyKey: 'k3' });
    await layers.call('POST', `/content/${container}/approve`, { body: {} });
    expect((await layers.publish(container, { idempotencyKey: 'k3' })).body).toEqual(refused.body);
    expect((await layers.publish(container, { idempotencyKey: 'k4' })).status).toBe(200);
  });

  it('posts twice without a key, and the network shows it', async () => {
    const container = await layers.upload('twice');
    await layers.publish(container);
    await layers.publish(container);
    settle();
    const { body } = await layers.admin('GET', '/network?upstream=layers');
    expect(body.count).toBe(2);
    expect(body.duplicates).toEqual([
      { upstream: 'layers', account: layers.tiktok, text: 'twice', count: 2 },
    ]);
  });
});

describe('faults that accept and then lose the answer', () => {
  it.each(['accept-then-reset', 'accept-then-500', 'malformed-json', 'accept-then-hang'])(
    '%s took effect; a repetition with the key learns the ids',
    async (kind) => {
      const container = await layers.upload('lost answer');
      const added = await layers.admin('POST', '/faults', {
        upstream: 'layers',
        operation: 'layers.publish',
        kind,
      });
      expect(added.status).toBe(201);
      const attempt = layers.publish(container, { idempotencyKey: kind, timeoutMs: 500 });
      if (kind === 'accept-then-500') expect((await attempt).body.error.code).toBe('INTERNAL');
      else await expect(attempt).rejects.toThrow();
      const retry = await layers.publish(container, { idempotencyKey: kind });
      expect(retry.status).toBe(200);
      settle();
      expect(sandbox.network.entries()).toHaveLength(1);
      const { body } = await layers.admin('GET', '/requests?operation=layers.publish');
      const entries = body.entries as Array<{ fault: string | null }>;
      expect(entries.map(({ fault }) => fault)).toEqual([kind, null]);
    },
  );

  it.each(['#accept-then-reset', '#accept-then-500', '#malformed'])(
    '%s strikes once per text',
    async (word) => {
      const first = await layers.upload(`magic ${word}`);
      const spoiled = await layers.publish(first).then(
        ({ status }) => status,
        () => 'lost',
      );
      expect(['lost', 500]).toContain(spoiled);
      expect((await layers.publish(await layers.upload(`magic ${word}`))).status).toBe(200);
    },
  );
});

describe('faults that do nothing upstream', () => {
  it.each([
    ['refuse', 422],
    ['429', 429],
    ['503', 503],
    ['html-502', 502],
  ])('%s answers %i, once', async (kind, status) => {
    const container = await layers.upload('refused');
    const rule = { upstream: 'layers', operation: 'layers.publish', kind, retryAfterSeconds: 7 };
    await layers.admin('POST', '/faults', rule);
    const response = await fetch(`${layers.seeds.baseUrl}/v1/content/${container}/publish`, {
      method: 'POST',
      headers: { authorization: `Bearer ${layers.seeds.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ targets: [{ socialAccountId: layers.tiktok, mode: 'publish' }] }),
    });
    expect(response.status).toBe(status);
    const text = await response.text();
    if (kind === 'html-502') expect(text).toMatch(/^<html>/);
    else expect(response.headers.get('retry-after')).toBe('7');
    settle();
    expect(sandbox.network.entries()).toHaveLength(0);
    expect((await layers.publish(container)).status).toBe(200);
  });

  it('429 comes without Retry-After unless told', async () => {
    await layers.admin('POST', '/faults', { upstream: 'layers', operation: 'layers.whoami', kind: '429' });
    const reply = await layers.call('GET', '/whoami');
    expect(reply.status).toBe(429);
    expect(reply.headers.get('retry-after')).toBeNull();
  });

  it('slow answers late but well', async () => {
    const rule = { upstream: 'layers', operation: 'layers.whoami', kind: 'slow', delayMs: 200 };
    await layers.admin('POST', '/faults', rule);
    const startedAt = Date.now();
    expect((await layers.call('GET', '/whoami')).status).toBe(200);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(190);
  });

  it('hide-fresh keeps young rows out of lists', async () => {
    const { body } = await layers.publish(await layers.upload('young'));
    const rule = { upstream: 'layers', operation: 'layers.list-posts', kind: 'hide-fresh', times: null };
    await layers.admin('POST', '/faults', { ...rule, delayMs: 60_000 });
    const url = `/projects/${layers.seeds.projectId}/scheduled-posts`;
    expect((await layers.call('GET', url)).body.items).toEqual([]);
    expect((await layers.post(String(body.scheduledPostIds[0]))).status).toBe('queued');
    layers.skip(61_000);
    expect((await layers.call('GET', url)).body.items).toHaveLength(1);
  });

  it('a rule may decide how the next post of one account ends', async () => {
    const rule = { upstream: 'layers', kind: 'fail-auth', account: layers.instagram };
    await layers.admin('POST', '/faults', rule);
    const container = await layers.upload('outcome');
    const fine = await layers.publish(container);
    const broken = await layers.publish(container, { account: layers.instagram });
    settle();
    expect((await layers.post(String(fine.body.scheduledPostIds[0]))).status).toBe('published');
    expect((await layers.post(String(broken.body.scheduledPostIds[0]))).status).toBe('failed');
  });

  it('refuses a rule it does not know', async () => {
    const reply = await layers.admin('POST', '/faults', { upstream: 'layers', kind: 'gremlins' });
    expect(reply.status).toBe(422);
  });
});

describe('the network counts', () => {
  it('and is empty after a reset', async () => {
    await layers.publish(await layers.upload('counted'));
    settle();
    expect((await layers.admin('GET', `/network?account=${layers.tiktok}`)).body.count).toBe(1);
    expect((await layers.admin('GET', `/network?account=${layers.instagram}`)).body.count).toBe(0);
    await layers.admin('POST', '/reset');
    expect((await layers.admin('GET', '/network')).body.count).toBe(0);
    expect((await layers.admin('GET', '/requests')).body.count).toBe(0);
  });
});
