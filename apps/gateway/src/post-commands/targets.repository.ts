import { Injectable } from '@nestjs/common';
import { FINAL_POST_STATUSES, type ReferenceData } from '@postern/core';
import type { EntityManager } from 'typeorm';
import type { PostRow } from '../posts/post-row';
import { ProviderRegistry } from '../providers/provider-registry';
import { type FoundProvider, manifestOfSql, type ManifestVersion } from '../providers/provider-source';
import type { CommandTarget, PendingCommand, TargetSubmission } from './command-target';

/** A post went over to another submission between the look and the lock: look again. */
export class TargetMovedError extends Error {
  override readonly name = 'TargetMovedError';
}

// Submissions before groups, each in the order of its ids: as everybody else locks them.
const LOCK_SUBMISSIONS = `
select s.id from submissions s where s.id in (select submission_id from posts where id = any($1::text[]))
order by s.id for update`;
const LOCK_GROUPS = `
select g.id from post_groups g where g.id in (select group_id from posts where id = any($1::text[]))
order by g.id for update`;

const LOAD = `
select to_jsonb(p) as row, g.max_lateness_seconds, c.status as connection_status, c.scheduling,
  ${manifestOfSql('c')} as manifest,
  a.reference, a.data,
  (select jsonb_build_object('id', s.id, 'state', s.state,
      'leased', coalesce(s.lease_until > clock_timestamp(), false),
      'openPostIds', coalesce((select jsonb_agg(o.id order by o.position) from posts o
        where o.submission_id = s.id and o.status <> all($2::text[])), '[]'))
    from submissions s where s.id = p.submission_id) as submission,
  (select jsonb_build_object('id', m.id, 'kind', m.kind, 'reason', m.reason, 'scheduledAt', m.scheduled_at,
      'force', m.force, 'leased', coalesce(m.lease_until > clock_timestamp(), false))
    from post_commands m where m.post_id = p.id and m.state = 'pending' and not m.internal) as pending,
  (extract(epoch from clock_timestamp()) * 1000)::float8 as now
from posts p join post_groups g on g.id = p.group_id join connections c on c.id = p.connection_id
  join accounts a on a.id = p.account_id
where p.id = any($1::text[]) order by p.group_id, p.position`;

interface TargetRow {
  row: PostRow;
  max_lateness_seconds: number;
  connection_status: CommandTarget['connection']['status'];
  scheduling: CommandTarget['connection']['scheduling'];
  manifest: ManifestVersion | null;
  reference: string;
  data: ReferenceData;
  submission: TargetSubmission | null;
  pending: PendingCommand | null;
  now: number;
}

/** Posts as commands look at them: nobody else can change them before the transaction ends. */
@Injectable()
export class TargetsRepository {
  constructor(private readonly providers: ProviderRegistry) {}

  /** @returns the targets by group and position, and the database's clock. @throws TargetMovedError */
  async lock(
    em: EntityManager,
    postIds: readonly string[],
  ): Promise<{ targets: CommandTarget[]; now: number }> {
    const locked = await em.query<{ id: string }[]>(LOCK_SUBMISSIONS, [postIds]);
    await em.query(LOCK_GROUPS, [postIds]);
    const rows = await em.query<TargetRow[]>(LOAD, [postIds, FINAL_POST_STATUSES]);
    const held = new Set(locked.map(({ id }) => id));
    for (const { submission } of rows) {
      if (submission !== null && !held.has(submission.id)) throw new TargetMovedError(submission.id);
    }
    const sourceOf = ({ row, manifest }: TargetRow) => ({ provider: row.provider, manifest });
    const find = await this.providers.finder(rows.map(sourceOf), em);
    return { targets: rows.map((row) => toTarget(row, find(sourceOf(row)))), now: rows[0]?.now ?? 0 };
  }
}

function toTarget(row: TargetRow, found: FoundProvider): CommandTarget {
  return {
    provider: found.ok ? found.provider : null,
    row: row.row,
    submission: row.submission,
    connection: { status: row.connection_status, scheduling: row.scheduling },
    account: { reference: row.reference, data: row.data },
    maxLatenessSeconds: row.max_lateness_seconds,
    pending: row.pending,
  };
}
