import {
  isFinal,
  publishError,
  type ProviderDescriptor,
  type ProviderSnapshot,
  type PublishError,
  type ReadResult,
} from '@postern/core';
import { local } from '../publishing/outcome';
import type { PostChange } from '../posts/post-plan';
import { nextReadAt, SILENT_AFTER, type ReadCadence } from '../posts/read-cadence';
import type { AttentionReason, PostToRead, ReadPlan } from './post-to-read';

/** What a batch of reads means. */
export interface ReadOutcome {
  changes: PostChange[];
  /** One for each post. */
  plans: ReadPlan[];
  /** Submissions whose gate has opened. */
  openGates: string[];
  /** Posts that a person has to look at. */
  attention: { postId: string; reason: AttentionReason }[];
}

/** When the read began, and how it went as a whole. */
export interface ReadTurn {
  /** Milliseconds, database clock. */
  asOf: number;
  cadence: ReadCadence;
  /** Our own budget stopped some of the calls: what failed was not asked, and keeps its place in the line. */
  refused: boolean;
  /** The provider's words and what they mean. */
  statusTable: ProviderDescriptor['statusTable'];
}

const HOUR = 3_600_000;
/**
 * A webhook may come before the upstream's lists show what it tells of: the post is then read again so soon, and so
 * often, as long as nothing has changed.
 */
const AGAIN_AFTER = 5_000;
const AGAIN_FOR = 20_000;
/** An upstream that says for a day that it does not know an accepted post leaves its fate open. */
const MISSING_AFTER = 24 * HOUR;

/**
 * Pure. A 404 is no status: the post keeps the one it has, and is `unknown` after a day of them; so is a post
 * of which nothing was heard for a day after it was due.
 */
export function decideReads(
  posts: readonly PostToRead[],
  results: readonly ReadResult[],
  turn: ReadTurn,
): ReadOutcome {
  const outcome: ReadOutcome = { changes: [], plans: [], openGates: [], attention: [] };
  const byPost = new Map(results.map((result) => [result.postId, result]));
  for (const post of posts) {
    const result = byPost.get(post.id);
    const change = changeOf(post, result, turn);
    if (change !== null) outcome.changes.push(change);
    if (result?.outcome === 'open_gate' && post.submissionId !== null)
      outcome.openGates.push(post.submissionId);
    const paused = result?.outcome === 'found' && isPaused(result.snapshot, turn);
    const plan = planOf(post, result, change, turn);
    plan.atEase = post.attention === 'paused' && result?.outcome === 'found' && !paused;
    outcome.plans.push(plan);
    // Our own cancel passes through a draft; and one look may fall between two steps of anybody's change.
    const lasts = paused && !post.cancelRequested && post.upstreamStatus === result.snapshot.upstreamStatus;
    const reason = attentionOf(post, plan, lasts);
    if (reason !== null) outcome.attention.push({ postId: post.id, reason });
  }
  return outcome;
}

function changeOf(post: PostToRead, result: ReadResult | undefined, turn: ReadTurn): PostChange | null {
  const { asOf, cadence, refused } = turn;
  const say = (snapshot: ProviderSnapshot, rest: Partial<PostChange> = {}): PostChange => ({
    postId: post.id,
    snapshot: { ...snapshot, round: post.round, asOf },
    cadence,
    ...rest,
  });
  switch (result?.outcome) {
    case 'found':
      return say(understood(post, result.snapshot, turn), {
        referenceData: result.reference?.data,
        missingSince: post.missingSince === null ? undefined : null,
      });
    case 'missing':
      return missing(post, asOf, say);
    case 'open_gate':
      return null;
    case 'failed':
    case undefined:
      // Reads that fail for a day are silence as well.
      if (refused || post.status === 'unknown' || !isSilent(post, local(post.status, null), asOf))
        return null;
      return say(
        local('unknown', unheard('The provider could not be asked for a day after the post was due.', asOf)),
      );
  }
}

