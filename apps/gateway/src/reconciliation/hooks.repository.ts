import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { WebhookHint } from '@postern/core';
import { DataSource } from 'typeorm';

@Injectable()
export class HooksRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Stores the hint and makes the posts that it speaks of due for a read, in one statement: due since yesterday,
   * because where reads are behind the oldest go first, and here something is known to have changed.
   *
   * @returns false where the same event came before
   */
  async store(connectionId: string, hint: WebhookHint): Promise<boolean> {
    const [row] = await this.dataSource.query<{ fresh: boolean }[]>(
      `with stored as (
        insert into inbound_hooks (connection_id, dedupe_key, type, reference_list)
        values ($1, $2, $3, $4::text[]) on conflict do nothing returning 1
      ), hinted as (
        update posts p set next_read_at = now() - interval '1 day'
        where exists (select from stored) and p.connection_id = $1 and p.next_read_at > now()
          and (p.provider_reference = any($4::text[])
            or exists (select from jsonb_each_text(p.reference_data) d where d.value = any($4::text[])))
      ), earlier as (
        update left_submissions l set next_look_at = now() from posts p
        where exists (select from stored) and p.id = l.post_id and p.connection_id = $1
          and l.provider_reference = any($4::text[]) and l.next_look_at > now()
      )
      select exists (select from stored) as fresh`,
      [connectionId, hint.dedupeKey, hint.type, hint.references],
    );
    return row?.fresh ?? false;
  }
}
