/**
 * Submitting: content first, then one publish or schedule call for all targets. The call's exact bytes are
 * stored before it is sent and carry the submission's key, so that a repetition is answered and not executed
 * (Layers docs, common patterns: same key and body, same reply, for 24 hours).
 */
import {
  publishError,
  type PostSubmitResult,
  type PublishError,
  type SubmitContext,
  type SubmitResult,
  type Submission,
} from '@postern/core';
import {
  classifyCreate,
  isOverdue,
  readWire,
  sendingAt,
  stepKey,
  unreadableError,
  type CreateVerdict,
  type HttpReply,
} from '@postern/provider-kit';
import {
  createdPosts,
  everyTarget,
  gatedAll,
  isForeign,
  rejectedAll,
  rejectedSome,
  unknownAll,
} from './layers-answers';
import {
  checkpointData,
  keyMarkOf,
  readCheckpoint,
  type LayersCheckpoint,
  type StoredCall,
} from './layers-checkpoint';
import { layersClient, segment, type LayersClient } from './layers-client';
import { textOf } from './layers-config';
import { createContainer } from './layers-container';
import { LAYERS_ID } from './layers-descriptor';
import { contentError, createContext } from './layers-errors';
import { answersOf, fromPosts, isNeverTaken, look, type Work } from './layers-look';
import { isAboutRequest, isKeyConflict, refusalOf } from './layers-refusal';
import { baseCaption, problemOf, publishBody, scheduledFor } from './layers-targets';
import { wireCreated } from './layers-wire';

/** Ten minutes short of the 24 hours for which Layers keeps keys (Layers docs, common patterns). */
const REPEATABLE_MS = (24 * 60 - 10) * 60_000;

export async function submitToLayers(ctx: SubmitContext, submission: Submission): Promise<SubmitResult> {
  return { posts: await submitAll(ctx, submission) };
}

async function submitAll(ctx: SubmitContext, submission: Submission): Promise<PostSubmitResult[]> {
  const client = layersClient(ctx);
  const stored = readCheckpoint(submission.checkpoint);
  if (stored === 'unreadable') {
    return notKnown(submission, 'The progress of an earlier try cannot be read, so nothing is sent.');
  }
  const settling = await ctx.cancelRequested();
  // The one call that can publish is stored before it is made: until then there was none.
  if (settling && (stored === null || stored.publish === null)) return withdrawn(submission);
  const checkpoint = stored ?? firstCheckpoint(submission, client);
  if (!checkpoint) {
    const error = contentError(
      'The account has no project; list the accounts of the connection again.',
      null,
    );
    return neverAccepted(rejectedAll(submission, error));
  }
  const work = { ctx, client, submission, checkpoint };
  if (checkpoint.publish === null) return neverAccepted((await prepare(work)) ?? (await publish(work)));
  return settling ? settle(work) : repeat(work, checkpoint.publish);
}

function neverAccepted(posts: PostSubmitResult[]): PostSubmitResult[] {
  return posts.map((post) => (post.outcome === 'rejected' ? { ...post, neverAccepted: true } : post));
}

function firstCheckpoint({ targets }: Submission, { config }: LayersClient): LayersCheckpoint | null {
  const projectId = textOf(targets[0]?.accountData.projectId) ?? config.projectId;
  return projectId === null
    ? null
    : { projectId, containerId: null, uploadSessions: 0, uploadedId: null, publish: null };
}

/** Everything before the publish call; answers only where it ends here. */
async function prepare(work: Work): Promise<PostSubmitResult[] | null> {
  const { ctx, submission, checkpoint } = work;
  const problems = new Map<string, PublishError>();
  for (const target of submission.targets) {
    const problem = problemOf(target);
    if (problem) problems.set(target.postId, problem);
  }
  if (problems.size > 0) return rejectedSome(submission, problems);
  const save = () => ctx.checkpoint(checkpointData(checkpoint));
  if (checkpoint.containerId === null) {
    const made = await createContainer({ ...work, save });
    if (!made.ok) return rejectedAll(submission, made.error);
    checkpoint.containerId = made.containerId;
    await save();
  }
  const at = scheduledFor(submission, ctx.now());
  checkpoint.publish = {
    action: at === null ? 'publish' : 'schedule',
    body: publishBody(submission, baseCaption(submission.targets), at),
    scheduledFor: at,
    keyMark: keyMarkOf(work.client.config),
    ...sendingAt(ctx.now()),
  };
  await save();
  return (await ctx.cancelRequested()) ? withdrawn(submission) : null;
}

/** The first sending of the stored call: what refuses it speaks of the only one there was. */
async function publish(work: Work): Promise<PostSubmitResult[]> {
  const verdict = await send(work);
  switch (verdict.outcome) {
    case 'accepted':
      return acceptedAnswers(work, verdict.reply);
    case 'unknown':
      return unknownAll(work.submission, verdict.error);
    case 'rejected':
      return refusedFirst(work, verdict.error, verdict.reply);
  }
}

