/** Makes the create call and says what its answer means for each of its targets. */
import { publishError, type HttpRequest, type PostSubmitResult, type PublishError } from '@postern/core';
import { utcOf, type HttpReply } from '@postern/provider-kit';
import { operationOf } from './create-variant';
import { openScope } from './engine';
import { notMade, sendWrite, type Call, type WriteVerdict } from './exchange';
import { addressScope, CREATE_PLACE, type StoredCall } from './generic-call';
import { replayAnswers } from './generic-replay';
import { withKey } from './idempotency-key';
import { openFiles } from './post-files';
import { acceptedAnswers, heldAnswers, isOwn, type ReplyPosts } from './reply-posts';
import { MOST_SKEW_MS } from './post-times';
import { buildRequest } from './request-builder';
import { rejectedAll, rejectedSome, unknownAll, type Work } from './submit-work';
import { readId } from './value-path';

export interface Sent {
  answers: PostSubmitResult[];
  /** The error of a refusal of all targets. */
  refusal: PublishError | null;
  /** `null` where none came, or nothing was sent. */
  reply: HttpReply | null;
}

/** Never throws because of the request: one that cannot be made is a refusal without a reply. */
export async function send(work: Work, stored: StoredCall, repeated: boolean): Promise<Sent> {
  const { engine, ctx, targets } = work;
  const operation = operationOf(engine.manifest, stored.variant);
  let request: HttpRequest;
  try {
    request = await createRequest(work, stored);
  } catch (error) {
    return refused(work, notMade(engine, error), null);
  }
  const platform = targets.length === 1 ? targets[0].platform : null;
  const call: Call = { engine, ctx, operation, place: CREATE_PLACE, platform };
  const verdict = await sendWrite(call, request);
  const { reply } = verdict;
  if (reply === null) return unanswered(work, verdict);
  const postCount = Math.max(1, stored.postIds.length);
  const at = utcOf(stored.publishAt ?? ctx.now());
  const posts: ReplyPosts = { json: reply.json, reply, repeated, postCount, at };
  const replayed = await replayAnswers(work, posts);
  if (replayed) return { answers: replayed.answers, refusal: replayed.refusal, reply };
  if (verdict.outcome === 'accepted') {
    return { answers: await acceptedAnswers(work, { ...posts, json: verdict.json }), refusal: null, reply };
  }
  if (engine.manifest.errors.mayHoldPost?.includes(reply.status)) {
    const held = await heldAnswers(work, posts);
    if (held) return { answers: held, refusal: null, reply };
  }
  switch (verdict.outcome) {
    case 'released':
      return released(work, verdict.error, reply);
    case 'rejected':
      return refused(work, verdict.error, reply);
    case 'unknown':
      return { answers: unknownAll(work, verdict.error), refusal: null, reply };
  }
}

function unanswered(work: Work, verdict: WriteVerdict): Sent {
  switch (verdict.outcome) {
    case 'accepted':
      throw new Error('Only an answer can say that a post was accepted.');
    case 'rejected':
      return refused(work, verdict.error, null);
    case 'unknown':
    case 'released':
      return { answers: unknownAll(work, verdict.error), refusal: null, reply: null };
  }
}

async function createRequest(work: Work, { body, variant }: StoredCall): Promise<HttpRequest> {
  const { engine, ctx, targets, key } = work;
  const [target] = targets;
  const operation = operationOf(engine.manifest, variant);
  const scope = openScope(engine, ctx, addressScope(work));
  const parts = { engine, ctx, scope, place: CREATE_PLACE };
  const files = await openFiles(ctx, operation, target.content);
  const request = buildRequest(parts, operation, operation.body === undefined ? null : body, {}, files);
  return withKey(engine, request, key);
}

function refused(work: Work, error: PublishError, reply: HttpReply | null): Sent {
  return { answers: rejectedAll(work, error), refusal: error, reply };
}

/**
 * The refusal is about one target of several: that one is refused, and the others go out without it. Where it
 * is not certain which, it is about all of them, lest the same call be made again and again.
 */
function released(work: Work, error: PublishError, reply: HttpReply): Sent {
  const { targets } = work;
  if (targets.length === 1) {
    return { answers: targets.map(({ postId }) => ({ postId, outcome: 'released' })), refusal: null, reply };
  }
  const concerned = targets.filter((target) => isConcerned(work, target, reply.json));
  if (concerned.length === 0 || concerned.length === targets.length) return refused(work, error, reply);
  const errors = new Map(concerned.map(({ postId, platform }) => [postId, { ...error, platform }]));
  return { answers: rejectedSome(work, errors), refusal: null, reply };
}

function isConcerned(work: Work, target: Work['targets'][number], json: unknown): boolean {
  const { manifest, platforms } = work.engine;
  const { about } = manifest.errors;
  if (!about) return manifest.post.rows !== undefined && isOwn(work, target, json);
  const account = readId(json, about.account);
  if (account !== null) return account === target.accountReference;
  const word = readId(json, about.platform);
  return word !== null && platforms.toOurs(word) === target.platform;
}

/** Whether a refusal is about the post, and not about who asked, how often or where. */
export function isAboutPost({ category, code, retryable }: PublishError): boolean {
  return !retryable && (category === 'content' || code === 'QUOTA_EXHAUSTED' || code === 'UPSTREAM_REJECTED');
}

/**
 * An upstream whose clock is ahead calls a time past that is not. By our clock the post then waits here, and
 * goes out at once when it is due.
 */
export function waitsForItsTime(
  { engine, ctx }: Work,
  error: PublishError,
  reply: HttpReply,
  publishAt: number | null,
): PublishError {
  const refused = engine.manifest.scheduling?.refused;
  if (!refused || publishAt === null || !refused.status.includes(reply.status)) return error;
  const aheadMs = publishAt - ctx.now();
  // As a value, or within a sentence.
  const words = JSON.stringify(reply.json ?? null).split(/[^\w.-]+/);
  const isAboutTime = words.includes(refused.field);
  if (!isAboutTime || aheadMs > MOST_SKEW_MS) return error;
  return publishError({
    ...error,
    retryable: true,
    retryAfter: Math.max(0, Math.ceil(aheadMs / 1_000)),
    message: `By its own clock ${engine.manifest.name} takes the time for past; the post waits here and is published when it is due.`,
    remedy: undefined,
  });
}
