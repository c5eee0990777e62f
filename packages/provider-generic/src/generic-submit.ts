/**
 * One create call for the targets of a submission. The bytes are made once, stored by `checkpoint`, and only then
 * sent; a repetition sends the stored bytes under the same key, so the upstream sees one request however often it
 * comes. Without a key nothing is sent again unless its absence is proven.
 */
import type { PostSubmitResult, Submission, SubmitContext, SubmitResult } from '@postern/core';
import { isAbsenceProven, isOverdue, notFoundAt, sendingAt } from '@postern/provider-kit';
import { targetsOfCall } from './call-plan';
import { prepareCall, publishTime, type Prepared } from './create-call';
import { submitByDraft } from './draft-submit';
import type { Engine } from './engine';
import { notMade } from './exchange';
import { operationOf } from './create-variant';
import { callData, isSameCaller, markOf, readCall, type StoredCall } from './generic-call';
import { findPosts } from './generic-find';
import { isAboutPost, send, waitsForItsTime, type Sent } from './generic-send';
import { keyOf } from './idempotency-key';
import { neverAccepted, notKnown, rejectedAll, withdrawnAll, type Work } from './submit-work';

/** Of the key's window, the last part is not relied on: clocks differ, */
const WINDOW_MARGIN = 0.01;
/** and a request takes its time: from the note to the sending, and from there to its arrival at the latest. */
const SLOWEST_START_MS = 30_000;
const SLOWEST_EXCHANGE_MS = 30_000;

export async function submitPosts(
  engine: Engine,
  ctx: SubmitContext,
  submission: Submission,
): Promise<SubmitResult> {
  // One key names one call; targets that do not fit into it go out in another.
  const { own, others } = targetsOfCall(engine, submission);
  const released = others.map(({ postId }) => ({ postId, outcome: 'released' as const }));
  const [target, ...rest] = own;
  if (!target) return { posts: released };
  const work: Work = { engine, ctx, submission, targets: [target, ...rest], key: keyOf(engine, submission) };
  const hasSteps = engine.manifest.operations.releasePost !== undefined;
  const answers = hasSteps ? await submitByDraft(work) : await submitCall(work);
  return { posts: [...answers, ...released] };
}

async function submitCall(work: Work): Promise<PostSubmitResult[]> {
  const { ctx, submission } = work;
  const stored = readCall(submission.checkpoint);
  if (stored === 'unreadable') {
    return notKnown(work, 'The progress of an earlier try cannot be read, so nothing is sent.');
  }
  const mayBeSent = stored?.sent === true;
  if (await ctx.cancelRequested()) return mayBeSent ? settle(work, stored) : withdrawnAll(work);
  // There was no other call before the first one.
  return mayBeSent ? repeat(work, stored) : neverAccepted(await first(work, stored));
}

/** The first call of this submission. `stored`: made before, and surely not sent. */
async function first(work: Work, stored: StoredCall | null): Promise<PostSubmitResult[]> {
  const { ctx } = work;
  // Bytes for another place, or noted as such, would be known there under a mark that is not theirs.
  const isOfUse = stored !== null && !isPast(work, stored) && isSameCaller(work, stored);
  const prepared = isOfUse ? ok(stored) : await prepare(work);
  if (!prepared.ok) return prepared.answers;
  const call = await noteSending(work, prepared.value);
  if (await ctx.cancelRequested()) return withdrawnAll(work);
  const { answers, refusal, reply } = await dispatch(work, call, false);
  if (refusal === null) return answers;
  if (reply !== null) return rejectedAll(work, waitsForItsTime(work, refusal, reply, call.publishAt));
  // Nothing left, so the next call is the first one still.
  await note(work, { ...call, sent: false });
  return answers;
}

/**
 * The call may have been taken before. It is sent again only where the upstream would know its key; a refusal
 * then speaks of this sending alone, and the list is asked what became of the first.
 */
async function repeat(work: Work, stored: StoredCall): Promise<PostSubmitResult[]> {
  let obstacle: string | null;
  try {
    obstacle = replayObstacle(work, stored);
  } catch (error) {
    return rejectedAll(work, notMade(work.engine, error));
  }
  if (obstacle !== null) return withoutKey(work, stored, obstacle);
  const call = await noteSending(work, stored);
  const { answers, refusal, reply } = await dispatch(work, call, true);
  if (refusal === null) return answers;
  // This sending was answered; whether an earlier one is on its way is as open as before.
  await note(work, stored);
  if (reply === null || !isAboutPost(refusal)) return answers;
  const seen = await look(work, stored);
  if (seen.answers) return seen.answers;
  // Whatever stands between us and the upstream may refuse a repetition, so a refusal alone proves nothing.
  return seen.absent && (await isNeverTaken(work, stored)) ? neverAccepted(answers) : answers;
}

