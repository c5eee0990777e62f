/**
 * One target to one create call. The bytes are made once, stored by `checkpoint`, and only then sent; a
 * repetition sends the stored bytes under the same key, so the upstream sees one request however often it
 * comes.
 */
import type {
  PostSubmitResult,
  PublishError,
  Submission,
  SubmissionTarget,
  SubmitContext,
  SubmitResult,
} from '@postern/core';
import { isAbsenceProven, isOverdue, notFoundAt, sendingAt, utcOf } from '@postern/provider-kit';
import { operationOf, variantOf } from './create-variant';
import { openScope, type Engine } from './engine';
import { notMade, ownError } from './exchange';
import { callData, CREATE_PLACE, markOf, readCall, type StoredCall } from './generic-call';
import { acceptedParts, findPost } from './generic-find';
import { isAboutPost, send, waitsForItsTime } from './generic-send';
import { carryMedia, strandedMedia } from './media-upload';
import {
  accountScope,
  submissionScope,
  unsupportedWish,
  type CarriedMedia,
  type TargetInput,
} from './post-scope';
import { serialiseBody } from './request-builder';

/** Of the key's window, the last part is not relied on: clocks differ, and a request takes its time. */
const WINDOW_MARGIN = 0.01;

interface Work {
  engine: Engine;
  ctx: SubmitContext;
  submission: Submission;
  target: SubmissionTarget;
}

export async function submitPosts(
  engine: Engine,
  ctx: SubmitContext,
  submission: Submission,
): Promise<SubmitResult> {
  const [target, ...others] = submission.targets;
  if (!target) return { posts: [] };
  // One key names one call, and a call carries one target.
  const answer = await submitOne({ engine, ctx, submission, target });
  return { posts: [answer, ...others.map(({ postId }) => ({ postId, outcome: 'released' as const }))] };
}

async function submitOne(work: Work): Promise<PostSubmitResult> {
  const { engine, ctx, submission, target } = work;
  const stored = readCall(submission.checkpoint);
  if (stored === 'unreadable') {
    return unknown(work, 'The progress of an earlier try cannot be read, so nothing is sent.');
  }
  const mayBeSent = stored?.sent === true;
  if (await ctx.cancelRequested()) return mayBeSent ? settle(work, stored) : withdrawn(work);
  try {
    if (mayBeSent) return await repeat(work, stored);
    const answer = await first(work, stored);
    // There was no other call before this one.
    return answer.outcome === 'rejected' ? { ...answer, neverAccepted: true } : answer;
  } catch (error) {
    // It happens only while the request is made, before anything is sent.
    const refusal = { postId: target.postId, outcome: 'rejected' as const, error: notMade(engine, error) };
    return mayBeSent ? refusal : { ...refusal, neverAccepted: true };
  }
}

/** The first call of this submission. `stored`: made before, and surely not sent. */
async function first(work: Work, stored: StoredCall | null): Promise<PostSubmitResult> {
  const { ctx } = work;
  const prepared = stored !== null && !isPast(work, stored) ? stored : await prepare(work);
  if ('outcome' in prepared) return prepared;
  const call = await noteSending(work, prepared);
  if (await ctx.cancelRequested()) return withdrawn(work);
  const { answer, reply } = await dispatch(work, call, false);
  // Nothing left, so the next call is the first one still.
  if (answer.outcome === 'rejected' && reply === null) await note(work, { ...call, sent: false });
  return answer.outcome === 'rejected' && reply !== null
    ? waitsForItsTime(work, answer, reply, call)
    : answer;
}

/**
 * The call may have been taken before. It is sent again only where the upstream would know its key; a refusal
 * then speaks of this sending alone, and the list is asked what became of the first.
 */
async function repeat(work: Work, stored: StoredCall): Promise<PostSubmitResult> {
  const obstacle = replayObstacle(work, stored);
  if (obstacle !== null) return (await look(work)).answer ?? unknown(work, obstacle);
  const call = await noteSending(work, stored);
  const { answer, reply } = await dispatch(work, call, true);
  if (answer.outcome !== 'rejected') return answer;
  // This sending was answered; whether an earlier one is on its way is as open as before.
  await note(work, stored);
  if (reply === null || !isAboutPost(answer.error)) return answer;
  const seen = await look(work);
  if (seen.answer) return seen.answer;
  // Whatever stands between us and the upstream may refuse a repetition, so a refusal alone proves nothing.
  return seen.absent && (await isNeverTaken(work, stored)) ? { ...answer, neverAccepted: true } : answer;
}

/** Nothing more may be published: only what the upstream shows counts. */
async function settle(work: Work, stored: StoredCall): Promise<PostSubmitResult> {
  const seen = await look(work);
  if (seen.answer) return seen.answer;
  if (seen.absent && (await isNeverTaken(work, stored))) return withdrawn(work);
  return unknown(
    work,
    `Nothing more may be published, and it is not known whether the post was taken. ${seen.why}`,
  );
}

interface Look {
  answer: PostSubmitResult | null;
  absent: boolean;
  why: string;
}

