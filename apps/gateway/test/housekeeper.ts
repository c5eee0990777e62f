/** Housekeeping outside a worker, for specs that say when it is done. */
import type { Config } from '../src/config/config';
import { HousekeepingService } from '../src/housekeeping/housekeeping.service';
import { OldPartitions } from '../src/housekeeping/old-partitions';
import type { MediaSweep } from '../src/media/media-sweep';
import type { TestApi } from './api-harness';

export function housekeeperOf(api: TestApi, changes: Partial<Config> = {}): HousekeepingService {
  const config = { ...api.config, ...changes };
  const media = { sweep: () => Promise.resolve() } as MediaSweep;
  return new HousekeepingService(api.db, media, new OldPartitions(api.db, config), config);
}
