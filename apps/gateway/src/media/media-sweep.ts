import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { MEDIA_STORE, type MediaStore } from './media-store';
import { MediaSweepRepository, type SweptMedia } from './media-sweep.repository';

/** Media taken in hand at once. */
const BATCH = 100;

/** Deletes media that nobody needs any more, and files that an interrupted upload left. Any number may run at once. */
@Injectable()
export class MediaSweep {
  private readonly logger = new Logger('Media');

  constructor(
    private readonly repository: MediaSweepRepository,
    @Inject(MEDIA_STORE) private readonly store: MediaStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async sweep(): Promise<void> {
    const { keepDays } = this.config.media;
    while ((await this.repository.startClocks(keepDays, BATCH)) === BATCH);
    while ((await this.repository.expire(keepDays, BATCH)) === BATCH);
    let removed = 0;
    // What cannot be removed now is passed by, so that it does not hold up the rest.
    for (let after = ''; ;) {
      const batch = await this.repository.deleting(after, BATCH);
      for (const medium of batch) if (await this.remove(medium)) removed += 1;
      const last = batch.at(-1);
      if (last === undefined || batch.length < BATCH) break;
      after = last.id;
    }
    if (removed > 0) this.logger.log(`${removed} media that nobody needs are deleted.`);
  }

  /** The file goes first: a row without a file does no harm, a file without a row would stay for ever. */
  private async remove({ id, storage_key }: SweptMedia): Promise<boolean> {
    try {
      await this.store.remove(storage_key);
    } catch (error) {
      this.logger.warn({ msg: 'The file of a medium stays until the next sweep.', mediaId: id, err: error });
      return false;
    }
    await this.repository.removed(id);
    return true;
  }
}