/** Nothing makes a repetition safe but the proof that there was nothing to repeat. */
async function withoutKey(work: Work, stored: StoredCall, obstacle: string): Promise<PostSubmitResult[]> {
  const { engine, targets } = work;
  const seen = await look(work, stored);
  if (seen.answers) return seen.answers;
  const counts = engine.manifest.find?.absence === 'proves';
  if (!counts || !seen.absent || !(await isNeverTaken(work, stored))) return notKnown(work, obstacle);
  // Posts that were settled before are in the stored bytes, too, which therefore are of no use any more.
  const isWhole = stored.postIds.length <= targets.length;
  return neverAccepted(await first(work, isWhole ? { ...stored, sent: false } : null));
}

/** Nothing more may be published: only what the upstream shows counts. */
async function settle(work: Work, stored: StoredCall): Promise<PostSubmitResult[]> {
  const seen = await look(work, stored);
  if (seen.answers) return seen.answers;
  if (seen.absent && (await isNeverTaken(work, stored))) return withdrawnAll(work);
  return notKnown(
    work,
    `Nothing more may be published, and it is not known whether the post was taken. ${seen.why}`,
  );
}

interface Look {
  answers: PostSubmitResult[] | null;
  absent: boolean;
  why: string;
}

async function look(work: Work, stored: StoredCall): Promise<Look> {
  const found = await findPosts(work, stored);
  switch (found.kind) {
    case 'found': {
      const shown = new Map(found.posts.map((post) => [post.postId, post]));
      const missing = notKnown(
        work,
        'The provider shows other posts of the same call, and not this one yet.',
      );
      const answers = missing.map((answer) => shown.get(answer.postId) ?? answer);
      return { answers, absent: false, why: '' };
    }
    case 'none':
      return { answers: null, absent: true, why: 'The list does not show it yet.' };
    case 'unsure':
      return { answers: null, absent: false, why: found.reason };
  }
}

/**
 * Notes a look that found nothing, and says whether that proves by now that the call never was taken. A list of
 * another place, or seen by somebody else, lacks the post whatever became of it.
 */
async function isNeverTaken(work: Work, stored: StoredCall): Promise<boolean> {
  const { engine, ctx } = work;
  if ((engine.manifest.find?.absence ?? 'nothing') === 'nothing') return false;
  if (!isSameCaller(work, stored)) return false;
  const notes = notFoundAt(stored, ctx.now());
  if (notes.sentAt !== stored.sentAt || notes.absentSince !== stored.absentSince) {
    await note(work, { ...stored, ...notes });
  }
  return isAbsenceProven(notes, ctx.now());
}

async function dispatch(work: Work, call: StoredCall, repeated: boolean): Promise<Sent> {
  if (!isOverdue(call, work.ctx.now())) return send(work, call, repeated);
  const message = 'The worker stood still before the call, which another one may have settled since.';
  return { answers: notKnown(work, message), refusal: null, reply: null };
}

async function noteSending(work: Work, call: StoredCall): Promise<StoredCall> {
  const sending = { ...call, sent: true, ...sendingAt(work.ctx.now()) };
  await note(work, sending);
  return sending;
}

function note({ ctx }: Work, call: StoredCall): Promise<void> {
  return ctx.checkpoint(callData(call));
}

/** What stops here was never sent. */
async function prepare(work: Work): Promise<Prepared<StoredCall>> {
  try {
    return await prepareCall(work);
  } catch (error) {
    return { ok: false, answers: rejectedAll(work, notMade(work.engine, error)) };
  }
}

function ok<T>(value: T): Prepared<T> {
  return { ok: true, value };
}

/** Why stored bytes must not go out again; `null` where the key makes it safe. */
function replayObstacle(work: Work, stored: StoredCall): string | null {
  const { engine, ctx, submission } = work;
  const { idempotency, name } = engine.manifest;
  if (idempotency.kind === 'none')
    return `${name} has no idempotency keys, so the request is not sent again.`;
  const { timeoutMs = engine.manifest.transport.timeoutMs } = operationOf(engine.manifest, stored.variant);
  const underwayMs = SLOWEST_START_MS + (timeoutMs ?? SLOWEST_EXCHANGE_MS);
  const windowMs = idempotency.windowSeconds * 1_000;
  const safeMs = windowMs - Math.max(windowMs * WINDOW_MARGIN, underwayMs);
  if (ctx.now() - submission.firstAttemptAt >= safeMs) {
    return 'The time in which the key protects against a double has passed; the request is not sent again.';
  }
  return stored.mark === markOf(work, stored.variant)
    ? null
    : 'The connection or its manifest was changed since the first try, where its key means nothing; the request is not sent again.';
}

/** A body that was made for a time which has come since. */
function isPast(work: Work, { publishAt }: StoredCall): boolean {
  return publishAt !== null && publishTime(work) === null;
}
