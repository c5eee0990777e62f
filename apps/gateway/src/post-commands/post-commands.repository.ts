import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { PostStatus, PublishError, PublishErrorCode } from '@postern/core';
import { DataSource, type EntityManager } from 'typeorm';
import { type CommandResult } from './decision';

/** Which failed posts are to be tried again. Times are RFC 3339. */
export interface RetryFilter {
  errorCode?: PublishErrorCode[];
  accountId?: string;
  provider?: string;
  platform?: string;
  since?: string;
  until?: string;
}

/** How far a command is. */
export interface CommandEnd {
  id: string;
  state: CommandResult;
  error: PublishError | null;
}

@Injectable()
export class PostCommandsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async ownPost(workspaceId: string, id: string): Promise<boolean> {
    const sql = 'select 1 from posts where workspace_id = $1 and id = $2';
    return (await this.dataSource.query<unknown[]>(sql, [workspaceId, id])).length > 0;
  }

  /** The posts of a group, by position; none where there is no such group. */
  async postsOfGroup(workspaceId: string, groupId: string): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      'select id from posts where workspace_id = $1 and group_id = $2 order by position',
      [workspaceId, groupId],
    );
    return rows.map((row) => row.id);
  }

  async groupVersion(em: EntityManager, groupId: string): Promise<number> {
    const sql = 'select version from post_groups where id = $1';
    const [row] = await em.query<{ version: number }[]>(sql, [groupId]);
    return row?.version ?? 0;
  }

  /** Failed posts, oldest first; those that need no force before the others, so that a limit cuts these. */
  async failedPosts(workspaceId: string, filter: RetryFilter, limit: number): Promise<string[]> {
    const parameters: unknown[] = [workspaceId, limit];
    const value = (parameter: unknown) => `$${parameters.push(parameter)}`;
    const where = [`p.workspace_id = $1`, `p.status = 'failed'`];
    if (filter.errorCode) where.push(`p.error_code = any(${value(filter.errorCode)}::text[])`);
    if (filter.accountId !== undefined) where.push(`p.account_id = ${value(filter.accountId)}`);
    if (filter.provider !== undefined) where.push(`p.provider = ${value(filter.provider)}`);
    if (filter.platform !== undefined) where.push(`p.platform = ${value(filter.platform)}`);
    const due = 'coalesce(p.scheduled_at, p.created_at)';
    // In UTC: Postgres takes no offset beyond 16 hours, RFC 3339 does.
    const time = (at: string) => `${value(new Date(at).toISOString())}::timestamptz`;
    if (filter.since !== undefined) where.push(`${due} >= ${time(filter.since)}`);
    if (filter.until !== undefined) where.push(`${due} <= ${time(filter.until)}`);
    const rows = await this.dataSource.query<{ id: string }[]>(
      `select p.id from posts p where ${where.join(' and ')}
       order by coalesce((p.error ->> 'retryable')::boolean, false) desc, p.created_at, p.id limit $2`,
      parameters,
    );
    return rows.map((row) => row.id);
  }

  async statuses(postIds: readonly string[]): Promise<Map<string, PostStatus>> {
    const rows = await this.dataSource.query<{ id: string; status: PostStatus }[]>(
      'select id, status from posts where id = any($1::text[])',
      [postIds],
    );
    return new Map(rows.map((row) => [row.id, row.status]));
  }

  async ends(commandIds: readonly string[]): Promise<CommandEnd[]> {
    return this.dataSource.query<CommandEnd[]>(
      `select id, state, error from post_commands where id = any($1::text[]) and state <> 'pending'`,
      [commandIds],
    );
  }

  /** The database's clock. */
  async now(): Promise<Date> {
    const [row] = await this.dataSource.query<{ now: Date }[]>('select clock_timestamp() as now');
    return row?.now ?? new Date();
  }
}
