/**
 * One target to one create call. The bytes are made once, stored by `checkpoint`, and only then sent; a
 * repetition sends the stored bytes under the same key, so the upstream sees one request however often it
 * comes.
 */
import {
  publishError,
  type JsonObject,
  type PostSubmitResult,
  type Submission,
  type SubmissionTarget,
  type SubmitContext,
  type SubmitResult,
} from '@postern/core';
import { unreadableError, type HttpReply } from '@postern/provider-kit';
import { openScope, type Engine } from './engine';
import { errorContext } from './error-map';
import { notMade, ownError, sendWrite, type Call } from './exchange';
import { carryMedia } from './media-upload';
import { postScope, unsupportedWish, type CarriedMedia } from './post-scope';
import { buildRequest, serialiseBody, type SerialisedBody } from './request-builder';
import { readPostReply, type PostRow } from './response-reader';

const PLACE = 'operations.createPost';

export async function submitPosts(
  engine: Engine,
  ctx: SubmitContext,
  submission: Submission,
): Promise<SubmitResult> {
  const [first, ...others] = submission.targets;
  if (!first) return { posts: [] };
  // One key names one call, and a call carries one target.
  const answer = await submitOne(engine, ctx, submission, first);
  // The one call is stored before it is made: without a stored one this was the first.
  const firstCall = storedBody(submission.checkpoint) === null;
  const posts: PostSubmitResult[] = [
    firstCall && answer.outcome === 'rejected' ? { ...answer, neverAccepted: true } : answer,
  ];
  return { posts: [...posts, ...others.map(({ postId }) => ({ postId, outcome: 'released' as const }))] };
}

async function submitOne(
  engine: Engine,
  ctx: SubmitContext,
  submission: Submission,
  target: SubmissionTarget,
): Promise<PostSubmitResult> {
  const { postId } = target;
  const stored = storedBody(submission.checkpoint);
  try {
    if (stored) {
      const obstacle = await replayObstacle(engine, ctx, submission);
      return obstacle
        ? unknown(engine, postId, obstacle)
        : await send(engine, ctx, submission, target, stored);
    }
    const prepared = await prepare(engine, ctx, submission, target);
    if (!prepared.ok) return prepared.result;
    await ctx.checkpoint({
      operation: 'createPost',
      body: prepared.body.text,
      contentType: prepared.body.contentType,
    });
    return await send(engine, ctx, submission, target, prepared.body);
  } catch (error) {
    // Both happen only while the request is made, before anything is sent.
    return { postId, outcome: 'rejected', error: notMade(engine, error) };
  }
}

type Prepared = { ok: true; body: SerialisedBody } | { ok: false; result: PostSubmitResult };

async function prepare(
  engine: Engine,
  ctx: SubmitContext,
  submission: Submission,
  target: SubmissionTarget,
): Promise<Prepared> {
  const { postId, content } = target;
  const refuse = (result: PostSubmitResult): Prepared => ({ ok: false, result });
  const wish = unsupportedWish(engine, target);
  if (wish !== null) {
    return refuse({ postId, outcome: 'rejected', error: ownError(engine, 'CONTENT_INVALID', wish) });
  }
  const media: CarriedMedia[][] = [];
  for (const items of [content.media, ...content.thread.map((part) => part.media ?? [])]) {
    const ofPart: CarriedMedia[] = [];
    for (const item of items) {
      if (await ctx.cancelRequested()) return refuse({ postId, outcome: 'withdrawn' });
      const result = await carryMedia(engine, ctx, item, accountScope(target));
      if (!result.ok) return refuse({ postId, outcome: 'rejected', error: result.error });
      ofPart.push(result.media);
    }
    media.push(ofPart);
  }
  const { idempotencyKey } = submission;
  const publishAt = publishTime(engine, ctx, submission);
  const post = await postScope(engine, { target, media, idempotencyKey, publishAt });
  const scope = openScope(engine, ctx, { account: accountScope(target), post });
  const body = await serialiseBody(
    { engine, ctx, scope, place: PLACE },
    engine.manifest.operations.createPost,
  );
  if (await ctx.cancelRequested()) return refuse({ postId, outcome: 'withdrawn' });
  return { ok: true, body: body ?? { text: '', contentType: 'application/json' } };
}

