import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { pausedAsSql } from '../providers/provider-source';

export type PauseScope = 'connection' | 'provider';
export type PauseReason = 'budget' | 'retry_after' | 'breaker';

/** A breaker, by what it stands before. */
export interface Breaker {
  scope: PauseScope;
  id: string;
}

export interface PauseRow extends Breaker {
  reason: PauseReason;
  state: 'open' | 'half_open';
  paused_until: Date;
  since: Date;
  trips: number;
}

export interface SpentRow {
  connection_id: string;
  kind: 'read' | 'write';
  spent: number;
}

/** What a probe may be spent on. */
export type ProbeFor = 'submissions' | 'reads' | 'changes';

const DUE_SUBMISSION = `exists (select from submissions s where s.connection_id = c.id
  and s.next_attempt_at <= now() and s.state in ('held', 'unknown') and (s.lease_until is null or s.lease_until < now()))`;
const DUE_READ = `exists (select from posts p where p.connection_id = c.id and p.next_read_at <= now())`;
// A command on a post that is on its way waits for whoever sends it.
const DUE_CHANGE = `exists (select from post_commands m join posts p on p.id = m.post_id
    left join submissions s on s.id = p.submission_id
  where m.connection_id = c.id and m.state = 'pending' and m.next_attempt_at <= now()
    and (m.lease_until is null or m.lease_until < now())
    and (m.internal or m.kind = 'retry' or s.state is distinct from 'sending' and s.state is distinct from 'unknown'))`;

// A read is no use to a connection whose submissions wait: the breaker may have opened because of those.
const WORK: Record<ProbeFor, string> = {
  submissions: DUE_SUBMISSION,
  reads: `${DUE_READ} and not ${DUE_SUBMISSION}`,
  changes: `${DUE_CHANGE} and not ${DUE_READ} and not ${DUE_SUBMISSION}`,
};

const NO_PAUSE = `not exists (select from traffic_pauses t where t.scope = 'connection' and t.id = c.id
  and t.reason <> 'breaker' and t.paused_until > now())`;

@Injectable()
export class TrafficRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Lengthens the pause that an upstream asked for; never shortens it. */
  async pause(connectionId: string, seconds: number): Promise<void> {
    await this.dataSource.query(
      `insert into traffic_pauses as t (scope, id, reason, paused_until)
       values ('connection', $1, 'retry_after', now() + make_interval(secs => $2))
       on conflict (scope, id, reason) do update set paused_until = greatest(t.paused_until, excluded.paused_until),
         since = case when t.paused_until < now() then now() else t.since end`,
      [connectionId, seconds],
    );
  }

  /** @returns false where another worker has opened it already */
  async open({ scope, id }: Breaker, pauseMs: number, details: object): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `insert into traffic_pauses (scope, id, reason, paused_until, details)
       values ($1, $2, 'breaker', now() + make_interval(secs => $3::float8 / 1000), $4)
       on conflict do nothing returning id`,
      [scope, id, pauseMs, JSON.stringify(details)],
    );
    return rows.length > 0;
  }

  /** After a probe that failed. @returns how often it has now opened in a row; `null` where it is closed */
  async reopen({ scope, id }: Breaker, pauseMs: (trips: number) => number): Promise<number | null> {
    const [row] = await this.dataSource.query<{ trips: number }[]>(
      `select trips from traffic_pauses where scope = $1 and id = $2 and reason = 'breaker'`,
      [scope, id],
    );
    if (row === undefined) return null;
    const trips = row.trips + 1;
    await this.dataSource.query(
      `update traffic_pauses set state = 'open', trips = $4,
         paused_until = now() + make_interval(secs => $3::float8 / 1000)
       where scope = $1 and id = $2 and reason = 'breaker' and state = 'half_open' and trips = $4 - 1`,
      [scope, id, pauseMs(trips), trips],
    );
    return trips;
  }

  /** @returns false where it was closed before */
  async close({ scope, id }: Breaker): Promise<boolean> {
    const [, deleted] = await this.dataSource.query<[unknown[], number]>(
      `delete from traffic_pauses where scope = $1 and id = $2 and reason = 'breaker'`,
      [scope, id],
    );
    return deleted > 0;
  }

  async anyProbeDue(): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `select from traffic_pauses where reason = 'breaker' and paused_until <= now() limit 1`,
    );
    return rows.length > 0;
  }

  /**
   * Leases the probe of every breaker whose time has come to this process, each for one connection that has
   * something to do. A provider's probe goes through one connection, and through that one's own breaker.
   */
  async takeProbes(work: ProbeFor, leaseSeconds: number): Promise<(Breaker & { connection_id: string })[]> {
    return this.dataSource
      .query(
        `with due as materialized (
         select t.scope, t.id from traffic_pauses t
         where t.reason = 'breaker' and t.paused_until <= now() for update skip locked
       ), through_provider as materialized (
         select due.scope, due.id, pick.id as connection_id from due cross join lateral (
           select c.id from connections c
           where due.scope = 'provider' and ${pausedAsSql('c')} = due.id and c.status = 'active'
             and ${WORK[work]} and ${NO_PAUSE}
           order by exists (select from traffic_pauses t
             where t.scope = 'connection' and t.id = c.id and t.reason = 'breaker'), random() limit 1
         ) pick
       ), own as materialized (
         select due.scope, due.id, c.id as connection_id from due join connections c on c.id = due.id
         where due.scope = 'connection' and c.status = 'active' and ${WORK[work]} and ${NO_PAUSE}
           and not exists (select from traffic_pauses t
             where t.scope = 'provider' and t.id = ${pausedAsSql('c')} and t.reason = 'breaker')
       ), probes as materialized (
         select scope, id, connection_id from through_provider
         union all
         select scope, id, connection_id from own
         union all
         select 'connection', connection_id, connection_id from through_provider
       )
       update traffic_pauses t set state = 'half_open', paused_until = now() + make_interval(secs => $1)
       from probes where t.scope = probes.scope and t.id = probes.id and t.reason = 'breaker'
       returning t.scope, t.id, probes.connection_id`,
        [leaseSeconds],
      )
      .then(([rows]: [(Breaker & { connection_id: string })[], number]) => rows);
  }

  /** Pauses that stand, of these connections and of their providers, or of all providers. */
  standing(connectionIds: readonly string[], pausedAs: readonly string[]): Promise<PauseRow[]> {
    return this.dataSource.query<PauseRow[]>(
      `select scope, id, reason, state, paused_until, since, trips from traffic_pauses
       where ((scope = 'connection' and id = any($1::text[])) or (scope = 'provider' and id = any($2::text[])))
         and (reason = 'breaker' or paused_until > now())`,
      [connectionIds, pausedAs],
    );
  }

  /** Calls that count against the budgets of these connections now. */
  spent(connectionIds: readonly string[]): Promise<SpentRow[]> {
    return this.dataSource.query<SpentRow[]>(
      `select b.connection_id, b.kind, (select coalesce(sum(n), 0)::int from unnest(b.counts) with ordinality c(n, age)
         where b.slot - c.age + 22 >= floor(extract(epoch from clock_timestamp()) / (b.per_seconds / 20.0))) as spent
       from rate_budgets b where b.connection_id = any($1::text[])`,
      [connectionIds],
    );
  }
}
