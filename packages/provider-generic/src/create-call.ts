/** Makes the create call of a submission, up to the bytes that will go out; nothing that publishes is sent. */
import type { PostSubmitResult, PublishError, SubmissionTarget } from '@postern/core';
import { utcOf } from '@postern/provider-kit';
import { operationOf, variantOf } from './create-variant';
import { openScope, type Scope } from './engine';
import { ownError } from './exchange';
import { CREATE_PLACE, markOf, type StoredCall } from './generic-call';
import { carryMedia, strandedMedia } from './media-upload';
import {
  accountScope,
  submissionScope,
  unsupportedWish,
  type CarriedMedia,
  type TargetInput,
} from './post-scope';
import { serialiseBody, type SerialisedBody } from './request-builder';
import { rejectedAll, rejectedSome, withdrawnAll, type Work } from './submit-work';

export type Prepared<T> = { ok: true; value: T } | { ok: false; answers: PostSubmitResult[] };

export async function prepareCall(work: Work): Promise<Prepared<StoredCall>> {
  const publishAt = publishTime(work);
  const refused = refusedWishes(work);
  if (refused) return { ok: false, answers: refused };
  const carried = await carryAll(work, publishAt);
  if (!carried.ok) return carried;
  const made = await createBody(work, await callScope(work, carried.value, publishAt), carried.value);
  if (!made.ok) return made;
  const { body, variant } = made.value;
  return {
    ok: true,
    value: {
      body,
      publishAt,
      mark: markOf(work, variant),
      variant,
      postIds: work.targets.map(({ postId }) => postId),
      sent: false,
      sentAt: null,
      absentSince: null,
    },
  };
}

/** Targets that this upstream cannot carry are refused; the others go out without them. `null`: all is well. */
export function refusedWishes(work: Work): PostSubmitResult[] | null {
  const errors = new Map<string, PublishError>();
  for (const target of work.targets) {
    const wish = unsupportedWish(work.engine, target);
    if (wish !== null) errors.set(target.postId, ownError(work.engine, 'CONTENT_INVALID', wish));
  }
  return errors.size === 0 ? null : rejectedSome(work, errors);
}

/** Media of each part, handed over once: targets of one call have equal content. */
export async function carryAll(work: Work, publishAt: number | null): Promise<Prepared<CarriedMedia[][]>> {
  const { engine, ctx, targets } = work;
  const [{ content }] = targets;
  const until = publishAt === null ? null : utcOf(publishAt);
  const media: CarriedMedia[][] = [];
  for (const items of [content.media, ...content.thread.map((part) => part.media ?? [])]) {
    const ofPart: CarriedMedia[] = [];
    for (const item of items) {
      if (await ctx.cancelRequested()) return { ok: false, answers: withdrawnAll(work) };
      const result = await carryMedia(engine, ctx, item, accountScope(targets[0]), until);
      if (!result.ok) return { ok: false, answers: rejectedAll(work, result.error) };
      ofPart.push(result.media);
    }
    media.push(ofPart);
  }
  return { ok: true, value: media };
}

/** What bodies see. */
export async function callScope(
  work: Work,
  media: CarriedMedia[][],
  publishAt: number | null,
): Promise<Scope> {
  const { engine, ctx, targets, key } = work;
  const input = (target: SubmissionTarget): TargetInput => ({ target, media });
  const [first, ...others] = targets;
  const carried: [TargetInput, ...TargetInput[]] = [input(first), ...others.map(input)];
  const scope = { targets: carried, idempotencyKey: key, publishAt, now: ctx.now() };
  return openScope(engine, ctx, await submissionScope(engine, scope));
}

export interface CreateBody {
  body: SerialisedBody;
  variant: number | null;
}

export async function createBody(
  work: Work,
  scope: Scope,
  media: readonly CarriedMedia[][],
): Promise<Prepared<CreateBody>> {
  const { engine, ctx } = work;
  const variant = await variantOf(engine, scope);
  const operation = operationOf(engine.manifest, variant);
  const stranded = strandedMedia(engine, operation, media.flat());
  if (stranded !== null) {
    return { ok: false, answers: rejectedAll(work, ownError(engine, 'CONTENT_INVALID', stranded)) };
  }
  const body = await serialiseBody({ engine, ctx, scope, place: CREATE_PLACE }, operation);
  return { ok: true, value: { body: body ?? { text: '', contentType: 'application/json' }, variant } };
}

/** Milliseconds, or null = at once: upstreams refuse a time that has passed while the post waited here. */
export function publishTime({ engine, ctx, submission }: Work): number | null {
  const { scheduling } = engine.manifest;
  if (submission.scheduledAt === null || !scheduling) return null;
  const at = Date.parse(submission.scheduledAt);
  const isPast = at <= ctx.now() + scheduling.minAheadSeconds * 1_000;
  return isPast && scheduling.past !== 'send' ? null : at;
}
