import { type DynamicModule, Module } from '@nestjs/common';
import { AccountRefreshModule } from './account-refresh/account-refresh.module';
import type { Config } from './config/config';
import { ConfigModule } from './config/config.module';
import { DatabaseModule } from './database/database.module';
import { EventSequencerModule } from './events/event-sequencer.module';
import { WorkerHealthModule } from './health/worker-health.module';
import { HousekeepingModule } from './housekeeping/housekeeping.module';
import { ImportsWorkerModule } from './imports/imports.module';
import { JobsModule } from './jobs/jobs.module';
import { PostChangesModule } from './post-commands/post-changes.module';
import { PublishingModule } from './publishing/publishing.module';
import { WorkerService } from './publishing/worker.service';
import { ReconciliationModule } from './reconciliation/reconciliation.module';
import { WebhooksWorkerModule } from './webhooks/webhooks-worker.module';

/** Everything that works without being asked: it takes no HTTP. */
@Module({})
export class WorkerModule {
  static with(config: Config): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ConfigModule.with(config),
        DatabaseModule.for('worker'),
        JobsModule,
        PublishingModule,
        PostChangesModule,
        ReconciliationModule,
        AccountRefreshModule,
        HousekeepingModule,
        EventSequencerModule,
        WebhooksWorkerModule,
        ImportsWorkerModule,
        WorkerHealthModule,
      ],
      providers: [WorkerService],
    };
  }
}
