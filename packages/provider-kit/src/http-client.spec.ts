import http from 'node:http';
import net from 'node:net';
import zlib from 'node:zlib';
import type { AddressInfo } from 'node:net';
import type { HttpOutcome, HttpRequest, OpenMedia } from '@postern/core';
import { createAddressGuard } from './address-guard';
import { createHttpClient, type Exchange, type HttpClient, type HttpClientOptions } from './http-client';

type Handler = (req: http.IncomingMessage, res: http.ServerResponse) => void;

const servers: (http.Server | net.Server)[] = [];
const sockets: net.Socket[] = [];
const clients: HttpClient[] = [];

afterEach(async () => {
  clients.splice(0).forEach((client) => client.close());
  sockets.splice(0).forEach((socket) => socket.destroy());
  for (const server of servers.splice(0)) {
    if (server instanceof http.Server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(handler: Handler): Promise<string> {
  const server = http.createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serveRaw(handler: (socket: net.Socket) => void): Promise<string> {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    sockets.push(socket);
    handler(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function client(options: HttpClientOptions = {}): HttpClient {
  const made = createHttpClient(options);
  clients.push(made);
  return made;
}

const post = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST',
  url,
  body: { kind: 'json', value: { a: 1 } },
  budget: 'write',
  ...more,
});

async function bodyOf(req: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function expectReply(outcome: HttpOutcome): Extract<HttpOutcome, { kind: 'response' }> {
  if (outcome.kind !== 'response') throw new Error(`expected a reply, got ${JSON.stringify(outcome)}`);
  return outcome;
}

function media(bytes: Uint8Array[], sizeBytes: number | null): OpenMedia {
  async function* stream() {
    await Promise.resolve();
    yield* bytes;
  }
  return { stream: stream(), contentType: 'image/png', sizeBytes, fileName: 'a "b".png' };
}

describe('what a reply brings', () => {
  it('parses JSON whatever the content type says, and keeps ids and headers', async () => {
    const url = await serve((_req, res) => {
      res.writeHead(201, { 'content-type': 'text/html', 'X-Request-Id': 'req_1' });
      res.end('{"ok":true}');
    });
    const reply = expectReply(await client().send(post(url)));
    expect(reply).toMatchObject({ status: 201, json: { ok: true }, requestId: 'req_1', text: '{"ok":true}' });
  });

  it.each(['<html>bad gateway</html>', '{"cut":', ''])('leaves json undefined for %p', async (text) => {
    const url = await serve((_req, res) => {
      res.writeHead(502, { 'content-type': 'application/json' });
      res.end(text);
    });
    expect(expectReply(await client().send(post(url)))).toMatchObject({ status: 502, json: undefined });
  });

  it('cuts the text to 64 KiB but parses the whole', async () => {
    const long = 'x'.repeat(100_000);
    const url = await serve((_req, res) => res.end(JSON.stringify({ long })));
    const reply = expectReply(await client().send(post(url)));
    expect(reply.text).toHaveLength(65_536);
    expect(reply.json).toEqual({ long });
  });

  it('follows no redirect', async () => {
    let hits = 0;
    const url = await serve((_req, res) => {
      hits += 1;
      res.writeHead(302, { location: '/elsewhere' });
      res.end();
    });
    expect(expectReply(await client().send(post(url))).status).toBe(302);
    expect(hits).toBe(1);
  });
});

describe('what is sent', () => {
  it('repeats array parameters, leaves out undefined, keeps the address', async () => {
    let seen = '';
    const url = await serve((req, res) => {
      seen = req.url ?? '';
      res.end('{}');
    });
    await client().send({
      method: 'GET',
      url: `${url}/a?x=1`,
      query: { status: ['queued', 'publishing'], limit: 5, none: undefined, flag: true },
      budget: 'read',
    });
    expect(seen).toBe('/a?x=1&status=queued&status=publishing&limit=5&flag=true');
  });

  it('sends a raw body byte for byte, and a body with DELETE', async () => {
    const seen: string[] = [];
    const url = await serve((req, res) => {
      void bodyOf(req).then((text) => {
        seen.push(`${req.method} ${req.headers['content-type']} ${text}`);
        res.end('{}');
      });
    });
    const raw = '{"b" : 1,\n"a":"ü"}';
    await client().send(post(url, { body: { kind: 'raw', text: raw, contentType: 'application/json' } }));
    await client().send(post(url, { method: 'DELETE', body: { kind: 'json', value: { reason: 'x' } } }));
    await client().send(post(url, { body: undefined }));
    expect(seen).toEqual([
      `POST application/json ${raw}`,
      'DELETE application/json {"reason":"x"}',
      'POST undefined ',
    ]);
  });

  it.each([3, null])('streams multipart, with a length where it is known (%p)', async (sizeBytes) => {
    let headers: http.IncomingHttpHeaders = {};
    let text = '';
    const url = await serve((req, res) => {
      headers = req.headers;
      void bodyOf(req).then((body) => {
        text = body;
        res.end('{}');
      });
    });
    const file = media([Buffer.from('ab'), Buffer.from('c')], sizeBytes);
    await client().send(
      post(url, {
        body: { kind: 'multipart', fields: [['caption', 'hi']], files: [{ name: 'file', media: file }] },
      }),
    );
    if (sizeBytes === null) expect(headers['transfer-encoding']).toBe('chunked');
    else expect(Number(headers['content-length'])).toBe(Buffer.byteLength(text));
    expect(text).toContain('name="caption"\r\n\r\nhi\r\n');
    expect(text).toContain('filename="a %22b%22.png"\r\nContent-Type: image/png\r\n\r\nabc\r\n');
  });

  it('puts media with its own type and length', async () => {
    let seen = '';
    const url = await serve((req, res) => {
      void bodyOf(req).then((body) => {
        seen = `${req.headers['content-type']} ${req.headers['content-length']} ${body}`;
        res.end();
      });
    });
    await client().send(
      post(url, {
        method: 'PUT',
        body: { kind: 'media', media: media([Buffer.from('abc')], 3) },
        budget: 'none',
      }),
    );
    expect(seen).toBe('image/png 3 abc');
  });
});

describe('not one byte left', () => {
  it('a refused connection', async () => {
    const outcome = await client().send(post('http://127.0.0.1:1/'));
    expect(outcome).toMatchObject({ kind: 'not_sent', cause: 'refused' });
  });

  it('a name that does not resolve', async () => {
    const guard = createAddressGuard({
      allowHosts: [],
      resolve: ((_host: string, _options: object, done: (error: Error) => void) =>
        done(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }))) as never,
    });
    const outcome = await client({ guard }).send(post('http://nowhere.example/'));
    expect(outcome).toMatchObject({ kind: 'not_sent', cause: 'dns' });
  });

  it('a name that comes to lead into the private network (rebinding)', async () => {
    const guard = createAddressGuard({
      allowHosts: [],
      resolve: ((_host: string, _options: object, done: (error: null, found: object[]) => void) =>
        done(null, [{ address: '127.0.0.1', family: 4 }])) as never,
    });
    const outcome = await client({ guard }).send(post('http://rebound.example/'));
    expect(outcome).toMatchObject({ kind: 'not_sent', cause: 'blocked' });
  });

  it('a literal private address, unless the operator allows it', async () => {
    const url = await serve((_req, res) => res.end('{}'));
    const { host } = new URL(url);
    expect(await client({ guard: createAddressGuard({ allowHosts: [] }) }).send(post(url))).toMatchObject({
      kind: 'not_sent',
      cause: 'blocked',
    });
    expectReply(await client({ guard: createAddressGuard({ allowHosts: [host] }) }).send(post(url)));
  });

  it('a time-out while still connecting', async () => {
    const guard = createAddressGuard({ allowHosts: [], resolve: (() => undefined) as never });
    const outcome = await client({ guard }).send(post('http://slow-dns.example/', { timeoutMs: 50 }));
    expect(outcome).toMatchObject({ kind: 'not_sent', cause: 'refused' });
  });

  it('an empty budget; `none` never asks', async () => {
    const asked: string[] = [];
    const url = await serve((_req, res) => res.end('{}'));
    const http = client({
      acquire: (budget) => {
        asked.push(budget);
        return Promise.resolve({ ok: false, retryAfter: 7 });
      },
    });
    expect(await http.send(post(url))).toMatchObject({ kind: 'not_sent', cause: 'budget', retryAfter: 7 });
    expectReply(await http.send(post(url, { budget: 'none' })));
    expect(asked).toEqual(['write']);
  });

  it.each(['not a url', '/relative'])('an address that is none: %s', async (url) => {
    expect(await client().send(post(url))).toMatchObject({ kind: 'not_sent', cause: 'invalid' });
  });

  it('a header that cannot be written', async () => {
    const url = await serve((_req, res) => res.end('{}'));
    const outcome = await client().send(post(url, { headers: { 'X-Bad': 'a\u0000b\nc' } }));
    expect(outcome.kind).not.toBe('no_reply');
  });

  it('a TLS peer that is none', async () => {
    const url = await serveRaw((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    const outcome = await client().send(post(url.replace('http:', 'https:')));
    expect(outcome).toMatchObject({ kind: 'not_sent', cause: 'refused' });
  });
});

describe('bytes may have left', () => {
  it('a hanging server', async () => {
    const url = await serve(() => undefined);
    const outcome = await client().send(post(url, { timeoutMs: 80 }));
    expect(outcome).toMatchObject({ kind: 'no_reply', cause: 'timeout' });
  });

  it('a slow drip: the clock covers the whole reply', async () => {
    const url = await serve((_req, res) => {
      const drip = setInterval(() => res.write(' '), 10);
      res.on('close', () => clearInterval(drip));
    });
    const outcome = await client().send(post(url, { timeoutMs: 120 }));
    expect(outcome).toMatchObject({ kind: 'no_reply', cause: 'timeout' });
  });

  it('a reset before any reply', async () => {
    const url = await serveRaw((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await client().send(post(url))).toMatchObject({ kind: 'no_reply', cause: 'reset' });
  });

  it('a hang-up before any reply', async () => {
    const url = await serveRaw((socket) => socket.once('data', () => socket.end()));
    expect(await client().send(post(url))).toMatchObject({ kind: 'no_reply', cause: 'reset' });
  });

  it('a reset on a reused connection', async () => {
    let requests = 0;
    const url = await serve((req, res) => {
      requests += 1;
      if (requests === 1) res.end('{}');
      else req.socket.resetAndDestroy();
    });
    const http = client();
    expectReply(await http.send(post(url)));
    expect(await http.send(post(url))).toMatchObject({ kind: 'no_reply', cause: 'reset' });
  });

  it.each([
    ['a truncated body', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a":'],
    ['a truncated chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{"a":'],
    ['something that is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a body that is no gzip', 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}'],
  ])('%s', async (_name, bytes) => {
    const url = await serveRaw((socket) => socket.once('data', () => socket.end(bytes)));
    expect((await client().send(post(url))).kind).toBe('no_reply');
  });

  it('a reply that is too large', async () => {
    const url = await serve((_req, res) => res.end('x'.repeat(5000)));
    expect(await client({ maxReplyBytes: 1000 }).send(post(url))).toMatchObject({
      kind: 'no_reply',
      cause: 'too_large',
    });
  });

  it('a request body whose source breaks', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('abc');
      await Promise.reject(new Error('the disk is gone'));
    }
    const url = await serve((req) => req.resume());
    const file: OpenMedia = {
      stream: broken(),
      contentType: 'image/png',
      sizeBytes: null,
      fileName: 'a.png',
    };
    const outcome = await client().send(post(url, { body: { kind: 'media', media: file }, timeoutMs: 2000 }));
    expect(['no_reply', 'not_sent']).toContain(outcome.kind);
    expect(outcome.kind === 'response' ? '' : outcome.message).toContain('the disk is gone');
  });
});

describe('odd and hostile replies', () => {
  const raw = async (bytes: Buffer, headers: http.OutgoingHttpHeaders = {}, status = 200) => {
    const exchanges: Exchange[] = [];
    const url = await serve((_req, res) => {
      res.writeHead(status, headers);
      res.end(bytes);
    });
    const outcome = await client({ onExchange: (exchange) => exchanges.push(exchange) }).send(post(url));
    return { outcome, exchange: exchanges[0] };
  };

  it.each(['gzip', 'deflate', 'br'] as const)(
    'unpacks %s, and counts what was unpacked',
    async (encoding) => {
      const packers = { gzip: zlib.gzipSync, deflate: zlib.deflateSync, br: zlib.brotliCompressSync };
      const pack = packers[encoding];
      const small = await raw(pack(Buffer.from('{"a":1}')), { 'content-encoding': encoding });
      expect(expectReply(small.outcome).json).toEqual({ a: 1 });
      const bomb = await raw(pack(Buffer.alloc(8 * 1024 * 1024)), { 'content-encoding': encoding });
      expect(bomb.outcome).toMatchObject({ kind: 'no_reply', cause: 'too_large' });
    },
  );

  it('takes a 204 and a 304 for what they are: replies without a body', async () => {
    for (const status of [204, 304]) {
      const { outcome } = await raw(Buffer.alloc(0), { 'content-encoding': 'gzip' }, status);
      expect(outcome).toMatchObject({ kind: 'response', status, json: undefined, text: '' });
    }
  });

  it('bears a byte order mark and broken UTF-8', async () => {
    expect(expectReply((await raw(Buffer.from('\uFEFF{"a":1}'))).outcome).json).toEqual({ a: 1 });
    const broken = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    expect(expectReply((await raw(broken)).outcome).json).toEqual({ a: '\uFFFD\uFFFD' });
  });

  it('gives nothing to providers or evidence that Postgres would refuse', async () => {
    const text = '{"error":{"message":"a\\u0000b \\ud83d c","\\u0000":1},"cut":"';
    const emoji = '👍'.repeat(40_000);
    for (const padding of ['', ' ']) {
      const { outcome, exchange } = await raw(
        Buffer.from(`${padding}${text}${emoji}"}`),
        { 'x-request-id': 'é'.repeat(900) },
        500,
      );
      const reply = expectReply(outcome);
      expect(reply.json).toMatchObject({ error: { message: 'a\uFFFDb \uFFFD c', '\uFFFD': 1 } });
      expect(reply.requestId).toHaveLength(256);
      expectStorable(outcome);
      expectStorable(exchange);
    }
    const bare = await raw(Buffer.from('a\u0000b'));
    expect(expectReply(bare.outcome).text).toBe('a\uFFFDb');
    expectStorable(bare.exchange);
  });

  it('shows what was sent without half a pair, wherever the cut falls', async () => {
    for (const padding of ['', 'x']) {
      const exchanges: Exchange[] = [];
      const url = await serve((_req, res) => res.end());
      const value = `${padding}${'👍'.repeat(20_000)}\u0000`;
      await client({ onExchange: (exchange) => exchanges.push(exchange) }).send(
        post(url, { body: { kind: 'raw', text: value, contentType: 'text/plain' } }),
      );
      expect(exchanges[0]?.requestBody?.length).toBeGreaterThan(16_000);
      expectStorable(exchanges);
    }
  });

  it('takes JSON that is nested beyond reason as no JSON', async () => {
    const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
    const { outcome, exchange } = await raw(Buffer.from(deep));
    expect(expectReply(outcome).json).toBeUndefined();
    expectStorable(exchange);
  });

  it.each([301, 302, 303, 307, 308])('hands a %i over as it is, and goes nowhere', async (status) => {
    const { outcome } = await raw(Buffer.from('moved'), { location: 'http://169.254.169.254/' }, status);
    expect(outcome).toMatchObject({ kind: 'response', status, text: 'moved' });
  });
});

/** jsonb takes any JSON whose strings hold neither NUL nor half a surrogate pair. */
function expectStorable(value: unknown): void {
  const text = JSON.stringify(value);
  expect(text).not.toMatch(/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i);
  expect(text).not.toMatch(/\p{Surrogate}/u);
}

describe('evidence', () => {
  const secret = 'lp_live_KEY_s3cr3t/+"x';

  it('shows every exchange and no secret in any form', async () => {
    const seen: Exchange[] = [];
    const url = await serve((req, res) => {
      res.setHeader('x-request-id', 'req_9');
      res.statusCode = 401;
      const basic = Buffer.from(`ab${secret}:`).toString('base64');
      res.end(JSON.stringify({ message: `bad key ${secret}`, auth: req.headers.authorization, basic }));
    });
    const http = client({ redact: [secret], onExchange: (exchange) => seen.push(exchange) });
    const outcome = await http.send(
      post(`${url}/a?api_key=${encodeURIComponent(secret)}&x=1`, {
        headers: { Authorization: `Bearer ${secret}` },
        body: { kind: 'json', value: { text: secret, password: 'hunter22', caption: 'hello' } },
      }),
    );
    const everything = JSON.stringify([seen, outcome]);
    const inBase64 = Buffer.from(secret).toString('base64').slice(4, 20);
    for (const form of [secret, 's3cr3t', encodeURIComponent(secret), 'hunter22', inBase64]) {
      expect(everything).not.toContain(form);
    }
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ method: 'POST', status: 401, requestId: 'req_9', outcome: 'response' });
    expect(seen[0]?.requestBody).toContain('hello');
    expect(seen[0]?.url).toContain('x=1');
  });

  it('hides signatures of presigned addresses and credentials in an address', async () => {
    const seen: Exchange[] = [];
    const http = client({ onExchange: (exchange) => seen.push(exchange) });
    await http.send(post('http://user:pw12@127.0.0.1:1/o?X-Amz-Signature=abcdef0123&part=1'));
    expect(seen[0]).toMatchObject({ outcome: 'not_sent', status: null, responseBody: null });
    expect(seen[0]?.url).toBe('http://127.0.0.1:1/o?X-Amz-Signature=[secret]&part=1');
  });
});
