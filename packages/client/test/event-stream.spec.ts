import type { ServerResponse } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AuthenticationError, Postern } from '../src';
import { type Answer, hangUp, json, refuse, startServer, type TestServer } from './server';

/** Node's fetch forgets its signal where nobody else holds on to the request. */
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

let server: TestServer;
let postern: Postern;
let open: ServerResponse[];

beforeEach(async () => {
  server = await startServer();
  postern = new Postern({ baseUrl: server.url, apiKey: 'pk_test', maxRetries: 0 });
  open = [];
});
afterEach(() => server.close());

const event = (sequence: number, data: object = {}) => ({
  id: `evt_${sequence}`,
  sequence,
  type: 'post.published',
  timestamp: '2026-01-01T00:00:00Z',
  data,
});
const frame = (sequence: number, data: object = {}) =>
  `id: ${sequence}\nevent: post.published\ndata: ${JSON.stringify(event(sequence, data))}\n\n`;
/** Says this, and stays open. */
const streaming =
  (...texts: string[]): Answer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`: connected\nretry: 10\n\n${texts.join('')}`);
    open.push(response);
  };

async function take(
  count: number,
  options: Parameters<typeof postern.events.stream>[1] = {},
): Promise<number[]> {
  const seen: number[] = [];
  for await (const { sequence } of postern.events.stream({}, options)) {
    seen.push(sequence);
    if (seen.length === count) break;
  }
  return seen;
}

it('goes on after what it has seen, however the connection broke', async () => {
  server.answers.push(
    streaming(frame(1), frame(2)),
    (response) => void response.writeHead(200).end(frame(3).slice(0, -1)),
    hangUp,
    refuse(503, 'UNAVAILABLE'),
    streaming(frame(3), frame(4)),
  );
  const breaks: unknown[] = [];
  setTimeout(() => open[0]?.destroy(), 100);
  expect(await take(4, { onBreak: (error) => breaks.push(error) })).toEqual([1, 2, 3, 4]);
  expect(server.received.map(({ headers }) => headers['last-event-id'])).toEqual([
    undefined,
    '2',
    '2',
    '2',
    '2',
  ]);
  expect(breaks).toHaveLength(4);
});

it('knows where it began, also where nothing happened before the break', async () => {
  server.answers.push(
    (response) => void response.writeHead(200).end('retry: 10\nid: 41\n\nid: 4'),
    streaming(frame(42)),
  );
  expect(await take(1)).toEqual([42]);
  expect(server.received.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '41']);
});

it('goes on from where it is told, and makes a silent connection anew', async () => {
  server.answers.push(streaming(frame(8)), streaming(frame(9)));
  expect(await take(2, { lastEventId: '7', idleMs: 100 })).toEqual([8, 9]);
  expect(server.received.map(({ headers }) => headers['last-event-id'])).toEqual(['7', '8']);
});

it('leaves nothing open when the reader stops', async () => {
  server.answers.push(streaming(frame(1)));
  await take(1);
  await new Promise<void>((resolve) => (open[0]?.destroyed ? resolve() : open[0]?.once('close', resolve)));
});

it('hears the caller’s signal also after the garbage was collected', async () => {
  server.answers.push(streaming(frame(1)));
  const ending = new AbortController();
  const reading = (async () => {
    for await (const _ of postern.events.stream({}, { signal: ending.signal })) setTimeout(collect, 50);
  })();
  const closed = new Promise((resolve) => setTimeout(() => open[0]?.once('close', resolve), 100));
  setTimeout(() => ending.abort(new Error('Enough.')), 300);
  await expect(reading).rejects.toThrow('Enough.');
  await closed;
});

it('ends with a refusal, and with the caller’s signal', async () => {
  server.answers.push(refuse(401, 'UNAUTHENTICATED'));
  await expect(take(1)).rejects.toThrow(AuthenticationError);
  server.answers.splice(0, 9, streaming());
  await expect(take(1, { signal: AbortSignal.timeout(100) })).rejects.toThrow('timeout');
});

describe('waitUntilFinal', () => {
  let status: string;
  let version: number;
  let stream: Answer;
  const group = (): Answer => (response, request) => {
    if (request.path.startsWith('/v1/events')) stream(response, request);
    else json(200, { id: 'pg_1', status, version })(response, request);
  };
  const change = (to: string) => {
    status = to;
    version += 1;
  };
  const reads = () => server.received.filter(({ path }) => path === '/v1/post-groups/pg_1').length;

  beforeEach(() => {
    status = 'queued';
    version = 1;
    stream = streaming();
    server.answers.push(group());
  });

  it('hears of the end by the stream, and tells of every change', async () => {
    const seen: string[] = [];
    const final = postern.waitUntilFinal('pg_1', { onChange: (now) => seen.push(now.status) });
    setTimeout(() => {
      change('publishing');
      open[0]?.write(frame(1, { groupId: 'pg_1' }));
    }, 600);
    setTimeout(() => {
      change('published');
      open[0]?.write(frame(3, { groupId: 'pg_1' }));
    }, 1_200);
    const start = Date.now();
    expect(await final).toMatchObject({ status: 'published' });
    expect(Date.now() - start).toBeLessThan(2_000);
    expect(seen).toEqual(['queued', 'publishing', 'published']);
    // First, when the stream was open, and at the group's own two events.
    expect(reads()).toBe(4);
  });

  it('reads every few seconds where there is no stream', async () => {
    stream = refuse(404, 'NOT_FOUND');
    setTimeout(() => change('failed'), 300);
    expect(await postern.waitUntilFinal('pg_1')).toMatchObject({ status: 'failed' });
  });

  it('outlasts a gateway that is away', async () => {
    const away = (response: ServerResponse) => void response.destroy();
    server.answers.splice(0, 9, hangUp, group());
    stream = away;
    setTimeout(() => change('canceled'), 300);
    expect(await postern.waitUntilFinal('pg_1')).toMatchObject({ status: 'canceled' });
  });

  it('gives up after its time, with the group as it was, and at the caller’s signal', async () => {
    const error: unknown = await postern
      .waitUntilFinal('pg_1', { timeoutMs: 300 })
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'WaitTimeoutError', code: 'TIMEOUT', last: { status: 'queued' } });
    const signal = AbortSignal.timeout(100);
    await expect(postern.waitUntilFinal('pg_1', { signal })).rejects.toThrow('timeout');
  });

  it('throws a refusal at once, and returns at once what is final', async () => {
    change('partially_published');
    expect(await postern.waitUntilFinal('pg_1')).toMatchObject({ status: 'partially_published' });
    expect(reads()).toBe(1);
    server.answers.splice(0, 9, refuse(404, 'NOT_FOUND'));
    await expect(postern.waitUntilFinal('pg_1')).rejects.toThrow('NOT_FOUND');
  });
});