async function refusedFirst(
  work: Work,
  error: PublishError,
  reply: HttpReply | null,
): Promise<PostSubmitResult[]> {
  const { ctx, submission, checkpoint } = work;
  if (reply === null) {
    // Nothing left, so the next try is the first one still.
    checkpoint.publish = null;
    await ctx.checkpoint(checkpointData(checkpoint));
  }
  if (!isKeyConflict(reply)) return refusalOf(work, error, reply);
  // The key was used with other bytes: something of this submission may be there.
  return answersOf(work, await look(work)) ?? unknownAll(submission, error);
}

/**
 * The call may have been taken before. It is sent again only where Layers would answer it from memory: not past
 * the key's window, and not with another API key. Else one can only look.
 */
async function repeat(work: Work, call: StoredCall): Promise<PostSubmitResult[]> {
  const { ctx, submission, checkpoint } = work;
  const reason = unsafeToRepeat(work, call);
  if (reason !== null) return answersOf(work, await look(work)) ?? notKnown(submission, reason);
  checkpoint.publish = { ...call, ...sendingAt(ctx.now()) };
  await ctx.checkpoint(checkpointData(checkpoint));
  const verdict = await send(work);
  switch (verdict.outcome) {
    case 'accepted':
      return acceptedAnswers(work, verdict.reply);
    case 'unknown':
      return unknownAll(submission, verdict.error);
    case 'rejected': {
      // This sending was answered; whether an earlier one is on its way is as open as before.
      checkpoint.publish = call;
      await ctx.checkpoint(checkpointData(checkpoint));
      return refusedRepeat(work, verdict.error, verdict.reply);
    }
  }
}

/**
 * A refusal of a repetition proves nothing of the first call, not even one of its content: whatever stands
 * between us and Layers may have said it. It ends the matter only together with a proven absence.
 */
async function refusedRepeat(
  work: Work,
  error: PublishError,
  reply: HttpReply | null,
): Promise<PostSubmitResult[]> {
  if (reply === null || reply.status === 429) return rejectedAll(work.submission, error);
  const found = await look(work);
  const answers = answersOf(work, found);
  if (answers) return answers;
  if (isKeyConflict(reply)) return unknownAll(work.submission, error);
  if (!isAboutRequest(reply) || !(await isNeverTaken(work, found)))
    return rejectedAll(work.submission, error);
  return neverAccepted(refusalOf(work, error, reply));
}

/** Nothing more may be published: only what Layers shows counts. */
async function settle(work: Work): Promise<PostSubmitResult[]> {
  const found = await look(work);
  const answers = answersOf(work, found);
  if (answers) return answers;
  if (await isNeverTaken(work, found)) return withdrawn(work.submission);
  const reason = found.ok
    ? 'Nothing more may be published, and Layers does not show yet whether the post was taken.'
    : found.error.message;
  return notKnown(work.submission, reason);
}

function unsafeToRepeat({ ctx, client, submission }: Work, { keyMark }: StoredCall): string | null {
  if (ctx.now() - submission.firstAttemptAt > REPEATABLE_MS) {
    return 'The first try is too old to be repeated safely.';
  }
  return keyMark === keyMarkOf(client.config) ? null : 'The first try was made with another API key.';
}

async function send({ ctx, client, submission, checkpoint }: Work): Promise<CreateVerdict> {
  const call = checkpoint.publish;
  if (!call) throw new Error('A call is stored before it is sent.');
  const context = createContext(ctx);
  if (isOverdue(call, ctx.now())) {
    const message = 'The worker stood still before the call, which another one may have settled since.';
    return {
      outcome: 'unknown',
      error: publishError({ code: 'OUTCOME_UNKNOWN', provider: LAYERS_ID, message }),
      reply: null,
    };
  }
  const path = `/content/${segment(checkpoint.containerId ?? '')}/${call.action}`;
  const key = stepKey(submission.idempotencyKey, call.action);
  return classifyCreate(await client.post(path, call.body, key), context);
}

async function acceptedAnswers(work: Work, reply: HttpReply): Promise<PostSubmitResult[]> {
  const { ctx, submission, checkpoint } = work;
  const created = readWire(wireCreated, reply.json);
  if (created && !isForeign(created, checkpoint)) {
    const posts = createdPosts(created, submission);
    if (posts) return fromPosts(work, posts);
    // Layers docs, schedule-content: 202 stores the intent and names no posts.
    if (reply.status === 202 || created.gateStatus !== null)
      return gatedAll(submission, checkpoint, 'schedule');
  }
  return (
    answersOf(work, await look(work)) ?? unknownAll(submission, unreadableError(reply, createContext(ctx)))
  );
}

function notKnown(submission: Submission, message: string): PostSubmitResult[] {
  return unknownAll(submission, publishError({ code: 'OUTCOME_UNKNOWN', provider: LAYERS_ID, message }));
}

function withdrawn(submission: Submission): PostSubmitResult[] {
  return everyTarget(submission, ({ postId }) => ({ postId, outcome: 'withdrawn' }));
}
