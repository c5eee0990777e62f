import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { PostStatus, PublishError } from '@postern/core';
import { DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import { AUDIT_INSERT } from '../audit/audit-entry';
import { earlierProgress, newProgress, noteCommand, type CommandProgress } from './command-progress';
import { staleVersion } from '../http/version-tag';
import { commandEntries, type DecidedTarget, type OrderedCommand } from './command-entries';
import { type Capabilities, capabilitiesOf, type CommandTarget } from './command-target';
import { CommandWriter } from './command-writer';
import type { CommandResult, Decision } from './decision';
import { PostCommandsRepository } from './post-commands.repository';
import { TargetMovedError, TargetsRepository } from './targets.repository';

/** Decides for one post. `now`: milliseconds, database clock. */
export type Rule = (target: CommandTarget, capabilities: Capabilities, now: number) => Decision;

/** A command as a caller gave it, with the rule by which each post is decided. */
export interface Command extends OrderedCommand {
  rule: Rule;
  /** Nothing is done unless the group of all the posts has one of these versions. */
  expects?: ExpectedVersion | null;
}

interface ExpectedVersion {
  groupId: string;
  versions: number[];
}

/** The group has been changed since its caller read it. */
export class StaleGroupError extends Error {
  override readonly name = 'StaleGroupError';
}

/** A worker has one of the posts in hand; nothing was written. */
class TargetBusyError extends Error {
  override readonly name = 'TargetBusyError';
}

/** What became of a command on one post. */
export interface CommandOutcome {
  postId: string;
  result: CommandResult;
  status: PostStatus;
  error: PublishError | null;
  /** One sentence for the caller where it was not done. */
  why: string;
}

/** So many posts are locked and written together. */
const BATCH = 100;
/**
 * A caller waits this long for a provider's answer, and then gets it by events. Also for a worker that has the
 * post in hand: a search at the provider mostly takes less, and nobody likes to be told to ask again.
 */
const WAIT_MS = 4_000;
const LOOK_EVERY_MS = 100;
const MAX_TURNS = 5;

/** Carries a command out on any number of posts: decided under their locks, written, and waited for. */
@Injectable()
export class CommandsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly targets: TargetsRepository,
    private readonly writer: CommandWriter,
    private readonly repository: PostCommandsRepository,
  ) {}

  /** An outcome for every post, in the order of `postIds`. @throws StaleGroupError */
  async run(named: readonly string[], command: Command): Promise<CommandOutcome[]> {
    const { postIds, decisions } = earlierProgress() ?? newProgress(named);
    const open = postIds.filter((postId) => !decisions.has(postId));
    for (let at = 0; at < open.length; at += BATCH) {
      // The first batch raises the version itself.
      const expects = at === 0 ? (command.expects ?? null) : null;
      const batch = await this.decide({ postIds, decisions }, open.slice(at, at + BATCH), command, expects);
      for (const [postId, decision] of batch) decisions.set(postId, decision);
    }
    await this.await(decisions);
    const statuses = await this.repository.statuses(postIds);
    return postIds.flatMap((postId): CommandOutcome[] => {
      const decision = decisions.get(postId);
      const status = statuses.get(postId);
      if (decision === undefined || status === undefined) return [];
      const { result, error, why } = decision;
      return [{ postId, result, status, error, why }];
    });
  }

  private async decide(
    progress: CommandProgress,
    postIds: readonly string[],
    command: Command,
    expects: ExpectedVersion | null,
  ): Promise<Map<string, Decision>> {
    const until = Date.now() + WAIT_MS;
    let turn = 1;
    for (;;) {
      try {
        return await this.dataSource.transaction(async (em) => {
          const { targets, now } = await this.targets.lock(em, postIds);
          if (expects !== null) await this.checkVersion(em, expects);
          const decided = targets.map((target) => ({
            target,
            decision: command.rule(target, capabilitiesOf(target), now),
          }));
          const passing = decided.some(({ decision }) => decision.passing);
          if (passing && Date.now() < until) throw new TargetBusyError();
          await this.write(em, command, decided);
          const decisions = new Map(decided.map(({ target, decision }) => [target.row.id, decision]));
          await noteCommand(em, progress, decisions);
          return decisions;
        });
      } catch (error) {
        if (error instanceof TargetBusyError) {
          await pause(LOOK_EVERY_MS);
        } else {
          if (turn === MAX_TURNS || !isLostTurn(error)) throw error;
          turn += 1;
        }
      }
    }
  }

  /** The group is locked: nobody changes it any more. */
  private async checkVersion(em: EntityManager, { groupId, versions }: ExpectedVersion): Promise<void> {
    const stale = staleVersion('group', await this.repository.groupVersion(em, groupId), versions);
    if (stale !== null) throw new StaleGroupError(stale);
  }

  private async write(em: EntityManager, command: Command, decided: readonly DecidedTarget[]): Promise<void> {
    const applied = await this.writer.write(
      em,
      decided.flatMap(({ decision }) => decision.effects),
    );
    const entries = commandEntries(command, decided, applied);
    if (entries.length > 0) await em.query(AUDIT_INSERT, [JSON.stringify(entries)]);
  }

  /** Most providers answer within moments, and a caller would rather have the answer. */
  private async await(decisions: Map<string, Decision>): Promise<void> {
    const open = new Map<string, string>();
    for (const [postId, { awaits }] of decisions) if (awaits !== null) open.set(awaits, postId);
    const until = Date.now() + WAIT_MS;
    while (open.size > 0 && Date.now() < until) {
      await pause(LOOK_EVERY_MS);
      for (const { id, state, error } of await this.repository.ends([...open.keys()])) {
        const postId = open.get(id);
        if (postId === undefined) continue;
        decisions.set(postId, { result: state, why: whyOf(state, error), error, effects: [], awaits: null });
        open.delete(id);
      }
    }
  }
}

function whyOf(state: CommandResult, error: PublishError | null): string {
  if (error !== null) return error.message;
  switch (state) {
    case 'too_late':
      return 'The provider does not change the post any more.';
    case 'not_supported':
      return 'The provider cannot do this with a post that it has.';
    case 'already_final':
      return 'The post has ended already.';
    default:
      return 'The provider refused.';
  }
}

/** Two commands wanted each other's rows, or a post moved on between look and lock. */
export function isLostTurn(error: unknown): boolean {
  if (error instanceof TargetMovedError) return true;
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '40P01';
}
