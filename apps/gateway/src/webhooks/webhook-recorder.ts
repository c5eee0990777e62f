import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { Batch } from '../database/batch';
import {
  type EndedAttempt,
  type RecordedAttempt,
  type SwitchOff,
  WebhookRecorderRepository,
} from './webhook-recorder.repository';

/** Attempts of one statement. */
const MOST = 200;
/** Together about as long as a database takes to come back. What is not written then is sent again. */
const RECORD_TRIES = 120;
const RECORD_PAUSE_MS = 500;

/** Writes down what became of each attempt, many at a time. */
@Injectable()
export class WebhookRecorder {
  private readonly logger = new Logger('Webhooks');
  private readonly batch = new Batch((attempts: EndedAttempt[]) => this.write(attempts), MOST);
  private readonly disableDays: number;
  private readonly stopping = new AbortController();

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly repository: WebhookRecorderRepository,
  ) {
    this.disableDays = config.webhooks.disableDays;
  }

  /**
   * @returns what was written; `null` where somebody else had ended the delivery, or where nothing could be written
   * for so long that it is left to be sent again
   */
  async record(attempt: EndedAttempt): Promise<RecordedAttempt | null> {
    for (let left = RECORD_TRIES - 1; ; left--) {
      try {
        // Together with others; what fails is repeated alone, lest one that cannot be written stops them all.
        if (left === RECORD_TRIES - 1) return await this.batch.add(attempt);
        const [written] = await this.write([attempt]);
        return written ?? null;
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        if (left === 0 || this.stopping.signal.aborted) {
          this.logger.warn(
            `An attempt of ${attempt.deliveryId} is not written down (${why}): it is repeated.`,
          );
          return null;
        }
        this.logger.debug(`An attempt of ${attempt.deliveryId} could not be written yet: ${why}`);
        await pause(RECORD_PAUSE_MS);
      }
    }
  }

  /** What cannot be written from now on is left to the next worker. */
  hurry(): void {
    this.stopping.abort();
  }

  private async write(attempts: readonly EndedAttempt[]): Promise<(RecordedAttempt | null)[]> {
    const written = new Map(
      (await this.repository.record(attempts, this.disableDays)).map((row) => [row.id, row]),
    );
    const off = attempts.flatMap((attempt) => this.switchOffFor(attempt, written.get(attempt.deliveryId)));
    if (off.length > 0) await this.switchOff(off);
    await this.repository.queueBehind(
      attempts.flatMap(({ deliveryId }) => (written.get(deliveryId)?.status === 'pending' ? deliveryId : [])),
    );
    return attempts.map(({ deliveryId }) => written.get(deliveryId) ?? null);
  }

  private switchOffFor(
    { endpointId, url, status, kind }: EndedAttempt,
    written: RecordedAttempt | undefined,
  ): SwitchOff[] {
    if (written === undefined || !written.isNow || kind !== 'failed') return [];
    if (status === 410) {
      return [{ endpointId, url, reason: 'gone', message: 'The endpoint answered 410 Gone.' }];
    }
    if (!written.over) return [];
    const message = `Nothing but failures for ${this.disableDays} days, ${written.failures} in a row.`;
    return [{ endpointId, url, reason: 'failing', message }];
  }

  /** Where this fails, the next attempt comes to the same end. */
  private async switchOff(off: readonly SwitchOff[]): Promise<void> {
    const first = new Map(off.toReversed().map((each) => [each.endpointId, each]));
    try {
      for (const id of await this.repository.switchOff([...first.values()], this.disableDays)) {
        this.logger.warn(`${id} is switched off: ${first.get(id)?.message}`);
      }
    } catch (error) {
      this.logger.warn(`${[...first.keys()].join(', ')} cannot be switched off: ${String(error)}`);
    }
  }
}
