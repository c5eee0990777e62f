import { Injectable } from '@nestjs/common';
import { Reads } from '../database/reads';
import { DOUBTFUL } from '../post-commands/retry-rule';
import { LATE_AFTER_SECONDS, LISTED, MOST_PENDING } from './overview.dto';
import type {
  ConnectionAccountsDto,
  FailureCauseDto,
  OpenPostCountsDto,
  OpenPostDto,
  OverviewDto,
  ThroughputDto,
  UnknownPostDto,
} from './overview.dto';
import type { LatenessDto, LatenessOfHourDto } from './punctuality.dto';

/** What a key may be told beside the posts. */
export interface Told {
  accounts: boolean;
  webhooks: boolean;
}

export interface OverviewRow {
  since: string;
  until: string;
  open: Partial<OpenPostCountsDto>;
  dueNext: OpenPostDto[];
  lateCount: number;
  late: OpenPostDto[];
  unknown: UnknownPostDto[];
  failed: FailureCauseDto[];
  throughput: ThroughputDto[];
  accounts: ConnectionAccountsDto[] | null;
  webhooks: OverviewDto['webhooks'];
}

export interface PunctualityRow {
  since: string;
  until: string;
  overall: LatenessDto;
  /** Hours without posts are absent. */
  hours: LatenessOfHourDto[];
}

/** The beginning of the first of `$2` hours, of which the last one is going on. */
const SINCE = `date_trunc('hour', now(), 'UTC') - make_interval(hours => $2::int - 1)`;

