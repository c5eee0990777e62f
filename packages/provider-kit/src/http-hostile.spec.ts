/** Replies that never end, or end too early, byte by byte: on a create each of them is an unknown outcome. */
import net, { type AddressInfo } from 'node:net';
import { classifyCreate } from './classify';
import { createHttpClient } from './http-client';

const TIMEOUT_MS = 300;
const EVERY_MS = 20;

const servers: net.Server[] = [];
const sockets: net.Socket[] = [];
afterEach(async () => {
  sockets.splice(0).forEach((socket) => socket.destroy());
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** Answers each request as told, once its head has arrived. */
async function serve(answer: (socket: net.Socket) => void): Promise<string> {
  const server = net.createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/posts`;
}

async function create(url: string, timeoutMs = TIMEOUT_MS) {
  const client = createHttpClient();
  const body = { kind: 'json' as const, value: { text: 'Hello' } };
  const startedAt = performance.now();
  const outcome = await client.send({ method: 'POST', url, body, timeoutMs, budget: 'write' });
  const tookMs = performance.now() - startedAt;
  client.close();
  return { outcome, verdict: classifyCreate(outcome, { provider: 'any', now: 0 }), tookMs };
}

/** Sends the parts one after another, then goes on with the last for ever. */
function drip(...parts: string[]) {
  return (socket: net.Socket) => {
    let next = 0;
    const timer = setInterval(() => {
      socket.write(parts[Math.min(next, parts.length - 1)] ?? '');
      next += 1;
    }, EVERY_MS);
    socket.on('close', () => clearInterval(timer));
  };
}

const JSON_TEXT = '{"id":"pst_1","status":"queued"}';
const OK = 'HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n';

describe('a reply that drips', () => {
  it.each([
    ['in its status line', drip('HTTP/1.1 ', '2', '0', '1', ' ', 'C')],
    ['in its headers', drip(OK, 'X-More: a\r\n')],
    ['in its body', drip(`${OK}Content-Length: 100000\r\n\r\n{`, ' ')],
    ['in its chunks', drip(`${OK}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n')],
    ['in a body without a length', drip(`${OK}Connection: close\r\n\r\n${JSON_TEXT}`, ' ')],
    ['with interim replies', drip('HTTP/1.1 100 Continue\r\n\r\n')],
    [
      'after a whole body whose length is greater',
      (socket: net.Socket) => {
        socket.write(`${OK}Content-Length: ${JSON_TEXT.length + 1}\r\n\r\n${JSON_TEXT}`);
      },
    ],
    [
      'with nothing after its head',
      (socket: net.Socket) => {
        socket.write(`${OK}Content-Length: 10\r\n\r\n`);
      },
    ],
  ])(
    '%s is unknown once the time of the whole exchange is over, however often a byte comes',
    async (_where, answer) => {
      const { outcome, verdict, tookMs } = await create(await serve(answer));
      expect(outcome).toMatchObject({ kind: 'no_reply', cause: 'timeout' });
      expect(verdict).toMatchObject({ outcome: 'unknown', error: { code: 'TIMEOUT', retryable: false } });
      expect(tookMs).toBeGreaterThanOrEqual(TIMEOUT_MS - 5);
      // Far from it: a time-out per byte would never end.
      expect(tookMs).toBeLessThan(TIMEOUT_MS * 10);
    },
  );
});

describe('a reply that is cut', () => {
  const end = (bytes: string) => (socket: net.Socket) => void socket.end(bytes);
  const reset = (bytes: string) => (socket: net.Socket) =>
    void socket.write(bytes, () => socket.resetAndDestroy());

  it.each([
    ['before its length', end(`${OK}Content-Length: 100\r\n\r\n{"id":`)],
    [
      'before its length, where what came is whole JSON',
      end(`${OK}Content-Length: ${JSON_TEXT.length + 1}\r\n\r\n${JSON_TEXT}`),
    ],
    ['within a chunk', end(`${OK}Transfer-Encoding: chunked\r\n\r\n64\r\n${JSON_TEXT}`)],
    [
      'between chunks',
      end(`${OK}Transfer-Encoding: chunked\r\n\r\n${JSON_TEXT.length.toString(16)}\r\n${JSON_TEXT}\r\n`),
    ],
    ['within the size of a chunk', end(`${OK}Transfer-Encoding: chunked\r\n\r\n2`)],
    ['within its headers', end(`${OK}Content-Le`)],
    ['by a reset within its body', reset(`${OK}Content-Length: 100\r\n\r\n{"id":`)],
    ['by a reset between chunks', reset(`${OK}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n`)],
  ])('%s is no reply, and unknown', async (_where, answer) => {
    const { outcome, verdict } = await create(await serve(answer), 5_000);
    expect(outcome.kind).toBe('no_reply');
    expect(verdict).toMatchObject({ outcome: 'unknown', error: { retryable: false } });
  });

  it.each([
    ['a length that is too small', end(`${OK}Content-Length: 10\r\n\r\n${JSON_TEXT}`)],
    [
      'a body without a length that ends within',
      end(`${OK}Connection: close\r\n\r\n${JSON_TEXT.slice(0, 12)}`),
    ],
    ['an empty body', end(`${OK}Content-Length: 0\r\n\r\n`)],
  ])('%s leaves no JSON, and is unknown', async (_what, answer) => {
    const { verdict } = await create(await serve(answer), 5_000);
    expect(verdict).toMatchObject({ outcome: 'unknown', error: { retryable: false } });
  });

  it('a body without a length that ends with the connection is whole', async () => {
    const { verdict } = await create(await serve(end(`${OK}Connection: close\r\n\r\n${JSON_TEXT}`)), 5_000);
    expect(verdict).toMatchObject({ outcome: 'accepted', json: { id: 'pst_1' } });
  });
});
