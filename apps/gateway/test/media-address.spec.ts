/** Stored media for an upstream that takes addresses alone: it fetches them from us, if it can reach us. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGenericProvider, parseManifest } from '@postern/provider-generic';
import { expectProblem } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';
import { diskMedia, JPEG, sha256, upload } from './media-harness';

jest.setTimeout(60_000);

const PRESETS = join(__dirname, '..', '..', '..', 'packages', 'provider-generic', 'presets');

/** Postato, but for its uploads. */
function addressesAlone() {
  const preset = JSON.parse(readFileSync(join(PRESETS, 'postato.json'), 'utf8')) as object;
  const parsed = parseManifest({ ...preset, media: { byUrl: true } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return createGenericProvider(parsed.manifest);
}

const disk = diskMedia();
let gateway: TestGateway;
let instagram: string;
beforeAll(async () => {
  gateway = await startTestGateway({
    config: disk.config,
    providers: [addressesAlone()],
    sandbox: { postato: { fetchMedia: true, insecureMedia: true } },
  });
  instagram = accountOn((await gateway.connect('postato')).accounts, 'instagram');
}, 60_000);
afterAll(async () => {
  await gateway.close();
  disk.clear();
});

const idOf = async (bytes: Uint8Array) => ((await upload(gateway.api, bytes)).body as { id: string }).id;
const bodyOf = (text: string, media: object[]) => ({
  content: { text, media },
  targets: [{ accountId: instagram }],
});

it('is refused where nothing has an address, with what to do', async () => {
  const body = bodyOf('Nowhere', [
    { url: `${gateway.sandbox.url}/samples/a.jpg` },
    { mediaId: await idOf(JPEG) },
  ]);
  const created = await gateway.api.call('POST', '/v1/post-groups', { body });
  const message = expect.stringContaining('set POSTERN_PUBLIC_URL');
  expect(expectProblem(created, 422, 'VALIDATION').issues).toEqual([
    { path: 'content.media[1].mediaId', rule: 'media.public_url', message },
  ]);
  const validated = await gateway.api.call('POST', '/v1/post-groups/validate', { body });
  expect(validated.status).toBe(200);
  expect(validated.body).toMatchObject({ valid: false });
  expect(JSON.stringify(validated.body)).toContain('media.public_url');
});

describe('at a public address', () => {
  beforeAll(async () => {
    gateway.api.config.publicUrl = gateway.api.url;
    await gateway.startWorker();
  });

  it('is fetched by the upstream, byte for byte', async () => {
    const text = 'Fetched from the gateway';
    const other = Buffer.concat([JPEG, randomBytes(300_000)]);
    const media = [{ mediaId: await idOf(JPEG) }, { mediaId: await idOf(other) }];
    const { id } = await gateway.publish(bodyOf(text, media));
    const { posts } = await gateway.final(id);
    expect(posts.map(({ status, error }) => ({ status, error }))).toEqual([
      { status: 'published', error: null },
    ]);
    const [entry] = gateway.sandbox.network.entries({ upstream: 'postato', text });
    expect(entry?.media).toEqual([
      { contentType: 'image/jpeg', sizeBytes: JPEG.length, sha256: sha256(JPEG) },
      { contentType: 'image/jpeg', sizeBytes: other.length, sha256: sha256(other) },
    ]);
  });

  it('fails the post where the upstream cannot have it', async () => {
    const { id } = await gateway.publish(
      bodyOf('Not there', [{ url: `${gateway.sandbox.url}/samples/none.jpg` }]),
    );
    const { posts } = await gateway.final(id);
    expect(posts).toMatchObject([{ status: 'failed' }]);
    expect(gateway.sandbox.network.entries({ upstream: 'postato', text: 'Not there' })).toEqual([]);
  });
});
