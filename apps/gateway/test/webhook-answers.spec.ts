/** What endpoints answer, and what follows from it. */
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { ServerResponse } from 'node:http';
import { createAddressGuard } from '@postern/provider-kit';
import { WebhookSender } from '../src/webhooks/webhook-sender';
import { Receiver } from './webhook-receiver';
import { WebhookWorld } from './webhook-world';

jest.setTimeout(60_000);

let world: WebhookWorld;
const receivers: Receiver[] = [];
beforeAll(async () => {
  world = await WebhookWorld.open({ retrySeconds: [3_600, 7_200], timeoutSeconds: 1 });
  await world.worker();
});
afterAll(async () => {
  await world.close();
  await Promise.all(receivers.map((receiver) => receiver.stop()));
});

/** One event to an endpoint that answers so; the outcome of the first attempt. */
async function sendTo(answer: (response: ServerResponse) => void) {
  const taker = await Receiver.start((_received, response) => answer(response));
  receivers.push(taker);
  return { taker, ...(await sendToUrl(taker.url)) };
}

async function sendToUrl(url: string) {
  const workspaceId = await world.workspace();
  const { id } = await world.endpoint({ url, workspaceId });
  await world.event({ postId: 'post_1', workspaceId });
  await world.until(async () => (await world.attempts(id)).length > 0);
  const [attempt] = await world.attempts(id);
  const [delivery] = await world.deliveries(id);
  return { id, workspaceId, attempt: attempt!, delivery: delivery!, lane: await world.lane(id) };
}

const text = (status: number, body: string) => (response: ServerResponse) =>
  void response.writeHead(status, { 'content-type': 'text/plain' }).end(body);

it.each([200, 201, 202, 204, 299])('%i is delivered', async (status) => {
  const { delivery, attempt, lane } = await sendTo(text(status, ''));
  expect(delivery.status).toBe('delivered');
  expect(attempt).toMatchObject({ status, error: null });
  expect(lane).toMatchObject({ failures: 0, failing_since: null });
});

it.each([304, 400, 401, 404, 408, 500, 502])('%i is tried again', async (status) => {
  const { delivery, attempt, lane } = await sendTo(text(status, status === 304 ? '' : 'not now'));
  expect(delivery).toMatchObject({ status: 'pending', attempts: 1 });
  expect(Math.abs(delivery.in_seconds - 3_600)).toBeLessThan(740);
  expect(attempt).toMatchObject({ status, body: status === 304 ? '' : 'not now' });
  expect(lane.failures).toBe(1);
  expect(lane.failing_since).not.toBeNull();
});

it('follows no redirect', async () => {
  const other = await Receiver.start();
  receivers.push(other);
  const { attempt, delivery } = await sendTo((response) =>
    response.writeHead(307, { location: other.url }).end(),
  );
  expect(delivery.status).toBe('pending');
  expect(attempt).toMatchObject({ status: 307, error: expect.stringContaining('redirect') });
  expect(other.received).toEqual([]);
});

it('410 switches the endpoint off, and tells the others once', async () => {
  const { id, workspaceId, delivery, taker } = await sendTo(text(410, 'gone'));
  const told = await Receiver.start();
  receivers.push(told);
  await world.endpoint({ url: told.url, events: ['webhook_endpoint.*'], workspaceId });
  await world.until(async () => (await world.endpointRow(id)).active === false);
  expect(await world.endpointRow(id)).toMatchObject({ active: false, disabled_reason: 'gone' });
  expect(delivery.status).toBe('pending');
  const events = await world.db.query<{ data: unknown }[]>(
    `select data from events where workspace_id = $1 and type = 'webhook_endpoint.disabled'`,
    [workspaceId],
  );
  expect(events).toEqual([
    { data: { endpointId: id, url: taker.url, reason: 'gone', message: expect.stringContaining('410') } },
  ]);
});

it.each([
  ['seconds', () => '7', 7],
  ['a date', () => new Date(Date.now() + 8_000).toUTCString(), 8],
  ['a year', () => String(365 * 86_400), 86_400],
])('429 with Retry-After in %s holds everything back', async (_form, value, seconds) => {
  const { id, workspaceId, lane, taker } = await sendTo((response) =>
    response.writeHead(429, { 'retry-after': value() }).end(),
  );
  expect(lane.paused_seconds).toBeGreaterThan(seconds - 4);
  expect(lane.paused_seconds).toBeLessThanOrEqual(seconds);
  await world.event({ workspaceId });
  await world.fannedOut(workspaceId, 2);
  await world.db.query('update webhook_deliveries set next_attempt_at = now() where endpoint_id = $1', [id]);
  await world.event({ workspaceId });
  await world.fannedOut(workspaceId, 3);
  expect(taker.received).toHaveLength(1);
  await world.db.query(`update webhook_lanes set paused_until = '-infinity' where endpoint_id = $1`, [id]);
  taker.answer = (_received, response) => response.writeHead(200).end();
  await taker.until(4);
});

