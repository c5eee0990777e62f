import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Loop } from '../jobs/loop';
import { MediaSweep } from '../media/media-sweep';

const EVERY_MS = 10 * 60_000;

/** Rows deleted by one statement, so that none of them holds locks for long. */
const BATCH = 5_000;

/** What is kept for a while only, and until when a repetition or a late delivery still counts. */
const SHORT_LIVED = [
  // The API promises a replay for at least 24 hours.
  { table: 'idempotency_records', column: 'created_at', keepHours: 48 },
  // The longest schedule on which an upstream repeats a webhook is about 32 hours.
  { table: 'inbound_hooks', column: 'received_at', keepHours: 7 * 24 },
] as const;

/** Deletes what has served its time. Any number of workers may do it at once. */
@Injectable()
export class HousekeepingService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Housekeeping');
  private readonly loop = new Loop('Housekeeping', EVERY_MS, () => this.sweep());

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly media: MediaSweep,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  async sweep(): Promise<void> {
    for (const { table, column, keepHours } of SHORT_LIVED) {
      let deleted = 0;
      for (let batch = BATCH; batch === BATCH; deleted += batch) {
        batch = await this.deleteBatch(table, column, keepHours);
      }
      if (deleted > 0) this.logger.log(`${deleted} rows of ${table} have served their time.`);
    }
    await this.media.sweep();
  }

  private async deleteBatch(table: string, column: string, keepHours: number): Promise<number> {
    const [, deleted] = await this.dataSource.query<[unknown[], number]>(
      `delete from ${table} where ctid in (
         select ctid from ${table} where ${column} < now() - make_interval(hours => $1) limit ${BATCH})`,
      [keepHours],
    );
    return deleted;
  }
}