async function look({ engine, ctx, submission, target }: Work): Promise<Look> {
  const found = await findPost(engine, ctx, submission, target);
  switch (found.kind) {
    case 'one': {
      const parts = acceptedParts(found.row, target);
      return { answer: { postId: target.postId, outcome: 'accepted', ...parts }, absent: false, why: '' };
    }
    case 'none':
      return { answer: null, absent: true, why: 'The list does not show it yet.' };
    case 'unsure':
      return { answer: null, absent: false, why: found.reason };
  }
}

/** Notes a look that found nothing, and says whether that proves by now that the call never was taken. */
async function isNeverTaken(work: Work, stored: StoredCall): Promise<boolean> {
  const { engine, ctx } = work;
  if ((engine.manifest.find?.absence ?? 'nothing') === 'nothing') return false;
  const notes = notFoundAt(stored, ctx.now());
  if (notes.sentAt !== stored.sentAt || notes.absentSince !== stored.absentSince) {
    await note(work, { ...stored, ...notes });
  }
  return isAbsenceProven(notes, ctx.now());
}

async function dispatch(work: Work, call: StoredCall, repeated: boolean) {
  if (!isOverdue(call, work.ctx.now())) return send(work, call, repeated);
  const message = 'The worker stood still before the call, which another one may have settled since.';
  return { answer: unknown(work, message), reply: null };
}

async function noteSending(work: Work, call: StoredCall): Promise<StoredCall> {
  const sending = { ...call, sent: true, ...sendingAt(work.ctx.now()) };
  await note(work, sending);
  return sending;
}

function note({ ctx }: Work, call: StoredCall): Promise<void> {
  return ctx.checkpoint(callData(call));
}

async function prepare(work: Work): Promise<StoredCall | PostSubmitResult> {
  const { engine, ctx, submission, target } = work;
  const { postId, content } = target;
  const wish = unsupportedWish(engine, target);
  if (wish !== null) return { postId, outcome: 'rejected', error: ownError(engine, 'CONTENT_INVALID', wish) };
  const publishAt = publishTime(work);
  const until = publishAt === null ? null : utcOf(publishAt);
  const media: CarriedMedia[][] = [];
  for (const items of [content.media, ...content.thread.map((part) => part.media ?? [])]) {
    const ofPart: CarriedMedia[] = [];
    for (const item of items) {
      if (await ctx.cancelRequested()) return withdrawn(work);
      const result = await carryMedia(engine, ctx, item, accountScope(target), until);
      if (!result.ok) return { postId, outcome: 'rejected', error: result.error };
      ofPart.push(result.media);
    }
    media.push(ofPart);
  }
  const { idempotencyKey } = submission;
  const input = { targets: [{ target, media }] as [TargetInput], idempotencyKey, publishAt, now: ctx.now() };
  const scope = openScope(engine, ctx, await submissionScope(engine, input));
  const parts = { engine, ctx, scope, place: CREATE_PLACE };
  const variant = await variantOf(engine, scope);
  const operation = operationOf(engine.manifest, variant);
  const stranded = strandedMedia(engine, operation, media.flat());
  if (stranded !== null)
    return { postId, outcome: 'rejected', error: ownError(engine, 'CONTENT_INVALID', stranded) };
  const body = await serialiseBody(parts, operation);
  const mark = markOf(engine, ctx, target, variant);
  return {
    body: body ?? { text: '', contentType: 'application/json' },
    publishAt,
    mark,
    variant,
    sent: false,
    sentAt: null,
    absentSince: null,
  };
}

/** Why stored bytes must not go out again; `null` where the key makes it safe. */
function replayObstacle(
  { engine, ctx, submission, target }: Work,
  { mark, variant }: StoredCall,
): string | null {
  const { idempotency, name } = engine.manifest;
  if (idempotency.kind === 'none')
    return `${name} has no idempotency keys, so the request is not sent again.`;
  const safeMs = idempotency.windowSeconds * 1_000 * (1 - WINDOW_MARGIN);
  if (ctx.now() - submission.firstAttemptAt >= safeMs) {
    return 'The time in which the key protects against a double has passed; the request is not sent again.';
  }
  return mark === markOf(engine, ctx, target, variant)
    ? null
    : 'The connection was changed since the first try, where its key means nothing; the request is not sent again.';
}

/** Milliseconds, or null = at once: upstreams refuse a time that has passed while the post waited here. */
function publishTime({ engine, ctx, submission }: Work): number | null {
  const { scheduling } = engine.manifest;
  if (submission.scheduledAt === null || !scheduling) return null;
  const at = Date.parse(submission.scheduledAt);
  return scheduling.past === 'publish-now' && at <= ctx.now() + scheduling.minAheadSeconds * 1_000
    ? null
    : at;
}

/** A body that was made for a time which has come since. */
function isPast(work: Work, { publishAt }: StoredCall): boolean {
  return publishAt !== null && publishTime(work) === null;
}

function withdrawn({ target }: Work): PostSubmitResult {
  return { postId: target.postId, outcome: 'withdrawn' };
}

function unknown({ engine, target }: Work, message: string): PostSubmitResult {
  const error: PublishError = ownError(engine, 'OUTCOME_UNKNOWN', message.trim());
  return { postId: target.postId, outcome: 'unknown', error };
}