it('obeys a Retry-After whose answer breaks off', async () => {
  const { lane, attempt } = await sendTo((response) => {
    response.writeHead(429, { 'retry-after': '60', 'content-length': '30' });
    response.write('wait', () => response.socket?.destroy());
  });
  expect(attempt).toMatchObject({ status: 429, error: expect.stringContaining('was closed') });
  expect(lane.paused_seconds).toBeGreaterThan(50);
});

it('ends an answer that never ends, and one that never begins', async () => {
  const [drip, silent] = await Promise.all([
    sendTo((response) => {
      response.writeHead(200).write('so far ');
      const timer = setInterval(() => response.write('.'), 50);
      response.once('close', () => clearInterval(timer));
    }),
    sendTo(() => undefined),
  ]);
  for (const { attempt, delivery } of [drip, silent]) {
    expect(delivery.status).toBe('pending');
    expect(attempt.error).toBe('No whole answer came within 1 s.');
    expect(attempt.ms).toBeGreaterThanOrEqual(990);
    expect(attempt.ms).toBeLessThan(3_000);
  }
  expect(drip.attempt.status).toBe(200);
  expect(silent.attempt.status).toBeNull();
});

it('reads the beginning of a huge answer only, and keeps what Postgres can hold', async () => {
  let written = 0;
  const huge = await sendTo((response) => {
    response.writeHead(200);
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const more = () => {
      if (response.destroyed || written > 1_000) return;
      written += 1;
      response.write(chunk, () => setImmediate(more));
    };
    more();
  });
  expect(huge.delivery.status).toBe('delivered');
  expect(huge.attempt.body).toBe('x'.repeat(1_000));
  expect(written).toBeLessThan(1_000);
  const odd = await sendTo((response) =>
    response.writeHead(500).end(Buffer.from([0x61, 0x00, 0xff, 0xfe, 0xed, 0xa0, 0x80, 0x62])),
  );
  expect(odd.attempt.body).toMatch(/^a\uFFFD+b$/);
});

it('says in words why no answer came', async () => {
  const reset = await sendTo((response) => response.socket!.resetAndDestroy());
  expect(reset.attempt).toMatchObject({ status: null, error: expect.stringContaining('was closed') });
  const port = await freePort();
  expect((await sendToUrl(`http://127.0.0.1:${port}/`)).attempt.error).toBe('The connection was refused.');
  const { port: plain } = new URL(reset.taker.url);
  expect((await sendToUrl(`https://127.0.0.1:${plain}/`)).attempt.error).toMatch(/^No secure connection/);
  expect((await sendToUrl('http://10.0.0.1/')).attempt.error).toContain('not a public address');
  const garbage = net.createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
  await new Promise<void>((resolve) => garbage.listen(0, '127.0.0.1', resolve));
  const { port: noHttp } = garbage.address() as AddressInfo;
  expect((await sendToUrl(`http://127.0.0.1:${noHttp}/`)).attempt.error).toContain('no HTTP');
  garbage.close();
});

it('refuses a name that leads inside at the moment of connecting', async () => {
  const inside = await Receiver.start();
  receivers.push(inside);
  const { port } = new URL(inside.url);
  let answers = 0;
  const guard = createAddressGuard({
    allowHosts: [],
    resolve: ((_name: string, _options: object, done: (error: null, found: object[]) => void) => {
      answers += 1;
      done(null, [{ address: '127.0.0.1', family: 4 }]);
    }) as never,
  });
  const sender = new WebhookSender(guard, world.config);
  const answer = await sender.send(
    {
      url: `http://rebinding.example:${port}/hooks`,
      contentType: 'application/json',
      body: '{}',
      id: 'evt_1',
      timestamp: 1,
      signature: 'v1,x',
    },
    new AbortController().signal,
  );
  sender.close();
  expect(answer).toMatchObject({
    outcome: 'blocked',
    status: null,
    error: 'The host name leads to an address that is not public.',
  });
  expect(answers).toBe(1);
  expect(inside.received).toEqual([]);
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
