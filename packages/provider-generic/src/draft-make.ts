/** The harmless half of a submission in two steps: making a draft, finding it again, giving it up. */
import { publishError, type PublishError } from '@postern/core';
import { unreadableError } from '@postern/provider-kit';
import { callScope, createBody, publishTime, type Prepared } from './create-call';
import { operationOf } from './create-variant';
import { attempt, noteDraft, stopped, type Draft, type DraftNotes } from './draft-checkpoint';
import { stateOf } from './draft-reading';
import { openScope } from './engine';
import { errorContext } from './error-map';
import { sendWrite, type WriteVerdict } from './exchange';
import { addressScope, CREATE_PLACE } from './generic-call';
import { cancelPost } from './generic-change';
import { findPosts } from './generic-find';
import { withKey } from './idempotency-key';
import { carryMedia } from './media-upload';
import { openFiles } from './post-files';
import { accountScope, type CarriedMedia } from './post-scope';
import { acceptedAnswers, referenceOf, type ReplyPosts } from './reply-posts';
import { buildRequest } from './request-builder';
import type { Work } from './submit-work';

/**
 * Step one. Nothing can be published by it, so even a lost reply is a refusal that may be tried again: where the
 * draft cannot be found by its reference, at worst one stays behind that nobody will ever release.
 */
export async function findOrMakeDraft(
  work: Work,
  notes: DraftNotes,
  mayExist: boolean,
): Promise<Prepared<Draft>> {
  if (mayExist) {
    const known = await findDraft(work, notes);
    if (known) return known;
  }
  const drafting = await noteDraft(work, notes);
  const sent = await attempt(work, () => sendDraft(work, drafting));
  if (!sent.ok) return stopped(work, sent.error);
  const { value } = sent;
  if ('answers' in value) return { ok: false, answers: value.answers };
  switch (value.outcome) {
    case 'accepted':
      return takeDraft(work, drafting, value);
    case 'rejected':
    case 'released':
      return stopped(work, value.error);
    case 'unknown':
      return (await findDraft(work, drafting)) ?? stopped(work, unconfirmed(work, value.error));
  }
}

async function sendDraft(
  work: Work,
  { media }: DraftNotes,
): Promise<WriteVerdict | Extract<Prepared<never>, { ok: false }>> {
  const { engine, ctx, targets } = work;
  const made = await createBody(work, await callScope(work, media, publishTime(work)), media);
  if (!made.ok) return made;
  const { body, variant } = made.value;
  const operation = operationOf(engine.manifest, variant);
  const scope = openScope(engine, ctx, addressScope(work));
  const files = await openFiles(ctx, operation, targets[0].content);
  const parts = { engine, ctx, scope, place: CREATE_PLACE };
  const request = buildRequest(parts, operation, operation.body === undefined ? null : body, {}, files);
  const call = { engine, ctx, operation, place: CREATE_PLACE, platform: targets[0].platform };
  return sendWrite(call, withKey(engine, request, work.key));
}

async function takeDraft(
  work: Work,
  notes: DraftNotes,
  { reply, json }: Extract<WriteVerdict, { outcome: 'accepted' }>,
): Promise<Prepared<Draft>> {
  const { engine, ctx, targets } = work;
  const at = new Date(publishTime(work) ?? ctx.now()).toISOString();
  const posts: ReplyPosts = { json, reply, repeated: false, postCount: targets.length, at };
  const answers = await acceptedAnswers(work, posts);
  const [first] = answers.filter((answer) => answer.outcome === 'accepted');
  const id = first?.reference.id ?? null;
  if (!first || id === null) {
    const error = unreadableError(reply, errorContext(engine, ctx, targets[0].platform));
    return (await findDraft(work, notes)) ?? stopped(work, unconfirmed(work, error));
  }
  const { alone: _alone, accountReference: _account, ...data } = first.reference.data;
  const texts = Object.entries(data).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const draft = await noteDraft(work, { ...notes, stage: 'draft', id, data: Object.fromEntries(texts) });
  // Upstreams publish at once what they read as a past or missing time: then there is nothing to release.
  const shown = answers.flatMap((answer) =>
    answer.outcome === 'accepted' && answer.snapshot.status !== null
      ? [[answer.postId, answer.snapshot] as const]
      : [],
  );
  const state = stateOf(work, { ...draft, id }, new Map(shown));
  return state.kind === 'moved' ? { ok: false, answers } : { ok: true, value: { ...draft, id } };
}

