/** The posts in a reply, one for each target of the call: which of them are certainly those that were sent. */
import type { PostReference, PostSubmitResult, ReferenceData, SubmissionTarget } from '@postern/core';
import { unreadableError, type HttpReply } from '@postern/provider-kit';
import type { Engine } from './engine';
import { errorContext } from './error-map';
import { ownError } from './exchange';
import { ownRow } from './post-rows';
import { postRoot, readPostReply, readReferenceData, type PostRow } from './response-reader';
import type { CallWork, Work } from './submit-work';

export interface ReplyPosts {
  json: unknown;
  reply: HttpReply;
  /** An earlier call may have made what the reply shows. */
  repeated: boolean;
  /** How many posts the call carries. */
  postCount: number;
  /** RFC 3339: when they are to be published; at once = the present moment. */
  at: string;
}

/**
 * A success counts only if it names a post, and that post is the one that was sent. A target whose row is not
 * there yet has the post of all; rows come when it is published.
 */
export async function acceptedAnswers(work: Work, posts: ReplyPosts): Promise<PostSubmitResult[]> {
  const answers: PostSubmitResult[] = [];
  for (const target of work.targets) answers.push(await answerOf(work, target, posts));
  return answers;
}

async function answerOf(work: Work, target: SubmissionTarget, posts: ReplyPosts): Promise<PostSubmitResult> {
  const { engine, ctx } = work;
  const { postId, platform } = target;
  const row = await readPostReply(engine, ctx, posts.json, target);
  if (!row || row.id === null) {
    const error = unreadableError(posts.reply, errorContext(engine, ctx, platform));
    return { postId, outcome: 'unknown', error };
  }
  const difference = echoDifference(work, row, target, posts.repeated);
  if (difference !== null) {
    const message = `The provider answered with another post (${row.id}): its ${difference} differs from what was sent.`;
    return { postId, outcome: 'unknown', error: ownError(engine, 'OUTCOME_UNKNOWN', message, posts.reply) };
  }
  const more = readReferenceData(engine, posts.json, target, posts.at);
  return acceptedAs(work, target, { ...row, id: row.id }, more, posts.postCount);
}

/**
 * Of an error reply: the answers for the targets, if it shows the posts that were made all the same (`post.rows`
 * hold one of them); a target that it does not show is not known. `null`: it is a plain refusal.
 */
export async function heldAnswers(work: Work, posts: ReplyPosts): Promise<PostSubmitResult[] | null> {
  const { engine, ctx, targets } = work;
  const shown = new Map<string, PostSubmitResult>();
  for (const target of targets) {
    const row = await readPostReply(engine, ctx, posts.json, target);
    // A word that no table has says nothing about the post, but much about its being there.
    const isThere = row?.snapshot.status != null || row?.snapshot.upstreamStatus != null;
    if (!row || row.id === null || !isThere || !isOwn(work, target, posts.json)) continue;
    shown.set(target.postId, await answerOf(work, target, posts));
  }
  if (shown.size === 0) return null;
  const message = 'The provider answered with an error and with posts, of which none is this one.';
  return targets.map(
    ({ postId }) =>
      shown.get(postId) ?? {
        postId,
        outcome: 'unknown',
        error: ownError(engine, 'OUTCOME_UNKNOWN', message, posts.reply),
      },
  );
}

/** Whether the reply holds a row that is certainly the target's. */
export function isOwn({ engine }: CallWork, target: SubmissionTarget, json: unknown): boolean {
  return ownRow(engine, postRoot(engine, json), target).found === 'own';
}

export function acceptedAs(
  { engine }: CallWork,
  { postId, accountReference }: SubmissionTarget,
  { id, snapshot }: PostRow & { id: string },
  more: ReferenceData,
  postCount: number,
): Extract<PostSubmitResult, { outcome: 'accepted' }> {
  const data: ReferenceData = { ...more, accountReference };
  // Changes of the whole upstream post are safe only where it holds no other target.
  if (engine.manifest.submission.targets === 'many') data['alone'] = postCount === 1 ? 'true' : 'false';
  return { postId, outcome: 'accepted', reference: { id, data }, snapshot };
}

/** The same engine for replies whose post stands elsewhere. */
export function readAtRoot(engine: Engine, root: string): Engine {
  return { ...engine, manifest: { ...engine.manifest, post: { ...engine.manifest.post, root } } };
}

/** The target as a read takes it. */
export function referenceOf(target: SubmissionTarget, id: string, data: ReferenceData): PostReference {
  const { postId, platform, accountReference, accountData, content } = target;
  return { postId, id, data, platform, accountReference, accountData, text: content.text };
}

/**
 * What the reply repeats and was not sent. The text is compared for repetitions alone: a fresh key cannot bring
 * an old post back, and upstreams may rewrite what they store.
 */
export function echoDifference(
  { key }: Work,
  { echo }: PostRow,
  target: SubmissionTarget,
  repeated: boolean,
): string | null {
  if (echo.account !== null && echo.account !== target.accountReference) return 'account';
  if (echo.platform !== null && echo.platform !== target.platform) return 'platform';
  if (echo.reference !== null && echo.reference !== key) return 'reference';
  const { text } = echo;
  return repeated && text !== null && plainText(text) !== plainText(target.content.text) ? 'text' : null;
}

/** Upstreams trim and normalise what they store. */
export function plainText(text: string): string {
  return text.normalize('NFC').replace(/\r\n/g, '\n').trim();
}
