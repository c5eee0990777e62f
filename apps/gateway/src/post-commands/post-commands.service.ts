import { Injectable } from '@nestjs/common';
import { problem } from '../http/problem';
import { PostGroupsService } from '../post-groups/post-groups.service';
import { scheduledAtIssues } from '../posts/hand-over';
import type { PostView } from '../posts/post-view';
import { PostsService } from '../posts/posts.service';
import { checkRanges } from '../posts/time-range';
import { decideCancel } from './cancel-rule';
import { CommandsService, StaleGroupError, type Command, type CommandOutcome } from './commands.service';
import type { BulkRetryDto, GroupCommandResultDto, ResolveDto } from './post-commands.dto';
import { PostCommandsRepository } from './post-commands.repository';
import { decideReschedule } from './reschedule-rule';
import { decideResolve } from './resolve-rule';
import { decideRetry } from './retry-rule';

/** A post after a command; `pending`: the command goes on. */
export interface CommandedPost {
  post: PostView;
  pending: boolean;
}

/** What one post's result shows. */
export type Result = Omit<CommandOutcome, 'why'>;

const BULK_DEFAULT = 100;

/** Commands as the API takes them: whose posts, by which rule, and what is answered. */
@Injectable()
export class PostCommandsService {
  constructor(
    private readonly commands: CommandsService,
    private readonly repository: PostCommandsRepository,
    private readonly posts: PostsService,
    private readonly groups: PostGroupsService,
  ) {}

  cancelPost(workspaceId: string, id: string, reason: string | null): Promise<CommandedPost> {
    return this.onPost(workspaceId, id, cancel(reason));
  }

  /** @param versions of which the group must have one; `null`: any */
  async cancelGroup(
    workspaceId: string,
    id: string,
    reason: string | null,
    versions: number[] | null,
  ): Promise<GroupCommandResultDto> {
    try {
      const command = { ...cancel(reason), expects: versions === null ? null : { groupId: id, versions } };
      return await this.onGroup(workspaceId, id, command);
    } catch (error) {
      if (!(error instanceof StaleGroupError)) throw error;
      throw problem.conflict(error.message, { group: await this.groups.get(workspaceId, id) });
    }
  }

  async reschedulePost(workspaceId: string, id: string, scheduledAt: string): Promise<CommandedPost> {
    await this.ownPost(workspaceId, id);
    return this.onPost(workspaceId, id, await this.reschedule(scheduledAt));
  }

  async rescheduleGroup(
    workspaceId: string,
    id: string,
    scheduledAt: string,
  ): Promise<GroupCommandResultDto> {
    await this.postsOf(workspaceId, id);
    return this.onGroup(workspaceId, id, await this.reschedule(scheduledAt));
  }

  retryPost(workspaceId: string, id: string, force: boolean): Promise<CommandedPost> {
    return this.onPost(workspaceId, id, retry(force));
  }

  retryGroup(workspaceId: string, id: string, force: boolean): Promise<GroupCommandResultDto> {
    return this.onGroup(workspaceId, id, retry(force));
  }

  async bulkRetry(workspaceId: string, order: BulkRetryDto): Promise<{ results: Result[] }> {
    checkRanges(order.filter, 'filter.');
    const limit = order.limit ?? BULK_DEFAULT;
    const postIds = await this.repository.failedPosts(workspaceId, order.filter, limit);
    return { results: await this.onMany(postIds, retry(order.force ?? false)) };
  }

  resolve(workspaceId: string, id: string, dto: ResolveDto): Promise<CommandedPost> {
    if (dto.outcome === 'not_published') refuseAddress(dto);
    const order = {
      outcome: dto.outcome,
      platformPostId: dto.platformPostId ?? null,
      platformPostUrl: dto.platformPostUrl ?? null,
      note: dto.note,
    };
    return this.onPost(workspaceId, id, {
      kind: 'resolve',
      order,
      rule: (target, _capabilities, now) => decideResolve(target, order, now),
    });
  }

  private async onPost(workspaceId: string, id: string, command: Command): Promise<CommandedPost> {
    await this.ownPost(workspaceId, id);
    const [outcome] = await this.commands.run([id], command);
    if (outcome === undefined) throw problem.notFound(`post ${id}`);
    const post = await this.posts.get(workspaceId, id);
    const { result, why } = outcome;
    if (result === 'done' || result === 'pending') return { post, pending: result === 'pending' };
    throw problem.conflict(why, { result, post });
  }

  private async onGroup(workspaceId: string, id: string, command: Command): Promise<GroupCommandResultDto> {
    const results = await this.onMany(await this.postsOf(workspaceId, id), command);
    return { group: await this.groups.get(workspaceId, id), results };
  }

  /** @throws ProblemError CONFLICT with the results where nothing could be changed */
  private async onMany(postIds: readonly string[], command: Command): Promise<Result[]> {
    const outcomes = await this.commands.run(postIds, command);
    const results = outcomes.map(({ postId, result, status, error }) => ({ postId, result, status, error }));
    const some = results.some(({ result }) => result === 'done' || result === 'pending');
    if (some || results.length === 0) return results;
    const reasons = new Set(outcomes.map(({ why }) => why));
    const [only] = reasons;
    const detail = reasons.size === 1 && only ? only : 'None of the posts could be changed; see results.';
    throw problem.conflict(detail, { results });
  }

  private async ownPost(workspaceId: string, id: string): Promise<void> {
    if (!(await this.repository.ownPost(workspaceId, id))) throw problem.notFound(`post ${id}`);
  }

  private async postsOf(workspaceId: string, groupId: string): Promise<string[]> {
    const postIds = await this.repository.postsOfGroup(workspaceId, groupId);
    if (postIds.length === 0) throw problem.notFound(`post group ${groupId}`);
    return postIds;
  }

  private async reschedule(scheduledAt: string): Promise<Command> {
    const now = await this.repository.now();
    const issues = scheduledAtIssues(scheduledAt, now, 'name a time in the future');
    if (issues.length > 0) throw problem.validation(issues);
    const order = { scheduledAt: new Date(scheduledAt) };
    return {
      kind: 'reschedule',
      order: { scheduledAt: order.scheduledAt.toISOString() },
      rule: (target, capabilities, at) => decideReschedule(target, order, capabilities, at),
    };
  }
}

function cancel(reason: string | null): Command {
  return {
    kind: 'cancel',
    order: { reason },
    rule: (target, capabilities, now) => decideCancel(target, { reason }, capabilities, now),
  };
}

function retry(force: boolean): Command {
  return {
    kind: 'retry',
    order: { force },
    rule: (target, capabilities, now) => decideRetry(target, { force }, capabilities, now),
  };
}

function refuseAddress(dto: ResolveDto): void {
  const issues = (['platformPostId', 'platformPostUrl'] as const)
    .filter((path) => dto[path] != null)
    .map((path) => ({
      path,
      rule: 'outcome.published',
      message: `${path} belongs to the outcome published only`,
    }));
  if (issues.length > 0) throw problem.validation(issues);
}
