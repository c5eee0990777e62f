/** Media in a bucket: a store that checks every signature, and that is away at times. */
import { randomBytes } from 'node:crypto';
import type { S3StoreConfig } from '../src/config/media-config';
import { MEDIA_STORE, type MediaStore, storageKey } from '../src/media/media-store';
import { MediaSources } from '../src/media/media-sources';
import { MediaSweep } from '../src/media/media-sweep';
import { MediaSweepRepository } from '../src/media/media-sweep.repository';
import { S3MediaStore } from '../src/media/s3-media-store';
import { newId } from '../src/database/ids';
import { expectProblem, startTestApi, type TestApi } from './api-harness';
import { accountOn, startTestGateway, type TestGateway, until } from './gateway-harness';
import { JPEG, MP4, sha256, upload } from './media-harness';
import { S3Server } from './s3-server';

jest.setTimeout(60_000);

const MIB = 1024 ** 2;
/** A JPEG of three parts. */
const LARGE = Buffer.concat([JPEG, randomBytes(11 * MIB)]);
/** One of two parts, as Instagram takes it. */
const PARTED = LARGE.subarray(0, 7 * MIB);
const s3 = new S3Server();
let gateway: TestGateway;
beforeAll(async () => {
  await s3.start();
  gateway = await startTestGateway({ config: media() });
  await gateway.startWorker();
}, 60_000);
afterAll(async () => {
  await gateway.close();
  s3.die();
});
afterEach(() => (s3.answers = () => true));

function media(changes: Partial<S3StoreConfig> = {}) {
  return { media: { store: s3.config(changes), maxBytes: 32 * MIB, keepDays: 30 } };
}

const storeOf = (api: TestApi) => api.app.get<MediaStore>(MEDIA_STORE, { strict: false });
const sweep = () =>
  new MediaSweep(new MediaSweepRepository(gateway.api.db), storeOf(gateway.api), gateway.api.config).sweep();
const rows = (api = gateway.api) =>
  api.db.query<{ id: string; state: string }[]>('select id, state from media');
const idOf = async (bytes: Uint8Array) => {
  const { status, body } = await upload(gateway.api, bytes);
  expect({ status, detail: body.detail }).toEqual({ status: 201, detail: undefined });
  return (body as { id: string }).id;
};
const keysOf = (id: string) => [...s3.objects.keys()].filter((key) => key.includes(id));
async function bytesOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

it.each([
  ['in one piece', JPEG, 0],
  ['in parts', LARGE, 3],
])('keeps a file %s, and removes it', async (_how, bytes, parts) => {
  s3.log.length = 0;
  const id = await idOf(bytes);
  expect(s3.log.filter((line) => /^PUT .* \d+$/.test(line))).toHaveLength(parts);
  const [key] = keysOf(id);
  expect(s3.objects.get(key ?? '')).toMatchObject({ contentType: 'image/jpeg' });
  expect(sha256(s3.objects.get(key ?? '')?.bytes ?? Buffer.of())).toBe(sha256(bytes));
  expect((await gateway.api.call('GET', `/v1/media/${id}`)).body).toMatchObject({
    sizeBytes: bytes.length,
    sha256: sha256(bytes),
    width: 320,
    height: 320,
  });
  const part = await storeOf(gateway.api).read(key ?? '', { start: 100, end: 299 });
  expect((await bytesOf(part)).equals(bytes.subarray(100, 300))).toBe(true);
  expect((await gateway.api.call('DELETE', `/v1/media/${id}`)).status).toBe(204);
  expect({ keys: keysOf(id), uploads: s3.uploads.size, rows: await rows() }).toEqual({
    keys: [],
    uploads: 0,
    rows: [],
  });
});

it.each([
  ['layers', 'instagram'],
  ['postpost', 'instagram'],
] as const)('reaches the network through %s', async (upstream, platform) => {
  const { accounts } = await gateway.connect(upstream);
  const content = {
    text: `From a bucket through ${upstream}`,
    media: [{ mediaId: await idOf(PARTED) }, { mediaId: await idOf(JPEG) }],
  };
  const { id } = await gateway.publish({ content, targets: [{ accountId: accountOn(accounts, platform) }] });
  expect((await gateway.final(id)).posts.map(({ status, error }) => ({ status, error }))).toEqual([
    { status: 'published', error: null },
  ]);
  const [entry] = gateway.sandbox.network.entries({ upstream, text: content.text });
  expect(entry?.media.map((one) => one.sha256)).toEqual([PARTED, JPEG].map(sha256));
});

