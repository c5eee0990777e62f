import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { PostReference, ReferenceData } from '@postern/core';
import { DataSource } from 'typeorm';
import { readsBlockedSql } from '../traffic/blocked.sql';

/** An earlier try of a post, by which the provider finds it. */
export interface EarlierRound {
  connectionId: string;
  round: number;
  reference: PostReference;
  /** Milliseconds, database clock: the `asOf` of what the look says. */
  claimedAt: number;
}

/** As many as one read takes. */
const BATCH = 100;

// The next look is planned with this one, so that a worker that dies delays it and no more. A post that went
// out in one round or another needs none.
const CLAIM = `
with due as (
  select l.post_id, l.submission_id from left_submissions l
    join posts p on p.id = l.post_id join connections c on c.id = p.connection_id
  where l.next_look_at <= now() and (c.status = 'disabled' or not ${readsBlockedSql('c')})
  order by l.next_look_at limit ${BATCH} for update of l skip locked
), claimed as (
  update left_submissions l set looks = l.looks + 1,
    next_look_at = case
      when p.status in ('published', 'handed_off') or c.status = 'disabled' then null
      else now() + case l.looks when 0 then interval '10 minutes' when 1 then interval '1 hour'
        when 2 then interval '6 hours' when 3 then interval '1 day' end
    end
  from due join posts p on p.id = due.post_id join connections c on c.id = p.connection_id
  where l.post_id = due.post_id and l.submission_id = due.submission_id
  returning l.*, p.connection_id, p.account_id, p.platform, p.content ->> 'text' as text,
    p.status in ('published', 'handed_off') or c.status = 'disabled' as over
)
select l.post_id, l.connection_id, l.round, l.provider_reference, l.reference_data, l.platform, l.text,
  a.reference as account_reference, a.data as account_data,
  (extract(epoch from now()) * 1000)::float8 as claimed_at
from claimed l join accounts a on a.id = l.account_id where not l.over`;

interface ClaimRow {
  post_id: string;
  connection_id: string;
  round: number;
  provider_reference: string | null;
  reference_data: ReferenceData;
  platform: string;
  text: string | null;
  account_reference: string;
  account_data: ReferenceData;
  claimed_at: number;
}

@Injectable()
export class EarlierRoundsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** What is to be looked at now; nobody else looks at it before its next time. */
  async claim(): Promise<EarlierRound[]> {
    const rows = await this.dataSource.query<ClaimRow[]>(CLAIM);
    return rows.map((row) => ({
      connectionId: row.connection_id,
      round: row.round,
      reference: {
        postId: row.post_id,
        id: row.provider_reference,
        data: row.reference_data,
        platform: row.platform,
        accountReference: row.account_reference,
        accountData: row.account_data,
        text: row.text ?? '',
      },
      claimedAt: row.claimed_at,
    }));
  }
}
