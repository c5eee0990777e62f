import { Injectable } from '@nestjs/common';
import { ProviderRegistry } from '../providers/provider-registry';
import { Traffic, type TrafficState } from '../traffic/traffic';
import { toTrafficDto } from '../traffic/traffic.dto';
import type { ConnectionDto } from './connections.dto';
import type { ConnectionRow } from './connections.repository';

/** Connections as the API shows them: the row, and what its traffic is like now. */
@Injectable()
export class ConnectionViews {
  constructor(
    private readonly registry: ProviderRegistry,
    private readonly traffic: Traffic,
  ) {}

  async of(rows: readonly ConnectionRow[]): Promise<ConnectionDto[]> {
    if (rows.length === 0) return [];
    const states = await this.traffic.state(new Map(rows.map((row) => [row.id, row.provider])));
    return rows.map((row) => this.toDto(row, states.get(row.id)));
  }

  async one(row: ConnectionRow): Promise<ConnectionDto> {
    const states = await this.traffic.state(new Map([[row.id, row.provider]]));
    return this.toDto(row, states.get(row.id));
  }

  private toDto(row: ConnectionRow, state: TrafficState = QUIET): ConnectionDto {
    return {
      id: row.id,
      provider: row.provider,
      name: row.name,
      settings: row.settings,
      scheduling: row.scheduling,
      status: row.status,
      error: row.error,
      traffic: toTrafficDto(state, this.registry.get(row.provider)?.descriptor.rateBudgets),
      checkedAt: row.checked_at?.toISOString() ?? null,
      syncedAt: row.synced_at?.toISOString() ?? null,
      createdAt: row.created_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
    };
  }
}

const QUIET: TrafficState = {
  breaker: 'closed',
  pausedUntil: null,
  reason: null,
  scope: null,
  spent: { read: 0, write: 0 },
};
