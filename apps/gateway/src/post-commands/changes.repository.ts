import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { FINAL_POST_STATUSES, type PublishError, type ReferenceData } from '@postern/core';
import { DataSource, type EntityManager } from 'typeorm';
import { readsBlockedSql } from '../traffic/blocked.sql';
import { ChangeLostError, type ChangeEnd, type ClaimedChange } from './claimed-change';
import type { CommandKind } from './command-target';

/** One call reads as many posts before they are tried again. */
const MOST_READ = 100;
/** Commands of one connection that a look begins at once: the others' turn comes too. */
const MOST_PER_CONNECTION = 4;
/** After so long a provider that still does not answer has not done it. */
const GIVE_UP_HOURS = 24;

// A command can be acted on where the post is with us, where it has ended, or where its provider may be asked.
// One that is on its way has its own worker, who looks at `cancel_requested_at`.
const FREE = `m.state = 'pending' and (m.lease_until is null or m.lease_until < now())`;
const HERE = `(not m.internal and ((p.status = any($1::text[]) and m.kind <> 'retry') or s.id is null
  or s.state in ('held', 'rejected') and m.kind = 'cancel'))`;
const ON_ITS_WAY = `(not m.internal and m.kind <> 'retry' and s.state in ('sending', 'unknown'))`;
// What needs no provider waits for no pause between two tries.
const DUE = `${FREE} and (m.next_attempt_at <= now() or coalesce(${HERE}, false))`;
const PROBE = `m.connection_id = any($3::text[])`;
const READY = `(c.status = 'disabled' or ${HERE}
  or (not coalesce(${ON_ITS_WAY}, false) and (${PROBE} or not ${readsBlockedSql('c')})))`;
const FROM = `from post_commands m join posts p on p.id = m.post_id join connections c on c.id = m.connection_id
  left join submissions s on s.id = p.submission_id`;

const CLAIM = `
with asked as (
  select m.id, m.kind, m.connection_id ${FROM} where m.id = $2 and ${DUE} and ${READY}
), due as (
  select id from asked
  union
  (select m.id from post_commands m join asked a on a.kind = 'retry' and m.kind = 'retry'
     and m.connection_id = a.connection_id
   where ${FREE} and m.next_attempt_at <= now() order by m.next_attempt_at limit ${MOST_READ})
), locked as (
  select m.id from post_commands m join due on due.id = m.id where ${FREE} order by m.id for update of m skip locked
), claimed as (
  update post_commands m set fence = m.fence + 1, attempts = m.attempts + 1,
    lease_until = now() + make_interval(secs => $4)
  from locked where m.id = locked.id returning m.*
)
select m.id, m.fence, m.kind, m.internal, m.force, m.reason, m.scheduled_at, m.round, m.attempts,
  m.sent_at is not null as sent, m.cancels, m.post_id, m.connection_id, p.provider, p.platform,
  case when m.internal then m.provider_reference else p.provider_reference end as reference,
  case when m.internal then m.reference_data else p.reference_data end as reference_data,
  p.content ->> 'text' as text, a.reference as account_reference, a.data as account_data,
  m.trace_context, m.created_at < now() - interval '${GIVE_UP_HOURS} hours' as last,
  (extract(epoch from now()) * 1000)::float8 as claimed_at
from claimed m join posts p on p.id = m.post_id join accounts a on a.id = p.account_id order by m.id`;

const OVERDUE = `
select id from (
  select m.id, m.next_attempt_at, ${PROBE} as probe, row_number() over (partition by m.connection_id order by m.next_attempt_at) as turn
  ${FROM} where ${DUE} and ${READY}
) due
where turn <= case when probe then 1 else ${MOST_PER_CONNECTION} end order by next_attempt_at limit $2`;

interface ClaimRow {
  id: string;
  fence: string;
  kind: CommandKind;
  internal: boolean;
  force: boolean;
  reason: string | null;
  scheduled_at: Date | null;
  round: number;
  attempts: number;
  sent: boolean;
  cancels: boolean;
  post_id: string;
  connection_id: string;
  provider: string;
  platform: string;
  reference: string | null;
  reference_data: ReferenceData;
  text: string | null;
  account_reference: string;
  account_data: ReferenceData;
  last: boolean;
  trace_context: string | null;
  claimed_at: number;
}

