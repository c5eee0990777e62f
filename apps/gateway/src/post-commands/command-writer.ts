import { Injectable } from '@nestjs/common';
import type { SubmissionTarget } from '@postern/core';
import type { EntityManager } from 'typeorm';
import { newId } from '../database/ids';
import { JobQueue } from '../jobs/job-queue';
import type { AppliedChange } from '../posts/post-plan';
import { PostWriter } from '../posts/post-writer';
import type { CommandTarget } from './command-target';
import type { Effect } from './decision';
import { EffectsRepository, type NewSubmission } from './effects.repository';

type Of<K extends Effect['kind']> = Extract<Effect, { kind: K }>;

/** Writes what commands decided, in the transaction in which their targets are locked. */
@Injectable()
export class CommandWriter {
  constructor(
    private readonly repository: EffectsRepository,
    private readonly posts: PostWriter,
    private readonly jobs: JobQueue,
  ) {}

  async write(em: EntityManager, effects: readonly Effect[]): Promise<AppliedChange[]> {
    const all = <K extends Effect['kind']>(kind: K) =>
      effects.filter((effect): effect is Of<K> => effect.kind === kind);
    const records = all('record');
    await this.repository.finishCommands(em, all('finish'));
    await this.repository.amendCommands(em, all('amend'));
    const moves = this.plannedMoves(all('move'));
    const submissions = [...moves.submissions, ...this.plannedRounds(all('open'))];
    // Before the posts forget what they showed.
    await this.repository.insertSubmissions(em, submissions);
    const applied = await this.posts.apply(
      em,
      records.map(({ change }) => change),
    );
    await this.repository.leave(em, [...all('leave').map(({ submissionId }) => submissionId), ...moves.left]);
    await this.repository.move(em, moves.inPlace);
    await this.repository.settle(
      em,
      all('settle').map(({ submissionId }) => submissionId),
    );
    const moved = records.filter(({ change }) => change.scheduledAt !== undefined);
    await this.repository.agreeOnTimes(
      em,
      moved.map(({ change }) => change.postId),
    );
    await this.repository.ask(
      em,
      all('ask').map(({ postId }) => postId),
      all('ask').flatMap(({ wakes }) => wakes ?? []),
    );
    await this.repository.unask(
      em,
      all('unask').map(({ postId }) => postId),
    );
    await this.command(em, all('command'));
    await this.hint(em, [...submissions, ...moves.hints]);
    await this.jobs.addAll(
      em,
      'change',
      all('amend').map(({ target: { row }, commandId }) => ({
        payload: { workspaceId: row.workspace_id, commandId },
        runAt: null,
      })),
    );
    return applied;
  }

  /** A submission whose open posts all move keeps them; else those that move go into one of their own. */
  private plannedMoves(moves: readonly Of<'move'>[]) {
    const submissions: NewSubmission[] = [];
    const inPlace: (Of<'move'>['times'] & { id: string })[] = [];
    const hints: Hint[] = [];
    const left: string[] = [];
    for (const own of groupBy(moves, ({ target }) => target.submission?.id ?? '')) {
      const { target, times } = own[0];
      const { submission, row } = target;
      if (submission === null) continue;
      const ids = own.map((move) => move.target.row.id);
      if (submission.state === 'held' && submission.openPostIds.every((id) => ids.includes(id))) {
        inPlace.push({ id: submission.id, ...times });
        hints.push({ workspaceId: row.workspace_id, connectionId: row.connection_id, ...times });
      } else {
        submissions.push({ ...newSubmission(target, row.round, ids), ...times });
        left.push(submission.id);
      }
    }
    return { submissions, inPlace, hints, left };
  }

  /** Posts of one group that are tried anew through one connection go out together where they can. */
  private plannedRounds(opens: readonly Of<'open'>[]): NewSubmission[] {
    const key = ({ target: { row }, round, times }: Of<'open'>) =>
      [
        row.group_id,
        row.connection_id,
        round,
        times.nextAttemptAt.getTime(),
        times.scheduledAt?.getTime(),
      ].join();
    return groupBy(opens, key).flatMap((own) => {
      const { target, round, times } = own[0];
      const targets = own.map((open) => toSubmissionTarget(open.target));
      const plan = target.provider?.plan(targets) ?? targets.map((each) => [each]);
      return plan.map((each) => ({
        ...newSubmission(
          target,
          round,
          each.map(({ postId }) => postId),
        ),
        ...times,
      }));
    });
  }

  private async command(em: EntityManager, commands: readonly Of<'command'>[]): Promise<void> {
    await this.repository.insertCommands(
      em,
      commands.map(({ target: { row }, command }) => ({
        ...command,
        workspaceId: row.workspace_id,
        postId: row.id,
        connectionId: row.connection_id,
        round: row.round,
      })),
    );
    const now = commands.filter(({ command }) => command.actionable);
    await this.jobs.addAll(
      em,
      'change',
      now.map(({ target: { row }, command }) => ({
        payload: { workspaceId: row.workspace_id, commandId: command.id },
        runAt: null,
      })),
    );
  }

  /** One hint per connection and time is enough. */
  private async hint(em: EntityManager, due: readonly Hint[]): Promise<void> {
    const lanes = groupBy(
      due,
      ({ connectionId, nextAttemptAt }) => `${connectionId} ${nextAttemptAt.getTime()}`,
    );
    await this.jobs.addAll(
      em,
      'submit',
      lanes.map(([{ workspaceId, connectionId, nextAttemptAt }]) => ({
        payload: { workspaceId, connectionId },
        runAt: nextAttemptAt,
      })),
    );
  }
}

interface Hint {
  workspaceId: string;
  connectionId: string;
  nextAttemptAt: Date;
}

function newSubmission({ row }: CommandTarget, round: number, postIds: string[]) {
  return {
    id: newId('sub'),
    workspaceId: row.workspace_id,
    groupId: row.group_id,
    connectionId: row.connection_id,
    provider: row.provider,
    round,
    postIds,
  };
}

function toSubmissionTarget({ row, account }: CommandTarget): SubmissionTarget {
  return {
    postId: row.id,
    platform: row.platform,
    accountReference: account.reference,
    accountData: account.data,
    content: row.content,
    options: row.options,
  };
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups.values()];
}