async function send(
  engine: Engine,
  ctx: SubmitContext,
  submission: Submission,
  target: SubmissionTarget,
  body: SerialisedBody,
): Promise<PostSubmitResult> {
  const { manifest } = engine;
  const { postId, platform } = target;
  const operation = manifest.operations.createPost;
  const scope = openScope(engine, ctx, { account: accountScope(target) });
  const headers =
    manifest.idempotency.kind === 'header' ? { [manifest.idempotency.name]: submission.idempotencyKey } : {};
  const call: Call = { engine, ctx, operation, place: PLACE, platform };
  const parts = { engine, ctx, scope, place: PLACE };
  const request = buildRequest(parts, operation, operation.body === undefined ? null : body, headers);
  const verdict = await sendWrite(call, request);
  switch (verdict.outcome) {
    case 'released':
      return { postId, outcome: 'released' };
    case 'rejected':
    case 'unknown':
      return { postId, outcome: verdict.outcome, error: verdict.error };
    case 'accepted':
      return acceptedOrDoubtful(engine, ctx, target, verdict.reply, submission.checkpoint !== null);
  }
}

/**
 * A success counts only if it names a post, and that post is the one that was sent. The text is compared for
 * repetitions alone: a fresh key cannot bring an old post back, and upstreams may rewrite what they store.
 */
async function acceptedOrDoubtful(
  engine: Engine,
  ctx: SubmitContext,
  target: SubmissionTarget,
  reply: HttpReply,
  repeated: boolean,
): Promise<PostSubmitResult> {
  const { postId, platform, accountReference } = target;
  const row = await readPostReply(engine, ctx, reply.json, platform);
  if (!row || row.id === null) {
    return { postId, outcome: 'unknown', error: unreadableError(reply, errorContext(engine, ctx, platform)) };
  }
  const difference = echoDifference(row, target, repeated);
  if (difference !== null) {
    const message = `The provider answered with another post (${row.id}): its ${difference} differs from what was sent.`;
    return unknown(engine, postId, message, reply);
  }
  const reference = { id: row.id, data: { accountReference } };
  return { postId, outcome: 'accepted', reference, snapshot: row.snapshot };
}

function echoDifference({ echo }: PostRow, target: SubmissionTarget, repeated: boolean): string | null {
  if (echo.account !== null && echo.account !== target.accountReference) return 'account';
  if (echo.platform !== null && echo.platform !== target.platform) return 'platform';
  if (repeated && echo.text !== null && plainText(echo.text) !== plainText(target.content.text))
    return 'text';
  return null;
}

/** Upstreams trim and normalise what they store. */
function plainText(text: string): string {
  return text.normalize('NFC').replace(/\r\n/g, '\n').trim();
}

/** Why stored bytes must not go out again; `null` where the key makes it safe. */
async function replayObstacle(
  engine: Engine,
  ctx: SubmitContext,
  submission: Submission,
): Promise<string | null> {
  const { idempotency, name } = engine.manifest;
  if (idempotency.kind === 'none')
    return `${name} has no idempotency keys, so the request is not sent again.`;
  if (ctx.now() - submission.firstAttemptAt >= idempotency.windowSeconds * 1_000) {
    return 'The time in which the key protects against a double has passed; the request is not sent again.';
  }
  if (await ctx.cancelRequested()) {
    return 'A cancel was asked for while the outcome was not known; the request is not sent again.';
  }
  return null;
}

/** Milliseconds, or null = at once: upstreams refuse a time that has passed while the post waited here. */
function publishTime({ manifest }: Engine, ctx: SubmitContext, { scheduledAt }: Submission): number | null {
  if (scheduledAt === null || !manifest.scheduling) return null;
  const at = Date.parse(scheduledAt);
  const { past, minAheadSeconds } = manifest.scheduling;
  return past === 'publish-now' && at <= ctx.now() + minAheadSeconds * 1_000 ? null : at;
}

function accountScope(target: SubmissionTarget): JsonObject {
  return { ...target.accountData, reference: target.accountReference };
}

function storedBody(checkpoint: JsonObject | null): SerialisedBody | null {
  const { body, contentType } = checkpoint ?? {};
  return typeof body === 'string' && typeof contentType === 'string' ? { text: body, contentType } : null;
}

function unknown(engine: Engine, postId: string, message: string, reply?: HttpReply): PostSubmitResult {
  const error = publishError({ ...ownError(engine, 'OUTCOME_UNKNOWN', message, reply) });
  return { postId, outcome: 'unknown', error };
}
