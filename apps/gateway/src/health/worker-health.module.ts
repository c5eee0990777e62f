import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module';
import { MetricsModule } from '../metrics/metrics.module';
import { HealthService } from './health.service';
import { Heartbeat } from './heartbeat';
import { TurningLoops } from './turning-loops';
import { WorkerListener } from './worker-listener';
import { WorkersRepository } from './workers.repository';

/** What a worker tells of itself: its heartbeat, and a port for probes where one is asked for. */
@Module({
  imports: [JobsModule, MetricsModule],
  providers: [WorkersRepository, TurningLoops, Heartbeat, HealthService, WorkerListener],
})
export class WorkerHealthModule {}
