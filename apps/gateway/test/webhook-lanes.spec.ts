/** Who serves an endpoint, and what one endpoint's trouble costs: itself, and nobody else. */
import type { INestApplicationContext } from '@nestjs/common';
import { newId } from '../src/database/ids';
import { WebhookLanes } from '../src/webhooks/webhook-lanes';
import type { Loop } from '../src/jobs/loop';
import { WebhookLanesRepository } from '../src/webhooks/webhook-lanes.repository';
import { Receiver } from './webhook-receiver';
import { WebhookWorld } from './webhook-world';

jest.setTimeout(60_000);

let world: WebhookWorld;
const receivers: Receiver[] = [];
beforeAll(async () => {
  world = await WebhookWorld.open({ retrySeconds: [3_600, 7_200], timeoutSeconds: 10 });
});
afterEach(() => world.stopWorkers());
afterAll(async () => {
  await world.close();
  await Promise.all(receivers.map((receiver) => receiver.stop()));
});

async function receiver(answer?: Receiver['answer']): Promise<Receiver> {
  const started = await Receiver.start(answer);
  receivers.push(started);
  return started;
}

const failing: Receiver['answer'] = (_received, response) => response.writeHead(500).end();
const taking: Receiver['answer'] = (_received, response) => response.writeHead(200).end();

/** What a process that is killed or frozen leaves: its leases, and nobody who turns. */
function freeze(worker: INestApplicationContext): void {
  const inside = worker.get<{ loop: Loop; renewing: Loop; leases: { letGo: () => Promise<void> } }>(
    WebhookLanes,
  );
  void inside.loop.stop();
  void inside.renewing.stop();
  inside.leases.letGo = () => Promise.resolve();
}

it('another worker goes on where one was killed, and one that thaws undoes nothing', async () => {
  const thaw: (() => void)[] = [];
  const taker = await receiver((_received, response) => thaw.push(() => response.writeHead(500).end()));
  const { id, workspaceId } = await world.inNewWorkspace(taker.url);
  const first = await world.worker();
  const events = await world.events(
    Array.from({ length: 12 }, (_, n) => ({ workspaceId, postId: `post_${n}` })),
  );
  await taker.until(8);
  freeze(first);
  taker.answer = taking;
  await world.worker();
  const before = (await world.lane(id)).holder;
  expect(before).not.toBeNull();
  // Not before the lease has run out.
  await world.event({ workspaceId });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(taker.received).toHaveLength(8);
  await world.db.query('update webhook_lanes set held_until = now() where endpoint_id = $1', [id]);
  const rows = await world.settled(id, 13);
  for (const answer of thaw) answer();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect((await world.lane(id)).holder).not.toBe(before);
  expect(rows.slice(0, 12).map(({ event_id }) => event_id)).toEqual(events);
  expect(
    (await world.deliveries(id)).every(({ status, attempts }) => status === 'delivered' && attempts === 1),
  ).toBe(true);
  expect(new Set(taker.ids).size).toBe(13);
  expect(taker.ids).toHaveLength(8 + 13);
});

it('two workers make one delivery of each event, and send it once', async () => {
  const takers = await Promise.all(Array.from({ length: 6 }, () => receiver()));
  const workspaceId = await world.workspace();
  const made = await Promise.all(takers.map(({ url }) => world.endpoint({ url, workspaceId })));
  await Promise.all([world.worker(), world.worker()]);
  const events: string[] = [];
  for (let n = 0; n < 20; n += 1) {
    events.push(...(await world.events(Array.from({ length: 5 }, () => ({ workspaceId })))));
  }
  for (const [n, { id }] of made.entries()) {
    const rows = await world.settled(id, events.length);
    expect(rows.map(({ event_id }) => event_id)).toEqual(events);
    expect(takers[n]!.ids.toSorted()).toEqual(events);
  }
});

