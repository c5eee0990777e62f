import type { Goal, Table } from '../bench';
import { milliseconds } from '../print';
import type { BareResult } from './bare-queue';
import type { FairnessResult } from './fairness';
import type { PhaseResult } from './phases';

/** Postern's promises (docs/operations/punctuality.md). */
const BURST_P99_MS = 2_000;
const STEADY_P99_MS = 300;
const FAIR_MS = 2_000;

export function latenessTable(phases: readonly PhaseResult[], bare: readonly BareResult[]): Table {
  const row = ({ what, workers, lateness, spanMs }: BareResult, who: string, pace = true) => [
    `${what}, ${workers} worker${workers > 1 ? 's' : ''}`,
    who,
    milliseconds(lateness.p50),
    milliseconds(lateness.p95),
    milliseconds(lateness.p99),
    milliseconds(lateness.max),
    pace ? `${Math.round(lateness.count / (spanMs / 1_000))}/s` : null,
  ];
  return {
    title: 'Lateness',
    note:
      'From the due time until the first request of the post leaves the worker, and until the sandbox looks at ' +
      'it; for the bare queue, until a handler begins that does nothing.',
    columns: ['load', 'what', 'p50', 'p95', 'p99', 'max', 'pace'],
    rows: phases.flatMap((phase) => [
      row(phase, 'call leaves'),
      row({ ...phase, lateness: phase.seen }, 'call is seen', false),
      ...bare
        .filter(({ what, workers }) => what === phase.what && workers === phase.workers)
        .map((result) => row(result, 'bare queue')),
    ]),
  };
}

export function costTable(phases: readonly PhaseResult[]): Table {
  return {
    title: 'Cost of a post',
    note:
      'Processor time, statements and transactions from just before the first due time until all were handed ' +
      'over, divided by the posts. Reads of their states that fall into that time are part of it.',
    columns: ['load', 'worker', 'API', 'Postgres', 'sandbox', 'cores busy', 'statements', 'transactions'],
    rows: phases.map(({ what, workers, lateness, usage }) => {
      const each = (value: number | null) =>
        value === null ? null : `${(value / lateness.count).toFixed(2)} ms`;
      const parts = [usage.worker, usage.api, usage.postgres, usage.sandbox];
      const total = parts.reduce<number | null>(
        (sum, ms) => (sum === null || ms === null ? null : sum + ms),
        0,
      );
      return [
        `${what}, ${workers} worker${workers > 1 ? 's' : ''}`,
        each(usage.worker),
        each(usage.api),
        each(usage.postgres),
        each(usage.sandbox),
        total === null ? null : (total / usage.wallMs).toFixed(2),
        (usage.statements / lateness.count).toFixed(1),
        (usage.transactions / lateness.count).toFixed(1),
      ];
    }),
  };
}

export function fairnessTable(results: readonly FairnessResult[]): Table {
  const three = (values: readonly number[]) => values.map((value) => Math.round(value)).join(' / ');
  return {
    title: 'Fair turns',
    note: 'When the calls of the three posts of a small workspace leave, milliseconds after they are due; one worker.',
    columns: ['beside', 'due with them', 'due 2 s later', 'of the crowd handed over by then'],
    rows: results.map(({ what, dueWithThem, dueLater, crowdDone }) => [
      what,
      three(dueWithThem),
      three(dueLater),
      String(crowdDone),
    ]),
  };
}

export function goalsOf(phases: readonly PhaseResult[], fair: readonly FairnessResult[]): Goal[] {
  const goal = (what: string, measured: number, limit: number): Goal => ({
    what,
    measured: milliseconds(measured),
    limit: milliseconds(limit),
    met: measured <= limit,
  });
  return [
    ...phases.map(({ what, workers, lateness }) =>
      goal(
        `p99, ${what}, ${workers} worker${workers > 1 ? 's' : ''}`,
        lateness.p99,
        what.includes('/s') ? STEADY_P99_MS : BURST_P99_MS,
      ),
    ),
    ...fair.map(({ what, dueWithThem, dueLater }) =>
      goal(`three posts beside ${what}`, Math.max(...dueWithThem, ...dueLater), FAIR_MS),
    ),
  ];
}
