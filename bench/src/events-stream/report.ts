import type { Goal, Table } from '../bench';
import { milliseconds } from '../print';
import type { Measured } from './measure';

export function lagTable(rows: readonly Measured[]): Table {
  return {
    title: 'Lag of event streams',
    note:
      'From the row of the event (`created_at`, before its commit) to its receipt by a client, for every client; ' +
      'database and clients have one clock. `times bare`: p50 and p99 divided by those of the bare fan-out.',
    columns: ['events', 'who', 'clients', 'messages', 'written', 'p50', 'p95', 'p99', 'max', 'times bare'],
    rows: rows.map((row) => {
      const bare = rows.find(({ who, perSecond }) => who === 'bare' && perSecond === row.perSecond);
      return [
        `${row.perSecond}/s`,
        row.who,
        String(row.clients),
        String(row.receipts.messages),
        `${Math.round(row.pace)}/s`,
        milliseconds(row.lag.p50),
        milliseconds(row.lag.p95),
        milliseconds(row.lag.p99),
        milliseconds(row.lag.max),
        bare === undefined || bare === row
          ? null
          : [row.lag.p50 / bare.lag.p50, row.lag.p99 / bare.lag.p99].map((n) => n.toFixed(1)).join(' / '),
      ];
    }),
  };
}

export function costTable(rows: readonly Measured[]): Table {
  const mib = (value: number | null) => (value === null ? null : `${Math.round(value)} MiB`);
  return {
    title: 'Cost of event streams',
    note:
      'Processor time divided by the events (of the server also by the messages); memory of the server in RAM before ' +
      'the clients came, with them, and after the last event.',
    columns: [
      'events',
      'who',
      'server, event',
      'server, message',
      'worker',
      'Postgres',
      'clients',
      'memory before',
      'with clients',
      'after',
    ],
    rows: rows.map(({ who, perSecond, events, receipts, cost }) => {
      const each = (value: number | null, count: number) =>
        value === null ? null : `${(value / count).toFixed(2)} ms`;
      return [
        `${perSecond}/s`,
        who,
        each(cost.server, events),
        each(cost.server, receipts.messages),
        each(cost.worker, events),
        each(cost.postgres, events),
        each(cost.clients, events),
        mib(cost.memory.before),
        mib(cost.memory.connected),
        mib(cost.memory.after),
      ];
    }),
  };
}

export function goalsOf(rows: readonly Measured[]): Goal[] {
  return rows
    .filter(({ who }) => who !== 'bare')
    .map(({ perSecond, clients, broken, receipts: { missed, foreign, doubled, disordered } }) => ({
      what: `${perSecond}/s, ${clients} clients: each its own events, once, in order`,
      measured:
        `${missed} missed, ${foreign} foreign, ${doubled} twice, ${disordered} clients out of order, ` +
        `${broken} streams broken`,
      limit: 'none',
      met: missed + foreign + doubled + disordered + broken === 0,
    }));
}
