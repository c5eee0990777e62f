/** Submitting: what each fault means, and that nothing comes out twice. */
import type { PostSubmitResult, ProviderCapabilities, Submission } from '@postern/core';
import { ProviderCallError } from '@postern/core';
import type { ConformanceOptions } from './conformance-types';
import { accepted, found, openWorld, referencesOf, useWorld, type World } from './conformance-world';
import { refusedUrl, type Fault } from './fault-proxy';
import { describeIf } from './left-out';

/** Long enough for a slow machine, short enough for a test that waits for it. */
export const HANG_MS = 800;

/** Bytes left and the upstream may have acted. */
export const LOST_REPLIES: [name: string, fault: Fault][] = [
  ['accepted, then silence', { kind: 'hang' }],
  ['accepted, then a reset', { kind: 'reset' }],
  ['accepted, then a bare 500', { kind: 'status', status: 500, forward: true }],
  ['accepted, then a 408', { kind: 'status', status: 408, forward: true }],
  ['accepted, then an HTML 502', { kind: 'html', status: 502, forward: true }],
  ['accepted, then a truncated reply', { kind: 'truncate' }],
  ['accepted, then malformed JSON', { kind: 'malformed' }],
  ['accepted, then a 504', { kind: 'status', status: 504, forward: true }],
];

export function describeConnection(options: ConformanceOptions): void {
  describe('connection and accounts', () => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld(options);
    });
    afterAll(() => world.close());
    beforeEach(() => world.proxy.clear());

    it('proves good credentials', async () => {
      expect(await world.provider.checkConnection(world.context().ctx)).toMatchObject({ ok: true });
    });

    it('says why bad ones are refused', async () => {
      const { ctx } = world.context({ credentials: world.upstream.badCredentials(world.proxy.url) });
      const check = await world.provider.checkConnection(ctx);
      expect(check).toMatchObject({ ok: false, error: { category: 'auth', retryable: false } });
      await expect(all(world.provider.listAccounts(ctx))).rejects.toBeInstanceOf(ProviderCallError);
    });

    it('tells an upstream that cannot be reached from one that refuses', async () => {
      const { ctx } = world.context({ credentials: world.upstream.credentials(await refusedUrl()) });
      const check = await world.provider.checkConnection(ctx);
      expect(check).toMatchObject({ ok: false, error: { category: 'network', retryable: true } });
      await expect(all(world.provider.listAccounts(ctx))).rejects.toBeInstanceOf(ProviderCallError);
    });

    it('does not take an error page for an answer', async () => {
      world.proxy.add({ fault: { kind: 'html', status: 502, forward: false }, match: () => true, times: 99 });
      expect(await world.provider.checkConnection(world.context().ctx)).toMatchObject({ ok: false });
      await expect(all(world.provider.listAccounts(world.context().ctx))).rejects.toBeInstanceOf(
        ProviderCallError,
      );
    });

    it('lists every account once', async () => {
      const accounts = await all(world.provider.listAccounts(world.context().ctx));
      const references = accounts.map(({ reference }) => reference);
      expect(references.length).toBeGreaterThan(0);
      expect(new Set(references).size).toBe(references.length);
    });
  });
}

