import type { JsonObject } from './json';
import type { PostStatus } from './post-status';
import type { PublishError } from './publish-error';

/** One part of a thread, as the network shows it. */
export interface PostPart {
  index: number;
  status: PostStatus | null;
  platformPostId: string | null;
  platformPostUrl: string | null;
}

/**
 * What a provider said of one post at one moment. Absent is `null`: a snapshot never says that something
 * known is gone. Times are RFC 3339 in UTC, and are the upstream's own: evidence, never compared with our
 * clock.
 */
export interface ProviderSnapshot {
  /** `null` where the upstream's word is in no table: the post then keeps its status. */
  status: PostStatus | null;
  /** The upstream's own word, always kept. */
  upstreamStatus: string | null;
  providerReference: string | null;
  platformPostId: string | null;
  platformPostUrl: string | null;
  /** When the upstream now means to publish; it may have moved the time. */
  scheduledAt: string | null;
  attemptedAt: string | null;
  publishedAt: string | null;
  canceledAt: string | null;
  canceledBy: 'caller' | 'upstream' | null;
  cancelReason: string | null;
  parts: PostPart[] | null;
  error: PublishError | null;
}

/** A snapshot as it is merged: which try it speaks of, and the database clock when the read started. */
export interface Snapshot extends ProviderSnapshot {
  /** 1 for the first try; each deliberate new try (retry, reschedule after a cancel) adds one. */
  round: number;
  /** Milliseconds since the epoch, database clock, when the read was started. */
  asOf: number;
}

/** A snapshot that says nothing; spread it and set what is known. */
export const EMPTY_SNAPSHOT: Readonly<ProviderSnapshot> = Object.freeze({
  status: null,
  upstreamStatus: null,
  providerReference: null,
  platformPostId: null,
  platformPostUrl: null,
  scheduledAt: null,
  attemptedAt: null,
  publishedAt: null,
  canceledAt: null,
  canceledBy: null,
  cancelReason: null,
  parts: null,
  error: null,
});

/** Opaque data that a provider stores with a reference, for its own later reads. */
export type ReferenceData = JsonObject;
