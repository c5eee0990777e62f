import { Injectable, Logger } from '@nestjs/common';
import type { WebhookRemoval } from '@postern/core';
import { ConnectionContexts, ConnectionUnusableError, type OpenConnection } from './connection-contexts';
import { ConnectionsService } from './connections.service';
import { HookKeysRepository } from './hook-keys.repository';

const TIMEOUT_MS = 10_000;

/** Deletes a connection, and has its provider call us no longer, if that was registered: as well as can be. */
@Injectable()
export class ConnectionRemoval {
  private readonly logger = new Logger('Connections');

  constructor(
    private readonly connections: ConnectionsService,
    private readonly keys: HookKeysRepository,
    private readonly contexts: ConnectionContexts,
  ) {}

  async remove(workspaceId: string, id: string, force: boolean): Promise<void> {
    const registrationId = await this.keys.registrationOf(workspaceId, id);
    // Its credentials are erased with it.
    const open = registrationId === null ? null : await this.open(id);
    await this.connections.remove(workspaceId, id, force);
    // The caller's wish is done; nobody waits for the upstream.
    if (registrationId !== null) void this.takeBack(id, registrationId, open);
  }

  private async open(id: string): Promise<OpenConnection | null> {
    try {
      return await this.contexts.open(id, { timeoutMs: TIMEOUT_MS });
    } catch (error) {
      if (error instanceof ConnectionUnusableError) return null;
      throw error;
    }
  }

  private async takeBack(id: string, registrationId: string, open: OpenConnection | null): Promise<void> {
    const rest = 'It may go on to send webhooks, which are refused; delete it there by hand.';
    try {
      const removal: WebhookRemoval | undefined =
        open === null
          ? undefined
          : await open.provider.webhooks?.registration?.remove(open.context, registrationId);
      if (removal?.outcome === 'done') {
        this.logger.log(`The deleted connection ${id} is told of nothing any more (${registrationId}).`);
        return;
      }
      const why = removal === undefined ? 'the provider cannot be asked' : removal.error.message;
      this.logger.warn(`The registration ${registrationId} of the deleted ${id} is left: ${why}. ${rest}`);
    } catch (error) {
      this.logger.warn(
        `The registration ${registrationId} of the deleted ${id} is left: ${String(error)}. ${rest}`,
      );
    }
  }
}
