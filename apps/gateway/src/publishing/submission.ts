import type { JsonObject, PostContent, PublishError, ReferenceData, TargetOptions } from '@postern/core';
import type { StoredFacts } from '../media/media-row';

/** What has become of a hand-over; not a PostStatus. */
export type SubmissionState = 'held' | 'sending' | 'accepted' | 'rejected' | 'unknown';

/** A submission that this process holds: nobody else may act on it until the lease runs out. */
export interface ClaimedSubmission {
  id: string;
  workspaceId: string;
  groupId: string;
  connectionId: string;
  /** The connection's state when the claim was made: another one after every change. */
  connectionVersion: string;
  provider: string;
  /** `unknown` where an earlier attempt's outcome is not known; else `sending`. */
  state: 'sending' | 'unknown';
  round: number;
  generation: number;
  scheduledAt: Date | null;
  latestAt: Date;
  /** Attempts of this submission, this one included. */
  attempts: number;
  firstAttemptAt: number;
  /** Milliseconds, database clock: since when it was due for this attempt. */
  dueAt: number;
  checkpoint: JsonObject | null;
  fence: string;
  /** Milliseconds, database clock, when the claim was made: the `asOf` of what this attempt learns. */
  claimedAt: number;
  /** Past its latest time: what was never sent fails, what is unknown is settled without being sent again. */
  late: boolean;
  /** The `traceparent` of the request that made its group; `null`: nobody traced it. */
  traceContext: string | null;
  posts: ClaimedPost[];
  /** What is known of the stored media of its group. */
  media: (StoredFacts & { id: string })[];
}

export interface ClaimedPost {
  id: string;
  platform: string;
  round: number;
  accountReference: string;
  accountData: ReferenceData;
  content: PostContent;
  options: TargetOptions;
}

/** What becomes of a submission after an attempt. */
export interface SubmissionEnd {
  state: 'held' | 'accepted' | 'rejected' | 'unknown';
  /** When to act next; `null` = nobody needs to act. */
  nextAttemptAt: Date | null;
  /** The next try is a new one for the upstream: new idempotency key. */
  newGeneration: boolean;
  /** Forget what the provider stored between two steps. */
  clearCheckpoint: boolean;
}

export interface AttemptEnd {
  outcome: 'accepted' | 'rejected' | 'unknown';
  error: PublishError | null;
  exchanges: unknown[];
  /** False where nothing left this process because our own budget was used up: as if it had not been. */
  counted: boolean;
}

/** Somebody else holds the submission now; whatever this process still knows of it is void. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
  constructor(submissionId: string) {
    super(`The lease of ${submissionId} was lost.`);
  }
}

/** What was found again after a lost reply is another post's: two posts of equal content look the same. */
export class ReferencesTakenError extends Error {
  override readonly name = 'ReferencesTakenError';
  constructor(readonly references: ReadonlySet<string>) {
    super(`What was found (${[...references].join(', ')}) is another post of this connection.`);
  }
}
