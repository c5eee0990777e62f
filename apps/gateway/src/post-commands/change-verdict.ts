import {
  isFinal,
  isSuccess,
  publishError,
  type Provider,
  type ProviderContext,
  type ProviderSnapshot,
  type PublishError,
  type ReadResult,
} from '@postern/core';
import { isBeyondReach } from '../posts/hand-over';
import type { ClaimedChange } from './claimed-change';
import { timePassed } from './reschedule-rule';

/** What the provider said of a change. */
export type Verdict =
  | { outcome: 'done'; snapshot: ProviderSnapshot | null }
  | { outcome: 'too_late'; snapshot: ProviderSnapshot | null }
  | { outcome: 'not_supported' }
  | { outcome: 'refused'; error: PublishError }
  /** Nothing is certain yet: it is tried again. */
  | { outcome: 'later'; error: PublishError }
  /** Nothing of this round will go out any more: the next one may begin. */
  | { outcome: 'anew' };

/** A provider, and how to say durably that a change is about to be sent. */
export interface Conversation {
  provider: Provider;
  ctx: ProviderContext;
  change: ClaimedChange;
  /** Resolves before the call is made. */
  sending(cancels: boolean): Promise<void>;
}

/** Asks the provider to cancel. What may have been done before is looked at first. */
export async function askCancel(talk: Conversation): Promise<Verdict> {
  const { provider, ctx, change } = talk;
  if (provider.cancel === undefined) return { outcome: 'not_supported' };
  const sentBefore = change.kind === 'reschedule' ? change.cancels : change.sent;
  if (sentBefore) {
    const known = cancelShown(await readOne(talk));
    if (known !== null) return known;
  }
  await talk.sending(change.kind === 'reschedule');
  const result = await provider.cancel(ctx, change.reference, change.reason);
  switch (result.outcome) {
    case 'done':
    case 'too_late':
      return result;
    case 'unsupported':
      return { outcome: 'not_supported' };
    case 'rejected':
      return { outcome: result.error.retryable ? 'later' : 'refused', error: result.error };
    case 'unknown':
      return cancelShown(await readOne(talk)) ?? { outcome: 'later', error: result.error };
  }
}

/**
 * Asks for another time; a provider that cannot give one, or none so far ahead, is asked to cancel, and the post
 * goes out anew.
 */
export async function askReschedule(talk: Conversation): Promise<Verdict> {
  const { provider, ctx, change } = talk;
  if (change.cancels) return askAnew(talk);
  if (change.sent) {
    const known = movedShown(change, await readOne(talk));
    if (known !== null) return known;
  }
  const at = change.scheduledAt ?? new Date(0);
  if (at.getTime() <= ctx.now()) {
    return { outcome: 'refused', error: timePassed(at.toISOString(), change.provider) };
  }
  const isTooFar = isBeyondReach(at, new Date(ctx.now()), provider.descriptor.capabilities);
  if (provider.reschedule === undefined || isTooFar) return askAnew(talk);
  await talk.sending(false);
  const result = await provider.reschedule(ctx, change.reference, at.toISOString());
  switch (result.outcome) {
    case 'done':
    case 'too_late':
      return result;
    case 'unsupported':
      return askAnew(talk);
    case 'rejected':
      return { outcome: result.error.retryable ? 'later' : 'refused', error: result.error };
    case 'unknown':
      return movedShown(change, await readOne(talk)) ?? { outcome: 'later', error: result.error };
  }
}

async function askAnew(talk: Conversation): Promise<Verdict> {
  const verdict = await askCancel(talk);
  return verdict.outcome === 'done' ? { outcome: 'anew' } : verdict;
}

/**
 * Whether a failed post may be tried again, by what the provider shows of it now. Pure. The network may have
 * taken it after all, or the provider may be at it again: then a new round would be a second post.
 */
export function retryShown(change: ClaimedChange, shown: ReadResult | undefined): Verdict {
  const provider = change.provider;
  switch (shown?.outcome) {
    case 'found': {
      const { status } = shown.snapshot;
      if (isSuccess(status)) return { outcome: 'too_late', snapshot: shown.snapshot };
      if (status !== null && isFinal(status)) return { outcome: 'anew' };
      const message = 'The provider is at this post again; what becomes of it is waited for.';
      return { outcome: 'later', error: publishError({ code: 'OUTCOME_UNKNOWN', provider, message }) };
    }
    case 'open_gate':
      return { outcome: 'anew' };
    case 'missing': {
      if (change.force) return { outcome: 'anew' };
      const message =
        'The provider does not know the post any more, so it cannot say that it did not go out.';
      const remedy = 'Look on the platform, then retry with force.';
      return {
        outcome: 'refused',
        error: publishError({ code: 'OUTCOME_UNKNOWN', provider, message, remedy }),
      };
    }
    case 'failed':
      return { outcome: shown.error.retryable ? 'later' : 'refused', error: shown.error };
    case undefined: {
      const message = 'The provider’s answer does not speak of the post.';
      return { outcome: 'later', error: publishError({ code: 'UPSTREAM_ERROR', provider, message }) };
    }
  }
}

/** After our own cancel was sent: a post that is gone was canceled by it. `null` where it is to be sent again. */
function cancelShown(shown: ReadResult | undefined): Verdict | null {
  switch (shown?.outcome) {
    case 'missing':
      return { outcome: 'done', snapshot: null };
    case 'failed':
      return { outcome: 'later', error: shown.error };
    case 'found': {
      const { snapshot } = shown;
      if (snapshot.status === 'canceled') return { outcome: 'done', snapshot };
      return hasLeft(snapshot) ? { outcome: 'too_late', snapshot } : null;
    }
    case 'open_gate':
    case undefined:
      return null;
  }
}

function movedShown({ scheduledAt }: ClaimedChange, shown: ReadResult | undefined): Verdict | null {
  if (shown?.outcome === 'failed') return { outcome: 'later', error: shown.error };
  if (shown?.outcome !== 'found') return null;
  const { snapshot } = shown;
  if (hasLeft(snapshot)) return { outcome: 'too_late', snapshot };
  // Upstreams cut milliseconds off.
  const off = Date.parse(snapshot.scheduledAt ?? '') - (scheduledAt?.getTime() ?? 0);
  return Math.abs(off) < 1_000 ? { outcome: 'done', snapshot } : null;
}

function hasLeft({ status }: ProviderSnapshot): boolean {
  return status !== null && (isFinal(status) || status === 'publishing');
}

async function readOne({ provider, ctx, change }: Conversation): Promise<ReadResult | undefined> {
  const [shown] = await provider.read(ctx, [change.reference]);
  return shown;
}
