import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { RateBudget } from '@postern/core';
import type { ProviderHealth, TrafficState } from './traffic';

export const BREAKER_STATES = ['closed', 'open', 'half_open'] as const;
export const PAUSE_REASONS = ['budget', 'retry_after', 'breaker'] as const;
export const PAUSE_SCOPES = ['connection', 'provider'] as const;

@ApiSchema({ name: 'BudgetUse', description: 'Calls of the last `perSeconds`, of all processes together.' })
export class BudgetUseDto {
  @ApiProperty({ type: 'integer' })
  used!: number;

  @ApiProperty({ type: 'integer' })
  limit!: number;

  @ApiProperty({ type: 'integer' })
  perSeconds!: number;
}

@ApiSchema({ name: 'ConnectionTraffic', description: 'What holds back the traffic of a connection now.' })
export class ConnectionTrafficDto {
  @ApiProperty({
    enum: BREAKER_STATES,
    enumName: 'BreakerState',
    description: 'Open after too many failures; half-open while one call finds out whether it works again.',
  })
  breaker!: TrafficState['breaker'];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Nothing is sent before this; with an open breaker, one call is tried then.',
  })
  pausedUntil!: string | null;

  @ApiProperty({
    type: String,
    enum: PAUSE_REASONS,
    nullable: true,
    description: 'Our own rate budget, the upstream’s `Retry-After`, or the breaker.',
  })
  reason!: TrafficState['reason'];

  @ApiProperty({
    type: String,
    enum: PAUSE_SCOPES,
    nullable: true,
    description: 'Whether this connection alone pauses, or all of its provider.',
  })
  scope!: TrafficState['scope'];

  @ApiProperty({ type: BudgetUseDto })
  reads!: BudgetUseDto;

  @ApiProperty({ type: BudgetUseDto })
  writes!: BudgetUseDto;
}

@ApiSchema({ name: 'ProviderHealth', description: 'How the provider answers, over all connections to it.' })
export class ProviderHealthDto {
  @ApiProperty({ enum: BREAKER_STATES, enumName: 'BreakerState' })
  breaker!: ProviderHealth['breaker'];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it stopped answering.',
  })
  since!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When one call is tried next.',
  })
  pausedUntil!: string | null;
}

export function toTrafficDto(
  state: TrafficState,
  budgets: { read: RateBudget; write: RateBudget } | undefined,
): ConnectionTrafficDto {
  const use = (kind: 'read' | 'write'): BudgetUseDto => ({
    used: state.spent[kind],
    limit: budgets?.[kind].limit ?? 0,
    perSeconds: budgets?.[kind].perSeconds ?? 0,
  });
  return {
    breaker: state.breaker,
    pausedUntil: state.pausedUntil?.toISOString() ?? null,
    reason: state.reason,
    scope: state.scope,
    reads: use('read'),
    writes: use('write'),
  };
}

export function toHealthDto(health: ProviderHealth): ProviderHealthDto {
  return {
    breaker: health.breaker,
    since: health.since?.toISOString() ?? null,
    pausedUntil: health.pausedUntil?.toISOString() ?? null,
  };
}
