/** Against the sandbox in the versions in which PostPost's own pages disagree, and over whole lives of posts. */
import type { PostReference, SubmissionTarget } from '@postern/core';
import { referencesOf, testContext } from '@postern/provider-kit/testing';
import { startSandbox, type RunningSandbox, type SandboxOptions } from '@postern/sandbox';
import { submissionOf, targetOf } from '../test/postpost-replies';
import { createPostPostProvider } from './postpost-provider';

const provider = createPostPostProvider();
const X = { platform: 'x', accountReference: 'twitter-1500000000000000001' };
const TELEGRAM = { platform: 'telegram', accountReference: 'telegram--1009988776655' };
const INSTAGRAM = { platform: 'instagram', accountReference: 'instagram-17841400000000001' };
const MASTODON = { platform: 'mastodon', accountReference: 'mastodon-110200300400500600' };

let sandbox: RunningSandbox;
afterEach(() => sandbox.stop());

async function open(postpost: SandboxOptions['postpost'] = {}) {
  sandbox = await startSandbox({ speed: 10, postpost });
  const seeds = sandbox.seeds()['postpost'] as { baseUrl: string; apiKey: string };
  return testContext({
    credentials: { apiKey: seeds.apiKey, baseUrl: seeds.baseUrl },
    now: () => sandbox.clock.now(),
  });
}

async function submit(
  ctx: ReturnType<typeof testContext>['ctx'],
  target: SubmissionTarget,
  scheduledAt: string | null = null,
) {
  const submission = submissionOf(target, { scheduledAt, firstAttemptAt: ctx.now() });
  const { posts } = await provider.submit(ctx, submission);
  return { submission, posts };
}

async function publish(ctx: ReturnType<typeof testContext>['ctx'], target: SubmissionTarget) {
  const { submission, posts } = await submit(ctx, target);
  const [ref] = referencesOf(submission, posts);
  if (!ref) throw new Error('expected a reference');
  for (let step = 0; step < 10; step += 1) {
    sandbox.clock.advance(10_000);
    sandbox.tick();
  }
  return snapshotOf(ctx, ref);
}

async function snapshotOf(ctx: ReturnType<typeof testContext>['ctx'], ref: PostReference) {
  const [result] = await provider.read(ctx, [ref]);
  if (result?.outcome !== 'found') throw new Error(`expected a snapshot, got ${JSON.stringify(result)}`);
  return result.snapshot;
}

it.each([
  ['as documented', {}],
  ['null in place of absent, and compound ids', { absentAs: 'null', getPostIds: 'compound' }],
  ['group fields in get-post', { getPostGroupFields: true }],
  ['past times refused', { pastTimes: 'refuse' }],
] as const)('publishes: %s', async (_version, options) => {
  const { ctx, close } = await open(options);
  const snapshot = await publish(ctx, targetOf(TELEGRAM));
  expect(snapshot).toMatchObject({ status: 'published', platformPostId: expect.any(String), error: null });
  expect(sandbox.network.entries({ upstream: 'postpost' })).toHaveLength(1);
  close();
});

it('publishes media in order', async () => {
  const { ctx, close } = await open();
  const media = [{ mediaId: 'med_1' }, { mediaId: 'med_2' }];
  expect(await publish(ctx, targetOf(INSTAGRAM, { media }))).toMatchObject({ status: 'published' });
  expect(sandbox.network.entries({ upstream: 'postpost' })).toMatchObject([{ mediaCount: 2 }]);
  close();
});

it('publishes a thread on X as one post of several parts', async () => {
  const { ctx, close } = await open();
  const thread = [{ text: 'Second' }, { text: 'Third' }];
  const snapshot = await publish(ctx, targetOf(X, { text: 'First', thread }));
  expect(snapshot.status).toBe('published');
  expect(snapshot.parts).toHaveLength(2);
  expect(sandbox.network.entries({ upstream: 'postpost' }).map(({ text }) => text)).toEqual([
    'First',
    'Second',
    'Third',
  ]);
  close();
});

it('tells why the platform refused', async () => {
  const { ctx, close } = await open();
  expect(await publish(ctx, targetOf(MASTODON, { text: 'Oh #fail-auth' }))).toMatchObject({
    status: 'failed',
    error: {
      code: 'AUTH_EXPIRED',
      upstreamCode: 'PLATFORM_AUTH_EXPIRED',
      platformHttpStatus: 401,
      retryable: false,
    },
  });
  expect(await publish(ctx, targetOf(MASTODON, { text: 'Oh #fail-rate' }))).toMatchObject({
    status: 'failed',
    error: { code: 'RATE_LIMITED', retryable: true },
  });
  close();
});

it('learns a moved time from the reply', async () => {
  const { ctx, close } = await open({ minSpacingMs: 600_000 });
  const at = new Date(ctx.now() + 3_600_000).toISOString();
  await submit(ctx, targetOf(MASTODON), at);
  const { posts } = await submit(ctx, targetOf(MASTODON), at);
  const moved = new Date(Date.parse(at) + 600_000).toISOString();
  expect(posts[0]).toMatchObject({ outcome: 'accepted', snapshot: { scheduledAt: moved } });
  close();
});

it('a used-up plan is final, and leaves no draft behind', async () => {
  const { ctx, close } = await open({ plan: { monthlyPosts: 0 } });
  const { posts } = await submit(ctx, targetOf(MASTODON));
  expect(posts[0]).toMatchObject({
    outcome: 'rejected',
    error: {
      code: 'QUOTA_EXHAUSTED',
      retryable: false,
      upstreamCode: 'POST_LIMIT_REACHED',
      upstreamHttpStatus: 403,
    },
  });
  expect(sandbox.requests.list({ upstream: 'postpost', operation: 'postpost.delete-post' })).toHaveLength(1);
  close();
});

it('reads a post that was paused at PostPost’s dashboard without moving it back', async () => {
  const { ctx, close } = await open();
  const at = new Date(ctx.now() + 3_600_000).toISOString();
  const { submission, posts } = await submit(ctx, targetOf(MASTODON), at);
  const [ref] = referencesOf(submission, posts);
  if (!ref) throw new Error('expected a reference');
  const { apiKey, baseUrl } = ctx.credentials as { apiKey: string; baseUrl: string };
  await fetch(`${baseUrl}/update-post/${ref.id}`, {
    method: 'PUT',
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'draft' }),
  });
  expect(await snapshotOf(ctx, ref)).toMatchObject({ status: null, upstreamStatus: 'draft' });
  close();
});
