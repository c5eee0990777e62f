import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import {
  EMPTY_SNAPSHOT as NOTHING,
  isFinal,
  isSuccess,
  type PostStatus,
  type ProviderSnapshot,
} from '@postern/core';
import { DataSource, type EntityManager } from 'typeorm';
import type { PostChange } from '../posts/post-plan';
import type { ReadCadence } from '../posts/read-cadence';
import type { Verdict } from './change-verdict';
import { givenUp, movedAnew, nextStep, type Step } from './change-step';
import { ChangesRepository } from './changes.repository';
import type { ChangeEnd, ClaimedChange } from './claimed-change';
import { type Capabilities, capabilitiesOf, type CommandTarget } from './command-target';
import { CommandWriter } from './command-writer';
import { isLostTurn } from './commands.service';
import type { Effect } from './decision';
import { rescheduled } from './reschedule-rule';
import { newRound } from './retry-rule';
import { TargetsRepository } from './targets.repository';

/** A verdict that ends the command. */
export type FinalVerdict = Exclude<Verdict, { outcome: 'later' }>;

/** What is recorded beside the verdict. */
export interface Heard {
  exchanges: unknown[];
  /** How often a post that stays open is read from now on. */
  cadence: ReadCadence;
}

const MAX_TURNS = 5;

/** Writes what a command came to: post, submission, events and the command's end in one transaction. */
@Injectable()
export class ChangeRecorder {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly targets: TargetsRepository,
    private readonly changes: ChangesRepository,
    private readonly writer: CommandWriter,
  ) {}

  /** Does what needs no provider. @returns what is left to do @throws ChangeLostError */
  prepare(change: ClaimedChange): Promise<Step['step']> {
    return this.locked(change, async (em, target, capabilities, now) => {
      const step = nextStep(change, target, capabilities, now);
      if (step.step === 'end') {
        await this.writer.write(em, step.effects);
        await this.changes.finish(em, change, step.end, []);
      }
      return step.step;
    });
  }

  /** @throws ChangeLostError */
  record(change: ClaimedChange, verdict: FinalVerdict, heard: Heard): Promise<ChangeEnd> {
    return this.locked(change, async (em, target, capabilities, now) => {
      const planned = plan(change, target, verdict, { ...heard, capabilities, now });
      const applied = await this.writer.write(em, planned.effects);
      const after = applied.find(({ postId }) => postId === change.postId)?.after ?? target.row.status;
      const end = change.internal ? planned.end : asItEnded(change, planned.end, after);
      await this.changes.finish(em, change, end, heard.exchanges);
      return end;
    });
  }

  private async locked<T>(
    change: ClaimedChange,
    work: (em: EntityManager, target: CommandTarget, capabilities: Capabilities, now: number) => Promise<T>,
  ): Promise<T> {
    for (let turn = 1; ; turn += 1) {
      try {
        return await this.dataSource.transaction(async (em) => {
          const { targets, now } = await this.targets.lock(em, [change.postId]);
          await this.changes.hold(em, change);
          const [target] = targets;
          if (target === undefined) throw new Error(`The post ${change.postId} of a command is not there.`);
          return work(em, target, capabilitiesOf(target), now);
        });
      } catch (error) {
        if (turn === MAX_TURNS || !isLostTurn(error)) throw error;
      }
    }
  }
}

interface Circumstances extends Heard {
  capabilities: Capabilities;
  now: number;
}

interface Planned {
  end: ChangeEnd;
  effects: Effect[];
}

/** Pure but for ids. */
export function plan(
  change: ClaimedChange,
  target: CommandTarget,
  verdict: FinalVerdict,
  { capabilities, now, cadence }: Circumstances,
): Planned {
  switch (verdict.outcome) {
    case 'not_supported':
      return givenUp(change, target, now, 'not_supported', null);
    case 'refused':
      return givenUp(change, target, now, 'refused', verdict.error);
    case 'too_late': {
      const { end, effects } = givenUp(change, target, now, 'too_late', null);
      if (change.internal || verdict.snapshot === null) return { end, effects };
      return { end, effects: [heard(change, verdict.snapshot, { cadence }), ...effects] };
    }
    case 'done': {
      const end = { state: 'done', error: null } as const;
      if (change.internal) return { end, effects: [] };
      const effects =
        change.kind === 'cancel'
          ? canceledThere(change, target, verdict.snapshot)
          : movedThere(change, target, verdict.snapshot, cadence);
      return { end, effects };
    }
    case 'anew': {
      const end = { state: 'done', error: null } as const;
      const { status } = target.row;
      // The network has it after all, or it failed meanwhile and waits for a retry: nothing goes out anew.
      if (isSuccess(status) || (status === 'failed' && change.kind !== 'retry')) {
        return { end: { state: 'already_final', error: null }, effects: [] };
      }
      const at = change.scheduledAt ?? new Date(now);
      const round =
        change.kind === 'retry'
          ? newRound(target, capabilities, now)
          : movedAnew(target, capabilities, now, at);
      return { end, effects: [...round, ...leave(target)] };
    }
  }
}

/** The word of the post counts, not the command's: another may have come first. */
function asItEnded(change: ClaimedChange, end: ChangeEnd, after: PostStatus): ChangeEnd {
  if (end.state !== 'done' && end.state !== 'too_late') return end;
  if (change.kind === 'cancel') {
    if (after === 'canceled') return { state: 'done', error: null };
    return { ...end, state: after === 'failed' ? 'already_final' : 'too_late' };
  }
  if (end.state === 'done') return end;
  const ended = change.kind === 'retry' || after === 'failed' || after === 'canceled';
  return { ...end, state: ended ? 'already_final' : 'too_late' };
}

function canceledThere(
  change: ClaimedChange,
  target: CommandTarget,
  snapshot: ProviderSnapshot | null,
): Effect[] {
  const word = heard(
    change,
    {
      ...(snapshot ?? NOTHING),
      status: 'canceled',
      canceledAt: snapshot?.canceledAt ?? new Date(change.claimedAt).toISOString(),
      canceledBy: 'caller',
      cancelReason: change.reason ?? snapshot?.cancelReason ?? null,
    },
    {},
  );
  return [word, ...leave(target)];
}

function movedThere(
  change: ClaimedChange,
  target: CommandTarget,
  snapshot: ProviderSnapshot | null,
  cadence: ReadCadence,
): Effect[] {
  // It ended another way meanwhile.
  if (isFinal(target.row.status) || change.scheduledAt === null) return [];
  // Upstreams cut or round what they are asked for: row, list and event tell what they show.
  const scheduledAt = snapshot?.scheduledAt ?? change.scheduledAt.toISOString();
  const shown = { ...(snapshot ?? NOTHING), scheduledAt };
  const tells = [rescheduled(target, scheduledAt)];
  return [heard(change, shown, { cadence, scheduledAt: new Date(scheduledAt), tells })];
}

/** Behind a gate the submission is still here, and must not go out without the post. */
function leave({ submission }: CommandTarget): Effect[] {
  return submission?.state === 'held' ? [{ kind: 'leave', submissionId: submission.id }] : [];
}

function heard(change: ClaimedChange, snapshot: ProviderSnapshot, rest: Partial<PostChange>): Effect {
  const { postId, round, claimedAt } = change;
  return { kind: 'record', change: { postId, snapshot: { ...snapshot, round, asOf: claimedAt }, ...rest } };
}
