import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { FINAL_POST_STATUSES, type JsonObject } from '@postern/core';
import { DataSource } from 'typeorm';
import { newId } from '../database/ids';
import { prepared } from '../database/prepared';
import type { StoredFacts } from '../media/media-row';
import { TraceContexts } from '../tracing/trace-contexts';
import { blockedSql } from '../traffic/blocked.sql';
import type { Turn } from './lanes';
import type { ClaimedPost, ClaimedSubmission } from './submission';

// A lane that may not be sent through now has nothing due.
const DUE_BY_LANE = `
  select due.id, due.next_attempt_at as due_at, row_number() over () as place
  from unnest($5::text[], $6::int[]) as lane(connection_id, quota)
  join connections c on c.id = lane.connection_id
  cross join lateral (
    select s.id, s.next_attempt_at from submissions s
    where s.connection_id = lane.connection_id and s.next_attempt_at <= now() and s.state in ('held', 'unknown')
      and (s.lease_until is null or s.lease_until < now())
    order by s.next_attempt_at limit lane.quota for update skip locked
  ) due`;
const OPEN_LANES = ` where not ${blockedSql('c')}`;

// What is too late ends, whatever its connection does: nothing is sent for it.
const DUE_LATE = `
  select late.id, late.next_attempt_at as due_at, row_number() over () as place from (
    select s.id, s.next_attempt_at from submissions s
    where s.state = 'held' and s.latest_at < now() and s.next_attempt_at is not null
      and (s.lease_until is null or s.lease_until < now())
    order by s.latest_at limit $5 for update skip locked
  ) late`;

// Claim and attempt row in one statement: committed before a byte leaves.
const claimSql = (due: string) => `
with due as materialized (${due}), claimed as (
  update submissions s set
    state = case when s.state = 'held' then 'sending' else s.state end,
    attempts = s.attempts + 1,
    first_attempt_at = coalesce(s.first_attempt_at, now()),
    fence = s.fence + 1,
    lease_until = now() + make_interval(secs => $2),
    next_attempt_at = null,
    updated_at = now()
  from due where s.id = due.id
  returning s.*, due.place, due.due_at, s.latest_at < now() as late
), attempt as (
  insert into attempts (id, workspace_id, submission_id, number, fence, worker, started_at)
  select ($3::text[])[c.place], c.workspace_id, c.id, c.attempts, c.fence, $4, now() from claimed c
), counted as (
  update posts p set attempts = p.attempts + 1, started_at = coalesce(p.started_at, now()) from claimed c
  where p.submission_id = c.id and (c.state = 'unknown' or (not c.late and p.status <> all($1::text[])))
)
select c.id, c.workspace_id, c.group_id, c.connection_id, c.provider, c.state, c.round, c.generation, c.scheduled_at,
  c.latest_at, c.attempts, c.checkpoint, c.fence, c.late,
  (extract(epoch from c.first_attempt_at) * 1000)::float8 as first_attempt_at,
  (extract(epoch from c.due_at) * 1000)::float8 as due_at,
  (extract(epoch from now()) * 1000)::float8 as claimed_at,
  (select updated_at::text from connections where id = c.connection_id) as connection_version
from claimed c`;

// Asked once the claim is committed, and never in its statement: that one sees posts as they were when it began,
// and a command that ended while it waited for its turn may have canceled one since, or given it another
// submission. A post that ended (canceled, or won by an earlier round) leaves a submission that was not sent yet;
// one whose outcome is unknown is repeated byte by byte, with all of them.
const POSTS = prepared(
  'posts_of_claims',
  `
select c.id as submission_id, jsonb_agg(jsonb_build_object('id', p.id, 'platform', p.platform, 'round', p.round,
    'accountReference', a.reference, 'accountData', a.data, 'content', p.content, 'options', p.options)
    order by p.position) as posts,
  (select jsonb_agg(jsonb_build_object('id', m.id, 'content_type', m.content_type, 'size_bytes', m.size_bytes,
      'width', m.width, 'height', m.height, 'duration_ms', m.duration_ms))
    from media_uses u join media m on m.id = u.media_id where u.group_id = p.group_id) as media
from unnest($2::text[], $3::text[]) as c(id, state)
join posts p on p.submission_id = c.id join accounts a on a.id = p.account_id
where c.state = 'unknown' or p.status <> all($1::text[])
group by c.id, p.group_id`,
);

