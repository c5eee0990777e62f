import { createHmac } from 'node:crypto';
import { LayersClient } from '../../test/layers-client';
import { startReceiver, type Received } from '../../test/receiver';
import { startSandbox, type RunningSandbox } from '../index';

let sandbox: RunningSandbox;
let layers: LayersClient;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeEach(async () => {
  sandbox = await startSandbox({ speed: 10 });
  layers = new LayersClient(sandbox);
  receiver = await startReceiver();
});
afterEach(async () => {
  await sandbox.stop();
  await receiver.stop();
});

/** Verification as a receiver would write it from the documentation alone. */
function verify({ headers, body }: Received, secret: string): boolean {
  const parts = String(headers['x-layers-signature']).split(',');
  const time = parts.find((part) => part.startsWith('t='))?.slice(2) ?? '';
  const expected = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  const fresh = Math.abs(Date.now() / 1000 - Number(time)) < 300;
  return fresh && parts.includes(`v1=${expected}`);
}

async function register(events: string[]) {
  const body = { url: receiver.url, events };
  const reply = await layers.call('POST', '/webhook-endpoints', { body });
  expect(reply.status).toBe(201);
  return { id: String(reply.body.endpoint.id), secret: String(reply.body.signingSecret) };
}

it('tells of scheduling and publishing, signed, and of nothing else', async () => {
  const { secret } = await register(['post.scheduled', 'post.published']);
  const { body } = await layers.publish(await layers.upload('told'));
  const received = await receiver.atLeast(2);
  const events = received.map((one) => JSON.parse(one.body) as { id: string; type: string; data: object });
  expect(events.map(({ type }) => type)).toEqual(['post.scheduled', 'post.published']);
  expect(events[1]?.data).toMatchObject({ scheduledPostId: body.scheduledPostIds[0] });
  for (const [index, one] of received.entries()) {
    expect(verify(one, secret)).toBe(true);
    expect(verify(one, 'whsec_other')).toBe(false);
    expect(one.headers['x-layers-event-id']).toBe(events[index]?.id);
  }
});

it('tries again after a failure, under the same event id', async () => {
  await receiver.stop();
  receiver = await startReceiver([500, 404]);
  await register(['post.canceled']);
  const { body } = await layers.schedule(await layers.upload('retry'), layers.at(3600_000));
  await layers.call('DELETE', `/scheduled-posts/${body.scheduledPostIds[0]}`);
  const received = await receiver.atLeast(3);
  expect(new Set(received.map(({ headers }) => headers['x-layers-event-id'])).size).toBe(1);
});

it('signs with both secrets after a rotation', async () => {
  const { id, secret } = await register(['post.failed']);
  const rotated = await layers.call('POST', `/webhook-endpoints/${id}/rotate-secret`, { body: {} });
  await layers.call('POST', `/webhook-endpoints/${id}/test`, { body: {} });
  const [ping] = await receiver.atLeast(1);
  if (ping === undefined) throw new Error('nothing came');
  expect(verify(ping, secret)).toBe(true);
  expect(verify(ping, String(rotated.body.signingSecret))).toBe(true);
  expect(JSON.parse(ping.body)).toMatchObject({ type: 'test.ping', data: { endpointId: id } });
});

it('replays a delivery as a new event that names the old one', async () => {
  const { id } = await register(['post.scheduled']);
  await layers.call('POST', `/webhook-endpoints/${id}/test`, { body: { payload: { n: 1 } } });
  await receiver.atLeast(1);
  const list = await layers.call('GET', `/webhook-endpoints/${id}/deliveries`);
  const original = String(list.body.items[0].id);
  const replayed = await layers.call('POST', `/webhook-deliveries/${original}/replay`, { body: {} });
  expect(replayed.body.originalDeliveryId).toBe(original);
  const received = await receiver.atLeast(2);
  expect(JSON.parse(received[1]?.body ?? '')).toMatchObject({ replayOf: original, data: { n: 1 } });
  expect(received[1]?.headers['x-layers-event-id']).not.toBe(received[0]?.headers['x-layers-event-id']);
});

it('doubles and drops deliveries when told to', async () => {
  await layers.admin('POST', '/webhooks', { upstream: 'layers', url: receiver.url, secret: 'whsec_direct' });
  const rule = { upstream: 'layers', operation: 'layers.webhook' };
  await layers.admin('POST', '/faults', { ...rule, kind: 'duplicate-webhook' });
  await layers.publish(await layers.upload('twice told', 'a.mp4'));
  await layers.admin('POST', '/faults', { ...rule, kind: 'drop-webhook' });
  const received = await receiver.atLeast(2);
  expect(received[0]?.headers['x-layers-event-id']).toBe(received[1]?.headers['x-layers-event-id']);
  expect(received.every((one) => verify(one, 'whsec_direct'))).toBe(true);
  layers.skip(150);
  layers.skip(150);
  const deliveries = await layers.admin('GET', '/deliveries');
  const entries = deliveries.body.entries as Array<{ event: string; status: string }>;
  const statuses = entries.map(({ event, status }) => [event, status]);
  expect(statuses).toContainEqual(['post.published', 'dropped']);
});

it('refuses receivers that are neither https nor local, and unknown events', async () => {
  for (const body of [
    { url: 'http://example.com/hook', events: ['post.failed'] },
    { url: receiver.url, events: ['post.exploded'] },
    { url: receiver.url, events: [] },
  ]) {
    expect((await layers.call('POST', '/webhook-endpoints', { body })).status).toBe(422);
  }
});

it('stops sending to a paused or deleted endpoint', async () => {
  const { id } = await register(['post.scheduled']);
  await layers.call('PATCH', `/webhook-endpoints/${id}`, { body: { status: 'paused' } });
  await layers.publish(await layers.upload('unheard'));
  expect((await layers.admin('GET', '/deliveries')).body.count).toBe(0);
  expect((await layers.call('DELETE', `/webhook-endpoints/${id}`)).body).toEqual({ id, deleted: true });
  expect((await layers.call('GET', `/webhook-endpoints/${id}`)).status).toBe(404);
});
