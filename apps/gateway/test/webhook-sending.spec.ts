/** What endpoints are sent, how it is signed, and in which order. */
import { EVENT_TYPES } from '@postern/core';
import { EVENT_TYPE_PATTERNS, type EventTypePattern, typesOf } from '../src/events/event-filter';
import { isVerified, Receiver } from './webhook-receiver';
import { WebhookWorld } from './webhook-world';

jest.setTimeout(60_000);

let world: WebhookWorld;
const receivers: Receiver[] = [];
beforeAll(async () => {
  world = await WebhookWorld.open();
  await world.worker();
});
afterAll(async () => {
  await world.close();
  await Promise.all(receivers.map((receiver) => receiver.stop()));
});

async function receiver(): Promise<Receiver> {
  const started = await Receiver.start();
  receivers.push(started);
  return started;
}

it('sends each event once, signed, and notes the answer', async () => {
  const taker = await receiver();
  taker.answer = (_received, response) => response.writeHead(200).end('thanks');
  const { id, secret } = await world.endpoint({ url: taker.url });
  const postId = 'post_a';
  const events = await world.events([
    { type: 'post.created', postId, data: { postId, status: 'scheduled' } },
    { type: 'post.published', postId, data: { postId, status: 'published' } },
  ]);
  const rows = await world.settled(id, 2);
  expect(taker.ids).toEqual(events);
  expect(taker.received.every((received) => isVerified(secret, received))).toBe(true);
  const [first] = taker.received;
  expect(first!.headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': expect.stringMatching(/^Postern-Webhooks\/\d/),
  });
  expect(first!.body).toEqual({
    id: events[0],
    sequence: rows[0]!.sequence,
    type: 'post.created',
    timestamp: expect.stringMatching(/Z$/),
    data: expect.objectContaining({ postId, status: 'scheduled', error: null }),
  });
  expect(rows.map(({ status, attempts }) => [status, attempts])).toEqual([
    ['delivered', 1],
    ['delivered', 1],
  ]);
  expect((await world.attempts(id))[0]).toMatchObject({
    status: 200,
    body: 'thanks',
    error: null,
    number: 1,
  });
});

it('takes filters as the log does', async () => {
  const taker = await receiver();
  const workspaceId = await world.workspace();
  const lists: EventTypePattern[][] = [
    ...EVENT_TYPE_PATTERNS.map((pattern) => [pattern]),
    ['post.created', 'connection.*'],
  ];
  const all = await Promise.all(
    lists.map(async (events) => ({
      events,
      id: (await world.endpoint({ url: taker.url, events, workspaceId })).id,
    })),
  );
  await world.events(EVENT_TYPES.map((type) => ({ type, workspaceId })));
  await world.fannedOut(workspaceId, EVENT_TYPES.length);
  for (const { events, id } of all) {
    const types = typesOf(events) ?? EVENT_TYPES;
    const made = (await world.deliveries(id)).map(({ event_type }) => event_type);
    // A ping is its endpoint's alone.
    expect({ events, made: new Set(made) }).toEqual({
      events,
      made: new Set(types.filter((type) => type !== 'test.ping')),
    });
  }
});

it('sends a test to its endpoint alone, and no endpoint what is said of itself', async () => {
  const taker = await receiver();
  const workspaceId = await world.workspace();
  const narrow = await world.endpoint({ url: taker.url, events: ['post.failed'], workspaceId });
  const wide = await world.endpoint({ url: taker.url, workspaceId });
  await world.events([
    { type: 'test.ping', data: { endpointId: narrow.id }, workspaceId },
    { type: 'webhook_endpoint.disabled', data: { endpointId: wide.id }, workspaceId },
    { type: 'webhook_endpoint.disabled', data: { endpointId: narrow.id }, workspaceId },
  ]);
  await world.fannedOut(workspaceId, 3);
  const typesTo = async (id: string) => (await world.settled(id, 1)).map(({ event_type }) => event_type);
  expect(await typesTo(narrow.id)).toEqual(['test.ping']);
  expect(await typesTo(wide.id)).toEqual(['webhook_endpoint.disabled']);
  const [, said] = taker.received.sort((a, b) => (a.body.type < b.body.type ? -1 : 1));
  expect(said!.body.data).toEqual({ endpointId: narrow.id });
});

