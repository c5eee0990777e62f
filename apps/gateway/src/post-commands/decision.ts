import { EMPTY_SNAPSHOT, publishError, type ProviderSnapshot, type PublishError } from '@postern/core';
import type { HandOver } from '../posts/hand-over';
import type { PostChange } from '../posts/post-plan';
import type { CommandKind, CommandTarget } from './command-target';

export const COMMAND_RESULTS = [
  'done',
  'pending',
  'too_late',
  'already_final',
  'not_supported',
  'refused',
] as const;

/** What became of a command on one post. */
export type CommandResult = (typeof COMMAND_RESULTS)[number];

/** What a command means for one post, before anything is written. */
export interface Decision {
  result: CommandResult;
  /** One sentence for the caller where the command was not done. */
  why: string;
  error: PublishError | null;
  effects: Effect[];
  /** The command whose end is worth a short wait. */
  awaits: string | null;
  /** What stands in the way is over within moments: worth deciding again before the caller hears of it. */
  passing?: true;
}

/** One thing to write; all of a transaction's decisions are written together, kind by kind. */
export type Effect =
  | { kind: 'record'; change: PostChange }
  /** The post has ended or left: what remains of its held submission goes out without it. */
  | { kind: 'leave'; submissionId: string }
  /** A held post gets another time. */
  | { kind: 'move'; target: CommandTarget; times: HandOver }
  /** A new submission of the round that the same decision's `record` opens. */
  | { kind: 'open'; target: CommandTarget; round: number; times: HandOver }
  /** Whoever hands the post over, or looks into what became of it, shall stop. */
  | { kind: 'ask'; postId: string; wakes: string | null }
  | { kind: 'unask'; postId: string }
  | { kind: 'command'; target: CommandTarget; command: NewCommand }
  | {
      kind: 'finish';
      commandId: string;
      state: Exclude<CommandResult, 'pending'>;
      error: PublishError | null;
    }
  /** A pending command of the same kind now wants this. */
  | { kind: 'amend'; target: CommandTarget; commandId: string; scheduledAt: string | null; force: boolean }
  /** A person has said what became of the post: nobody else looks into it. */
  | { kind: 'settle'; submissionId: string };

export interface NewCommand {
  id: string;
  kind: CommandKind;
  reason: string | null;
  scheduledAt: string | null;
  force: boolean;
  /** A worker can act on it now; else once the outcome of the submission is known. */
  actionable: boolean;
}

export function nothing(
  result: Exclude<CommandResult, 'done' | 'pending'>,
  why: string,
  error: PublishError | null = null,
): Decision {
  return { result, why, error, effects: [], awaits: null };
}

/** Refused for now only. */
export function notYet(why: string): Decision {
  return { ...nothing('refused', why), passing: true };
}

export function done(effects: Effect[]): Decision {
  return { result: 'done', why: '', error: null, effects, awaits: null };
}

export function pending(effects: Effect[], awaits: string | null): Decision {
  return {
    result: 'pending',
    why: 'The provider has not answered yet.',
    error: null,
    effects,
    awaits,
  };
}

/** A snapshot of what Postern itself knows now. `now`: milliseconds, database clock. */
export function ownWord(target: CommandTarget, now: number, snapshot: Partial<ProviderSnapshot>): PostChange {
  const { id, round } = target.row;
  return { postId: id, snapshot: { ...EMPTY_SNAPSHOT, ...snapshot, round, asOf: now } };
}

/** No provider can be asked through a connection that was deleted. */
export function connectionGone({ row, connection }: CommandTarget): PublishError | null {
  if (connection.status !== 'disabled') return null;
  return publishError({
    code: 'CONNECTION_DISABLED',
    provider: row.provider,
    platform: row.platform,
    message: `The connection ${row.connection_id} does not exist any more.`,
    remedy: 'Look at the provider, or publish the content as a new post through another connection.',
  });
}

/** Ends what was pending before; it must not act on the post as it is from now on. */
export function overtake({ pending: before }: CommandTarget): Effect[] {
  if (before === null) return [];
  const error = publishError({ code: 'INTERNAL', message: 'A later command took its place.', remedy: '' });
  return [{ kind: 'finish', commandId: before.id, state: 'refused', error }];
}