it('signs addresses for everybody, if it is said to be public', async () => {
  const id = await idOf(MP4);
  const source = gateway.api.app.get(MediaSources, { strict: false }).for(gateway.api.workspaceId);
  await expect(source.publicUrl({ mediaId: id }, null)).rejects.toThrow('POSTERN_MEDIA_S3_PUBLIC=true');

  const open = new S3MediaStore(s3.config({ public: true }));
  const key = keysOf(id)[0] ?? '';
  const address = new URL((await open.address(key, 600)) ?? '');
  const got = await fetch(address);
  expect([got.status, got.headers.get('content-type')]).toEqual([200, 'video/mp4']);
  expect(Buffer.from(await got.arrayBuffer()).equals(MP4)).toBe(true);
  const part = await fetch(address, { headers: { range: 'bytes=5-9' } });
  expect(Buffer.from(await part.arrayBuffer()).equals(MP4.subarray(5, 10))).toBe(true);

  const changed: [name: string, change: (url: URL) => void][] = [
    ['another object', (url) => (url.pathname += 'x')],
    ['longer', (url) => url.searchParams.set('X-Amz-Expires', '601')],
    ['more said', (url) => url.searchParams.set('response-content-type', 'text/html')],
  ];
  for (const [, change] of changed) {
    const other = new URL(address);
    change(other);
    expect((await fetch(other)).status).toBe(403);
  }
  expect((await fetch(address, { method: 'DELETE' })).status).toBe(403);
  open.close();
});

it('says what is wrong with its settings, and keeps no row', async () => {
  const wrong = {
    credentials: { accessKeyId: 'AKIDPOSTERNTEST', secretAccessKey: 'of-somebody-else' },
  };
  const api = await startTestApi([], media(wrong));
  for (const bytes of [JPEG, LARGE]) {
    const { detail } = expectProblem(await upload(api, bytes), 503, 'UNAVAILABLE');
    expect(detail).toContain('SignatureDoesNotMatch');
    expect(detail).toContain('POSTERN_MEDIA_S3_');
    expect(detail).not.toContain('of-somebody-else');
  }
  expect(await rows(api)).toEqual([]);
  await api.close();

  const none = new S3MediaStore(s3.config({ bucket: 'no-such-bucket' }));
  const write = none.write(
    'a',
    'image/jpeg',
    (async function* () {
      yield* await Promise.resolve([JPEG]);
    })(),
  );
  await expect(write).rejects.toThrow('NoSuchBucket');
  none.close();
});

it('leaves nothing behind where it dies in the middle', async () => {
  const before = { objects: s3.objects.size, rows: (await rows()).length };
  let parts = 0;
  s3.answers = ({ method, query }) => {
    if (method === 'PUT' && query.has('partNumber') && (parts += 1) === 2) s3.die();
    return true;
  };
  expectProblem(await upload(gateway.api, LARGE), 503, 'UNAVAILABLE');
  expect((await rows()).filter(({ state }) => state === 'deleting')).toHaveLength(1);
  await sweep();
  expect({ rows: (await rows()).length, uploads: s3.uploads.size }).toEqual({
    rows: before.rows + 1,
    uploads: 1,
  });
  await s3.start();
  await sweep();
  expect({ rows: (await rows()).length, uploads: s3.uploads.size, objects: s3.objects.size }).toEqual({
    ...before,
    uploads: 0,
  });
});

it('removes the parts of an upload whose gateway died', async () => {
  const id = newId('med');
  const key = storageKey(id, 'jpg');
  let release: () => void = () => undefined;
  const stalls = new Promise<void>((resolve) => (release = resolve));
  const dying = new S3MediaStore(s3.config());
  const writing = dying.write(
    key,
    'image/jpeg',
    (async function* () {
      yield LARGE;
      await stalls;
    })(),
  );
  const refused = expect(writing).rejects.toThrow('NoSuchUpload');
  await until(() => [...s3.uploads.values()].some(({ parts }) => parts.size === 2));
  await gateway.api.db.query(
    `insert into media (id, workspace_id, state, storage_key, file_name, content_type, created_at, expires_at)
     values ($1, $2, 'storing', $3, 'a.jpg', 'image/jpeg', now(), now())`,
    [id, gateway.api.workspaceId, key],
  );
  await sweep();
  expect({ uploads: s3.uploads.size, rows: (await rows()).filter((row) => row.id === id) }).toEqual({
    uploads: 0,
    rows: [],
  });
  // Should it have lived after all, its upload is not there to be completed.
  release();
  await refused;
  expect(keysOf(id)).toEqual([]);
  dying.close();
});

it('gives an upload up whose client goes away', async () => {
  const before = { rows: (await rows()).length, objects: s3.objects.size };
  const aborted = new AbortController();
  const form = Buffer.concat([
    Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'),
    LARGE,
  ]);
  const reply = fetch(`${gateway.api.url}/v1/media`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${gateway.api.key}`,
      'content-type': 'multipart/form-data; boundary=b',
    },
    body: new ReadableStream({ start: (stream) => stream.enqueue(form) }),
    duplex: 'half',
    signal: aborted.signal,
  });
  await until(() => [...s3.uploads.values()].some(({ parts }) => parts.size > 0));
  aborted.abort();
  await expect(reply).rejects.toThrow();
  await until(async () => (await rows()).length === before.rows);
  expect({ uploads: s3.uploads.size, objects: s3.objects.size }).toEqual({
    uploads: 0,
    objects: before.objects,
  });
});

it('removes what has expired', async () => {
  const id = await idOf(JPEG);
  await gateway.api.db.query('update media set expires_at = now() where id = $1', [id]);
  await sweep();
  expect({ keys: keysOf(id), rows: (await rows()).filter((row) => row.id === id) }).toEqual({
    keys: [],
    rows: [],
  });
});
