import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { prepared } from '../database/prepared';
import { readsBlockedSql } from '../traffic/blocked.sql';

/** One process reads through the connection until the lease ends; the lease itself is the proof of it. */
export interface ReadLease {
  connectionId: string;
  /** In the database's own words. */
  until: string;
}

const CLAIM_HINTED = prepared(
  'claim_hinted',
  `
update connections set reconcile_lease_until = now() + make_interval(secs => $2), read_at = now()
where id in (
  select c.id from connections c
  where c.id = any($1::text[]) and (c.reconcile_lease_until is null or c.reconcile_lease_until < now())
    and exists (select from posts p where p.connection_id = c.id and p.next_read_at <= now())
    and (c.read_after is null or c.read_after <= now()) and not ${readsBlockedSql('c')}
  for update skip locked)
returning id, reconcile_lease_until::text as until`,
);

/** Which process reads through which connection. */
@Injectable()
export class ReadLeasesRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Connections with posts to read, each leased to this process. They take turns, so that one with a backlog
   * keeps no other waiting. Those in `probes` may be read although their breaker is open.
   */
  async claimConnections(
    limit: number,
    leaseSeconds: number,
    probes: readonly string[],
  ): Promise<ReadLease[]> {
    const [rows] = await this.dataSource.query<[{ id: string; until: string }[], number]>(
      `update connections set reconcile_lease_until = now() + make_interval(secs => $2), read_at = now()
       where id in (
         select c.id from connections c
         where (c.reconcile_lease_until is null or c.reconcile_lease_until < now())
           and exists (select from posts p where p.connection_id = c.id and p.next_read_at <= now())
           and (c.id = any($3::text[])
             or ((c.read_after is null or c.read_after <= now()) and not ${readsBlockedSql('c')}))
         order by c.id = any($3::text[]) desc, c.read_at nulls first limit $1 for update skip locked)
       returning id, reconcile_lease_until::text as until`,
      [limit, leaseSeconds, probes],
    );
    return rows.map((row) => ({ connectionId: row.id, until: row.until }));
  }

  /** Those of `connectionIds` that have posts to read now, and that nothing keeps from being read. */
  async claimHinted(connectionIds: readonly string[], leaseSeconds: number): Promise<ReadLease[]> {
    const [rows] = await this.dataSource.query<[{ id: string; until: string }[], number]>(CLAIM_HINTED, [
      connectionIds,
      leaseSeconds,
    ]);
    return rows.map((row) => ({ connectionId: row.id, until: row.until }));
  }

  /** @returns false where somebody else holds it now */
  async renew(lease: ReadLease, leaseSeconds: number): Promise<boolean> {
    const [rows] = await this.dataSource.query<[{ until: string }[], number]>(
      `update connections set reconcile_lease_until = now() + make_interval(secs => $3)
       where id = $1 and reconcile_lease_until = $2::timestamptz
       returning reconcile_lease_until::text as until`,
      [lease.connectionId, lease.until, leaseSeconds],
    );
    lease.until = rows[0]?.until ?? lease.until;
    return rows.length > 0;
  }

  /** @param waitSeconds until states are read through the connection again */
  async release(lease: ReadLease, waitSeconds: number | null): Promise<void> {
    await this.dataSource.query(
      `update connections set reconcile_lease_until = null, read_after = now() + make_interval(secs => $3::float8)
       where id = $1 and reconcile_lease_until = $2::timestamptz`,
      [lease.connectionId, lease.until, waitSeconds],
    );
  }
}
