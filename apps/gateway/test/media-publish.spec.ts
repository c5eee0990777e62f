/** Stored media on their way to each network: what arrives is what was uploaded, byte for byte. */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MediaSources } from '../src/media/media-sources';
import { expectProblem } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';
import { diskMedia, JPEG, MP4, sha256, upload } from './media-harness';
import { videoOf } from './media-samples';

jest.setTimeout(60_000);

const disk = diskMedia({ maxBytes: 8 * 1024 ** 2 });
/** A JPEG of 3 MiB: what follows its end is nobody's business. */
const LARGE = Buffer.concat([JPEG, randomBytes(3 * 1024 ** 2)]);
let gateway: TestGateway;
let origin: Server;
let host: string;
beforeAll(async () => {
  origin = createServer((request, response) => {
    const path = request.url ?? '';
    if (path === '/inward') return response.writeHead(302, { location: 'http://10.0.0.1/a.jpg' }).end();
    if (path === '/cut') return response.writeHead(200, { 'content-length': 999_999 }).end(JPEG);
    if (path === '/page.jpg') return response.writeHead(200, { 'content-type': 'image/jpeg' }).end('<html>');
    if (path === '/large') return response.writeHead(200, { 'content-length': 9 * 1024 ** 2 }).flushHeaders();
    if (path === '/endless') return void endless(response);
    return response.writeHead(200, { 'content-type': 'text/plain' }).end(MP4);
  });
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(origin.address() as AddressInfo).port}`;
  gateway = await startTestGateway({ config: { ...disk.config, publicUrl: 'https://postern.example.com' } });
  await gateway.startWorker();
}, 60_000);
afterAll(async () => {
  await gateway.close();
  origin.closeAllConnections();
  origin.close();
  disk.clear();
});

function endless(response: NodeJS.WritableStream): void {
  const more = () => {
    while (response.writable && response.write(Buffer.concat([JPEG, Buffer.alloc(65_536)])));
  };
  response.on('drain', more).on('error', () => undefined);
  more();
}

const idOf = async (bytes: Uint8Array, fileName?: string) =>
  ((await upload(gateway.api, bytes, { fileName })).body as { id: string }).id;
const fetchMedia = (url: string, headers?: Record<string, string>) =>
  gateway.api.call('POST', '/v1/media', { body: { url }, headers });

it.each([
  ['layers', 'instagram'],
  ['postpost', 'instagram'],
  ['postato', 'instagram'],
] as const)('arrives through %s', async (upstream, platform) => {
  const { accounts } = await gateway.connect(upstream);
  const media = [{ mediaId: await idOf(LARGE, 'Große Tasse.png') }, { mediaId: await idOf(JPEG) }];
  const text = `Stored media through ${upstream}`;
  const targets = [{ accountId: accountOn(accounts, platform) }];
  const { id } = await gateway.publish({ content: { text, media }, targets });
  expect((await gateway.final(id)).posts.map(({ status, error }) => ({ status, error }))).toEqual([
    { status: 'published', error: null },
  ]);
  const [entry] = gateway.sandbox.network.entries({ upstream, text });
  expect(entry?.media).toEqual(
    [LARGE, JPEG].map((bytes) => ({
      contentType: 'image/jpeg',
      sizeBytes: bytes.length,
      sha256: sha256(bytes),
    })),
  );
});

it('arrives through Layers as a video, too', async () => {
  const { accounts } = await gateway.connect('layers');
  const video = await videoOf('mp4', 5);
  const text = 'A stored video through layers';
  const { id } = await gateway.publish({
    content: { text, media: [{ mediaId: await idOf(video, 'clip.mp4') }] },
    targets: [{ accountId: accountOn(accounts, 'instagram') }],
  });
  expect((await gateway.final(id)).posts.map(({ status, error }) => ({ status, error }))).toEqual([
    { status: 'published', error: null },
  ]);
  const [entry] = gateway.sandbox.network.entries({ upstream: 'layers', text });
  expect(entry?.media).toEqual([
    { contentType: 'video/mp4', sizeBytes: video.length, sha256: sha256(video) },
  ]);
});

it('is stored from an address, once for one key', async () => {
  const url = `http://${host}/clip?token=secret`;
  const first = await fetchMedia(url, { 'idempotency-key': 'one' });
  expect({ status: first.status, body: first.body }).toMatchObject({
    status: 201,
    body: { contentType: 'video/mp4', sizeBytes: MP4.length, sha256: sha256(MP4) },
  });
  const again = await fetchMedia(url, { 'idempotency-key': 'one' });
  expect({ body: again.body, replayed: again.headers.get('idempotency-replayed') }).toEqual({
    body: first.body,
    replayed: 'true',
  });
  const other = await fetchMedia(`http://${host}/other`, { 'idempotency-key': 'one' });
  expectProblem(other, 409, 'IDEMPOTENCY_CONFLICT');
});

it.each([
  ['http://169.254.169.254/latest/meta-data/', 422, 'media.url'],
  ['http://localhost:1/a.jpg', 422, 'media.url'],
  ['http://[::ffff:10.0.0.1]/a.jpg', 422, 'media.url'],
  ['http://user:secret@example.com/a.jpg', 422, 'media.url'],
  ['file:///etc/passwd', 422, 'url'],
  ['/inward', 422, 'media.url'],
  ['/cut', 422, 'media.complete'],
  ['/page.jpg', 415, 'media.type'],
  ['/large', 413, undefined],
  ['/endless', 413, undefined],
])('does not store %s', async (address, status, rule) => {
  const reply = await fetchMedia(address.startsWith('/') ? `http://${host}${address}` : address);
  const problem = expectProblem(
    reply,
    status,
    { 413: 'PAYLOAD_TOO_LARGE', 415: 'UNSUPPORTED_MEDIA_TYPE', 422: 'VALIDATION' }[status] ?? '',
  );
  expect(problem.issues?.map((issue) => issue.rule)[0]).toBe(rule);
  expect(JSON.stringify(problem)).not.toContain('secret');
});

it('has an address for those who fetch, of its own workspace and for a while', async () => {
  const { api } = gateway;
  const id = await idOf(LARGE);
  const source = api.app.get(MediaSources, { strict: false }).for(api.workspaceId);
  const address = new URL(await source.publicUrl({ mediaId: id }, null));
  expect(address.origin).toBe('https://postern.example.com');
  const local = `${api.url}${address.pathname}`;
  const got = await fetch(local + address.search);
  expect([got.status, got.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  expect(sha256(Buffer.from(await got.arrayBuffer()))).toBe(sha256(LARGE));
  const part = await fetch(local + address.search, { headers: { range: 'bytes=100-199' } });
  expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 100-199/${LARGE.length}`]);
  expect(Buffer.from(await part.arrayBuffer()).equals(LARGE.subarray(100, 200))).toBe(true);
  const head = await fetch(local + address.search, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(LARGE.length)]);

  const later = new URLSearchParams(address.search);
  later.set('expires', String(Number(later.get('expires')) + 1));
  const over = new URLSearchParams({ expires: '1000', signature: later.get('signature') ?? '' });
  for (const search of ['', `?${later.toString()}`, `?${over.toString()}`, `${address.search}x&expires=1`]) {
    expect((await fetch(local + search)).status).toBe(404);
  }
  const theirs = api.app.get(MediaSources, { strict: false }).for('ws_other');
  await expect(theirs.publicUrl({ mediaId: id }, null)).rejects.toMatchObject({ retryable: false });
  await expect(theirs.open({ mediaId: id })).rejects.toMatchObject({ name: 'MediaUnavailableError' });
});