const CLAIM = prepared('claim', claimSql(DUE_BY_LANE + OPEN_LANES));
const CLAIM_PROBES = claimSql(DUE_BY_LANE);
const CLAIM_LATE = prepared('claim_late', claimSql(DUE_LATE));

interface ClaimRow {
  id: string;
  workspace_id: string;
  group_id: string;
  connection_id: string;
  provider: string;
  state: 'sending' | 'unknown';
  round: number;
  generation: number;
  scheduled_at: Date | null;
  latest_at: Date;
  attempts: number;
  checkpoint: JsonObject | null;
  fence: string;
  late: boolean;
  first_attempt_at: number;
  connection_version: string;
  due_at: number;
  claimed_at: number;
}

interface ContentsRow {
  submission_id: string;
  posts: ClaimedPost[];
  /** `null`: its group uses no stored media. */
  media: (StoredFacts & { id: string })[] | null;
}

/** Who claims, and for how long. */
export interface Claimant {
  worker: string;
  leaseSeconds: number;
}

/** Takes due submissions into a worker's hands, many in one round trip. */
@Injectable()
export class ClaimRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly traces: TraceContexts,
  ) {}

  /** Claims up to each turn's quota of what is due through open connections. */
  claim(turns: readonly Turn[], claimant: Claimant): Promise<ClaimedSubmission[]> {
    const quotas = turns.map((turn) => turn.quota);
    const most = quotas.reduce((sum, quota) => sum + quota, 0);
    const lanes = turns.map((turn) => turn.connectionId);
    return this.run(CLAIM, claimant, most, [lanes, quotas]);
  }

  /** Claims one submission of each connection, although its breaker is open. */
  claimProbes(connectionIds: readonly string[], claimant: Claimant): Promise<ClaimedSubmission[]> {
    const quotas = connectionIds.map(() => 1);
    return this.run(CLAIM_PROBES, claimant, connectionIds.length, [connectionIds, quotas]);
  }

  /** Claims what was not handed over before its latest time. */
  claimLate(limit: number, claimant: Claimant): Promise<ClaimedSubmission[]> {
    return this.run(CLAIM_LATE, claimant, limit, [limit]);
  }

  private async run(
    sql: string,
    { worker, leaseSeconds }: Claimant,
    most: number,
    rest: unknown[],
  ): Promise<ClaimedSubmission[]> {
    const attemptIds = Array.from({ length: most }, () => newId('att'));
    const rows = await this.dataSource.query<ClaimRow[]>(sql, [
      FINAL_POST_STATUSES,
      leaseSeconds,
      attemptIds,
      worker,
      ...rest,
    ]);
    if (rows.length === 0) return [];
    const [contents, traces] = await Promise.all([
      this.contentsOf(rows),
      this.traces.ofGroups(rows.map((row) => row.group_id)),
    ]);
    return rows.map((row) => toClaim(row, contents.get(row.id) ?? null, traces.get(row.group_id) ?? null));
  }

  private async contentsOf(claims: readonly ClaimRow[]): Promise<Map<string, ContentsRow>> {
    const rows = await this.dataSource.query<ContentsRow[]>(POSTS, [
      FINAL_POST_STATUSES,
      claims.map(({ id }) => id),
      claims.map(({ state }) => state),
    ]);
    return new Map(rows.map((row) => [row.submission_id, row]));
  }
}

function toClaim(
  row: ClaimRow,
  contents: ContentsRow | null,
  traceContext: string | null,
): ClaimedSubmission {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    groupId: row.group_id,
    connectionId: row.connection_id,
    connectionVersion: row.connection_version,
    provider: row.provider,
    state: row.state,
    round: row.round,
    generation: row.generation,
    scheduledAt: row.scheduled_at,
    latestAt: row.latest_at,
    attempts: row.attempts,
    checkpoint: row.checkpoint,
    fence: row.fence,
    late: row.late,
    firstAttemptAt: row.first_attempt_at,
    dueAt: row.due_at,
    claimedAt: row.claimed_at,
    traceContext,
    posts: contents?.posts ?? [],
    media: contents?.media ?? [],
  };
}
