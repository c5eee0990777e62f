import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { areSpansCollected } from './spans';

/**
 * The traces that asked for the work in hand. Events, submissions and posts name their group, and the group has the
 * trace: one place, written once, and asked for only where spans are collected.
 */
@Injectable()
export class TraceContexts {
  private readonly logger = new Logger('Tracing');

  constructor(private readonly dataSource: DataSource) {}

  /** By the group's id; without those that have none. */
  async ofGroups(ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
    const asked = new Set(ids.filter((id) => id !== null));
    if (!areSpansCollected() || asked.size === 0) return NONE;
    const rows = await this.ask<{ id: string; trace: string }>(
      `select id, trace_context as trace from post_groups
       where id = any($1::text[]) and trace_context is not null`,
      [...asked],
    );
    return new Map(rows.map(({ id, trace }) => [id, trace]));
  }

  /** Each once. */
  async ofPosts(ids: readonly string[]): Promise<readonly string[]> {
    if (!areSpansCollected() || ids.length === 0) return [];
    const rows = await this.ask<{ trace: string }>(
      `select distinct g.trace_context as trace from posts p join post_groups g on g.id = p.group_id
       where p.id = any($1::text[]) and g.trace_context is not null`,
      ids,
    );
    return rows.map(({ trace }) => trace);
  }

  /** No trace is worth a post: without an answer the work goes on in a trace of its own. */
  private async ask<T>(sql: string, ids: readonly string[]): Promise<T[]> {
    try {
      return await this.dataSource.query<T[]>(sql, [ids]);
    } catch (error) {
      this.logger.warn(`Traces cannot be gone on with at the moment: ${String(error)}`);
      return [];
    }
  }
}

const NONE: ReadonlyMap<string, string> = new Map();
