import type { PostReference, PostStatus } from '@postern/core';

/**
 * Why a person has to look at a post: the upstream says nothing of it and is not asked any more, or somebody
 * made a draft of it there after it had been scheduled.
 */
export type AttentionReason = 'silent' | 'paused';

/** An accepted post whose state is to be read now. */
export interface PostToRead {
  id: string;
  status: PostStatus;
  upstreamStatus: string | null;
  round: number;
  /** Milliseconds, database clock. */
  dueAt: number;
  /** The same clock: its time may have passed long before the provider got it. */
  handedOverAt: number | null;
  missingSince: number | null;
  /** Milliseconds since a webhook said that something happened to it; `null` = none did lately. */
  hintedFor: number | null;
  cancelRequested: boolean;
  /** The provider was asked to cancel it, or may have been. */
  cancelSent: boolean;
  attention: AttentionReason | null;
  submissionId: string | null;
  /** When it was to be read, and when it is read next as it stands, in the database's own words. */
  wasDueAt: string;
  nextReadAt: string;
  /** The row's version, in the database's own words. */
  updatedAt: string;
  reference: PostReference;
}

/** What a read leaves in a post's row beside its status. */
export interface ReadPlan {
  postId: string;
  /** When the upstream answered; `null` where it did not. */
  readAt: Date | null;
  /** The next read: `null` = never again, `undefined` = as the claim has planned it. */
  next: string | null | undefined;
  /** The plan of the claim: a post that a webhook has made due meanwhile stays due. */
  instead: string;
  /** Nobody has to look any more. */
  atEase: boolean;
}
