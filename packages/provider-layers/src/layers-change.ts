/** Canceling and moving posts. Both are refused with 409 once a post is on its way, and only a read tells why. */
import {
  EMPTY_SNAPSHOT,
  publishError,
  type ChangeResult,
  type PostReference,
  type ProviderContext,
  type ProviderSnapshot,
} from '@postern/core';
import {
  classifyCreate,
  cutText,
  millisecondsOf,
  readWire,
  toUtc,
  type CreateVerdict,
} from '@postern/provider-kit';
import { layersClient, segment } from './layers-client';
import { LAYERS_ID } from './layers-descriptor';
import { contentError, createContext } from './layers-errors';
import { readFromLayers } from './layers-read';
import { snapshotOf } from './layers-snapshot';
import { statusOf } from './layers-status';
import { wirePost } from './layers-wire';

const LONGEST_REASON = 1024;

const isCanceled = ({ status }: ProviderSnapshot) => status === 'canceled';

/** Layers docs, cancel-post: DELETE with an optional body; a second cancel is a 409, not a 200. */
export async function cancelAtLayers(
  ctx: ProviderContext,
  ref: PostReference,
  reason: string | null,
): Promise<ChangeResult> {
  if (ref.id === null) return cancelGated(ctx, ref, reason);
  const said = reason === null || reason === '' ? null : cutText(reason, LONGEST_REASON);
  const outcome = await layersClient(ctx).delete(
    `/scheduled-posts/${segment(ref.id)}`,
    said === null ? null : { reason: said },
  );
  const verdict = classifyCreate(outcome, createContext(ctx, ref.platform));
  if (verdict.outcome !== 'accepted') return refused(ctx, ref, verdict, isCanceled);
  const post = readWire(wirePost, verdict.json);
  const status = statusOf(post?.status ?? null, post?.scheduledFor ?? null, ctx.now());
  // A 200 that says anything but "canceled" is no confirmation: read before concluding.
  if (!post || status !== 'canceled') return afterReading(ctx, ref, isCanceled);
  return { outcome: 'done', snapshot: canceled(snapshotOf(post, ref.platform, ctx.now()), ref, said) };
}

/** Layers docs, reschedule-post: queued posts only; times in UTC with Z. */
export async function rescheduleAtLayers(
  ctx: ProviderContext,
  ref: PostReference,
  at: string,
): Promise<ChangeResult> {
  const to = toUtc(at);
  if (to === null) return { outcome: 'rejected', error: contentError(`${at} is no time.`, ref.platform) };
  if (ref.id === null) return { outcome: 'unsupported' };
  const isMoved = ({ status, scheduledAt }: ProviderSnapshot) =>
    (status === 'scheduled' || status === 'queued') && millisecondsOf(scheduledAt) === Date.parse(to);
  const path = `/scheduled-posts/${segment(ref.id)}/reschedule`;
  const outcome = await layersClient(ctx).post(path, JSON.stringify({ scheduledFor: to }));
  const verdict = classifyCreate(outcome, createContext(ctx, ref.platform));
  if (verdict.outcome !== 'accepted') return refused(ctx, ref, verdict, isMoved);
  const post = readWire(wirePost, verdict.json);
  if (!post || post.scheduledFor === null) return afterReading(ctx, ref, isMoved);
  return {
    outcome: 'done',
    snapshot: { ...snapshotOf(post, ref.platform, ctx.now()), providerReference: ref.id },
  };
}

async function refused(
  ctx: ProviderContext,
  ref: PostReference,
  verdict: Exclude<CreateVerdict, { outcome: 'accepted' }>,
  isWanted: (snapshot: ProviderSnapshot) => boolean,
): Promise<ChangeResult> {
  if (verdict.outcome === 'unknown') return { outcome: 'unknown', error: verdict.error };
  if (verdict.reply?.status !== 409) return { outcome: 'rejected', error: verdict.error };
  // A 409 follows a lost race as well as a cancel that succeeded earlier; only the post tells which.
  const snapshot = await shown(ctx, ref);
  if (snapshot === null) return notTold(ref);
  if (isWanted(snapshot)) return { outcome: 'done', snapshot };
  return { outcome: 'too_late', snapshot };
}

/** The call was taken; what it did is for the post itself to say. */
async function afterReading(
  ctx: ProviderContext,
  ref: PostReference,
  isWanted: (snapshot: ProviderSnapshot) => boolean,
): Promise<ChangeResult> {
  const snapshot = await shown(ctx, ref);
  return snapshot !== null && isWanted(snapshot) ? { outcome: 'done', snapshot } : notTold(ref);
}

function notTold(ref: PostReference): ChangeResult {
  return {
    outcome: 'unknown',
    error: publishError({
      code: 'OUTCOME_UNKNOWN',
      provider: LAYERS_ID,
      platform: ref.platform,
      message: 'Layers’ answer does not say whether the post was changed.',
      remedy: 'Nothing yet: Postern reads the post before it concludes.',
    }),
  };
}

/**
 * A post behind the review gate has no row to cancel. A refused publish call left nothing at Layers; a stored
 * schedule does, and only its reviewer can stop it, for all accounts at once.
 */
async function cancelGated(
  ctx: ProviderContext,
  ref: PostReference,
  reason: string | null,
): Promise<ChangeResult> {
  if (ref.data.gate === 'publish') {
    return { outcome: 'done', snapshot: canceled({ ...EMPTY_SNAPSHOT }, ref, reason) };
  }
  const [result] = await readFromLayers(ctx, [ref]);
  if (result?.outcome === 'found' && result.reference?.id) {
    return cancelAtLayers(ctx, { ...ref, ...result.reference }, reason);
  }
  return {
    outcome: 'rejected',
    error: publishError({
      code: 'UPSTREAM_REJECTED',
      provider: LAYERS_ID,
      platform: ref.platform,
      message: 'The content waits for a reviewer at Layers, where only a rejection stops it.',
      remedy: 'Reject the content at Layers.',
    }),
  };
}

async function shown(ctx: ProviderContext, ref: PostReference): Promise<ProviderSnapshot | null> {
  const [result] = await readFromLayers(ctx, [ref]);
  return result?.outcome === 'found' ? result.snapshot : null;
}

function canceled(snapshot: ProviderSnapshot, ref: PostReference, reason: string | null): ProviderSnapshot {
  return {
    ...snapshot,
    status: 'canceled',
    upstreamStatus: snapshot.upstreamStatus ?? 'canceled',
    providerReference: ref.id,
    canceledBy: 'caller',
    cancelReason: reason,
  };
}
