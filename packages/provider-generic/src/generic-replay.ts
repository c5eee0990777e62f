/** Replies of a create that speak of a post which is there already: whether it is the one that was sent. */
import type { PostSubmitResult, PublishError, SubmissionTarget } from '@postern/core';
import type { HttpReply } from '@postern/provider-kit';
import { openScope, type Engine } from './engine';
import { ownError, sendRead, type Call } from './exchange';
import { ExpressionError } from './expression';
import type { Replay } from './manifest-schema';
import { ownRow } from './post-rows';
import { createdAtOf, skewOf } from './post-times';
import { acceptedAnswers, plainText, readAtRoot, type ReplyPosts } from './reply-posts';
import { requestOf, RequestProblem } from './request-builder';
import { postRoot, readPostReply } from './response-reader';
import { notKnown, rejectedAll, type Work } from './submit-work';
import { isJsonObject, readId, readPath, toJson } from './value-path';

export interface Replayed {
  answers: PostSubmitResult[];
  /** The error of a refusal of all targets. */
  refusal: PublishError | null;
}

/** `null`: the reply is none of the manifest's replays. */
export async function replayAnswers(work: Work, posts: ReplyPosts): Promise<Replayed | null> {
  const replay = await replayOf(work, posts.reply);
  if (!replay) return null;
  if (replay.by === 'content' && !posts.repeated) return duplicate(work, posts.reply);
  const shown = await postShown(work, replay, posts.reply);
  if (shown === null) {
    const message = 'The provider says that it has the post, and the post could not be read.';
    return { answers: notKnown(work, message), refusal: null };
  }
  const { engine, reply } = shown;
  const as = { ...work, engine };
  if (replay.by === 'content' && !(await isOursByContent(as, reply))) return duplicate(work, posts.reply);
  const answers = await acceptedAnswers(as, { ...posts, reply, json: reply.json, repeated: true });
  return { answers, refusal: null };
}

async function replayOf({ engine, ctx }: Work, reply: HttpReply): Promise<Replay | null> {
  for (const [index, replay] of engine.manifest.idempotency.replays.entries()) {
    if (!replay.status.includes(reply.status) || !names(replay, reply)) continue;
    if (replay.when === undefined) return replay;
    const place = `idempotency.replays.${index}.when`;
    const input = { reply: toJson(reply.json), status: reply.status };
    try {
      if (await engine.expressions.isTrue(replay.when, place, input)) return replay;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      ctx.logger.warn('A condition of the manifest failed on a reply.', { problem: error.message });
    }
  }
  return null;
}

/** A reply without the post that the replay speaks of is another reply. */
function names({ root, id }: Replay, { json }: HttpReply): boolean {
  if (root === undefined && id === undefined) return true;
  return (root !== undefined && isPost(readPath(json, root))) || readId(json, id) !== null;
}

function isPost(value: unknown): boolean {
  return isJsonObject(value) || Array.isArray(value);
}

interface Shown {
  /** Reads the reply, whose root may be the replay's. */
  engine: Engine;
  reply: HttpReply;
}

async function postShown(work: Work, { root, id }: Replay, reply: HttpReply): Promise<Shown | null> {
  const { engine } = work;
  if (root !== undefined && isPost(readPath(reply.json, root))) {
    return { engine: readAtRoot(engine, root), reply };
  }
  const found = readId(reply.json, id);
  if (found !== null) return readById(work, found);
  return { engine, reply };
}

/** An id alone says nothing of whose post it is. */
async function readById({ engine, ctx, targets }: Work, id: string): Promise<Shown | null> {
  const { getPost } = engine.manifest.operations;
  const [target] = targets;
  if (!getPost) return null;
  const place = 'operations.getPost';
  const account = { ...target.accountData, reference: target.accountReference };
  const scope = openScope(engine, ctx, { account, ref: { id } });
  const call: Call = { engine, ctx, operation: getPost, place, platform: target.platform };
  try {
    const verdict = await sendRead(call, await requestOf({ engine, ctx, scope, place }, getPost));
    return verdict.outcome === 'ok' ? { engine, reply: { ...verdict.reply, json: verdict.json } } : null;
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    ctx.logger.debug('A post that the provider named cannot be read.', { problem: error.message });
    return null;
  }
}

/**
 * Equal content may be somebody else's. It is ours if it was made since our own first try, and says of itself
 * what was sent: the reference, or account and text.
 */
async function isOursByContent(work: Work, reply: HttpReply): Promise<boolean> {
  for (const target of work.targets) {
    if (!(await isOursFor(work, target, reply))) return false;
  }
  return true;
}

async function isOursFor(work: Work, target: SubmissionTarget, reply: HttpReply): Promise<boolean> {
  const { engine, ctx, submission, key } = work;
  const { post } = engine.manifest;
  const row = await readPostReply(engine, ctx, reply.json, target);
  if (!row) return false;
  const { account, text, reference } = row.echo;
  if (reference !== null) return reference === key;
  const element = postRoot(engine, reply.json);
  const isItsRow = post.rows !== undefined && ownRow(engine, element, target).found === 'own';
  const isItsAccount = account === target.accountReference || (account === null && isItsRow);
  const isItsText = text !== null && plainText(text) === plainText(target.content.text);
  const skew = skewOf(reply.headers, submission.firstAttemptAt, ctx.now()) ?? 0;
  const createdAt = createdAtOf(engine, element, target);
  // Upstreams keep whole seconds.
  const since = Math.floor(submission.firstAttemptAt / 1_000) * 1_000;
  return isItsAccount && isItsText && createdAt !== null && createdAt - skew >= since;
}

function duplicate(work: Work, reply: HttpReply): Replayed {
  const message = `${work.engine.manifest.name} already has a post of equal content.`;
  const refusal = ownError(work.engine, 'DUPLICATE_CONTENT', message, reply);
  return { answers: rejectedAll(work, refusal), refusal };
}
