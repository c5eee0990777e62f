/** Writes events at a steady rate, each in a transaction of its own, with the statement by which the gateway does. */
import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '@postern/gateway/dist/database/ids';
import type { Pool } from 'pg';

export type WriteEvent = (db: Pool, workspaceId: string) => Promise<unknown>;

const TICK_MS = 5;

/** In turn for each of the workspaces. @returns the rate at which they were really written, per second */
export async function writeSteadily(
  db: Pool,
  workspaceIds: readonly string[],
  { perSecond, count, write }: { perSecond: number; count: number; write: WriteEvent },
): Promise<number> {
  const startedAt = performance.now();
  const writing: Promise<unknown>[] = [];
  while (writing.length < count) {
    const due = Math.min(count, Math.floor(((performance.now() - startedAt) * perSecond) / 1_000) + 1);
    while (writing.length < due) {
      writing.push(write(db, workspaceIds[writing.length % workspaceIds.length] ?? ''));
    }
    await pause(TICK_MS);
  }
  await Promise.all(writing);
  return (count * 1_000) / (performance.now() - startedAt);
}

/** The event of a post that has been published, of a common size. */
export function writeGatewayEvent(db: Pool, workspaceId: string): Promise<unknown> {
  const [postId, groupId] = [newId('post'), newId('pg')];
  return db.query({
    name: 'bench_event',
    text: `insert into events (id, workspace_id, type, group_id, post_id, data)
      values ($1, $2, 'post.published', $3, $4, $5)`,
    values: [newId('evt'), workspaceId, groupId, postId, JSON.stringify(eventData(postId, groupId))],
  });
}

export function eventData(postId: string, groupId: string): Record<string, unknown> {
  return {
    postId,
    groupId,
    accountId: newId('acct'),
    provider: 'generic:postato',
    platform: 'linkedin',
    status: 'published',
    previousStatus: 'publishing',
    upstreamStatus: 'published',
    providerReference: '65f0c2a19d3e4b7f8a1c2d3e',
    platformPostId: '7170012345678901234',
    platformPostUrl: 'https://www.linkedin.com/feed/update/urn:li:share:7170012345678901234',
    error: null,
  };
}
