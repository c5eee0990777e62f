/**
 * Merging what we hear of a post. Polls, lists, webhooks and replies arrive late, twice and in any order; the
 * row that comes out is the same for every order and every repetition of the same snapshots.
 *
 * How: each field keeps the non-null value of the greatest key that had one (`merge-key.ts`). A maximum over
 * a total order does not care in which order it is taken, nor how often.
 */
import { canonicalJson } from './canonical-json';
import { beats, mergeKey, type MergeKey } from './merge-key';
import { POST_STATUSES, type OpenPostStatus, type PostStatus } from './post-status';
import type { PublishError } from './publish-error';
import type { PostPart, Snapshot } from './snapshot';
import { finalRank, isSuccess } from './status-rank';

/** The part of a post's row that is heard from upstream. Times are RFC 3339, UTC, with milliseconds. */
export interface MergedPost {
  round: number;
  status: PostStatus;
  upstreamStatus: string | null;
  providerReference: string | null;
  platformPostId: string | null;
  platformPostUrl: string | null;
  upstreamScheduledAt: string | null;
  attemptedAt: string | null;
  publishedAt: string | null;
  canceledAt: string | null;
  canceledBy: 'caller' | 'upstream' | null;
  cancelReason: string | null;
  parts: PostPart[] | null;
  error: PublishError | null;
  merge: MergeState;
}

/** What must be remembered so that a late snapshot finds its place. Plain JSON; opaque outside this file. */
export interface MergeState {
  /** The greatest key that set each field; no key: nothing heard yet. */
  keys: Partial<Record<MergedField, MergeKey>>;
  /** The error of the greatest key that carried one, per status it was said with. */
  errors: Partial<Record<PostStatus | 'unlisted', { key: MergeKey; error: PublishError }>>;
  /** The current round has a reference upstream, or was seen on its way to the network. */
  accepted: boolean;
  /** A round before the current one was heard to have succeeded. */
  earlierSuccess: boolean;
}

type ScalarField =
  | 'upstreamStatus'
  | 'providerReference'
  | 'platformPostId'
  | 'platformPostUrl'
  | 'upstreamScheduledAt'
  | 'attemptedAt'
  | 'publishedAt'
  | 'canceledAt'
  | 'canceledBy'
  | 'cancelReason'
  | 'parts';
type MergedField = ScalarField | 'status';
type MergedValues = Pick<MergedPost, ScalarField>;

const NOTHING_HEARD: MergedValues = {
  upstreamStatus: null,
  providerReference: null,
  platformPostId: null,
  platformPostUrl: null,
  upstreamScheduledAt: null,
  attemptedAt: null,
  publishedAt: null,
  canceledAt: null,
  canceledBy: null,
  cancelReason: null,
  parts: null,
};
const SCALAR_FIELDS = Object.keys(NOTHING_HEARD) as ScalarField[];
const MERGED_FIELDS: readonly MergedField[] = [...SCALAR_FIELDS, 'status'];
const SHOWN_FIELDS = [...MERGED_FIELDS, 'error'] as const;
const ERROR_KINDS = [...POST_STATUSES, 'unlisted'] as const;

/**
 * What a snapshot did.
 *
 * Why `changed` and `keysChanged` are two things: a re-read that says the same again, later, changes nothing
 * that anybody sees, but its newer key must be known, or a snapshot from between the two reads would win when
 * it arrives last. So order-freedom demands the newer key. The caller appends events only on `changed`, and
 * where only `keysChanged` stores `post.merge` alone, silently.
 */
export interface MergeResult {
  /** The same object where neither `changed` nor `keysChanged`. Never the mutated input. */
  post: MergedPost;
  /** A field that is shown differs. */
  changed: boolean;
  /** The status differs (implies `changed`). */
  statusChanged: boolean;
  /** `post.merge` differs and must be stored for later merges to be right. */
  keysChanged: boolean;
  /**
   * Two rounds may both reach the network: an earlier one succeeded, and the current one is upstream (it has a
   * provider reference, or was `publishing`, `published` or `handed_off`). Said once per round, by whichever
   * snapshot completes the pair. The caller cancels the current round, and raises `post.duplicate_risk` where
   * that is not possible; where it is canceled already there is nothing to do.
   */
  duplicateRisk: boolean;
  /**
   * The first success of an earlier round, on a post that had none: the current round is to be dropped if it
   * was not claimed. References of the current round are those of the post before this merge.
   */
  wonFromEarlierRound: boolean;
}

/** The row at birth. It has no key, so that anything heard beats it. */
export function newMergedPost(status: PostStatus, round = 1): MergedPost {
  return {
    round,
    status,
    ...NOTHING_HEARD,
    error: null,
    merge: { keys: {}, errors: {}, accepted: false, earlierSuccess: false },
  };
}

/**
 * Opens a deliberate new try (retry, reschedule after a confirmed cancel): the next round, with nothing heard.
 * Throws `RangeError` for a post that already succeeded: a new round would be a second post.
 */
export function openRound(post: MergedPost, status: OpenPostStatus): MergedPost {
  if (isSuccess(post.status)) {
    throw new RangeError(`A post that is ${post.status} has no further round.`);
  }
  return newMergedPost(status, post.round + 1);
}