function missing(
  post: PostToRead,
  asOf: number,
  say: (snapshot: ProviderSnapshot, rest?: Partial<PostChange>) => PostChange,
): PostChange | null {
  if (post.missingSince === null) return say(local(post.status, null), { missingSince: new Date(asOf) });
  // The provider was asked for its end, and it is gone: twice in a row, as a fresh post may be missed once.
  if (post.cancelSent) {
    const canceledAt = new Date(asOf).toISOString();
    return say({ ...local('canceled', null), canceledAt, canceledBy: 'caller' });
  }
  if (asOf - post.missingSince < MISSING_AFTER || post.status === 'unknown') return null;
  const sentence = 'The provider accepted the post and has said for a day that it does not know it.';
  return say(local('unknown', unheard(sentence, asOf)));
}

/** What the upstream shows, in the light of what only Postern knows. */
function understood(post: PostToRead, shown: ProviderSnapshot, turn: ReadTurn): ProviderSnapshot {
  if (shown.status === 'canceled' && shown.canceledBy === null) {
    return { ...shown, canceledBy: post.cancelRequested ? 'caller' : 'upstream' };
  }
  if (isPaused(shown, turn)) return { ...shown, status: null };
  if (!isSilent(post, shown, turn.asOf)) return shown;
  const sentence = 'The provider has shown no result for a day after the post was due.';
  return { ...shown, status: 'unknown', error: unheard(sentence, turn.asOf) };
}

/** An accepted post is no draft any more: somebody paused it upstream, and only they know for how long. */
function isPaused({ status, upstreamStatus }: ProviderSnapshot, { statusTable }: ReadTurn): boolean {
  if (status !== null || upstreamStatus === null) return status === 'draft';
  return Object.hasOwn(statusTable, upstreamStatus) && statusTable[upstreamStatus] === 'draft';
}

/** Nothing new a whole day after the post was due. */
function isSilent(post: PostToRead, snapshot: ProviderSnapshot, asOf: number): boolean {
  const open = snapshot.status === null || !isFinal(snapshot.status);
  const waits = (snapshot.status ?? post.status) === 'pending_approval';
  return open && !waits && asOf - dueOf(post, snapshot) > SILENT_AFTER;
}

function unheard(message: string, asOf: number): PublishError {
  return publishError({ code: 'OUTCOME_UNKNOWN', message, occurredAt: new Date(asOf).toISOString() });
}

function planOf(
  post: PostToRead,
  result: ReadResult | undefined,
  change: PostChange | null,
  { asOf, cadence, refused }: ReadTurn,
): ReadPlan {
  const answered = result !== undefined && result.outcome !== 'failed';
  const plan: ReadPlan = {
    postId: post.id,
    readAt: answered ? new Date(asOf) : null,
    next: undefined,
    instead: post.nextReadAt,
    atEase: false,
  };
  if (!answered && refused) return { ...plan, next: post.wasDueAt };
  const status = change?.snapshot.status ?? post.status;
  if (isFinal(status)) return plan;
  const at = nextReadAt(status, dueOf(post, change?.snapshot), asOf, cadence);
  // It is the upstream's silence that ends the reading, not ours: what could not be asked is asked again.
  if (at === null) return { ...plan, next: answered ? null : new Date(asOf + HOUR).toISOString() };
  // The writer plans the next read of a post whose status moves.
  if (status !== post.status) return plan;
  const claimed = asOf + 1000 * (status === 'publishing' ? cadence.publishing : cadence.queued);
  const soon = post.hintedFor !== null && post.hintedFor < AGAIN_FOR ? asOf + AGAIN_AFTER : Infinity;
  const next = Math.min(at.getTime(), soon);
  return next === claimed ? plan : { ...plan, next: new Date(next).toISOString() };
}

function attentionOf(post: PostToRead, plan: ReadPlan, paused: boolean): AttentionReason | null {
  if (post.attention !== null && !plan.atEase) return null;
  if (plan.next === null) return 'silent';
  return paused ? 'paused' : null;
}

function dueOf(post: PostToRead, snapshot: ProviderSnapshot | undefined): number {
  const moved = snapshot?.scheduledAt;
  return moved ? Math.max(new Date(moved).getTime(), post.handedOverAt ?? 0) : post.dueAt;
}
