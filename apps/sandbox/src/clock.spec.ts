import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adminOf } from '../test/admin-client';
import { LayersClient } from '../test/layers-client';
import { PostatoClient } from '../test/postato-client';
import { PostpostClient } from '../test/postpost-client';
import { startReceiver } from '../test/receiver';
import { submit, UPSTREAMS, type Upstream } from '../test/submitters';
import { startSandbox, type RunningSandbox, type SandboxOptions } from './index';

const MINUTE = 60_000;
let sandbox: RunningSandbox;
const start = async (options: SandboxOptions = {}) => {
  sandbox = await startSandbox({ frozen: true, ...options });
};
beforeEach(() => start());
afterEach(() => sandbox.stop());

const skew = (skewMs: number) => adminOf(sandbox).post('/clock', { skewMs });
const shown = () => sandbox.network.entries().map(({ text }) => text);
function skip(...steps: number[]): void {
  for (const ms of steps) {
    sandbox.clock.advance(ms);
    sandbox.tick();
  }
}

/** Schedules by the caller's own clock, which is right. */
async function schedule(upstream: Upstream, text: string, inMs: number): Promise<void> {
  const at = new Date(sandbox.clock.steady() + inMs).toISOString();
  switch (upstream) {
    case 'layers': {
      const layers = new LayersClient(sandbox);
      expect((await layers.schedule(await layers.upload(text), at)).status).toBe(200);
      return;
    }
    case 'postpost': {
      const postpost = new PostpostClient(sandbox);
      expect((await postpost.create(text, [postpost.account('twitter')], at)).status).toBe(200);
      return;
    }
    case 'postato':
      await new PostatoClient(sandbox).id({ content: text, status: 'scheduled', scheduledAt: at });
  }
}

it('stands in the replies, as in those of any server', async () => {
  await skew(-5 * MINUTE);
  const reply = await fetch(`${sandbox.url}/generic/postato/v1/posts`);
  expect(Date.parse(reply.headers.get('date') ?? '')).toBe(Math.floor(sandbox.clock.now() / 1_000) * 1_000);
});

it('is told, absolutely, and outlives the process', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'clock-'));
  const stateFile = join(folder, 'state.json');
  await sandbox.stop();
  await start({ stateFile });
  await skew(MINUTE);
  const { body } = await skew(-5 * MINUTE);
  expect(body).toEqual({ now: sandbox.clock.iso(), skippedMs: 0, skewMs: -5 * MINUTE });
  expect(sandbox.clock.now()).toBe(sandbox.clock.steady() - 5 * MINUTE);
  await adminOf(sandbox).post('/clock', { advanceMs: 1_000 });
  expect((await adminOf(sandbox).get('/clock')).body).toMatchObject({
    skippedMs: 1_000,
    skewMs: -5 * MINUTE,
  });
  await sandbox.stop();
  await start({ stateFile });
  expect(sandbox.clock).toMatchObject({ skippedMs: 1_000, skewMs: -5 * MINUTE });
  await adminOf(sandbox).post('/reset');
  expect(sandbox.clock).toMatchObject({ skippedMs: 0, skewMs: 0 });
  rmSync(folder, { recursive: true });
});

it.each([{}, { skewMs: 'much' }, { skewMs: 1e12 }, { advanceMs: -1 }, { skewMs: 0, more: 1 }])(
  'refuses %j',
  async (body) => {
    expect((await adminOf(sandbox).post('/clock', body)).status).toBe(422);
  },
);

describe.each(UPSTREAMS)('%s with a clock that is wrong', (upstream) => {
  it.each([5 * MINUTE, -5 * MINUTE])('by %i ms publishes at once what is for now', async (skewMs) => {
    await skew(skewMs);
    await submit(sandbox, upstream, 'now');
    skip(2_000, 2_000, 2_000, 2_000);
    expect(shown()).toEqual(['now']);
    const [entry] = sandbox.network.entries();
    const offMs = Date.parse(String(entry?.publishedAt)) - sandbox.clock.steady();
    expect(Math.abs(offMs - skewMs)).toBeLessThan(10_000);
  });

  it('lets what has begun take its time when the clock jumps, either way', async () => {
    await submit(sandbox, upstream, 'one');
    await skew(-60 * MINUTE);
    await submit(sandbox, upstream, 'other');
    await skew(60 * MINUTE);
    expect(shown()).toEqual([]);
    skip(2_000, 2_000, 2_000, 2_000);
    expect(shown().sort()).toEqual(['one', 'other']);
  });

  it('is early by as much as its clock is fast', async () => {
    await schedule(upstream, 'planned', 30 * MINUTE);
    await skew(10 * MINUTE);
    skip(19 * MINUTE, 30_000);
    expect(shown()).toEqual([]);
    skip(40_000, 5_000, 5_000, 5_000);
    expect(shown()).toEqual(['planned']);
  });

  it('is late by as much as its clock is slow, and on time again once it is set right', async () => {
    await skew(-10 * MINUTE);
    await schedule(upstream, 'slow', 30 * MINUTE);
    await schedule(upstream, 'set right', 60 * MINUTE);
    skip(39 * MINUTE);
    expect(shown()).toEqual([]);
    skip(MINUTE + 10_000, 5_000, 5_000, 5_000);
    expect(shown()).toEqual(['slow']);
    await skew(0);
    skip(20 * MINUTE, 5_000, 5_000, 5_000);
    expect(shown()).toEqual(['slow', 'set right']);
  });
});

it('judges the past by its own clock', async () => {
  await skew(20 * MINUTE);
  const at = new Date(sandbox.clock.steady() + 10 * MINUTE).toISOString();
  const layers = new LayersClient(sandbox);
  expect((await layers.schedule(await layers.upload('past'), at)).status).toBe(422);
  const postato = new PostatoClient(sandbox);
  expect((await postato.create({ status: 'scheduled', scheduledAt: at })).status).toBe(400);
});

it('signs with the wrong time, and keeps idempotency for as long as ever', async () => {
  await sandbox.stop();
  await start({ frozen: false, pace: 'instant' });
  const receiver = await startReceiver();
  await adminOf(sandbox).post('/webhooks', { upstream: 'postato', url: receiver.url, secret: 's' });
  await skew(-20 * MINUTE);
  const postato = new PostatoClient(sandbox);
  await postato.create();
  const [first] = await receiver.atLeast(1);
  const seconds = Number(/^t=(\d+)/.exec(String(first?.headers['x-webhook-signature']))?.[1]);
  expect(Math.abs(Date.now() - 20 * MINUTE - seconds * 1000)).toBeLessThan(10_000);
  const layers = new LayersClient(sandbox);
  const container = await layers.upload('once');
  const one = await layers.publish(container, { idempotencyKey: 'k' });
  await skew(23 * 60 * MINUTE);
  expect((await layers.publish(container, { idempotencyKey: 'k' })).body).toEqual(one.body);
  await receiver.stop();
});

it('does not show in the log of requests', async () => {
  await skew(20 * MINUTE);
  const before = Date.now();
  await submit(sandbox, 'postato', 'logged');
  const [entry] = sandbox.requests.list();
  const at = Date.parse(entry?.at ?? '');
  expect(at).toBeGreaterThanOrEqual(before);
  expect(at).toBeLessThanOrEqual(Date.now());
});
