import type { Connection, StatsOverview } from '@postern/client';

/** Those that want a person first; else as they are listed. What was deleted is not shown. */
export function byNeed(
  connections: readonly Connection[],
  accounts: StatsOverview['accounts'],
): Connection[] {
  const needs = ({ id, status, traffic }: Connection): number => {
    if (status === 'needs_attention') return 3;
    if (traffic.breaker !== 'closed') return 2;
    return (accounts?.find(({ connectionId }) => connectionId === id)?.reauthRequired ?? 0) > 0 ? 1 : 0;
  };
  return connections.filter(({ status }) => status !== 'disabled').toSorted((a, b) => needs(b) - needs(a));
}
