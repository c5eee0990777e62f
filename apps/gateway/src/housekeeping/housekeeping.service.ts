import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config';
import { Loop } from '../jobs/loop';
import { MediaSweep } from '../media/media-sweep';
import { OldPartitions } from './old-partitions';

const EVERY_MS = 10 * 60_000;

/** Rows deleted by one statement, so that none of them holds locks for long. */
const BATCH = 5_000;

/** What is kept for a while only, and until when a repetition or a late delivery still counts. */
const SHORT_LIVED = [
  // The API promises a replay for at least 24 hours.
  { table: 'idempotency_records', column: 'created_at', keepHours: 48 },
  // The longest schedule on which an upstream repeats a webhook is about 32 hours.
  { table: 'inbound_hooks', column: 'received_at', keepHours: 7 * 24 },
  // Whoever comes with one is told that it is over, for a day.
  { table: 'sessions', column: 'expires_at', keepHours: 24 },
  // Of secrets that were replaced: nothing under them is taken any more.
  { table: 'hook_secrets', column: 'expires_at', keepHours: 1 },
  // With what became of their rows; the groups stay.
  { table: 'imports', column: 'finished_at', keepHours: 90 * 24 },
] as const;

interface Sweep {
  table: string;
  /** SQL of what is deleted, of rows whose age is measured in `$1` hours. */
  where: string;
  keepHours: number;
}

function sweepsOf({ webhooks }: Config): Sweep[] {
  return [
    ...SHORT_LIVED.map(({ table, column, keepHours }) => ({ table, where: olderThan(column), keepHours })),
    // The age of the row leads to it; attempts go with it.
    {
      table: 'webhook_deliveries',
      where: `${olderThan('created_at')} and ${olderThan('ended_at')} and status <> 'pending'`,
      keepHours: webhooks.keepDays * 24,
    },
    // Of endpoints that were deleted, a batch at a time.
    { table: 'webhook_deliveries', where: `endpoint_id in (${DELETED_ENDPOINTS})`, keepHours: 0 },
    {
      table: 'webhook_endpoints',
      where: `id in (${DELETED_ENDPOINTS} and not exists (
        select from webhook_deliveries d where d.endpoint_id = w.id))`,
      keepHours: 0,
    },
  ];
}

const DELETED_ENDPOINTS =
  'select w.id from webhook_endpoints w where w.deleted_at <= now() - make_interval(hours => $1)';

const olderThan = (column: string): string => `${column} < now() - make_interval(hours => $1)`;

/** Deletes what has served its time. Any number of workers may do it at once. */
@Injectable()
export class HousekeepingService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Housekeeping');
  private readonly loop = new Loop('Housekeeping', EVERY_MS, () => this.sweep());

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly media: MediaSweep,
    private readonly partitions: OldPartitions,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  async sweep(): Promise<void> {
    for (const each of sweepsOf(this.config)) {
      let deleted = 0;
      for (let batch = BATCH; batch === BATCH; deleted += batch) {
        batch = await this.deleteBatch(each);
      }
      if (deleted > 0) this.logger.log(`${deleted} rows of ${each.table} have served their time.`);
    }
    await this.partitions.sweep();
    await this.media.sweep();
  }

  private async deleteBatch({ table, where, keepHours }: Sweep): Promise<number> {
    const [, deleted] = await this.dataSource.query<[unknown[], number]>(
      `delete from ${table} where ctid in (
         select ctid from ${table} where ${where} limit ${BATCH})`,
      [keepHours],
    );
    return deleted;
  }
}
