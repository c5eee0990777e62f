import { isFinal, publishError, type ReadResult, type ProviderSnapshot } from '@postern/core';
import { local } from '../publishing/outcome';
import type { PostChange } from '../posts/post-plan';
import { nextReadAt, SILENT_AFTER, type ReadCadence } from '../posts/read-cadence';
import type { NextRead, PostToRead } from './reconcile.repository';

/** What a batch of reads means. */
export interface ReadOutcome {
  changes: PostChange[];
  /** Next reads that differ from the plain cadence; of posts whose status does not move. */
  nextReads: NextRead[];
  /** Submissions whose gate has opened. */
  openGates: string[];
}

/** An upstream that says for a day that it does not know an accepted post leaves its fate open. */
const MISSING_AFTER = 24 * 3_600_000;

/**
 * Pure. A 404 is no status: the post keeps the one it has, and is `unknown` after a day of them; so is a post
 * of which nothing was heard for a day after it was due.
 *
 * @param asOf milliseconds, database clock, when the read was started
 */
export function decideReads(
  posts: readonly PostToRead[],
  results: readonly ReadResult[],
  asOf: number,
  cadence: ReadCadence,
): ReadOutcome {
  const outcome: ReadOutcome = { changes: [], nextReads: [], openGates: [] };
  const byPost = new Map(results.map((result) => [result.postId, result]));
  for (const post of posts) {
    const result = byPost.get(post.id);
    const change = changeOf(post, result, asOf, cadence);
    if (change !== null) outcome.changes.push(change);
    if (result?.outcome === 'open_gate' && post.submissionId !== null)
      outcome.openGates.push(post.submissionId);
    const status = change?.snapshot.status ?? post.status;
    if (isFinal(status) || status !== post.status) continue;
    const at = nextReadAt(post.status, dueOf(post, change?.snapshot), asOf, cadence);
    const plain = asOf + 1000 * (post.status === 'publishing' ? cadence.publishing : cadence.queued);
    if (at?.getTime() !== plain) outcome.nextReads.push({ postId: post.id, at, instead: post.nextReadAt });
  }
  return outcome;
}

function changeOf(
  post: PostToRead,
  result: ReadResult | undefined,
  asOf: number,
  cadence: ReadCadence,
): PostChange | null {
  const say = (snapshot: ProviderSnapshot, rest: Partial<PostChange> = {}): PostChange => ({
    postId: post.id,
    snapshot: { ...snapshot, round: post.round, asOf },
    cadence,
    ...rest,
  });
  switch (result?.outcome) {
    case 'found': {
      const silent = isSilent(post, result.snapshot, asOf);
      const snapshot = silent ? { ...result.snapshot, ...silence(asOf) } : result.snapshot;
      return say(snapshot, {
        referenceData: result.reference?.data,
        missingSince: post.missingSince === null ? undefined : null,
      });
    }
    case 'missing':
      if (post.missingSince === null) return say(local(post.status, null), { missingSince: new Date(asOf) });
      if (asOf - post.missingSince < MISSING_AFTER || post.status === 'unknown') return null;
      return say(
        local(
          'unknown',
          publishError({
            code: 'OUTCOME_UNKNOWN',
            message: 'The provider accepted the post and has said for a day that it does not know it.',
            occurredAt: new Date(asOf).toISOString(),
          }),
        ),
      );
    case 'open_gate':
    case 'failed':
    case undefined:
      return null;
  }
}

/** Nothing new a whole day after the post was due. */
function isSilent(post: PostToRead, snapshot: ProviderSnapshot, asOf: number): boolean {
  const open = snapshot.status === null || !isFinal(snapshot.status);
  const waits = snapshot.status === 'pending_approval';
  return open && !waits && asOf - dueOf(post, snapshot) > SILENT_AFTER;
}

function silence(asOf: number): Pick<ProviderSnapshot, 'status' | 'error'> {
  return {
    status: 'unknown',
    error: publishError({
      code: 'OUTCOME_UNKNOWN',
      message: 'The provider has shown no result for a day after the post was due.',
      occurredAt: new Date(asOf).toISOString(),
    }),
  };
}

function dueOf(post: PostToRead, snapshot: ProviderSnapshot | undefined): number {
  const moved = snapshot?.scheduledAt;
  return moved ? new Date(moved).getTime() : post.dueAt;
}