/** Milliseconds in UTC, as the API writes every time. */
const instant = (time: string) => `to_char((${time}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** A list as JSON: of objects with these members. */
const list = (members: Record<string, string>, from: string) => `(select coalesce(jsonb_agg(t), '[]') from (
  select ${Object.entries(members)
    .map(([name, sql]) => `${sql} as "${name}"`)
    .join(', ')} ${from}) t)`;

const POST = {
  id: 'p.id',
  groupId: 'p.group_id',
  accountId: 'p.account_id',
  connectionId: 'p.connection_id',
  provider: 'p.provider',
  platform: 'p.platform',
  handle: 'p.handle',
  status: 'p.status',
  text: `left(p.content ->> 'text', 140)`,
  dueAt: instant('p.due_at'),
  startedAt: instant('p.started_at'),
};

// Each in the words of a partial index, so that it is used.
const IS_OPEN = `p.workspace_id = $1
  and p.status in ('draft', 'pending_approval', 'scheduled', 'queued', 'publishing', 'unknown')`;
const IS_LATE = `${IS_OPEN} and p.status not in ('draft', 'unknown')
  and p.due_at < now() - interval '${LATE_AFTER_SECONDS} seconds'`;
const HAS_ENDED = `p.workspace_id = $1 and p.ended_at is not null and p.ended_at >= ${SINCE}`;

const UNKNOWN_SINCE = 'coalesce(p.attempted_at, p.started_at, p.created_at)';
const last = (member: string) =>
  `(array_agg(p.error ->> '${member}' order by p.ended_at desc, p.id desc))[1]`;

const FAILED = list(
  {
    errorCode: `coalesce(p.error_code, 'INTERNAL')`,
    provider: 'p.provider',
    platform: 'p.platform',
    count: 'count(*)',
    // As `needsForce` has it.
    retryable: `count(*) filter (where (p.error ->> 'retryable')::boolean
      and (p.provider_reference is null or p.error_code <> all($3::text[])))`,
    remedy: last('remedy'),
    message: `coalesce(${last('message')}, '')`,
    lastFailedAt: instant('max(p.ended_at)'),
    firstDueAt: instant('min(p.due_at)'),
  },
  `from posts p where ${HAS_ENDED} and p.status = 'failed' group by 1, 2, 3 order by count(*) desc, 1, 2, 3`,
);

const ofStatus = (status: string) => `count(*) filter (where p.status = '${status}')`;
const THROUGHPUT = list(
  {
    hour: instant(`date_trunc('hour', p.ended_at, 'UTC')`),
    provider: 'p.provider',
    platform: 'p.platform',
    published: ofStatus('published'),
    handedOff: ofStatus('handed_off'),
    failed: ofStatus('failed'),
    canceled: ofStatus('canceled'),
  },
  `from posts p where ${HAS_ENDED} group by 1, 2, 3 order by 1, 2, 3`,
);

const accountsThatAre = (status: string) => `count(a.id) filter (where a.status = '${status}')`;
const ACCOUNTS = list(
  {
    connectionId: 'c.id',
    connected: accountsThatAre('connected'),
    reauthRequired: accountsThatAre('reauth_required'),
    disconnected: accountsThatAre('disconnected'),
  },
  `from connections c left join accounts a on a.connection_id = c.id
   where c.workspace_id = $1 and c.status <> 'disabled' group by c.id order by c.id`,
);

const WEBHOOKS = `(
  with endpoints as materialized (
    select e.id, e.active, e.disabled_reason, l.failures from webhook_endpoints e
    join webhook_lanes l on l.endpoint_id = e.id where e.workspace_id = $1 and e.deleted_at is null
  ), pending as materialized (
    select d.created_at from endpoints e join webhook_deliveries d on d.endpoint_id = e.id and d.status = 'pending'
    where e.active limit ${MOST_PENDING}
  )
  select jsonb_build_object(
    'pending', (select count(*) from pending),
    'oldestPendingAt', (select ${instant('min(created_at)')} from pending),
    'activeEndpoints', count(*) filter (where active),
    'failingEndpoints', count(*) filter (where active and failures > 0),
    'disabledEndpoints', count(*) filter (where not active and disabled_reason is not null)) from endpoints)`;

const OVERVIEW = `
select ${instant(SINCE)} as "since", ${instant('now()')} as "until",
  (select coalesce(jsonb_object_agg(o.status, o.count), '{}') from (
    select p.status, count(*) from posts p where ${IS_OPEN} group by 1) o) as "open",
  ${list(POST, `from posts p where ${IS_OPEN} and p.status <> 'draft' and p.due_at > now() order by p.due_at, p.id limit ${LISTED}`)} as "dueNext",
  (select count(*)::int from posts p where ${IS_LATE}) as "lateCount",
  ${list(POST, `from posts p where ${IS_LATE} order by p.due_at, p.id limit ${LISTED}`)} as "late",
  ${list(
    { ...POST, unknownSince: instant(UNKNOWN_SINCE) },
    `from posts p where p.workspace_id = $1 and p.status = 'unknown' order by ${UNKNOWN_SINCE}, p.id limit ${LISTED}`,
  )} as "unknown",
  ${FAILED} as "failed",
  ${THROUGHPUT} as "throughput",
  case when $4 then ${ACCOUNTS} end as "accounts",
  case when $5 then ${WEBHOOKS} end as "webhooks"`;

const LATENESS = {
  posts: 'count(*)',
  neverStarted: 'count(*) filter (where began is null)',
  p50Seconds: 'percentile_disc(0.5) within group (order by seconds)',
  p99Seconds: 'percentile_disc(0.99) within group (order by seconds)',
  maxSeconds: 'max(seconds)',
};

const PUNCTUALITY = `
with due as materialized (
  select date_trunc('hour', p.due_at, 'UTC') as hour, p.started_at as began,
    round(greatest(0, extract(epoch from coalesce(p.started_at, p.ended_at, now()) - p.due_at)), 3)::float8 as seconds
  from posts p
  where p.workspace_id = $1 and p.due_at >= ${SINCE} and p.due_at <= now()
    and p.status <> 'draft' and (p.status <> 'canceled' or p.started_at is not null)
)
select ${instant(SINCE)} as "since", ${instant('now()')} as "until",
  ${list(LATENESS, 'from due')} -> 0 as "overall",
  ${list({ hour: instant('hour'), ...LATENESS }, 'from due group by hour order by hour')} as "hours"`;

/** Each answer is one statement, so that all of it is of one moment. */
@Injectable()
export class StatsRepository {
  constructor(private readonly reads: Reads) {}

  async overview(workspaceId: string, hours: number, told: Told): Promise<OverviewRow> {
    const rows = await this.reads.query<OverviewRow>(OVERVIEW, [
      workspaceId,
      hours,
      DOUBTFUL,
      told.accounts,
      told.webhooks,
    ]);
    return one(rows);
  }

  async punctuality(workspaceId: string, hours: number): Promise<PunctualityRow> {
    return one(await this.reads.query<PunctualityRow>(PUNCTUALITY, [workspaceId, hours]));
  }
}

function one<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('Postgres answered a question without a row.');
  return row;
}
