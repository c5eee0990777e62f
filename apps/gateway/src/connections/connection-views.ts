import { Injectable } from '@nestjs/common';
import { ProviderRegistry } from '../providers/provider-registry';
import { type FoundProvider, pausedAs } from '../providers/provider-source';
import { Traffic, type TrafficState } from '../traffic/traffic';
import { toTrafficDto } from '../traffic/traffic.dto';
import { unusableProvider } from './connection-contexts';
import type { ConnectionDto } from './connections.dto';
import type { ConnectionRow } from './connections.repository';
import { settingsOf } from './credentials-schema';

/** Connections as the API shows them: the row, and what its traffic is like now. */
@Injectable()
export class ConnectionViews {
  constructor(
    private readonly registry: ProviderRegistry,
    private readonly traffic: Traffic,
  ) {}

  async of(rows: readonly ConnectionRow[]): Promise<ConnectionDto[]> {
    if (rows.length === 0) return [];
    const [states, find] = await Promise.all([
      this.traffic.state(new Map(rows.map((row) => [row.id, pausedAs(row)]))),
      this.registry.finder(rows),
    ]);
    return rows.map((row) => toDto(row, find(row), states.get(row.id) ?? QUIET));
  }

  async one(row: ConnectionRow): Promise<ConnectionDto> {
    const [view] = await this.of([row]);
    if (view === undefined) throw new Error('A row has a view.');
    return view;
  }
}

function toDto(row: ConnectionRow, found: FoundProvider, state: TrafficState): ConnectionDto {
  const schema = found.ok ? found.provider.descriptor.configSchema : null;
  return {
    id: row.id,
    provider: row.provider,
    name: row.name,
    // What a later version of the manifest calls a secret is one.
    settings: schema === null ? {} : settingsOf(schema, row.settings),
    scheduling: row.scheduling,
    ...conditionOf(row, found),
    traffic: toTrafficDto(state, found.ok ? found.provider.descriptor.rateBudgets : undefined),
    checkedAt: row.checked_at?.toISOString() ?? null,
    syncedAt: row.synced_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** Without a provider nothing can be done through it, whether a worker has met that yet or not. */
function conditionOf(row: ConnectionRow, found: FoundProvider): Pick<ConnectionDto, 'status' | 'error'> {
  if (found.ok || row.status !== 'active') return { status: row.status, error: row.error };
  return { status: 'needs_attention', error: unusableProvider(row.provider, found.reason) };
}

const QUIET: TrafficState = {
  breaker: 'closed',
  pausedUntil: null,
  reason: null,
  scope: null,
  spent: { read: 0, write: 0 },
};
