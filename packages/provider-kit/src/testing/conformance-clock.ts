/** Clocks that differ: nothing may fail or come out twice because the upstream's is some minutes off. */
import type { Submission } from '@postern/core';
import { isRepeatable, outcomes } from './conformance-submit';
import type { ConformanceOptions } from './conformance-types';
import { found, referencesOf, useWorld, type World } from './conformance-world';
import { itIf } from './left-out';

const MINUTE = 60_000;
/** Enough for the slowest upstream to come to a time that lies in its future. */
const MOST_SETTLING = 120;

export function describeClocks(options: ConformanceOptions): void {
  const { capabilities } = options.create().descriptor;
  const { scheduling } = capabilities;
  const whens: [name: string, aheadMs: number | null][] = [['at once', null]];
  if (scheduling) whens.push(['due in two minutes', 2 * MINUTE]);

  describe.each([-5, 5])('an upstream whose clock is %d minutes off', (off) => {
    let world: World;
    const here = useWorld(options);
    beforeEach(() => void (world = here()));
    /** The gateway's clock. */
    const now = () => world.upstream.now() - off * MINUTE;

    const submissionAt = (text: string, aheadMs: number | null) =>
      world.submission(2, text, {
        firstAttemptAt: now(),
        scheduledAt: aheadMs === null ? null : new Date(now() + aheadMs).toISOString(),
      });

    it.each(whens)('takes a post %s, and shows it once', async (_when, aheadMs) => {
      const text = world.text();
      const submission = await submissionAt(text, aheadMs);
      const taken = await untilTaken(world, submission, now);
      const refs = referencesOf(submission, taken);
      await untilShown(world, text, submission.targets.length);
      const results = await world.provider.read(world.context({ now }).ctx, refs);
      for (const result of results) {
        if (result.outcome === 'found') expect(result.snapshot.status).not.toBe('failed');
      }
      for (const snapshot of await found(world, refs)) {
        expect(['published', 'handed_off']).toContain(snapshot.status);
      }
    });

    itIf(isRepeatable(capabilities))('shows a post once whose first reply was lost', async () => {
      const text = world.text();
      const submission = await submissionAt(text, null);
      world.proxy.add({ fault: { kind: 'reset' }, match: options.isPublishingStep });
      const first = world.context({ now });
      expect(outcomes((await world.provider.submit(first.ctx, submission)).posts)).not.toContain('accepted');
      const again = { ...submission, checkpoint: first.lastCheckpoint() };
      const { posts } = await world.provider.submit(world.context({ now }).ctx, again);
      expect(outcomes(posts)).toEqual(submission.targets.map(() => 'accepted'));
      await untilShown(world, text, submission.targets.length);
    });
  });
}

/** As the gateway does: a refusal that may be tried again waits until the post is due, and is a new try then. */
async function untilTaken(world: World, submission: Submission, now: () => number) {
  const first = await world.provider.submit(world.context({ now }).ctx, submission);
  if (outcomes(first.posts).every((outcome) => outcome === 'accepted')) return first.posts;
  for (const post of first.posts) {
    expect(post).toMatchObject({ outcome: 'rejected', neverAccepted: true, error: { retryable: true } });
  }
  const due = { scheduledAt: null, checkpoint: null, idempotencyKey: `${submission.idempotencyKey}.2` };
  const { posts } = await world.provider.submit(world.context({ now }).ctx, { ...submission, ...due });
  return posts;
}

async function untilShown(world: World, text: string, count: number): Promise<void> {
  for (let step = 0; step < MOST_SETTLING; step += 1) {
    await world.upstream.settle();
    if ((await world.upstream.publishedCount(text)) >= count) break;
  }
  await world.upstream.settle();
  expect(await world.upstream.publishedCount(text)).toBe(count);
}
