import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

export interface DueAccounts {
  connectionId: string;
  /** Until when nobody else lists them, in the database's own words. */
  leased: string;
}

/** Connections of one look. */
const MOST = 20;

@Injectable()
export class AccountRefreshRepository {
  constructor(private readonly db: DataSource) {}

  /** Connections whose accounts a webhook spoke of, each to one worker; due again after `seconds`, if that one dies. */
  async takeDue(seconds: number): Promise<DueAccounts[]> {
    const [rows] = await this.db.query<[DueAccounts[], number]>(
      `update connections set accounts_listed_at = now(), accounts_due_at = now() + make_interval(secs => $1)
       where id in (
         select id from connections where accounts_due_at <= now() and status <> 'disabled'
         order by accounts_due_at limit ${MOST} for update skip locked)
       returning id as "connectionId", accounts_due_at::text as leased`,
      [seconds],
    );
    return rows;
  }

  /** Nothing is due any more, but what a webhook has told of meanwhile. */
  async done({ connectionId, leased }: DueAccounts): Promise<void> {
    await this.db.query(
      'update connections set accounts_due_at = null where id = $1 and accounts_due_at = $2::timestamptz',
      [connectionId, leased],
    );
  }
}
