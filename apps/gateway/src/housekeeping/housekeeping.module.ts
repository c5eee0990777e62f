import { Module } from '@nestjs/common';
import { MediaModule } from '../media/media.module';
import { OldPartitions } from './old-partitions';
import { HousekeepingService } from './housekeeping.service';

/** Deletes what is kept for a while only. Worker only. */
@Module({ imports: [MediaModule], providers: [HousekeepingService, OldPartitions] })
export class HousekeepingModule {}