export function describeSubmit(options: ConformanceOptions): void {
  describe('submit', () => {
    let world: World;
    const here = useWorld(options);
    beforeEach(() => void (world = here()));

    it('publishes every target once, and read sees it', async () => {
      const text = world.text();
      const submission = await world.submission(2, text);
      const refs = await accepted(world, submission);
      await world.upstream.settle();
      for (const snapshot of await found(world, refs)) {
        expect(['published', 'handed_off']).toContain(snapshot.status);
        expect(snapshot.error).toBeNull();
      }
      expect(await world.upstream.publishedCount(text)).toBe(submission.targets.length);
    });

    it('sends nothing once the caller has asked to cancel', async () => {
      const text = world.text();
      const submission = await world.submission(1, text);
      const { posts } = await world.provider.submit(
        world.context({ cancelRequested: () => true }).ctx,
        submission,
      );
      expect(outcomes(posts)).toEqual(submission.targets.map(() => 'withdrawn'));
      expect(world.proxy.requests.filter(options.isPublishingStep)).toHaveLength(0);
      await world.upstream.settle();
      expect(await world.upstream.publishedCount(text)).toBe(0);
    });

    const steps: [name: string, match: ConformanceOptions['isPublishingStep']][] = [
      ['the publishing step', options.isPublishingStep],
    ];
    if (options.isPreparingStep) steps.push(['a preparing step', options.isPreparingStep]);
    describe.each(steps)('at %s', (_step, match) => {
      const isPublishing = match === options.isPublishingStep;

      it.each(LOST_REPLIES)('%s: unknown, then settled without a double post', async (_name, fault) => {
        const text = world.text();
        const submission = await world.submission(1, text);
        world.proxy.add({ fault, match });
        const first = world.context({ timeoutMs: fault.kind === 'hang' ? HANG_MS : undefined });
        const { posts } = await world.provider.submit(first.ctx, submission);
        // Only a step that publishes nothing may be called a refusal of this attempt, to be tried again.
        if (isPublishing) await expectDoubt(world, options, submission, posts);
        else expect(posts.every((post) => isNotFinal(post) || post.outcome === 'accepted')).toBe(true);
        expectUnretryableUnknowns(posts);
        await settleUnknown(world, { ...submission, checkpoint: first.lastCheckpoint() }, posts);
        await world.upstream.settle();
        expect(await world.upstream.publishedCount(text)).toBeLessThanOrEqual(submission.targets.length);
        if (world.provider.descriptor.capabilities.unknownResolution !== 'operator') {
          expect(await world.upstream.publishedCount(text)).toBe(submission.targets.length);
        }
      });

      it('429 with Retry-After: rejected, to be tried again after the pause', async () => {
        const text = world.text();
        const submission = await world.submission(1, text);
        const body = { error: { code: 'RATE_LIMITED', message: 'slow down' }, message: 'slow down' };
        world.proxy.add({
          fault: { kind: 'status', status: 429, body, headers: { 'retry-after': '7' }, forward: false },
          match,
        });
        const { posts } = await world.provider.submit(world.context().ctx, submission);
        for (const post of posts) {
          expect(post).toMatchObject({
            outcome: 'rejected',
            error: { code: 'RATE_LIMITED', retryable: true, retryAfter: 7, upstreamHttpStatus: 429 },
          });
        }
      });

      it('401: rejected, not to be tried again', async () => {
        const submission = await world.submission(1, world.text());
        world.proxy.add({ fault: { kind: 'status', status: 401, forward: false }, match });
        const { posts } = await world.provider.submit(world.context().ctx, submission);
        for (const post of posts) {
          expect(post).toMatchObject({ outcome: 'rejected', error: { category: 'auth', retryable: false } });
        }
      });

      it('an undocumented 503 that did nothing: never accepted', async () => {
        const text = world.text();
        const submission = await world.submission(1, text);
        world.proxy.add({ fault: { kind: 'status', status: 503, forward: false }, match, times: 9 });
        const { posts } = await world.provider.submit(world.context().ctx, submission);
        expect(posts.every(isNotFinal)).toBe(true);
        await world.upstream.settle();
        expect(await world.upstream.publishedCount(text)).toBe(0);
      });
    });

    it('a refused connection: rejected, to be tried again', async () => {
      const submission = await world.submission(1, world.text());
      const { ctx } = world.context({ credentials: world.upstream.credentials(await refusedUrl()) });
      const { posts } = await world.provider.submit(ctx, submission);
      for (const post of posts) {
        expect(post).toMatchObject({
          outcome: 'rejected',
          error: { code: 'NETWORK_ERROR', retryable: true },
        });
      }
    });

    it('answers once for every target, whatever happens', async () => {
      const submission = await world.submission(3, world.text());
      world.proxy.add({ fault: { kind: 'html', status: 500, forward: false }, match: () => true, times: 99 });
      const { posts } = await world.provider.submit(world.context().ctx, submission);
      expect(posts.map(({ postId }) => postId).sort()).toEqual(
        submission.targets.map(({ postId }) => postId).sort(),
      );
    });
  });
}

/** A key makes a repetition safe while it lasts, also where doubts are resolved by looking for the post. */
export function isRepeatable(capabilities: ProviderCapabilities): boolean {
  const { unknownResolution, idempotencyWindowSeconds } = capabilities;
  return (
    unknownResolution === 'idempotency_key' ||
    unknownResolution === 'checkpoint' ||
    idempotencyWindowSeconds !== null
  );
}

