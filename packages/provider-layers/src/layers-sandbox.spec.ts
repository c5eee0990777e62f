/** The flows that need a whole upstream: review gates, races, drafts in both vocabularies, real webhooks. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PostReference, Submission } from '@postern/core';
import { referencesOf, testContext, type TestContext } from '@postern/provider-kit/testing';
import { startSandbox, type RunningSandbox, type SandboxOptions } from '@postern/sandbox';
import { ref, submission, target } from './fixtures/layers-replies';
import { createLayersProvider } from './layers-provider';

interface Seeds {
  baseUrl: string;
  apiKey: string;
  readOnlyApiKey: string;
  suspendedApiKey: string;
  projectId: string;
  accounts: { id: string; platform: string }[];
}

const provider = createLayersProvider();
let sandbox: RunningSandbox;
let seeds: Seeds;
const contexts: TestContext[] = [];

async function open(options: SandboxOptions = {}): Promise<void> {
  sandbox = await startSandbox(options);
  seeds = sandbox.seeds().layers as Seeds;
}

afterEach(async () => {
  contexts.splice(0).forEach((context) => context.close());
  await sandbox.stop();
});

function context(apiKey = seeds.apiKey): TestContext {
  const made = testContext({
    credentials: { apiKey, baseUrl: seeds.baseUrl },
    now: () => sandbox.clock.now(),
  });
  contexts.push(made);
  return made;
}

/** One target on the seeded TikTok account. */
function one(text: string, more: Partial<Submission> = {}, options = {}): Submission {
  const account = seeds.accounts[0];
  const content = { text, media: [{ mediaId: 'med_1' }], thread: [], firstComment: null };
  const accountData = { projectId: seeds.projectId };
  const only = target(account?.id ?? '', { platform: account?.platform, accountData, content, options });
  const key = `sub ${text}`.replaceAll(' ', '_');
  return submission([only], { idempotencyKey: key, firstAttemptAt: sandbox.clock.now(), ...more });
}

const tomorrow = () => new Date(sandbox.clock.now() + 86_400_000).toISOString();

function wait(seconds: number): void {
  for (let passed = 0; passed < seconds; passed += 1) {
    sandbox.clock.advance(1000);
    sandbox.tick();
  }
}