it('finishes what is in flight when it stops, and lets its endpoints go', async () => {
  const taker = await receiver((_received, response) => setTimeout(() => response.writeHead(200).end(), 300));
  const { id, workspaceId } = await world.inNewWorkspace(taker.url);
  await world.worker();
  await world.event({ workspaceId });
  await taker.until(1);
  await world.stopWorkers();
  expect(await world.deliveries(id)).toMatchObject([{ status: 'delivered', attempts: 1 }]);
  expect((await world.lane(id)).holder).toBeNull();
});

it('goes on after its sessions were ended', async () => {
  const taker = await receiver();
  const { id, workspaceId } = await world.inNewWorkspace(taker.url);
  await world.worker();
  await world.event({ workspaceId });
  await world.settled(id, 1);
  await world.db.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await world.event({ workspaceId });
  await world.settled(id, 2);
});

it('an endpoint that hangs delays no other', async () => {
  const slow = await receiver((_received, response) => setTimeout(() => response.writeHead(200).end(), 700));
  const quick = await receiver();
  const workspaceId = await world.workspace();
  const slowEndpoint = await world.endpoint({ url: slow.url, workspaceId });
  const quickEndpoint = await world.endpoint({ url: quick.url, workspaceId });
  await world.worker();
  const began = performance.now();
  await world.events(Array.from({ length: 24 }, () => ({ workspaceId })));
  await world.settled(quickEndpoint.id, 24);
  const quickMs = performance.now() - began;
  await world.settled(slowEndpoint.id, 24);
  const slowMs = performance.now() - began;
  expect(slow.most).toBe(8);
  expect(slowMs).toBeGreaterThan(2_000);
  expect(slowMs / quickMs).toBeGreaterThan(2);
});

it('catches up soon once an endpoint answers again', async () => {
  const taker = await receiver(failing);
  const { id, workspaceId } = await world.inNewWorkspace(taker.url);
  await world.worker();
  const events = await world.events(
    Array.from({ length: 30 }, (_, n) => ({ workspaceId, postId: `post_${n}` })),
  );
  await taker.until(9);
  // It rests after eight failures, and then gets one at a time.
  expect((await world.lane(id)).failures).toBeGreaterThanOrEqual(8);
  taker.answer = taking;
  const rows = await world.settled(id, 30);
  expect(rows.every(({ status }) => status === 'delivered')).toBe(true);
  expect(new Set(taker.ids)).toEqual(new Set(events));
  expect(await world.lane(id)).toMatchObject({ failures: 0, failing_since: null });
});

it('brings forward what waits little by little, and all of it', async () => {
  const taker = await receiver();
  const { id, workspaceId } = await world.inNewWorkspace(taker.url);
  const [event] = await world.events([{ workspaceId }]);
  await world.db.query(
    `insert into webhook_deliveries (id, workspace_id, endpoint_id, event_id, event_type, sequence, subject, next_attempt_at)
     select $1 || n, $2, $3, $4, 'post.updated', n, 'post_' || n, now() + interval '3 hours' from generate_series(1, 25) n`,
    [newId('whd'), workspaceId, id, event],
  );
  await world.activate(id);
  await world.db.query(
    `update webhook_lanes set holder = 'spec', held_until = now() + interval '1 hour' where endpoint_id = $1`,
    [id],
  );
  const lanes = new WebhookLanesRepository(world.db);
  const due = async () => (await world.deliveries(id)).filter(({ in_seconds: wait }) => wait < 2).length;
  expect(await lanes.bringForward('another', id, 10)).toBe(false);
  for (const [more, count] of [
    [true, 10],
    [true, 20],
    [false, 25],
  ]) {
    expect([await lanes.bringForward('spec', id, 10), await due()]).toEqual([more, count]);
  }
});

it('what an earlier address answers late says nothing of the one that it has now', async () => {
  const late = await receiver((_received, response) => {
    setTimeout(() => response.writeHead(429, { 'retry-after': '3600' }).end(), 400);
  });
  const taker = await receiver();
  const { id, workspaceId } = await world.inNewWorkspace(late.url);
  await world.worker();
  await world.event({ workspaceId });
  await late.until(1);
  await world.db.query('update webhook_endpoints set url = $2 where id = $1', [id, taker.url]);
  await world.activate(id);
  const [delivery] = await world.settled(id, 1);
  expect(delivery).toMatchObject({ status: 'delivered', attempts: 2 });
  expect((await world.attempts(id)).map(({ status }) => status)).toEqual([429, 204]);
  const { failures, paused_seconds: paused } = await world.lane(id);
  expect([failures, Math.max(0, paused ?? 0)]).toEqual([0, 0]);
});

