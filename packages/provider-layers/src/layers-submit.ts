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
  readWire,
  unreadableError,
  type CreateVerdict,
  type HttpReply,
} from '@postern/provider-kit';
import {
  acceptedPost,
  createdPosts,
  everyTarget,
  gatedAll,
  isForeign,
  rejectedAll,
  rejectedSome,
  unknownAll,
} from './layers-answers';
import { checkpointData, keyMarkOf, readCheckpoint, type LayersCheckpoint } from './layers-checkpoint';
import { layersClient, segment, type LayersClient } from './layers-client';
import { textOf } from './layers-config';
import { createContainer } from './layers-container';
import { LAYERS_ID } from './layers-descriptor';
import { contentError, createContext, errorOf, pathText } from './layers-errors';
import { postsOfContainer } from './layers-list';
import { baseCaption, problemOf, publishBody, scheduledFor } from './layers-targets';
import { bareId, sameId, wireCreated, type WirePost } from './layers-wire';

/** Ten minutes short of the 24 hours for which Layers keeps keys (Layers docs, common patterns). */
const REPEATABLE_MS = (24 * 60 - 10) * 60_000;

interface Work {
  ctx: SubmitContext;
  client: LayersClient;
  submission: Submission;
  checkpoint: LayersCheckpoint;
}

export async function submitToLayers(ctx: SubmitContext, submission: Submission): Promise<SubmitResult> {
  const client = layersClient(ctx);
  const checkpoint = readCheckpoint(submission.checkpoint) ?? firstCheckpoint(submission, client);
  if (!checkpoint) {
    const error = contentError(
      'The account has no project; list the accounts of the connection again.',
      null,
    );
    return { posts: neverAccepted(rejectedAll(submission, error)) };
  }
  const work = { ctx, client, submission, checkpoint };
  const resumed = checkpoint.publish !== null;
  if (resumed) return { posts: (await lookInstead(work)) ?? (await publish(work, true)) };
  // The one call that can publish is stored before it is made: until now there was none.
  return { posts: neverAccepted((await prepare(work)) ?? (await publish(work, false))) };
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
  if (await ctx.cancelRequested()) return withdrawn(submission);
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
    keyMark: keyMarkOf(work.client.config.apiKey),
  };
  await save();
  return (await ctx.cancelRequested()) ? withdrawn(submission) : null;
}

/**
 * The call may have been sent before. It is repeated only where Layers would answer it from memory: not after
 * a cancel was asked for, not past the key's window, not with another API key. Else one can only look.
 */
async function lookInstead(work: Work): Promise<PostSubmitResult[] | null> {
  const reason = (await work.ctx.cancelRequested())
    ? 'A cancel was asked for while the outcome was not known.'
    : unsafeToRepeat(work);
  if (reason === null) return null;
  const found = await look(work);
  if (found) return found;
  return unknownAll(
    work.submission,
    publishError({ code: 'OUTCOME_UNKNOWN', provider: LAYERS_ID, message: reason }),
  );
}

function unsafeToRepeat({ ctx, client, submission, checkpoint }: Work): string | null {
  if (ctx.now() - submission.firstAttemptAt > REPEATABLE_MS) {
    return 'The first try is too old to be repeated safely.';
  }
  const keyMark = checkpoint.publish?.keyMark ?? null;
  return keyMark === null || keyMark === keyMarkOf(client.config.apiKey)
    ? null
    : 'The first try was made with another API key.';
}

async function publish(work: Work, resumed: boolean): Promise<PostSubmitResult[]> {
  const { ctx, client, submission, checkpoint } = work;
  const { action, body } = checkpoint.publish ?? { action: 'publish', body: '' };
  const path = `/content/${segment(checkpoint.containerId ?? '')}/${action}`;
  const outcome = await client.post(path, body, `${submission.idempotencyKey}.${action}`);
  const verdict = classifyCreate(outcome, createContext(ctx));
  switch (verdict.outcome) {
    case 'accepted':
      return acceptedAnswers(work, verdict.reply);
    case 'rejected':
      return rejectedAnswers(work, verdict, resumed);
    case 'unknown':
      return unknownAll(submission, verdict.error);
  }
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
  return (await look(work)) ?? unknownAll(submission, unreadableError(reply, createContext(ctx)));
}

async function rejectedAnswers(
  work: Work,
  verdict: Extract<CreateVerdict, { outcome: 'rejected' }>,
  resumed: boolean,
): Promise<PostSubmitResult[]> {
  const { submission, checkpoint } = work;
  const { error, reply } = verdict;
  const upstream = reply ? errorOf(reply) : null;
  // The key was used with other bytes: something of this submission may be there.
  const conflict = upstream?.code === 'IDEMPOTENCY_CONFLICT';
  if (reply && (conflict || (resumed && reply.status !== 429))) {
    const found = await look(work);
    if (found) return found;
    if (conflict) return unknownAll(submission, error);
  }
  if (upstream?.code === 'APPROVAL_REQUIRED') return gatedAll(submission, checkpoint, 'publish');
  const culprits = reply ? culpritsOf(reply, submission) : [];
  if (culprits.length === 0) return rejectedAll(submission, error);
  const errors = culprits.map(({ postId, platform }) => [postId, { ...error, platform }] as const);
  return rejectedSome(submission, new Map(errors));
}

/** The targets that a refusal of the whole call names, by index (`targets.2.mode`) or by account. */
function culpritsOf(reply: HttpReply, submission: Submission) {
  const details = errorOf(reply)?.details;
  if (!details) return [];
  const indexes = details.issues.flatMap(
    ({ path }) => /(?:^|\.)targets\.(\d+)(?:\.|$)/.exec(pathText(path))?.[1] ?? [],
  );
  const { socialAccountId } = details;
  return submission.targets.filter(
    ({ accountReference }, index) =>
      indexes.includes(String(index)) || sameId(socialAccountId, accountReference),
  );
}

/** The posts of our container, if all of them are listed. */
async function look({ ctx, client, submission, checkpoint }: Work): Promise<PostSubmitResult[] | null> {
  const found = await postsOfContainer(ctx, client, wantedOf(submission, checkpoint));
  const work = { ctx, client, submission, checkpoint };
  return found.ok && coversAll(submission, found.posts) ? fromPosts(work, found.posts) : null;
}

export function wantedOf(submission: Submission, checkpoint: LayersCheckpoint) {
  return {
    containerId: checkpoint.containerId ?? '',
    projectId: checkpoint.projectId,
    socialAccountIds: submission.targets.map(({ accountReference }) => accountReference),
    scheduledFor: checkpoint.publish?.scheduledFor ?? null,
    firstAttemptAt: submission.firstAttemptAt,
  };
}

export function coversAll(submission: Submission, posts: ReadonlyMap<string, WirePost>): boolean {
  return submission.targets.every(({ accountReference }) => posts.get(bareId(accountReference))?.id != null);
}

function fromPosts(
  { ctx, submission, checkpoint }: Work,
  posts: ReadonlyMap<string, WirePost>,
): PostSubmitResult[] {
  return everyTarget(submission, (target) => {
    const post = posts.get(bareId(target.accountReference));
    if (!post) throw new Error('Posts are matched to every target before they are answered.');
    return acceptedPost(target, checkpoint, post, {
      now: ctx.now(),
      firstAttemptAt: submission.firstAttemptAt,
    });
  });
}

function withdrawn(submission: Submission): PostSubmitResult[] {
  return everyTarget(submission, ({ postId }) => ({ postId, outcome: 'withdrawn' }));
}