export function describeRepetition(options: ConformanceOptions): void {
  const { capabilities } = options.create().descriptor;
  const { unknownResolution } = capabilities;
  describeIf(isRepeatable(capabilities))('repetition', () => {
    let world: World;
    const here = useWorld(options);
    beforeEach(() => void (world = here()));

    it('the same submission twice comes out once, with the same references', async () => {
      const text = world.text();
      const submission = await world.submission(2, text);
      const first = world.context();
      const one = await world.provider.submit(first.ctx, submission);
      const again = { ...submission, checkpoint: first.lastCheckpoint() };
      const two = await world.provider.submit(world.context().ctx, again);
      expect(referencesOf(submission, two.posts).map(({ id }) => id)).toEqual(
        referencesOf(submission, one.posts).map(({ id }) => id),
      );
      await world.upstream.settle();
      expect(await world.upstream.publishedCount(text)).toBe(submission.targets.length);
    });

    it.each(['before', 'after'] as const)(
      'a crash %s any checkpoint is made good by the next try',
      async (moment) => {
        for (let step = 1; step <= 10; step += 1) {
          const text = world.text();
          const submission = await world.submission(1, text);
          if (!(await crashAt(world, submission, step, moment))) {
            // A provider that resolves by checkpoint has one, or it resolves nothing.
            if (unknownResolution === 'checkpoint') expect(step).toBeGreaterThan(1);
            return;
          }
          await world.upstream.settle();
          expect(await world.upstream.publishedCount(text)).toBe(submission.targets.length);
        }
      },
    );
  });
}

/** Plays a crash at the given checkpoint and then the next try; false where there is no such checkpoint. */
async function crashAt(world: World, submission: Submission, step: number, moment: 'before' | 'after') {
  let seen = 0;
  const crash = () => {
    seen += 1;
    if (seen === step) throw new Error('crash');
  };
  const hooks = moment === 'before' ? { beforeCheckpoint: crash } : { afterCheckpoint: crash };
  const first = world.context(hooks);
  const died = await world.provider.submit(first.ctx, submission).then(
    () => false,
    (error: unknown) => {
      if (error instanceof Error && error.message === 'crash') return true;
      throw error;
    },
  );
  if (!died) return false;
  const again = { ...submission, checkpoint: first.lastCheckpoint() };
  referencesOf(submission, (await world.provider.submit(world.context().ctx, again)).posts);
  return true;
}

/** What the gateway does about an unknown outcome, by the descriptor's word. */
async function settleUnknown(world: World, submission: Submission, posts: PostSubmitResult[]): Promise<void> {
  const { provider } = world;
  const { unknownResolution } = provider.descriptor.capabilities;
  if (posts.every(({ outcome }) => outcome === 'accepted')) return;
  // A definite rejection starts a new generation: another key, no checkpoint.
  const fresh = { ...submission, idempotencyKey: `${submission.idempotencyKey}.2`, checkpoint: null };
  if (posts.every(({ outcome }) => outcome === 'rejected')) return expectAccepted(world, fresh);
  switch (unknownResolution) {
    case 'idempotency_key':
    case 'checkpoint':
      return expectAccepted(world, submission);
    case 'lookup': {
      const looked = await provider.lookup?.(world.context().ctx, submission);
      if (looked?.outcome === 'absent' && looked.authoritative) return expectAccepted(world, fresh);
      expect(looked).toMatchObject({ outcome: 'found' });
      return;
    }
    case 'operator':
      return;
  }
}

async function expectAccepted(world: World, submission: Submission): Promise<void> {
  const { posts } = await world.provider.submit(world.context().ctx, submission);
  expect(outcomes(posts)).toEqual(submission.targets.map(() => 'accepted'));
}

/**
 * Of a call whose reply is lost nothing is known, unless the provider itself read afterwards what became of it:
 * whatever is accepted then must have been asked for, and be there.
 */
export async function expectDoubt(
  world: World,
  { isPublishingStep }: ConformanceOptions,
  submission: Submission,
  posts: readonly PostSubmitResult[],
): Promise<void> {
  if (posts.every(({ outcome }) => outcome === 'unknown')) return;
  const published = world.proxy.requests.findLastIndex(isPublishingStep);
  expect(world.proxy.requests.slice(published + 1).map(({ method }) => method)).toContain('GET');
  const read = await world.provider.read(world.context().ctx, referencesOf(submission, posts));
  expect(read.map(({ outcome }) => outcome)).toEqual(posts.map(() => 'found'));
}

function isNotFinal(post: PostSubmitResult): boolean {
  return post.outcome === 'unknown' || (post.outcome === 'rejected' && post.error.retryable);
}

/** A lost reply must never look like something that may simply be sent again. */
function expectUnretryableUnknowns(posts: readonly PostSubmitResult[]): void {
  for (const post of posts) if (post.outcome === 'unknown') expect(post.error.retryable).toBe(false);
}

export function outcomes(posts: readonly PostSubmitResult[]): string[] {
  return posts.map(({ outcome }) => outcome);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const out: T[] = [];
  for await (const item of items) out.push(item);
  return out;
}
