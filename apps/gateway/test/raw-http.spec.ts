/** Whatever Node or Fastify could answer by themselves, over a bare socket: it is always a problem document. */
import { connect } from 'node:net';
import { startTestApi, type TestApi } from './api-harness';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

interface RawReply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Sends the bytes and reads until the server closes the connection. */
function send(...chunks: (string | Buffer)[]): Promise<RawReply> {
  const { hostname, port } = new URL(api.url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      for (const chunk of chunks) socket.write(chunk);
    });
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString('utf8')));
    // What the server no longer reads resets the connection; what it said before still counts.
    socket.on('error', (error) => (text === '' ? reject(error) : resolve(parsed(text))));
    socket.on('close', () => resolve(parsed(text)));
  });
}

function parsed(text: string): RawReply {
  const [head = '', ...body] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    line.slice(line.indexOf(':') + 1).trim(),
  ]);
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: body.join('\r\n\r\n'),
  };
}

function expectRawProblem(reply: RawReply, status: number, code: string): void {
  expect([reply.status, reply.headers['content-type']]).toEqual([
    status,
    'application/problem+json; charset=utf-8',
  ]);
  expect(Buffer.byteLength(reply.body)).toBe(Number(reply.headers['content-length']));
  expect(JSON.parse(reply.body)).toMatchObject({
    type: `/docs/errors/${code}`,
    title: expect.any(String),
    status,
    detail: expect.any(String),
    code,
    requestId: reply.headers['x-request-id'],
  });
  expect(reply.headers['x-request-id']).toMatch(/^req_[0-9a-z]{26}$/);
  expect(reply.headers['cache-control']).toBe('no-store');
}

const CLOSE = 'Host: postern\r\nConnection: close\r\n';

