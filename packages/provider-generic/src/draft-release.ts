/** The half of a submission in two steps that publishes. It is of one post, so it may be repeated. */
import type { PostSubmitResult, PublishError } from '@postern/core';
import { isOverdue, sendingAt, type HttpReply } from '@postern/provider-kit';
import { callScope, publishTime } from './create-call';
import { attempt, noteDraft, type Draft } from './draft-checkpoint';
import { discardDraft } from './draft-make';
import { readDraft, stateOf } from './draft-reading';
import { withdrawDraft } from './draft-withdraw';
import { sendWrite, type Call, type WriteVerdict } from './exchange';
import { isAboutPost, waitsForItsTime } from './generic-send';
import { acceptedAnswers } from './reply-posts';
import { buildRequest, serialiseBody } from './request-builder';
import { neverAccepted, notKnown, rejectedAll, unknownAll, type Work } from './submit-work';

const PLACE = 'operations.releasePost';

export async function releaseDraft(work: Work, draft: Draft): Promise<PostSubmitResult[]> {
  const { ctx } = work;
  const triedBefore = draft.stage !== 'draft';
  const publishAt = publishTime(work);
  const request = await attempt(work, () => releaseRequest(work, draft, publishAt));
  if (!request.ok) {
    const refused = rejectedAll(work, request.error);
    return triedBefore ? refused : neverAccepted(refused);
  }
  const releasing = await noteDraft(work, { ...draft, stage: 'releasing', ...sendingAt(ctx.now()) });
  if (isOverdue(releasing, ctx.now())) {
    return notKnown(
      work,
      'The worker stood still before the call, which another one may have settled since.',
    );
  }
  const verdict = await sendWrite(request.value.call, request.value.request, { bodyOptional: true });
  switch (verdict.outcome) {
    case 'accepted':
      return released(work, releasing, verdict, publishAt);
    case 'unknown':
      return unknownAll(work, verdict.error);
    case 'rejected':
    case 'released':
      break;
  }
  const { error, reply } = verdict;
  if (reply === null) {
    // Nothing left, so what was known before holds still.
    await noteDraft(work, draft);
    return triedBefore ? rejectedAll(work, error) : neverAccepted(rejectedAll(work, error));
  }
  const cause = waitsForItsTime(work, error, reply, publishAt);
  return triedBefore ? refusedAgain(work, draft, cause) : refusedFirst(work, releasing, cause);
}

async function releaseRequest(work: Work, { id, data, media }: Draft, publishAt: number | null) {
  const { engine, ctx, targets } = work;
  const operation = engine.manifest.operations.releasePost;
  if (!operation) throw new Error('A manifest without a release has no drafts.');
  const scope = { ...(await callScope(work, media, publishAt)), ref: { ...data, id } };
  const parts = { engine, ctx, scope, place: PLACE };
  const call: Call = { engine, ctx, operation, place: PLACE, platform: targets[0].platform };
  return { call, request: buildRequest(parts, operation, await serialiseBody(parts, operation)) };
}

/** A success counts once the post is seen to be no draft any more: some say so and do nothing. */
async function released(
  work: Work,
  draft: Draft,
  { reply, json }: Extract<WriteVerdict, { outcome: 'accepted' }>,
  publishAt: number | null,
): Promise<PostSubmitResult[]> {
  const shown = await shownBy(work, draft, reply, json, publishAt);
  if (shown) return shown;
  const state = await readDraft(work, draft);
  switch (state.kind) {
    case 'moved':
      return state.answers;
    case 'unreadable':
      return unknownAll(work, state.error);
    case 'draft':
      return notKnown(work, 'The provider confirmed the release, and shows a draft still.');
    case 'missing':
      return notKnown(work, 'The provider confirmed the release, and does not show the post.');
  }
}

/** The reply's own posts, where they say enough. */
async function shownBy(
  work: Work,
  draft: Draft,
  reply: HttpReply,
  json: unknown,
  publishAt: number | null,
): Promise<PostSubmitResult[] | null> {
  const at = new Date(publishAt ?? work.ctx.now()).toISOString();
  const postCount = draft.postIds.length;
  const answers = await acceptedAnswers(work, { json, reply, repeated: false, postCount, at });
  const posts = answers.flatMap((answer) =>
    answer.outcome === 'accepted' && answer.reference.id === draft.id ? [answer] : [],
  );
  if (posts.length < work.targets.length) return null;
  const snapshots = new Map(posts.map(({ postId, snapshot }) => [postId, snapshot]));
  if (stateOf(work, draft, snapshots).kind !== 'moved') return null;
  return posts.map((post) => ({
    ...post,
    reference: { ...post.reference, data: { ...draft.data, ...post.reference.data } },
  }));
}

/** The only release there was is refused, so nothing came of it, unless the post itself says otherwise. */
async function refusedFirst(work: Work, draft: Draft, error: PublishError): Promise<PostSubmitResult[]> {
  const state = await readDraft(work, draft);
  if (state.kind === 'moved') return state.answers;
  // The draft was deleted under our hands: a new one is no repetition.
  const vanished = state.kind === 'missing';
  if (state.kind === 'draft') await discardDraft(work, draft);
  else await noteDraft(work, { ...draft, stage: 'none', id: null });
  return neverAccepted(rejectedAll(work, vanished ? { ...error, retryable: true } : error));
}

/**
 * An earlier release may still be on its way, so a refusal of its repetition does not say what became of it. One
 * that no time will change ends the matter all the same where the draft can be withdrawn.
 */
async function refusedAgain(work: Work, draft: Draft, error: PublishError): Promise<PostSubmitResult[]> {
  // That call was answered: what was known of the one before holds still.
  const before = await noteDraft(work, draft);
  if (!isAboutPost(error)) return unknownAll(work, error);
  const answers = await withdrawDraft(work, before);
  const isWithdrawn = answers.every(({ outcome }) => outcome === 'withdrawn');
  return isWithdrawn ? neverAccepted(rejectedAll(work, error)) : answers;
}
