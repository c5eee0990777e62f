import { createHmac } from 'node:crypto';
import { adminOf } from '../test/admin-client';
import { startReceiver, type Received } from '../test/receiver';
import { submit, UPSTREAMS, type Upstream } from '../test/submitters';
import { startSandbox, type RunningSandbox } from './index';

const SECRET = 'whsec_c2FuZGJveC1zZWNyZXQtZm9yLXRlc3Rz';
let sandbox: RunningSandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeEach(async () => {
  sandbox = await startSandbox({ pace: 'instant' });
  receiver = await startReceiver();
});
afterEach(async () => {
  await sandbox.stop();
  await receiver.stop();
});

/** What the documentation of each upstream lets a receiver check. */
function judge(upstream: Upstream, { headers, body }: Received): { genuine: boolean; signedAgoMs: number } {
  const hmac = (text: string) => createHmac('sha256', SECRET).update(text).digest('hex');
  if (upstream === 'postpost') {
    const { timestamp } = JSON.parse(body) as { timestamp: string };
    const signedAgoMs = Date.now() - Date.parse(timestamp);
    return { genuine: headers['x-postpost-signature'] === hmac(body), signedAgoMs };
  }
  const header = String(headers[upstream === 'layers' ? 'x-layers-signature' : 'x-webhook-signature']);
  const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  return {
    genuine: signature === hmac(`${seconds}.${body}`),
    signedAgoMs: Date.now() - Number(seconds) * 1000,
  };
}

const eventOf = ({ body }: Received): string => {
  const { type, event } = JSON.parse(body) as { type?: string; event?: string };
  return String(type ?? event);
};

async function register(upstream: Upstream): Promise<void> {
  const target = { upstream, url: receiver.url, secret: SECRET };
  expect((await adminOf(sandbox).post('/webhooks', target)).status).toBe(201);
}

async function publishWith(upstream: Upstream, rule: object): Promise<void> {
  await register(upstream);
  const added = await adminOf(sandbox).post('/faults', { upstream, text: 'post.published', ...rule });
  expect(added.status).toBe(201);
  await submit(sandbox, upstream, 'told');
  sandbox.tick();
}

const published = () => receiver.received.filter((one) => eventOf(one) === 'post.published');

const deliveries = (count: number): Promise<Received[]> => receiver.atLeast(count);

describe.each(UPSTREAMS)('deliveries of %s', (upstream) => {
  it('are genuine without a fault', async () => {
    await register(upstream);
    await submit(sandbox, upstream, 'told');
    sandbox.tick();
    await deliveries(2);
    for (const one of receiver.received) {
      const { genuine, signedAgoMs } = judge(upstream, one);
      expect(genuine).toBe(true);
      expect(Math.abs(signedAgoMs)).toBeLessThan(10_000);
    }
    expect(published()).toHaveLength(1);
  });

  it('are dropped', async () => {
    await publishWith(upstream, { kind: 'drop-webhook' });
    await submit(sandbox, upstream, 'next');
    sandbox.tick();
    await deliveries(3);
    expect(published()).toHaveLength(1);
    expect(sandbox.webhooks.list().filter(({ status }) => status === 'dropped')).toHaveLength(1);
  });

  it('come twice', async () => {
    await publishWith(upstream, { kind: 'duplicate-webhook' });
    await deliveries(3);
    const [one, other] = published();
    expect(one?.body).toBe(other?.body);
    expect(judge(upstream, other as Received).genuine).toBe(true);
  });

  it('come late', async () => {
    const startedAt = Date.now();
    await publishWith(upstream, { kind: 'late-webhook', delayMs: 400 });
    await deliveries(2);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(390);
    expect(receiver.received.map(eventOf).at(-1)).toBe('post.published');
    expect(judge(upstream, receiver.received[1] as Received).genuine).toBe(true);
  });

  it('are stale: signed rightly, but long ago, and sent once however they are answered', async () => {
    await receiver.stop();
    receiver = await startReceiver([204, 401, 401, 401]);
    await publishWith(upstream, { kind: 'stale-webhook', delayMs: 900_000 });
    await deliveries(2);
    const [stale] = published();
    const { genuine, signedAgoMs } = judge(upstream, stale as Received);
    expect(genuine).toBe(true);
    expect(signedAgoMs).toBeGreaterThan(899_000);
    await submit(sandbox, upstream, 'next');
    sandbox.tick();
    await deliveries(4);
    const [delivery] = sandbox.webhooks.list().filter(({ fault }) => fault === 'stale-webhook');
    expect(delivery?.attempts).toBe(1);
  });

  it('are forged beside the genuine one: wrong signature, same id, another status', async () => {
    await publishWith(upstream, { kind: 'forged-webhook' });
    await deliveries(3);
    const judged = receiver.received.map((one) => ({ event: eventOf(one), ...judge(upstream, one) }));
    const forged = judged.filter(({ genuine }) => !genuine);
    expect(forged).toMatchObject([{ event: 'post.failed' }]);
    expect(judged.filter(({ event, genuine }) => genuine && event === 'post.published')).toHaveLength(1);
    const ids = receiver.received.map(({ body }) => (JSON.parse(body) as { id?: string }).id);
    if (upstream !== 'postpost') expect(new Set(ids).size).toBe(2);
  });

  it('change places by pairs when each one should', async () => {
    await register(upstream);
    await adminOf(sandbox).post('/faults', {
      upstream,
      kind: 'reorder-webhooks',
      delayMs: 60_000,
      times: null,
    });
    await submit(sandbox, upstream, 'told');
    sandbox.tick();
    await deliveries(2);
    const events = receiver.received.map(eventOf);
    expect(events[0]).toBe('post.published');
    expect(events[1]).toMatch(/scheduled|queued/);
  });

  it('wait for the next one only so long', async () => {
    await register(upstream);
    const rule = { upstream, kind: 'reorder-webhooks', delayMs: 300, times: null };
    await adminOf(sandbox).post('/faults', { ...rule, text: 'post.published' });
    const startedAt = Date.now();
    await submit(sandbox, upstream, 'told');
    sandbox.tick();
    await deliveries(2);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(290);
    expect(published()).toHaveLength(1);
  });
});

it('a dropped delivery does not let go the one that waits for the next', async () => {
  await register('postato');
  const rules = [
    { upstream: 'postato', kind: 'reorder-webhooks', delayMs: 60_000, text: 'post.queued' },
    { upstream: 'postato', kind: 'drop-webhook', text: 'post.published' },
  ];
  await adminOf(sandbox).post('/scenario', { rules });
  await submit(sandbox, 'postato', 'one');
  sandbox.tick();
  expect(sandbox.webhooks.list().map(({ status }) => status)).toEqual(['held', 'dropped']);
  await submit(sandbox, 'postato', 'two');
  await deliveries(3);
  expect(receiver.received.map(eventOf).sort()).toEqual(['post.published', 'post.queued', 'post.queued']);
});