it.each([
  ['no HTTP at all', 'HELLO\r\n\r\n'],
  ['a method that nobody knows', `BREW /v1/posts HTTP/1.1\r\n${CLOSE}\r\n`],
  ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a header without a name', `GET /health/live HTTP/1.1\r\n: x\r\n${CLOSE}\r\n`],
  ['a header with a control character', `GET /health/live HTTP/1.1\r\nA: \u0001\r\n${CLOSE}\r\n`],
  ['a space in the address', `GET /health/live x HTTP/1.1\r\n${CLOSE}\r\n`],
  ['two lengths', `POST /v1/posts HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n${CLOSE}\r\n`],
  [
    'a length and chunks',
    `POST /v1/posts HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n${CLOSE}\r\n`,
  ],
  ['a length that is none', `POST /v1/posts HTTP/1.1\r\nContent-Length: many\r\n${CLOSE}\r\n`],
  [
    'chunks that are none',
    `POST /v1/post-groups HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n${CLOSE}\r\nzz\r\n`,
  ],
  ['a broken percent sequence', `GET /v1/posts/%e0%a4%a HTTP/1.1\r\n${CLOSE}\r\n`],
  ['a NUL character', `GET /v1/posts/%00 HTTP/1.1\r\n${CLOSE}\r\n`],
  ['no host', 'GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['two hosts', `GET /health/live HTTP/1.1\r\nHost: other\r\n${CLOSE}\r\n`],
  ['a host that is none', 'GET /health/live HTTP/1.1\r\nHost: a b/<c>\r\nConnection: close\r\n\r\n'],
  ['an expectation', `POST /v1/post-groups HTTP/1.1\r\nExpect: miracles\r\n${CLOSE}\r\n`],
])('calls %s malformed', async (_name, bytes) => {
  expectRawProblem(await send(bytes), 400, 'MALFORMED_REQUEST');
});

it('knows nothing of an absurdly long part of a path', async () => {
  expectRawProblem(
    await send(`GET /v1/posts/${'x'.repeat(3000)} HTTP/1.1\r\n${CLOSE}\r\n`),
    404,
    'NOT_FOUND',
  );
});

it('has a limit for address and headers', async () => {
  const long = 'x'.repeat(20_000);
  expectRawProblem(
    await send(`GET /v1/posts?cursor=${long} HTTP/1.1\r\n${CLOSE}\r\n`),
    431,
    'HEADERS_TOO_LARGE',
  );
  expectRawProblem(
    await send(`GET /v1/posts HTTP/1.1\r\nCookie: ${long}\r\n${CLOSE}\r\n`),
    431,
    'HEADERS_TOO_LARGE',
  );
});

it('does not know an unknown path, whatever is sent along', async () => {
  expectRawProblem(await send(`GET /nothing HTTP/1.1\r\n${CLOSE}\r\n`), 404, 'NOT_FOUND');
  expectRawProblem(await send(`PROPFIND /nothing HTTP/1.1\r\n${CLOSE}\r\n`), 404, 'NOT_FOUND');
  expectRawProblem(await send(`OPTIONS * HTTP/1.1\r\n${CLOSE}\r\n`), 404, 'NOT_FOUND');
  expectRawProblem(await send(`GET //v1/posts HTTP/1.1\r\n${CLOSE}\r\n`), 404, 'NOT_FOUND');
  const text = `POST /nothing HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n${CLOSE}\r\nx`;
  expectRawProblem(await send(text), 404, 'NOT_FOUND');
});

it.each(['OPTIONS', 'TRACE', 'PUT', 'PROPFIND', 'QUERY', 'DELETE', 'PATCH'])(
  'refuses %s where it is not known, and names what is',
  async (method) => {
    const reply = await send(`${method} /v1/posts?limit=1 HTTP/1.1\r\n${CLOSE}\r\n`);
    expectRawProblem(reply, 405, 'METHOD_NOT_ALLOWED');
    expect(reply.headers.allow).toBe('GET, HEAD');
  },
);

it('refuses to be a proxy', async () => {
  const reply = await send(`CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n`);
  expectRawProblem(reply, 405, 'METHOD_NOT_ALLOWED');
  expect(reply.headers.allow).toContain('GET');
});

it('answers HEAD with the headers alone, refusals too', async () => {
  const known = await send(`HEAD /health/live HTTP/1.1\r\n${CLOSE}\r\n`);
  expect([known.status, known.body]).toEqual([200, '']);
  const unknown = await send(`HEAD /nothing HTTP/1.1\r\n${CLOSE}\r\n`);
  expect([unknown.status, unknown.body]).toEqual([404, '']);
  expect(unknown.headers['content-type']).toBe('application/problem+json; charset=utf-8');
});

it('takes what is odd and yet right', async () => {
  for (const bytes of [
    'GET /health/live HTTP/1.0\r\n\r\n',
    `GET /health/live HTTP/1.1\r\nHost: [::1]:8080\r\nConnection: close\r\n\r\n`,
    `GET /health/live HTTP/1.1\r\nExpect: 100-Continue\r\n${CLOSE}\r\n`,
    `GET /health/live HTTP/1.1\r\nHost: postern\r\nConnection: upgrade, close\r\nUpgrade: websocket\r\n\r\n`,
  ]) {
    const reply = await send(bytes);
    // The interim reply stands before the reply.
    expect([bytes, [100, 200].includes(reply.status)]).toEqual([bytes, true]);
  }
});

it('refuses a body that is too large before it has come', async () => {
  const head = `POST /v1/post-groups HTTP/1.1\r\nAuthorization: Bearer ${api.key}\r\nContent-Type: application/json\r\n`;
  const reply = await send(`${head}Content-Length: 5000000\r\n${CLOSE}\r\n`, Buffer.alloc(5_000_000, 32));
  expectRawProblem(reply, 413, 'PAYLOAD_TOO_LARGE');
});

it('waits for nobody for ever', async () => {
  const server = api.app.getHttpServer() as { headersTimeout: number; requestTimeout: number };
  const { headersTimeout, requestTimeout } = server;
  try {
    server.headersTimeout = 100;
    server.requestTimeout = 100;
    const [headers, body] = await Promise.all([
      send('GET /health/live HTTP/1.1\r\nHost: po'),
      send(
        `POST /v1/post-groups HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 9\r\n${CLOSE}\r\n{`,
      ),
    ]);
    expectRawProblem(headers, 408, 'REQUEST_TIMEOUT');
    expectRawProblem(body, 408, 'REQUEST_TIMEOUT');
  } finally {
    Object.assign(server, { headersTimeout, requestTimeout });
  }
}, 20_000);

it('survives a client that goes away in the middle of its body', async () => {
  const { hostname, port } = new URL(api.url);
  await new Promise<void>((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      socket.write(
        `POST /v1/post-groups HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 9\r\n${CLOSE}\r\n{`,
        () => socket.destroy(),
      );
    });
    socket.on('close', () => resolve());
  });
  expect((await api.call('GET', '/health/live')).status).toBe(200);
});
