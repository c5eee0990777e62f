/** Media through the API, kept on disk. */
import { request } from 'node:http';
import { readdirSync, readFileSync } from 'node:fs';
import type { MediaDto } from '../src/media/media.dto';
import { expectProblem, startTestApi, type TestApi } from './api-harness';
import { until } from './gateway-harness';
import { diskMedia, JPEG, MP4, send, sha256, upload } from './media-harness';

const disk = diskMedia();
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi([], disk.config);
});
afterAll(async () => {
  await api.close();
  disk.clear();
});

const files = () =>
  readdirSync(disk.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
const rows = async () => (await api.db.query<{ n: number }[]>('select count(*)::int as n from media'))[0]?.n;

it('stores an image with what its bytes tell, and deletes it with its file', async () => {
  const created = await upload(api, JPEG, {
    fileName: '../../etc/C:\\fakepath\\Größe 1.PNG',
    type: 'text/html',
  });
  expect({ status: created.status, body: created.body }).toEqual({
    status: 201,
    body: {
      id: expect.stringMatching(/^med_[0-9a-z]{26}$/),
      contentType: 'image/jpeg',
      sizeBytes: JPEG.length,
      width: 320,
      height: 320,
      durationMs: null,
      sha256: sha256(JPEG),
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      contentUrl: expect.stringContaining('/content?'),
    },
  });
  const { id, createdAt, expiresAt } = created.body as MediaDto;
  expect(Date.parse(expiresAt ?? '') - Date.parse(createdAt)).toBe(30 * 86_400_000);
  expect(files()).toEqual([`${id}.jpg`]);
  const read = await api.call('GET', `/v1/media/${id}`);
  expect({ status: read.status, body: read.body }).toEqual({ status: 200, body: created.body });
  const { contentUrl, ...kept } = created.body as MediaDto;
  const content = await fetch(api.url + contentUrl);
  expect(sha256(Buffer.from(await content.arrayBuffer()))).toBe(sha256(JPEG));

  expect((await api.call('DELETE', `/v1/media/${id}`)).status).toBe(204);
  expectProblem(await api.call('GET', `/v1/media/${id}`), 404, 'NOT_FOUND');
  expectProblem(await api.call('DELETE', `/v1/media/${id}`), 404, 'NOT_FOUND');
  expect({ files: files(), rows: await rows() }).toEqual({ files: [], rows: 0 });
  const audit = await api.db.query<{ action: string; actor_type: string; before: unknown; after: unknown }[]>(
    'select action, actor_type, before, after from audit_log where subject_id = $1 order by id',
    [id],
  );
  expect(audit).toEqual([
    { action: 'media.create', actor_type: 'api_key', before: null, after: kept },
    { action: 'media.delete', actor_type: 'api_key', before: kept, after: null },
  ]);
});

it('tells a video’s measures', async () => {
  const { status, body } = await upload(api, MP4, { fileName: 'clip' });
  expect({ status, body }).toMatchObject({
    status: 201,
    body: { contentType: 'video/mp4', sizeBytes: MP4.length, durationMs: expect.any(Number) },
  });
  expect(body.width).toBeGreaterThan(0);
  expect(body.height).toBeGreaterThan(0);
});

it('keeps a file whose measures cannot be read', async () => {
  const broken = Buffer.concat([MP4.subarray(0, 32), Buffer.alloc(5_000, 0x41)]);
  const { status, body } = await upload(api, broken);
  expect({ status, body }).toMatchObject({
    status: 201,
    body: { contentType: 'video/mp4', width: null, height: null, durationMs: null },
  });
});

describe('refuses', () => {
  let before: { files: number; rows: number | undefined };
  beforeEach(async () => {
    before = { files: files().length, rows: await rows() };
  });
  afterEach(async () => {
    expect({ files: files().length, rows: await rows() }).toEqual(before);
  });

  it.each([
    ['a page that is called an image', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['an SVG', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a program', Buffer.concat([Buffer.from('7f454c460201010000000000', 'hex'), Buffer.alloc(9_000)])],
    ['a PDF', Buffer.from('%PDF-1.7\n%äöü\n1 0 obj\n<<>>\nendobj\n')],
  ])('%s', async (_name, bytes) => {
    const problem = expectProblem(
      await upload(api, bytes, { type: 'image/jpeg' }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    );
    expect(problem.issues).toMatchObject([{ path: 'file', rule: 'media.type' }]);
  });

  it('an empty file, a form without one, and other fields', async () => {
    const issues = async (reply: Promise<Parameters<typeof expectProblem>[0]>) =>
      expectProblem(await reply, 422, 'VALIDATION').issues?.map(({ path, rule }) => `${path} ${rule}`);
    expect(await issues(upload(api, Buffer.alloc(0)))).toEqual(['file not_empty']);
    expect(await issues(send(api, new FormData()))).toEqual(['file required']);
    expect(await issues(upload(api, JPEG, { field: 'image' }))).toEqual(['image unknown_field']);
    const two = new FormData();
    two.append('file', new Blob([JPEG]), 'a.jpg');
    two.append('file', new Blob([JPEG]), 'b.jpg');
    expect(await issues(send(api, two))).toEqual(['file max_items']);
    const more = new FormData();
    more.append('file', new Blob([JPEG]), 'a.jpg');
    more.append('altText', 'A cup');
    expect(await issues(send(api, more))).toEqual(['altText unknown_field']);
  });

  it('a file above the limit, by name', async () => {
    const large = Buffer.concat([JPEG, Buffer.alloc(1024 ** 2)]);
    const problem = expectProblem(await upload(api, large), 413, 'PAYLOAD_TOO_LARGE');
    expect(problem).toMatchObject({
      limitBytes: 1024 ** 2,
      detail: expect.stringContaining('1048576 bytes'),
    });
  });

  it('form data anywhere else', async () => {
    const form = new FormData();
    form.append('file', new Blob([JPEG]), 'a.jpg');
    const reply = await fetch(`${api.url}/v1/post-groups`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${api.key}` },
    });
    expect(reply.status).toBe(415);
  });

  it('a form that breaks off, and a client that goes away', async () => {
    const boundary = 'limit';
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n`;
    const headers = {
      authorization: `Bearer ${api.key}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    };
    const cut = await api.call('POST', '/v1/media', {
      headers,
      raw: Buffer.concat([Buffer.from(head), JPEG]),
    });
    expect(expectProblem(cut, 422, 'VALIDATION').issues).toMatchObject([{ rule: 'media.complete' }]);

    const gone = request(`${api.url}/v1/media`, {
      method: 'POST',
      headers: { ...headers, 'content-length': 500_000 },
    });
    gone.on('error', () => undefined);
    gone.write(Buffer.concat([Buffer.from(head), JPEG, Buffer.alloc(100_000)]));
    await until(async () => (await rows()) === (before.rows ?? 0) + 1);
    gone.destroy();
    await until(async () => (await rows()) === before.rows);
  });
});

it('gives the first answer to the same bytes again, and no other', async () => {
  const count = await rows();
  const [first, again] = await Promise.all([
    upload(api, JPEG, { idempotencyKey: 'k' }),
    upload(api, JPEG, { idempotencyKey: 'k' }),
  ]);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
  const late = await upload(api, JPEG, { idempotencyKey: 'k' });
  expect(late.body).toEqual(first.body);
  expect(late.headers.get('idempotency-replayed')).toBe('true');
  expectProblem(await upload(api, MP4, { idempotencyKey: 'k' }), 409, 'IDEMPOTENCY_CONFLICT');
  expectProblem(
    await upload(api, JPEG, { idempotencyKey: 'k', fileName: 'b.jpg' }),
    409,
    'IDEMPOTENCY_CONFLICT',
  );
  expect(await rows()).toBe((count ?? 0) + 1);
  const { id } = first.body as MediaDto;
  const kept = readFileSync(`${disk.folder}/${id.slice(-2)}/${id}.jpg`);
  expect(sha256(kept)).toBe(sha256(JPEG));
});

it('is the workspace’s own, and asks for a scope', async () => {
  const { body } = await upload(api, JPEG);
  const other = await api.newWorkspace();
  for (const method of ['GET', 'DELETE']) {
    expectProblem(await api.call(method, `/v1/media/${body.id}`, { key: other.key }), 404, 'NOT_FOUND');
  }
  const reader = (await api.newKey(api.workspaceId, ['publish:read'])).key;
  const writer = (await api.newKey(api.workspaceId, ['publish:write'])).key;
  expectProblem(await upload(api, JPEG, { key: reader }), 403, 'FORBIDDEN_SCOPE');
  expectProblem(await upload(api, JPEG, { key: null }), 401, 'UNAUTHENTICATED');
  expect((await api.call('GET', `/v1/media/${body.id}`, { key: reader })).status).toBe(200);
  expect((await api.call('GET', `/v1/media/${body.id}`, { key: writer })).status).toBe(200);
  expectProblem(await api.call('DELETE', `/v1/media/${body.id}`, { key: reader }), 403, 'FORBIDDEN_SCOPE');
});
