import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module';
import { MetricsModule } from '../metrics/metrics.module';
import { HookCounts } from './hook-counts';
import { HookCountsRepository } from './hook-counts.repository';
import { HookHints } from './hook-hints';
import { HookKeyring } from './hook-keyring';
import { HookMetrics } from './hook-metrics';
import { HookStore } from './hook-store';
import { HooksController } from './hooks.controller';
import { HooksRepository } from './hooks.repository';
import { HooksService } from './hooks.service';

/** Inbound webhooks of providers. API only. */
@Module({
  imports: [ConnectionsModule, MetricsModule],
  controllers: [HooksController],
  providers: [
    HooksService,
    HookKeyring,
    HookStore,
    HooksRepository,
    HookHints,
    HookCounts,
    HookCountsRepository,
    HookMetrics,
  ],
})
export class HooksModule {}
