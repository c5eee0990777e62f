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