/** The rows of commands, as a worker holds them. */
@Injectable()
export class ChangesRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The command, and with a retry others of its connection, to be read together; none where it is not due. */
  async claim(id: string, leaseSeconds: number, probes: readonly string[]): Promise<ClaimedChange[]> {
    const rows = await this.dataSource.query<ClaimRow[]>(CLAIM, [
      FINAL_POST_STATUSES,
      id,
      probes,
      leaseSeconds,
    ]);
    return rows.map(toClaim);
  }

  /** @param probes connections of which one command may pass an open breaker */
  async overdue(limit: number, probes: readonly string[]): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(OVERDUE, [FINAL_POST_STATUSES, limit, probes]);
    return rows.map((row) => row.id);
  }

  async renew(changes: readonly ClaimedChange[], leaseSeconds: number): Promise<void> {
    await this.dataSource.query(
      `update post_commands m set lease_until = now() + make_interval(secs => $3)
       from unnest($1::text[], $2::bigint[]) as held(id, fence)
       where m.id = held.id and m.fence = held.fence and m.lease_until is not null`,
      [changes.map(({ id }) => id), changes.map(({ fence }) => fence), leaseSeconds],
    );
  }

  /** Keeps others from the command until the transaction ends. @throws ChangeLostError */
  async hold(em: EntityManager, change: ClaimedChange): Promise<void> {
    const rows = await em.query<unknown[]>(
      `select 1 from post_commands where id = $1 and fence = $2 and state = 'pending' for update`,
      [change.id, change.fence],
    );
    if (rows.length === 0) throw new ChangeLostError(change.id);
  }

  /** Before the call: from now on the change may have been made. @throws ChangeLostError */
  async markSent(change: ClaimedChange, cancels: boolean): Promise<void> {
    const [, count] = await this.dataSource.query<[unknown[], number]>(
      `update post_commands set sent_at = coalesce(sent_at, now()), cancels = cancels or $3
       where id = $1 and fence = $2 and lease_until is not null`,
      [change.id, change.fence, cancels],
    );
    if (count === 0) throw new ChangeLostError(change.id);
  }

  /** @throws ChangeLostError */
  async finish(
    em: EntityManager,
    change: ClaimedChange,
    { state, error }: ChangeEnd,
    exchanges: unknown[],
  ): Promise<void> {
    const [, count] = await em.query<[unknown[], number]>(
      `update post_commands set state = $3, error = $4, exchanges = $5, lease_until = null, finished_at = now()
       where id = $1 and fence = $2 and state = 'pending'`,
      [change.id, change.fence, state, error && JSON.stringify(error), JSON.stringify(exchanges)],
    );
    if (count === 0) throw new ChangeLostError(change.id);
  }

  /** Gives the command back, to be tried again. @throws ChangeLostError */
  async postpone(
    change: ClaimedChange,
    delayMs: number,
    error: PublishError | null,
    exchanges: unknown[],
  ): Promise<void> {
    const [, count] = await this.dataSource.query<[unknown[], number]>(
      `update post_commands set next_attempt_at = now() + make_interval(secs => $3), error = $4, exchanges = $5,
         lease_until = null
       where id = $1 and fence = $2 and state = 'pending'`,
      [change.id, change.fence, delayMs / 1000, error && JSON.stringify(error), JSON.stringify(exchanges)],
    );
    if (count === 0) throw new ChangeLostError(change.id);
  }
}

function toClaim(row: ClaimRow): ClaimedChange {
  return {
    id: row.id,
    fence: row.fence,
    kind: row.kind,
    internal: row.internal,
    force: row.force,
    reason: row.reason,
    scheduledAt: row.scheduled_at,
    round: row.round,
    attempts: row.attempts,
    sent: row.sent,
    cancels: row.cancels,
    last: row.last,
    postId: row.post_id,
    connectionId: row.connection_id,
    provider: row.provider,
    reference: {
      postId: row.post_id,
      id: row.reference,
      data: row.reference_data,
      platform: row.platform,
      accountReference: row.account_reference,
      accountData: row.account_data,
      text: row.text ?? '',
    },
    claimedAt: row.claimed_at,
    traceContext: row.trace_context,
  };
}
