import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Workers that send listen here; a payload is ids of endpoints, with spaces between. */
export const WEBHOOK_CHANNEL = 'postern_webhooks';

/** Tells the workers that there is something to send. They look by themselves, too, only later. */
@Injectable()
export class WebhookWake {
  private readonly logger = new Logger('Webhooks');

  constructor(private readonly db: DataSource) {}

  /** After the commit: a notification within it would have commits queue behind each other. */
  async wake(endpointId: string): Promise<void> {
    try {
      await this.db.query('select pg_notify($1, $2)', [WEBHOOK_CHANNEL, endpointId]);
    } catch (error) {
      // What the caller asked for has happened.
      this.logger.warn({ msg: 'The workers were not told of new deliveries.', endpointId, err: error });
    }
  }
}
