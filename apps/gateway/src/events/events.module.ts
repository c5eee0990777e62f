import { Module } from '@nestjs/common';
import { MetricsModule } from '../metrics/metrics.module';
import { SessionsModule } from '../sessions/sessions.module';
import { EventFeeds } from './event-feeds';
import { EventMetrics } from './event-metrics';
import { EventStreams } from './event-streams';
import { EventsController } from './events.controller';
import { EventsRepository } from './events.repository';
import { EventsService } from './events.service';

/** The log as the API reads it: in pages, waiting, and as a stream. Who numbers it is a worker. */
@Module({
  imports: [SessionsModule, MetricsModule],
  controllers: [EventsController],
  providers: [EventFeeds, EventMetrics, EventStreams, EventsRepository, EventsService],
})
export class EventsModule {}
