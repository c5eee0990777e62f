/**
 * Changes of posts that a caller asks for: cancel, reschedule, retry, resolve. This folder decides what may be
 * changed where, and carries what a provider must agree to. It hands nothing over and writes no status itself:
 * the one is `publishing`'s, the other `PostWriter`'s.
 */
import { isFinal, type Provider, type ProviderCapabilities, type ReferenceData } from '@postern/core';
import type { PostRow } from '../posts/post-row';

/** One post with everything that decides what may be done to it; locked while it is looked at. */
export interface CommandTarget {
  row: PostRow;
  /** `null`: a draft. */
  submission: TargetSubmission | null;
  connection: {
    status: 'active' | 'needs_attention' | 'disabled';
    scheduling: 'upstream' | 'gateway' | null;
  };
  account: { reference: string; data: ReferenceData };
  /** `null` where this process has none to run. */
  provider: Provider | null;
  maxLatenessSeconds: number;
  /** A change that a provider has not agreed to yet. */
  pending: PendingCommand | null;
}

export interface TargetSubmission {
  id: string;
  state: 'held' | 'sending' | 'accepted' | 'rejected' | 'unknown';
  /** A worker is at it right now. */
  leased: boolean;
  /** Posts of it that are not final. */
  openPostIds: string[];
}

export interface PendingCommand {
  id: string;
  kind: CommandKind;
  reason: string | null;
  scheduledAt: string | null;
  force: boolean;
  /** A worker is at it right now. */
  leased: boolean;
}

export type CommandKind = 'cancel' | 'reschedule' | 'retry';

/** What the provider of a post can do; `null` where there is none to run. */
export type Capabilities = ProviderCapabilities | null;

export const capabilitiesOf = ({ provider }: CommandTarget): Capabilities =>
  provider?.descriptor.capabilities ?? null;

/**
 * Where a post is: with us alone (`draft`, `held`), on its way (`in_doubt`: being sent, or nobody knows whether
 * it was accepted), `upstream`, or `final`.
 */
export type Place = 'draft' | 'held' | 'in_doubt' | 'upstream' | 'final';

export function placeOf({ row, submission }: CommandTarget): Place {
  if (isFinal(row.status)) return 'final';
  if (submission === null) return 'draft';
  switch (submission.state) {
    case 'held':
      // Behind a gate the upstream may hold something that goes out by itself once the gate opens.
      return row.status === 'pending_approval' && hasReference(row) ? 'upstream' : 'held';
    case 'rejected':
      return 'held';
    case 'sending':
    case 'unknown':
      return 'in_doubt';
    case 'accepted':
      return 'upstream';
  }
}

/** Whether there is anything by which the provider can find the post. */
export function hasReference(row: PostRow): boolean {
  return row.provider_reference !== null || Object.keys(row.reference_data).length > 0;
}
