import type { PostReference, PublishError } from '@postern/core';
import type { CommandKind } from './command-target';

/** A command that this process holds: nobody else acts on it until the lease runs out. */
export interface ClaimedChange {
  id: string;
  fence: string;
  kind: CommandKind;
  /** Postern's own; `reference` is what to withdraw then, whatever the post shows. */
  internal: boolean;
  force: boolean;
  reason: string | null;
  scheduledAt: Date | null;
  round: number;
  /** Attempts, this one included. */
  attempts: number;
  /** A change was sent before: it may have been made. */
  sent: boolean;
  /** The post is canceled upstream, to go out anew. */
  cancels: boolean;
  /** Too old to be tried once more. */
  last: boolean;
  postId: string;
  connectionId: string;
  provider: string;
  reference: PostReference;
  /** Milliseconds, database clock: the `asOf` of what this attempt learns. */
  claimedAt: number;
  /** The `traceparent` of the request that asked for it; `null`: nobody traced it. */
  traceContext: string | null;
}

/** Somebody else holds the command now, or it was overtaken; what this process knows of it is void. */
export class ChangeLostError extends Error {
  override readonly name = 'ChangeLostError';
  constructor(commandId: string) {
    super(`The command ${commandId} went on without this process.`);
  }
}

/** How a pending command ends. */
export interface ChangeEnd {
  state: 'done' | 'too_late' | 'not_supported' | 'refused' | 'already_final';
  error: PublishError | null;
}
