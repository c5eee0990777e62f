import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config';
import { isTableBusy } from '../database/database-errors';
import { makePartitions } from '../database/partitions';

/** Nobody queues behind a lock that is waited for here for longer. */
const LOCK_MS = 500;
const BATCH = 5_000;

/** A table that is divided by time. */
interface Divided {
  table: 'events' | 'attempts';
  /** `null` = for ever. */
  keepDays: number | null;
  /** SQL of the ids of those rows of a partition that are needed, however old. */
  needed: (part: string) => string;
}

// What waits to be sent, or to be made a delivery of, and what has no number yet and so has been read by nobody.
const unsent = (part: string) => `
  select e.id from webhook_deliveries d join ${part} e on e.id = d.event_id where d.status = 'pending'
  union all
  select e.id from webhook_lanes l join webhook_endpoints w on w.id = l.endpoint_id
    join ${part} e on e.workspace_id = l.workspace_id and e.sequence > l.position where w.active
  union all
  select e.id from ${part} e where e.sequence is null`;

// From the open posts, in the words of their index: they are few beside what was attempted.
const OPEN = `p.status in ('draft', 'pending_approval', 'scheduled', 'queued', 'publishing', 'unknown')`;
const unsettled = (part: string) => `
  select a.id from posts p join ${part} a on a.submission_id = p.submission_id where ${OPEN}
  union all
  select a.id from posts p join left_submissions l on l.post_id = p.id join ${part} a on a.submission_id = l.submission_id
    where ${OPEN}
  union all
  select a.id from submissions s join ${part} a on a.submission_id = s.id where s.lease_until is not null`;

/** Makes partitions ahead of their time, and drops those whose time is over. Any number of workers may do it at once. */
@Injectable()
export class OldPartitions {
  private readonly logger = new Logger('Housekeeping');

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async sweep(): Promise<void> {
    const made = await makePartitions((sql, values) =>
      this.dataSource.query<{ made: number }[]>(sql, values),
    );
    if (made === null) this.logger.warn('Partitions are made the next time: somebody uses a table for long.');
    else if (made > 0) this.logger.log(`${made} partitions were made.`);
    const { eventKeepDays, attemptKeepDays } = this.config;
    await this.retire({ table: 'events', keepDays: eventKeepDays, needed: unsent });
    await this.retire({ table: 'attempts', keepDays: attemptKeepDays, needed: unsettled });
  }

  private async retire({ table, keepDays, needed }: Divided): Promise<void> {
    if (keepDays === null) return;
    const parts = await this.dataSource.query<{ name: string }[]>(
      `select name::text from postern_partitions($1::regclass)
       where not is_default and until_at < now() - make_interval(days => $2) order by until_at`,
      [table, keepDays],
    );
    for (const { name } of parts) {
      const [row] = await this.dataSource.query<{ holds: boolean }[]>(
        `select exists (${needed(name)}) as holds`,
      );
      if (row?.holds) await this.thin(name, needed(name));
      else await this.drop(name);
    }
  }

  /** A partition with a few rows that are needed loses the others. */
  private async thin(part: string, needed: string): Promise<void> {
    let deleted = 0;
    for (let batch = BATCH; batch === BATCH; deleted += batch) {
      [, batch] = await this.dataSource.query<[unknown[], number]>(
        `delete from ${part} where ctid in (
           select ctid from ${part} where id not in (${needed}) limit ${BATCH})`,
      );
    }
    if (deleted > 0) this.logger.log(`${deleted} rows of ${part} have served their time.`);
  }

  /** Its files go once the lock is given back. */
  private async drop(part: string): Promise<void> {
    try {
      await this.dataSource.transaction(async (em) => {
        await em.query(`set local lock_timeout = ${LOCK_MS}`);
        await em.query(`drop table if exists ${part}`);
      });
      this.logger.log(`${part} has served its time.`);
    } catch (error) {
      if (!isTableBusy(error)) throw error;
      this.logger.warn(`${part} is dropped the next time: somebody uses its table for long.`);
    }
  }
}
