import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MediaUnavailableError } from '@postern/core';
import { createAddressGuard } from '@postern/provider-kit';
import { MediaFetcher } from './media-fetcher';

const ROUTES: Record<string, RequestListener> = {
  '/a%20b.jpg': (_request, response) => {
    response.setHeader('content-type', 'Image/JPEG; charset=binary').end('12345');
  },
  '/moved': (_request, response) => response.writeHead(302, { location: '/a%20b.jpg' }).end(),
  '/inward': (_request, response) => response.writeHead(302, { location: 'http://10.0.0.1/x' }).end(),
  '/to-name': (request, response) => {
    const port = request.headers.host?.split(':')[1];
    response.writeHead(302, { location: `http://inside.example:${port}/a%20b.jpg` }).end();
  },
  '/round': (_request, response) => response.writeHead(302, { location: '/round' }).end(),
  '/busy': (_request, response) => response.writeHead(503).end(),
};

let server: Server;
let host: string;
let media: MediaFetcher;
beforeAll(async () => {
  server = createServer((request, response) => {
    const route = ROUTES[request.url?.split('?')[0] ?? ''];
    if (route) void route(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  media = new MediaFetcher(createAddressGuard({ allowHosts: [host] }));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function refusal(url: string): Promise<MediaUnavailableError> {
  return media.open(url).then(
    () => Promise.reject(new Error('It was fetched.')),
    (error: MediaUnavailableError) => error,
  );
}

it('streams, and says what it is', async () => {
  const open = await media.open(`http://${host}/moved?token=secret`);
  expect(open).toMatchObject({ contentType: 'image/jpeg', sizeBytes: 5, fileName: 'a_20b.jpg' });
  const chunks: Uint8Array[] = [];
  for await (const chunk of open.stream) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toBe('12345');
});

it.each<[string, boolean, RegExp]>([
  ['/missing?token=secret', false, /answered 404/],
  ['/busy', true, /answered 503/],
  ['/round', false, /redirects too often/],
  ['/inward', false, /10\.0\.0\.1/],
])('refuses %s', async (path, retryable, message) => {
  const error = await refusal(`http://${host}${path}`);
  expect(error).toMatchObject({ name: 'MediaUnavailableError', retryable });
  expect(error.message).toMatch(message);
  expect(error.message).not.toContain('secret');
});

it('reaches no private address and no file', async () => {
  for (const url of ['http://127.0.0.1:1/a', 'http://[::1]/a', 'http://localhost/a', 'file:///etc/passwd']) {
    expect(await refusal(url)).toMatchObject({ name: 'MediaUnavailableError', retryable: false });
  }
});

/** The server listens at a private address: a name that leads there must not reach it, however it comes to. */
it.each<[string, string, string[][]]>([
  ['at once', 'http://inside.example:PORT/a%20b.jpg', [['127.0.0.1']]],
  ['as one of several', 'http://inside.example:PORT/a%20b.jpg', [['93.184.216.34', '127.0.0.1']]],
  ['written as IPv6', 'http://inside.example:PORT/a%20b.jpg', [['::ffff:127.0.0.1']]],
  ['once a redirect names it', 'http://HOST/to-name', [['127.0.0.1']]],
  ['as a number', 'http://2130706433:PORT/a%20b.jpg', []],
])('reaches nothing by a name that leads inside %s', async (_how, address, answers) => {
  const { port } = server.address() as AddressInfo;
  const reached = jest.fn();
  server.on('request', reached);
  const guard = createAddressGuard({
    allowHosts: address.includes('HOST') ? [host] : [],
    resolve: ((_name: string, _options: object, done: (error: null, found: object[]) => void) => {
      const found = answers.shift() ?? ['127.0.0.1'];
      done(
        null,
        found.map((at) => ({ address: at, family: at.includes(':') ? 6 : 4 })),
      );
    }) as never,
  });
  const url = address.replace('HOST', host).replace('PORT', String(port));
  await expect(new MediaFetcher(guard).open(url)).rejects.toMatchObject({ retryable: false });
  server.off('request', reached);
  expect(reached).toHaveBeenCalledTimes(address.includes('HOST') ? 1 : 0);
});

it('calls a server that is away a passing fault', async () => {
  const away = new MediaFetcher(createAddressGuard({ allowHosts: ['127.0.0.1:9'] }));
  await expect(away.open('http://127.0.0.1:9/a')).rejects.toMatchObject({ retryable: true });
});