/**
 * Merges one snapshot. Pure; does not mutate.
 *
 * Of earlier rounds only successes count, and they win the post by their key like any other. Throws
 * `RangeError` for a snapshot of a round that the post has not opened, or without a finite `asOf`.
 */
export function applySnapshot(post: MergedPost, snapshot: Snapshot): MergeResult {
  if (snapshot.round > post.round) {
    throw new RangeError(`A snapshot of round ${snapshot.round} for a post in round ${post.round}.`);
  }
  const earlier = snapshot.round < post.round;
  if (earlier && !isSuccess(snapshot.status)) {
    return unchanged(post);
  }
  const heard = normaliseTimes(snapshot);
  const next = mergeFields(post, heard, mergeKey(heard));
  next.merge.accepted ||= !earlier && showsAcceptance(heard);
  next.merge.earlierSuccess ||= earlier;
  return compare(post, next);
}

function unchanged(post: MergedPost): MergeResult {
  return {
    post,
    changed: false,
    statusChanged: false,
    keysChanged: false,
    duplicateRisk: false,
    wonFromEarlierRound: false,
  };
}

function mergeFields(post: MergedPost, heard: Snapshot, key: MergeKey): MergedPost {
  const keys = { ...post.merge.keys };
  const errors = { ...post.merge.errors };
  const values = valuesOf(heard);
  const won: Partial<MergedPost> = {};
  for (const field of SCALAR_FIELDS) {
    if (values[field] != null && beats(key, keys[field])) {
      keys[field] = key;
      Object.assign(won, { [field]: values[field] });
    }
  }
  if (heard.status !== null && beats(key, keys.status)) {
    keys.status = key;
    won.status = heard.status;
  }
  const said = heard.status ?? 'unlisted';
  if (heard.error != null && beats(key, errors[said]?.key)) {
    errors[said] = { key, error: heard.error };
  }
  const status = won.status ?? post.status;
  return {
    ...post,
    ...won,
    error: errorToShow(status, errors),
    merge: { ...post.merge, keys, errors },
  };
}

function valuesOf(heard: Snapshot): MergedValues {
  return { ...heard, upstreamScheduledAt: heard.scheduledAt };
}

/**
 * The error of the winning status, which is the winning snapshot's or, where that one was sparse, the latest
 * that was said with the same status: so it belongs to the winner, and a thin repetition does not erase it. A
 * success shows none. What came with an unlisted word belongs to whichever open status the post keeps.
 */
function errorToShow(status: PostStatus, errors: MergeState['errors']): PublishError | null {
  if (isSuccess(status)) {
    return null;
  }
  const own = errors[status];
  const unlisted = finalRank(status) === 0 ? errors.unlisted : undefined;
  const latest = unlisted !== undefined && beats(unlisted.key, own?.key) ? unlisted : own;
  return latest?.error ?? null;
}

function showsAcceptance(heard: Snapshot): boolean {
  return heard.providerReference != null || heard.status === 'publishing' || isSuccess(heard.status);
}

function compare(before: MergedPost, merged: MergedPost): MergeResult {
  const changed = SHOWN_FIELDS.some((field) => !isSame(before[field], merged[field]));
  const keysChanged = !isSameState(before.merge, merged.merge);
  if (!changed && !keysChanged) {
    return unchanged(before);
  }
  const first = merged.merge.earlierSuccess && !before.merge.earlierSuccess;
  return {
    post: merged,
    changed,
    statusChanged: before.status !== merged.status,
    keysChanged,
    duplicateRisk: atRisk(merged.merge) && !atRisk(before.merge),
    wonFromEarlierRound: first && !isSuccess(before.status),
  };
}

/** Equal content; the order of an object's keys does not count, since jsonb does not keep it. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && canonicalJson(a) === canonicalJson(b));
}

/** A field's key or error is replaced only by a greater one, so what is not replaced is the same object. */
function isSameState(a: MergeState, b: MergeState): boolean {
  return (
    a.accepted === b.accepted &&
    a.earlierSuccess === b.earlierSuccess &&
    MERGED_FIELDS.every((field) => a.keys[field] === b.keys[field]) &&
    ERROR_KINDS.every((kind) => a.errors[kind] === b.errors[kind])
  );
}

function atRisk(merge: MergeState): boolean {
  return merge.accepted && merge.earlierSuccess;
}

/** So that a time that went through the database compares equal to the one that was heard. */
function normaliseTimes(snapshot: Snapshot): Snapshot {
  return {
    ...snapshot,
    scheduledAt: instant(snapshot.scheduledAt),
    attemptedAt: instant(snapshot.attemptedAt),
    publishedAt: instant(snapshot.publishedAt),
    canceledAt: instant(snapshot.canceledAt),
  };
}

/**
 * A time that cannot be read, has no offset, or lies outside the years 1 to 9999 (neither RFC 3339 nor Postgres
 * reads those) is no evidence: absent.
 */
function instant(value: string | null): string | null {
  if (value == null || !/(?:Z|[+-]\d{2}:?\d{2})$/i.test(value)) {
    return null;
  }
  const time = new Date(value);
  const year = time.getUTCFullYear();
  return year >= 1 && year <= 9999 ? time.toISOString() : null;
}