async function api(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${seeds.baseUrl}/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${seeds.apiKey}`, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
  return json;
}

const reviewAll = () =>
  api('PATCH', `/projects/${seeds.projectId}/content-review-policy`, { policy: 'review_all' });
function containerIdOf({ data }: { data: PostReference['data'] }): string {
  return typeof data.containerId === 'string' ? data.containerId : '';
}

const shown = () => sandbox.network.entries({ upstream: 'layers' }).length;

async function readOne(reference: PostReference) {
  const [result] = await provider.read(context().ctx, [reference]);
  return result;
}

function gatedReference(
  given: Submission,
  reference: { id: string | null; data: PostReference['data'] },
): PostReference {
  const [only] = given.targets;
  return ref(null, { ...reference, postId: only?.postId, accountReference: only?.accountReference });
}

describe('the review gate', () => {
  beforeEach(async () => {
    await open();
    await reviewAll();
  });

  it('publish: gated, then open, then published under a new key', async () => {
    const given = one('gated publish');
    const { posts } = await provider.submit(context().ctx, given);
    const [post] = posts;
    if (post?.outcome !== 'gated') throw new Error(JSON.stringify(post));
    const reference = gatedReference(given, post.reference);
    expect(await readOne(reference)).toMatchObject({
      outcome: 'found',
      snapshot: { status: 'pending_approval' },
    });
    await api('POST', `/content/${containerIdOf(post.reference)}/approve`, {});
    expect(await readOne(reference)).toMatchObject({ outcome: 'open_gate' });
    await api('PATCH', `/projects/${seeds.projectId}/content-review-policy`, { policy: 'auto_approve' });
    const again = await provider.submit(context().ctx, { ...given, idempotencyKey: 'another-generation' });
    expect(again.posts).toMatchObject([{ outcome: 'accepted' }]);
    wait(30);
    expect(shown()).toBe(1);
  });

  it('publish: goes on with the approved content, however long the review took', async () => {
    const first = context();
    const given = one('gated and approved');
    const [post] = (await provider.submit(first.ctx, given)).posts;
    if (post?.outcome !== 'gated') throw new Error(JSON.stringify(post));
    await api('POST', `/content/${containerIdOf(post.reference)}/approve`, {});
    // Every new content would have to be reviewed again: the engine keeps the checkpoint behind a gate.
    const again = { ...given, idempotencyKey: 'opened', checkpoint: first.lastCheckpoint() };
    expect((await provider.submit(context().ctx, again)).posts).toMatchObject([{ outcome: 'accepted' }]);
    wait(30);
    expect(shown()).toBe(1);
  });

  it('schedule: accepted without an id, found once approved, published once', async () => {
    const given = one('gated schedule', { scheduledAt: tomorrow() });
    const { posts } = await provider.submit(context().ctx, given);
    const [reference] = referencesOf(given, posts);
    if (!reference) throw new Error('expected a reference');
    expect(reference.id).toBeNull();
    expect(await readOne(reference)).toMatchObject({ snapshot: { status: 'pending_approval' } });
    await api('POST', `/content/${containerIdOf(reference)}/approve`, {});
    const found = await readOne(reference);
    if (found?.outcome !== 'found') throw new Error(JSON.stringify(found));
    expect(found).toMatchObject({
      snapshot: { status: 'scheduled' },
      reference: { id: expect.any(String) as string },
    });
    expect(await provider.cancel?.(context().ctx, { ...reference, ...found.reference }, 'no')).toMatchObject({
      outcome: 'done',
    });
    expect(shown()).toBe(0);
  });

  it('rejected: failed with the reviewer’s verdict, and a second call is refused', async () => {
    const given = one('rejected schedule', { scheduledAt: tomorrow() });
    const first = context();
    const [reference] = referencesOf(given, (await provider.submit(first.ctx, given)).posts);
    if (!reference) throw new Error('expected a reference');
    await api('POST', `/content/${containerIdOf(reference)}/reject`, { reason: 'off brand' });
    expect(await readOne(reference)).toMatchObject({
      snapshot: { status: 'failed', error: { code: 'CONTENT_REJECTED' } },
    });
    const again = { ...given, idempotencyKey: 'new-key', checkpoint: first.lastCheckpoint() };
    expect((await provider.submit(context().ctx, again)).posts).toMatchObject([
      { outcome: 'rejected', error: { code: 'CONTENT_REJECTED', retryable: false } },
    ]);
  });
});

describe('outcomes on the network', () => {
  beforeEach(() => open());

  it.each([
    ['#fail-auth', 'AUTH_EXPIRED'],
    ['#fail-rate', 'RATE_LIMITED'],
    ['#fail-content', 'CONTENT_REJECTED'],
    ['#fail-server', 'UPSTREAM_UNAVAILABLE'],
  ])('%s ends as failed %s, with the upstream’s words', async (word, code) => {
    const given = one(`a post ${word}`);
    const [reference] = referencesOf(given, (await provider.submit(context().ctx, given)).posts);
    wait(30);
    const result = reference && (await readOne(reference));
    expect(result).toMatchObject({ outcome: 'found', snapshot: { status: 'failed', error: { code } } });
    if (result?.outcome === 'found') expect(result.snapshot.error?.upstreamCode).toBeTruthy();
    expect(shown()).toBe(0);
  });

  it('hands a draft off', async () => {
    const given = one('a draft', {}, { mode: 'draft' });
    const [reference] = referencesOf(given, (await provider.submit(context().ctx, given)).posts);
    wait(30);
    expect(reference && (await readOne(reference))).toMatchObject({
      snapshot: { status: 'handed_off', upstreamStatus: 'draft' },
    });
    expect(shown()).toBe(0);
  });

  it('loses a cancel against the upload, and says what is shown', async () => {
    const given = one('in a hurry');
    const [reference] = referencesOf(given, (await provider.submit(context().ctx, given)).posts);
    if (!reference) throw new Error('expected a reference');
    for (let second = 0; second < 30; second += 1) {
      wait(1);
      const seen = await readOne(reference);
      if (seen?.outcome === 'found' && seen.snapshot.status === 'publishing') break;
    }
    expect(await provider.cancel?.(context().ctx, reference, 'no')).toMatchObject({
      outcome: 'too_late',
      snapshot: { status: 'publishing' },
    });
    wait(30);
    expect(shown()).toBe(1);
  });
});

describe('keys', () => {
  beforeEach(() => open());

  it('a suspended key is a disabled connection everywhere', async () => {
    const { ctx } = context(seeds.suspendedApiKey);
    expect(await provider.checkConnection(ctx)).toMatchObject({
      ok: false,
      error: { code: 'CONNECTION_DISABLED' },
    });
    expect((await provider.submit(ctx, one('suspended'))).posts).toMatchObject([
      { outcome: 'rejected', error: { code: 'CONNECTION_DISABLED', retryable: false } },
    ]);
  });

  it('a read-only key reads, and the check names what it lacks', async () => {
    const { ctx } = context(seeds.readOnlyApiKey);
    expect(await provider.checkConnection(ctx)).toMatchObject({
      ok: true,
      details: { missingScopes: ['publish:write', 'content:write'] },
    });
    expect((await provider.submit(ctx, one('read only'))).posts).toMatchObject([
      { outcome: 'rejected', error: { code: 'AUTH_FORBIDDEN', upstreamCode: 'FORBIDDEN_SCOPE' } },
    ]);
  });
});

describe('the earlier vocabulary', () => {
  it('reads draft_in_inbox of a draft_to_device post, one by one and in a list', async () => {
    await open({ layers: { vocabulary: 'A' } });
    const account = seeds.accounts[0]?.id ?? '';
    const posts: PostReference[] = [];
    for (const name of ['first', 'second']) {
      const made = await api('POST', `/projects/${seeds.projectId}/content/upload`, {
        media: [{ url: `${sandbox.url}/samples/a.mp4` }],
        caption: name,
      });
      const body = { targets: [{ socialAccountId: account, mode: 'draft_to_device' }] };
      const { scheduledPostIds } = await api('POST', `/content/${String(made.id)}/publish`, body);
      const [id] = scheduledPostIds as string[];
      posts.push(ref(id ?? '', { postId: name, data: { projectId: seeds.projectId } }));
    }
    wait(30);
    for (const refs of [posts, posts.slice(0, 1)]) {
      for (const result of await provider.read(context().ctx, refs)) {
        expect(result).toMatchObject({
          snapshot: { status: 'handed_off', upstreamStatus: 'draft_in_inbox' },
        });
      }
    }
  });
});

describe('deliveries', () => {
  it('verifies what the upstream really sends, and finds the post in it', async () => {
    await open({ speed: 10 });
    const received: { body: Buffer; headers: http.IncomingHttpHeaders }[] = [];
    const arrived = new Promise<void>((resolve) => {
      receiver.on('request', (req, res) => {
        const chunks: Buffer[] = [];
        req.on('data', (chunk: Buffer) => chunks.push(chunk));
        req.on('end', () => {
          received.push({ body: Buffer.concat(chunks), headers: req.headers });
          res.end('{}');
          resolve();
        });
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;
    const { signingSecret } = await api('POST', '/webhook-endpoints', { url, events: ['post.scheduled'] });
    const given = one('announced', { scheduledAt: tomorrow() });
    const [reference] = referencesOf(given, (await provider.submit(context().ctx, given)).posts);
    await arrived;
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
    const [delivery] = received;
    const headers = delivery?.headers as Record<string, string>;
    const body = delivery?.body ?? Buffer.alloc(0);
    const verify = (bytes: Uint8Array) =>
      provider.webhooks?.verify(bytes, headers, [String(signingSecret)], sandbox.clock.now());
    expect(verify(body)).toEqual({ ok: true });
    expect(verify(Buffer.concat([body, Buffer.from(' ')]))).toEqual({ ok: false, reason: 'forged' });
    expect(provider.webhooks?.parse(body, headers)).toMatchObject({
      type: 'post.scheduled',
      dedupeKey: headers['x-layers-event-id'],
      references: expect.arrayContaining([reference?.id]) as string[],
    });
  });

  const receiver = http.createServer();
});
