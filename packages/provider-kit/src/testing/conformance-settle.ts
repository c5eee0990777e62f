/** Submissions whose outcome is not known: settled without publishing, tried again under trouble, looked up. */
import type { LookupResult, PostSubmitResult, Submission, SubmitContext } from '@postern/core';
import { expectDoubt, HANG_MS, isRepeatable, LOST_REPLIES, outcomes } from './conformance-submit';
import type { ConformanceOptions } from './conformance-types';
import { found, referencesOf, submissionOf, useWorld, type World } from './conformance-world';
import { refusedUrl, type Fault } from './fault-proxy';
import type { TestContextOptions } from './test-context';
import { describeIf, itIf } from './left-out';

const MINUTE = 60_000;
/** Looks that a submission gets, a minute apart, until it must be settled. */
const LOOKS = 15;
const NEVER_ARRIVES: Fault = { kind: 'status', status: 500, forward: false };

interface Tried {
  posts: PostSubmitResult[];
  /** The submission as the gateway would submit it next. */
  next: Submission;
}

async function attempt(
  world: World,
  submission: Submission,
  more: Partial<TestContextOptions> = {},
): Promise<Tried> {
  const context = world.context(more);
  const { posts } = await world.provider.submit(context.ctx, submission);
  const checkpoint = context.lastCheckpoint() ?? submission.checkpoint;
  return { posts, next: { ...submission, checkpoint } };
}

/** A try whose publishing step meets this fault. */
async function lose(world: World, options: ConformanceOptions, submission: Submission, fault: Fault) {
  world.proxy.add({ fault, match: options.isPublishingStep });
  const tried = await attempt(world, submission, { timeoutMs: fault.kind === 'hang' ? HANG_MS : undefined });
  await expectDoubt(world, options, submission, tried.posts);
  world.proxy.clear();
  return tried.next;
}

/** Settles, `minutes` later by the gateway's clock, and sees to it that nothing was sent that publishes. */
async function settle(world: World, options: ConformanceOptions, submission: Submission, minutes = 0) {
  world.proxy.clear();
  const now = () => world.upstream.now() + minutes * MINUTE;
  const tried = await attempt(world, submission, { cancelRequested: () => true, now });
  expect(world.proxy.requests.filter(options.isPublishingStep)).toEqual([]);
  expect(tried.posts.map(({ postId }) => postId).sort()).toEqual(
    submission.targets.map(({ postId }) => postId).sort(),
  );
  for (const post of tried.posts) {
    expect(['accepted', 'withdrawn', 'unknown']).toContain(post.outcome);
    if (post.outcome === 'unknown') expect(post.error.retryable).toBe(false);
  }
  return tried;
}

/** What was said must be so: withdrawn posts are never shown, accepted ones can be read. */
async function expectKept(
  world: World,
  submission: Submission,
  posts: readonly PostSubmitResult[],
  text: string,
) {
  await world.upstream.settle();
  const shown = await world.upstream.publishedCount(text);
  expect(shown).toBeLessThanOrEqual(submission.targets.length);
  const accepted = posts.filter(({ outcome }) => outcome === 'accepted');
  if (posts.every(({ outcome }) => outcome === 'withdrawn')) expect(shown).toBe(0);
  if (accepted.length > 0) await found(world, referencesOf(submission, accepted));
}

