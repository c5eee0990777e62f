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

it('calls a server that is away a passing fault', async () => {
  const away = new MediaFetcher(createAddressGuard({ allowHosts: ['127.0.0.1:9'] }));
  await expect(away.open('http://127.0.0.1:9/a')).rejects.toMatchObject({ retryable: true });
});
