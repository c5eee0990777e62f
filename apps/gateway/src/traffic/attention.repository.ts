import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

// Each by an index of what waits alone: a connection that nobody uses any more may have published for years.
const WAITED_FOR = `(exists (select from submissions s where s.connection_id = c.id and s.next_attempt_at is not null)
  or exists (select from posts p where p.connection_id = c.id and p.next_read_at is not null)
  or exists (select from post_commands m where m.connection_id = c.id and m.state = 'pending'))`;

/** How long one worker may take to ask a connection whether it works again. */
const BATCH = 20;

@Injectable()
export class AttentionRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async needsAttention(connectionId: string): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `select from connections where id = $1 and status = 'needs_attention'`,
      [connectionId],
    );
    return rows.length > 0;
  }

  /**
   * Connections that need attention, are waited for, and are due to be asked again; each goes to one worker,
   * and is not due again for a minute, more or less.
   */
  async takeDue(everySeconds: number): Promise<string[]> {
    const [rows] = await this.dataSource.query<[{ id: string }[], number]>(
      `update connections set watch_at = now() + make_interval(secs => $1::float8 * (0.75 + random() / 2))
       where id in (
         select c.id from connections c
         where c.status = 'needs_attention' and (c.watch_at is null or c.watch_at <= now())
           and ${WAITED_FOR}
         order by c.watch_at nulls first limit ${BATCH} for update skip locked)
       returning id`,
      [everySeconds],
    );
    return rows.map((row) => row.id);
  }

  /** Accounts that a provider no longer may post to, until somebody reconnects them there. */
  async reauthRequired(connectionId: string, references: readonly string[]): Promise<void> {
    await this.dataSource.query(
      `update accounts set status = 'reauth_required', updated_at = now()
       where connection_id = $1 and reference = any($2::text[]) and status = 'connected'`,
      [connectionId, references],
    );
  }
}