it('sends ids only, or a CloudEvent, to whoever wants that', async () => {
  const [thin, cloud] = [await receiver(), await receiver()];
  const workspaceId = await world.workspace();
  const made = [
    await world.endpoint({ url: thin.url, payload: 'thin', workspaceId }),
    await world.endpoint({ url: cloud.url, format: 'cloudevents', workspaceId }),
  ];
  const data = { postId: 'post_c', groupId: 'pg_c', status: 'failed', error: { message: 'no' } };
  const id = await world.event({ type: 'post.failed', postId: 'post_c', groupId: 'pg_c', data, workspaceId });
  await Promise.all([thin.until(1), cloud.until(1)]);
  expect(thin.received[0]!.body.data).toEqual({ postId: 'post_c', groupId: 'pg_c' });
  expect(cloud.received[0]!.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
  expect(cloud.received[0]!.body).toMatchObject({
    specversion: '1.0',
    id,
    source: `/workspaces/${workspaceId}`,
    type: 'post.failed',
    subject: 'post_c',
    data: { status: 'failed' },
  });
  for (const [n, taker] of [thin, cloud].entries()) {
    expect(taker.ids).toEqual([id]);
    expect(isVerified(made[n]!.secret, taker.received[0]!)).toBe(true);
  }
});

it('loses nothing in a rotation, whichever of the keys a receiver knows', async () => {
  const [late, early] = [await receiver(), await receiver()];
  const workspaceId = await world.workspace();
  const keys: { old: string; next: string }[] = [];
  for (const taker of [late, early]) {
    const { id, secret } = await world.endpoint({ url: taker.url, workspaceId });
    keys.push({ old: secret, next: await rotated(id) });
  }
  const refusing = (secret: string): Receiver['answer'] => {
    return (received, response) => response.writeHead(isVerified(secret, received) ? 204 : 401).end();
  };
  late.answer = refusing(keys[0]!.old);
  early.answer = refusing(keys[1]!.next);
  const ids = await world.events(Array.from({ length: 10 }, () => ({ workspaceId })));
  await Promise.all([late.until(10), early.until(10)]);
  for (const [n, taker] of [late, early].entries()) {
    // Each at the first try.
    expect(taker.ids.sort()).toEqual(ids);
    const { old, next } = keys[n]!;
    expect(taker.received.every((each) => isVerified(old, each) && isVerified(next, each))).toBe(true);
  }
});

async function rotated(endpointId: string): Promise<string> {
  await world.db.query(
    `update webhook_secrets set expires_at = now() + interval '1 minute' where endpoint_id = $1`,
    [endpointId],
  );
  await world.secret(endpointId, 2);
  const secret = await world.secret(endpointId, 4);
  // What has expired signs no more.
  await world.secret(endpointId, 3, '-1 second');
  return secret;
}

it('keeps the order of a post where sends fail, and holds up no other post', async () => {
  const taker = await receiver();
  const workspaceId = await world.workspace();
  const { id, secret } = await world.endpoint({ url: taker.url, workspaceId });
  const failed = new Map<string, number>();
  taker.answer = ({ body }, response) => {
    const { postId, step } = body.data as { postId: string; step: number };
    const times = failed.get(body.id) ?? 0;
    const fails = postId === 'post_0' && step % 2 === 0 && times < 2;
    if (fails) failed.set(body.id, times + 1);
    setTimeout(() => response.writeHead(fails ? 500 : 200).end(), Math.random() * 10);
  };
  const posts = 6;
  const all = Array.from({ length: 60 }, (_, n) => ({
    postId: `post_${n % posts}`,
    step: Math.floor(n / posts),
  }));
  for (let at = 0; at < all.length; at += 7) {
    await world.events(all.slice(at, at + 7).map((data) => ({ postId: data.postId, data, workspaceId })));
  }
  const rows = await world.settled(id, 60);
  expect(rows.every(({ status }) => status === 'delivered')).toBe(true);
  expect(failed.size).toBe(5);
  expect(taker.most).toBeLessThanOrEqual(8);
  expect(taker.received.every((each) => isVerified(secret, each))).toBe(true);
  for (let post = 0; post < posts; post += 1) {
    const seen = taker.received.filter(({ body }) => body.data.postId === `post_${post}`);
    const sequences = seen.map(({ body }) => Number(body.sequence));
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
    expect(new Set(sequences).size).toBe(10);
  }
  // Each attempt has the id of the event and a time of its own.
  const [repeated] = failed.keys();
  const tries = taker.received.filter(({ id: each }) => each === repeated);
  expect(tries).toHaveLength(3);
  const lastOfOthers = Math.max(
    ...taker.received.filter(({ body }) => body.data.postId !== 'post_0').map(({ at }) => at),
  );
  expect(lastOfOthers).toBeLessThan(taker.received.at(-1)!.at);
});

it('passes by an earlier delivery of a post that has waited for an hour', async () => {
  const taker = await receiver();
  const workspaceId = await world.workspace();
  const { id } = await world.endpoint({ url: taker.url, events: ['post.created'], workspaceId });
  const [first, second, third] = await world.events(
    [1, 2, 3].map((step) => ({ postId: 'post_h', data: { step }, workspaceId })),
  );
  await world.until(async () => (await world.sequenceOf(third!)) !== null);
  for (const [event, age, wait] of [
    [first, '61 minutes', '1 hour'],
    [second, '59 minutes', '1 hour'],
    [third, '0', '0'],
  ] as const) {
    await world.deliver(id, event!, { age, wait });
  }
  await world.event({ type: 'post.created', postId: 'post_i', workspaceId });
  await taker.until(1);
  const statuses = async () => (await world.deliveries(id)).map(({ status }) => status);
  // The receiver knows a moment before the row does.
  await world.until(async () => (await statuses()).includes('delivered'));
  expect(await statuses()).toEqual(['pending', 'pending', 'pending', 'delivered']);
  await world.db.query(
    `update webhook_deliveries set created_at = created_at - interval '2 minutes' where event_id = $1`,
    [second],
  );
  await taker.until(2);
  expect(taker.ids[1]).toBe(third);
});

it('sends what was made by hand at once', async () => {
  const taker = await receiver();
  const { id } = await world.endpoint({ url: taker.url, events: ['post.failed'] });
  const event = await world.event();
  await world.until(async () => (await world.sequenceOf(event)) !== null);
  const began = performance.now();
  await world.deliver(id, event, {});
  await world.db.query(`select pg_notify('postern_webhooks', $1)`, [`we_other ${id}`]);
  const [received] = await taker.until(1);
  expect(received!.id).toBe(event);
  expect(received!.at - began).toBeLessThan(900);
});

it('gives up a delivery whose event is gone, without blame', async () => {
  const taker = await receiver();
  const { id } = await world.endpoint({ url: taker.url });
  const event = await world.event({ postId: 'post_gone' });
  await world.settled(id, 1);
  await world.db.query('delete from events where id = $1', [event]);
  await world.db.query(
    `insert into webhook_deliveries (id, workspace_id, endpoint_id, event_id, event_type, sequence, subject)
    select id || '_again', workspace_id, endpoint_id, event_id, event_type, sequence, subject from webhook_deliveries where event_id = $1`,
    [event],
  );
  const rows = await world.settled(id, 2);
  expect(rows[1]).toMatchObject({ status: 'failed', attempts: 1 });
  expect((await world.attempts(id))[1]).toMatchObject({
    status: null,
    error: expect.stringContaining('no longer in the log'),
  });
  expect(await world.lane(id)).toMatchObject({ failures: 0, failing_since: null });
});
