import { Group, Progress, Stack, Text } from '@mantine/core';
import type { BudgetUse, Connection, ConnectionTraffic } from '@postern/client';
import { Instant } from '../../components/instant';
import { type Tone, ToneBadge } from '../../components/status-badge';
import { texts } from '../../texts';

const words = texts.connections;

const STATUS_TONES: Record<Connection['status'], Tone> = {
  active: 'good',
  needs_attention: 'bad',
  disabled: 'quiet',
};

export function ConnectionStatusBadge({ status }: { status: Connection['status'] }) {
  return <ToneBadge tone={STATUS_TONES[status]}>{words.statuses[status]}</ToneBadge>;
}

/** Said only where calls do not simply go through. */
export function BreakerBadge({ breaker }: { breaker: ConnectionTraffic['breaker'] }) {
  if (breaker === 'closed') return null;
  return <ToneBadge tone={breaker === 'open' ? 'bad' : 'warning'}>{words.breakerShort[breaker]}</ToneBadge>;
}

export function Pause({ traffic }: { traffic: ConnectionTraffic }) {
  if (traffic.pausedUntil === null) return null;
  const why = [
    traffic.reason === null ? null : words.pauseReasons[traffic.reason],
    traffic.scope === null ? null : words.pauseScopes[traffic.scope],
  ].filter((part) => part !== null);
  return (
    <Text component="div" size="sm">
      {words.paused} <Instant at={traffic.pausedUntil} /> (<Instant at={traffic.pausedUntil} relative />)
      {why.length > 0 && `: ${why.join('; ')}`}
    </Text>
  );
}

/** How much of a rate budget is used; the numbers say what the bar does. */
export function Budget({ kind, use }: { kind: string; use: BudgetUse }) {
  const part = use.limit === 0 ? 0 : Math.min(100, (use.used / use.limit) * 100);
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={500}>
          {kind}
        </Text>
        <Text size="sm">
          {use.limit === 0 ? words.budgetUnknown : words.budgetUse(use.used, use.limit, use.perSeconds)}
        </Text>
      </Group>
      <Progress
        value={part}
        aria-label={kind}
        color={part >= 100 ? 'red' : part >= 80 ? 'orange' : undefined}
      />
      {use.limit > 0 && (
        <Text size="xs" c="dimmed">
          {words.budgetRefill(use.perSeconds)}
        </Text>
      )}
    </Stack>
  );
}

export function Budgets({ traffic }: { traffic: ConnectionTraffic }) {
  return (
    <Stack gap="sm">
      <Budget kind={words.budgets.reads} use={traffic.reads} />
      <Budget kind={words.budgets.writes} use={traffic.writes} />
    </Stack>
  );
}
