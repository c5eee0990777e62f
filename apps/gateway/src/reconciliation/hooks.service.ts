import { Injectable, Logger } from '@nestjs/common';
import type { WebhookHeaders } from '@postern/core';
import {
  ConnectionContexts,
  ConnectionUnusableError,
  type OpenConnection,
} from '../connections/connection-contexts';
import { problem } from '../http/problem';
import { HooksRepository } from './hooks.repository';

/** Takes providers' webhooks as what they are: hints to read now. */
@Injectable()
export class HooksService {
  private readonly logger = new Logger('Hooks');

  constructor(
    private readonly connections: ConnectionContexts,
    private readonly repository: HooksRepository,
  ) {}

  /** Answers before anything is read. Fails closed: what is not signed as agreed does nothing. */
  async take(connectionId: string, rawBody: Uint8Array, headers: WebhookHeaders): Promise<void> {
    const { provider, context, webhookSecrets } = await this.open(connectionId);
    if (provider.webhooks === undefined) throw problem.notFound(`webhook of ${connectionId}`);
    const verdict = provider.webhooks.verify(rawBody, headers, webhookSecrets, context.now());
    if (!verdict.ok) {
      this.logger.warn(`Refused a webhook for ${connectionId}: ${verdict.reason}.`);
      throw problem.unauthenticated(`The webhook is not signed as agreed (${verdict.reason}).`);
    }
    const hint = provider.webhooks.parse(rawBody, headers);
    if (hint === null) throw problem.malformed('The webhook is signed, but its body cannot be understood.');
    const fresh = await this.repository.store(connectionId, hint);
    this.logger.debug(`${connectionId}: ${hint.type} ${fresh ? 'taken' : 'had come before'}.`);
  }

  private async open(connectionId: string): Promise<OpenConnection> {
    try {
      return await this.connections.open(connectionId);
    } catch (error) {
      if (error instanceof ConnectionUnusableError) throw problem.notFound(`connection ${connectionId}`);
      throw error;
    }
  }
}
