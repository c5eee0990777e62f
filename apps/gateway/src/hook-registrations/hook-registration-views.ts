import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { ConnectionsRepository } from '../connections/connections.repository';
import { HookKeysReader } from '../connections/hook-keys';
import type { HookOutcome } from '../hooks/hook-outcome';
import { problem } from '../http/problem';
import { hookAddress } from './hook-address';
import type { ConnectionWebhooksDto } from './hook-registrations.dto';
import { HookRegistrationsRepository } from './hook-registrations.repository';
import { toDto } from './hook-registrations.service';

/** Shows how the provider of a connection calls us, and what became of it. No secret is ever shown. */
@Injectable()
export class HookRegistrationViews {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly connections: ConnectionsRepository,
    private readonly repository: HookRegistrationsRepository,
    private readonly keys: HookKeysReader,
  ) {}

  async get(workspaceId: string, connectionId: string): Promise<ConnectionWebhooksDto> {
    if (!(await this.connections.find(workspaceId, connectionId))) {
      throw problem.notFound(`connection ${connectionId}`);
    }
    const [row, counts, read] = await Promise.all([
      this.repository.find(workspaceId, connectionId),
      this.repository.counts(workspaceId, connectionId),
      this.keys.read([connectionId]),
    ]);
    const keys = read.get(connectionId);
    const from = (source: 'registered' | 'by_hand') =>
      keys?.secrets.filter((secret) => secret.source === source).length ?? 0;
    return {
      registration: row === null ? null : toDto(row),
      canRegister: keys?.webhooks?.registration !== undefined,
      address: hookAddress(this.config.publicUrl, connectionId),
      secrets: { registered: from('registered'), byHand: from('by_hand') },
      counts: counts.map(({ outcome, count, last_at }) => ({
        outcome: outcome as HookOutcome,
        count,
        lastAt: last_at.toISOString(),
      })),
    };
  }
}