it('a 410 to what was sent before it was switched on again does not switch it off', async () => {
  const taker = await receiver((_received, response, index) => {
    if (index > 0) response.writeHead(204).end();
    else setTimeout(() => response.writeHead(410).end(), 400);
  });
  const { id, workspaceId } = await world.inNewWorkspace(taker.url);
  await world.worker();
  await world.event({ workspaceId });
  await taker.until(1);
  await world.activate(id);
  const [delivery] = await world.settled(id, 1);
  expect(delivery).toMatchObject({ status: 'delivered', attempts: 2 });
  expect(await world.endpointRow(id)).toEqual({ active: true, disabled_reason: null });
});

it('a dead endpoint with ten thousand deliveries costs little', async () => {
  const dead = await receiver(failing);
  const { id, workspaceId } = await world.inNewWorkspace(dead.url);
  const [event] = await world.events([{ workspaceId }]);
  await world.db.query(
    `insert into webhook_deliveries (id, workspace_id, endpoint_id, event_id, event_type, sequence, subject)
     select $1 || n, $2, $3, $4, 'post.updated', n, 'post_' || n / 10 from generate_series(1, 10000) n`,
    [newId('whd'), workspaceId, id, event],
  );
  const other = await receiver();
  const good = await world.inNewWorkspace(other.url);
  await world.worker();
  await dead.until(9);
  const before = dead.received.length;
  const lags: number[] = [];
  const began = performance.now();
  for (let n = 1; n <= 30; n += 1) {
    const at = performance.now();
    await world.event({ workspaceId: good.workspaceId });
    await other.until(n);
    lags.push(other.received.at(-1)!.at - at);
  }
  const seconds = (performance.now() - began) / 1_000;
  expect(lags.sort((a, b) => a - b)[15]).toBeLessThan(400);
  // Each failure makes the next rest longer.
  expect(dead.received.length - before).toBeLessThan(2 + seconds);
});

it.each(['gone', 'failing'])(
  'switches off what is %s once, with one event, whoever sees it',
  async (reason) => {
    const answer: Receiver['answer'] = (_received, response) =>
      response.writeHead(reason === 'gone' ? 410 : 500).end();
    const taker = await receiver(answer);
    const workspaceId = await world.workspace();
    const { id } = await world.endpoint({ url: taker.url, workspaceId });
    const other = await receiver();
    const watch = await world.endpoint({ url: other.url, events: ['webhook_endpoint.*'], workspaceId });
    if (reason === 'failing') {
      await world.db.query(
        `update webhook_lanes set failures = 20, failing_since = now() - interval '6 days' where endpoint_id = $1`,
        [id],
      );
    }
    await Promise.all([world.worker(), world.worker()]);
    await world.events(Array.from({ length: 3 }, () => ({ workspaceId })));
    const [told] = await other.until(1);
    expect(told!.body.data).toEqual({ endpointId: id, url: taker.url, reason, message: expect.any(String) });
    expect(await world.endpointRow(id)).toEqual({ active: false, disabled_reason: reason });
    await world.settled(watch.id, 1);
    // What waited waits on, until somebody switches it on again.
    expect((await world.deliveries(id)).map(({ status }) => status)).toEqual([
      'pending',
      'pending',
      'pending',
    ]);
    const sent = taker.received.length;
    await world.event({ workspaceId, type: 'post.failed' });
    // With the event that it was switched off.
    await world.fannedOut(workspaceId, 5, watch.id);
    expect(taker.received).toHaveLength(sent);
    taker.answer = taking;
    await world.activate(id);
    await world.event({ workspaceId });
    expect(await world.settled(id, 4)).toHaveLength(4);
    expect(other.received).toHaveLength(1);
  },
);
