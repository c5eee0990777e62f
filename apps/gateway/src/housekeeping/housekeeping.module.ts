import { Module } from '@nestjs/common';
import { HousekeepingService } from './housekeeping.service';

/** Deletes what is kept for a while only. Worker only. */
@Module({ providers: [HousekeepingService] })
export class HousekeepingModule {}