export function describeSettling(options: ConformanceOptions): void {
  const { unknownResolution } = options.create().descriptor.capabilities;
  const resolves = unknownResolution !== 'operator';

  describe('once nothing more may be published', () => {
    const here = useWorld(options);

    it.each(['before', 'after'] as const)(
      'a crash %s any checkpoint is settled without publishing',
      async (moment) => {
        for (let step = 1; step <= 10; step += 1) {
          const text = here().text();
          const submission = await here().submission(1, text);
          const next = await crash(here(), submission, step, moment);
          if (next === null) return;
          const { posts } = await settle(here(), options, next);
          await expectKept(here(), submission, posts, text);
        }
      },
    );

    for (const aheadMinutes of resolves ? [0, 60] : []) {
      const words = `of a post ${aheadMinutes} minutes ahead, %s: settled by what the upstream shows`;
      it.each(LOST_REPLIES)(words, async (_name, fault) => {
        const text = here().text();
        const at = here().upstream.now() + aheadMinutes * MINUTE;
        const scheduledAt = aheadMinutes === 0 ? null : new Date(at).toISOString();
        const submission = await here().submission(2, text, { scheduledAt });
        const next = await lose(here(), options, submission, fault);
        const { posts } = await settle(here(), options, next);
        expect(outcomes(posts)).not.toContain('unknown');
        await expectKept(here(), submission, posts, text);
      });
    }

    it('a call that is on its way is no absence', async () => {
      const text = here().text();
      const submission = await here().submission(1, text);
      let release = () => {};
      const released = new Promise<void>((resolve) => (release = resolve));
      const arrival = new Promise<void>((arrived) => {
        const fault: Fault = { kind: 'late', release: released, arrived };
        here().proxy.add({ fault, match: options.isPublishingStep });
      });
      const lost = await attempt(here(), submission);
      const early = await settle(here(), options, lost.next);
      release();
      await arrival;
      const { posts } = await settle(here(), options, early.next);
      if (outcomes(early.posts).includes('withdrawn')) expect(outcomes(posts)).toEqual(outcomes(early.posts));
      await expectKept(here(), submission, posts, text);
    });

    const ends = itIf(resolves && options.neverProvesAbsence !== true);
    ends('a call that never arrived is withdrawn in the end', async () => {
      const text = here().text();
      const submission = await here().submission(2, text);
      let next = await lose(here(), options, submission, NEVER_ARRIVES);
      for (let look = 0; look < LOOKS; look += 1) {
        const tried = await settle(here(), options, next, look);
        expect(outcomes(tried.posts)).not.toContain('accepted');
        if (outcomes(tried.posts).every((outcome) => outcome === 'withdrawn')) {
          return expectKept(here(), submission, tried.posts, text);
        }
        next = tried.next;
      }
      throw new Error(`Still not settled after ${LOOKS} minutes.`);
    });

    it('an upstream that does not answer settles nothing', async () => {
      const submission = await here().submission(1, here().text());
      const next = await lose(here(), options, submission, { kind: 'reset' });
      const page: Fault = { kind: 'html', status: 502, forward: false };
      here().proxy.add({ fault: page, match: () => true, times: 99 });
      const { posts } = await attempt(here(), next, { cancelRequested: () => true });
      expect(outcomes(posts)).toEqual(['unknown']);
    });
  });
}

/** Plays a crash at the given checkpoint; null where there is no such checkpoint. */
async function crash(world: World, submission: Submission, step: number, moment: 'before' | 'after') {
  let seen = 0;
  const die = () => {
    seen += 1;
    if (seen === step) throw new Error('crash');
  };
  const context = world.context(moment === 'before' ? { beforeCheckpoint: die } : { afterCheckpoint: die });
  const died = await world.provider.submit(context.ctx, submission).then(
    () => false,
    (error: unknown) => {
      if (error instanceof Error && error.message === 'crash') return true;
      throw error;
    },
  );
  return died ? { ...submission, checkpoint: context.lastCheckpoint() } : null;
}

const TROUBLES: [name: string, trouble: number | 'refused'][] = [
  ['401', 401],
  ['422', 422],
  ['429', 429],
  ['503', 503],
  ['a refused connection', 'refused'],
];