/** `null`: it is not certain that there is one, and a new one does no harm. */
async function findDraft(work: Work, notes: DraftNotes): Promise<Prepared<Draft> | null> {
  if (work.engine.manifest.find?.by !== 'reference') return null;
  const found = await findPosts(work, notes);
  const [post] = found.kind === 'found' ? found.posts : [];
  const id = post?.reference.id ?? null;
  if (found.kind !== 'found' || !post || id === null || found.missing.length > 0) return null;
  const draft = await noteDraft(work, { ...notes, stage: 'draft', id });
  const shown = new Map(found.posts.map(({ postId, snapshot }) => [postId, snapshot]));
  const state = stateOf(work, { ...draft, id }, shown);
  if (state.kind === 'moved') return { ok: false, answers: found.posts };
  return { ok: true, value: { ...draft, id } };
}

/** Puts the media on the draft, where the upstream takes them only then. */
export async function fillDraft(work: Work, draft: Draft): Promise<Prepared<Draft>> {
  const { engine, ctx, targets } = work;
  if (engine.manifest.media.upload?.when !== 'draft') return { ok: true, value: draft };
  const [target] = targets;
  const { content } = target;
  let current = draft;
  const parts = [content.media, ...content.thread.map((part) => part.media ?? [])];
  const media: CarriedMedia[][] = parts.map(() => []);
  let index = 0;
  for (const [part, items] of parts.entries()) {
    for (const item of items) {
      const done = draft.media[part]?.[media[part]?.length ?? 0];
      index += 1;
      if (done && index <= draft.mediaDone) {
        media[part]?.push(done);
        continue;
      }
      current = await noteDraft(work, { ...current, mediaStarted: index });
      const ref = { ...draft.data, id: draft.id };
      const result = await carryMedia(engine, ctx, item, accountScope(target), null, ref);
      if (!result.ok) {
        await discardDraft(work, current);
        return stopped(work, result.error);
      }
      media[part]?.push(result.media);
      current = await noteDraft(work, { ...current, media, mediaDone: index });
    }
  }
  return { ok: true, value: current };
}

/**
 * Gives up a draft that our own notes name and that was never released. They let go of it first, so that its
 * absence is never read as an unknown outcome. A failure leaves a harmless draft behind.
 */
export async function discardDraft(work: Work, draft: Draft): Promise<void> {
  const { engine, ctx, targets } = work;
  await noteDraft(work, { ...draft, stage: 'none', id: null });
  const [target] = targets;
  const ref = referenceOf(target, draft.id, {
    ...draft.data,
    accountReference: target.accountReference,
    alone: 'true',
  });
  const deleted = mayDeleteDrafts(work) && (await cancelPost(engine, ctx, ref, null)).outcome === 'done';
  if (deleted) return;
  ctx.logger.warn('An unused draft may stay at the provider. It is never published by itself.', {
    provider: engine.providerId,
    draft: draft.id,
    submission: work.submission.id,
  });
}

export function mayDeleteDrafts({ engine }: Work): boolean {
  const { cancelPost } = engine.manifest.operations;
  return cancelPost !== undefined && (cancelPost.onlyWhile?.includes('draft') ?? true);
}

function unconfirmed({ engine }: Work, error: PublishError): PublishError {
  return publishError({
    ...error,
    retryable: true,
    message: `${engine.manifest.name} did not confirm the draft; nothing can have been published by it.`,
    remedy: 'Nothing: a new draft is made. One unused draft may stay at the provider.',
  });
}