export function describeTrouble(options: ConformanceOptions): void {
  const repeatable = isRepeatable(options.create().descriptor.capabilities);
  describeIf(repeatable)('accepted, the reply lost, and the second try answered', () => {
    const here = useWorld(options);

    describe.each([
      ['at every call', () => true],
      ['at the publishing step', options.isPublishingStep],
    ] as const)('%s', (_where, match) => {
      it.each(TROUBLES)('%s: never failed, and on the network once', async (_name, trouble) => {
        const text = here().text();
        const submission = await here().submission(2, text);
        const next = await lose(here(), options, submission, { kind: 'reset' });
        if (trouble !== 'refused') {
          const fault: Fault = { kind: 'status', status: trouble, forward: false };
          here().proxy.add({ fault, match, times: 99 });
        }
        const credentials =
          trouble === 'refused' ? { credentials: here().upstream.credentials(await refusedUrl()) } : {};
        const second = await attempt(here(), next, credentials);
        for (const post of second.posts) {
          expect(['accepted', 'rejected', 'unknown']).toContain(post.outcome);
          // The gateway takes a refusal for final only if it speaks of every try.
          if (post.outcome === 'rejected') expect(post.neverAccepted).not.toBe(true);
        }
        here().proxy.clear();
        const third = await attempt(here(), second.next);
        expect(outcomes(third.posts)).toEqual(submission.targets.map(() => 'accepted'));
        await here().upstream.settle();
        expect(await here().upstream.publishedCount(text)).toBe(submission.targets.length);
      });
    });
  });
}

export function describeLookup(options: ConformanceOptions): void {
  const provider = options.create();
  describeIf(provider.lookup !== undefined)('lookup', () => {
    const here = useWorld(options);
    const lookup = async (
      submission: Submission,
      ctx: SubmitContext = here().context().ctx,
    ): Promise<LookupResult> => {
      const looked = await here().provider.lookup?.(ctx, submission);
      if (!looked) throw new Error('The provider has lookup.');
      return looked;
    };
    /** Another submission of the same content to the same account, begun later. */
    const twin = (of: Submission): Submission =>
      submissionOf(
        of.targets.map((target) => ({ ...target, postId: `${target.postId}-twin` })),
        here().upstream.now() + 1,
        {},
      );
    const idsOf = (looked: LookupResult) =>
      looked.outcome === 'found' ? looked.posts.map(({ reference }) => JSON.stringify(reference)) : [];

    it('is sure that what was never sent is absent', async () => {
      expect(await lookup(await here().submission(2, here().text()))).toEqual({
        outcome: 'absent',
        authoritative: true,
      });
    });

    it('finds what was accepted although its reply was lost, as read can use it', async () => {
      const submission = await here().submission(2, here().text());
      const looked = await lookup(await lose(here(), options, submission, { kind: 'reset' }));
      if (looked.outcome !== 'found') throw new Error(`expected posts, got ${JSON.stringify(looked)}`);
      const answers = looked.posts.map((post) => ({ ...post, outcome: 'accepted' as const }));
      expect(answers).toHaveLength(submission.targets.length);
      await here().upstream.settle();
      for (const snapshot of await found(here(), referencesOf(submission, answers))) {
        expect(['published', 'handed_off']).toContain(snapshot.status);
      }
    });

    it('does not find what never arrived, and is not sure while it may', async () => {
      const submission = await here().submission(1, here().text());
      const looked = await lookup(await lose(here(), options, submission, NEVER_ARRIVES));
      expect(looked.outcome).not.toBe('found');
      if (looked.outcome === 'absent') expect(looked.authoritative).toBe(false);
    });

    it('takes no equal post from before the attempt for its own', async () => {
      const submission = await here().submission(1, here().text());
      await attempt(here(), submission);
      const looked = await lookup(await lose(here(), options, twin(submission), NEVER_ARRIVES));
      expect(looked.outcome).not.toBe('found');
    });

    it('takes one of two equal posts for that of one submission at most', async () => {
      const submission = await here().submission(1, here().text());
      const one = await lose(here(), options, submission, { kind: 'reset' });
      const two = await lose(here(), options, twin(submission), { kind: 'reset' });
      const ids = [...idsOf(await lookup(one)), ...idsOf(await lookup(two))];
      expect(new Set(ids).size).toBe(ids.length);
    });

    it.each<[string, Fault]>([
      ['an error page', { kind: 'html', status: 502, forward: false }],
      ['a refusal', { kind: 'status', status: 401, forward: false }],
      ['half a reply', { kind: 'malformed' }],
    ])('is unsure of %s', async (_name, fault) => {
      const submission = await here().submission(1, here().text());
      const next = await lose(here(), options, submission, { kind: 'reset' });
      here().proxy.add({ fault, match: () => true, times: 99 });
      expect(await lookup(next)).toMatchObject({ outcome: 'unsure' });
    });
  });
}
