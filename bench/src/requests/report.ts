import type { Goal, Table } from '../bench';
import type { Distribution } from '../distribution';
import type { Figures, Plan, SceneResult } from './rounds';
import { SCENES } from './scenes';

const P99_TIMES = 2;

export interface OwnShare {
  what: string;
  own: Distribution;
  goalMs: number;
}

export function ratioTable(results: readonly SceneResult[], { rounds, seconds, connections }: Plan): Table {
  return {
    title: 'Requests a second, beside the floor',
    note:
      `Medians of ${rounds} rounds of ${seconds} s each, floor and gateway in turn, over ${connections} connections that ` +
      'stay open. Times are from a request to the last byte of its reply.',
    columns: ['request', 'who', 'a second', 'ratio', 'p50', 'p99', 'p99 ratio'],
    rows: results.flatMap(({ scene, floor, gateway }) => [
      [scene.name, 'floor', ...speedOf(floor), null],
      [
        scene.name,
        'gateway',
        String(Math.round(gateway.perSecond)),
        ratio(gateway.perSecond, floor.perSecond),
        ...timesOf(gateway),
        ratio(gateway.p99, floor.p99),
      ],
    ]),
  };
}

export function costTable(results: readonly SceneResult[]): Table {
  const each = (ms: number | null) => (ms === null ? null : `${ms.toFixed(2)} ms`);
  const row = (name: string, who: string, { server, postgres, statements, transactions }: Figures) => [
    name,
    who,
    each(server),
    each(postgres),
    statements.toFixed(2),
    transactions.toFixed(2),
  ];
  return {
    title: 'Cost of a request',
    note: 'Processor time of the server’s process and of Postgres, statements and transactions, divided by the requests.',
    columns: ['request', 'who', 'server', 'Postgres', 'statements', 'transactions'],
    rows: results.flatMap(({ scene: { name }, floor, gateway }) => [
      row(name, 'floor', floor),
      row(name, 'gateway', gateway),
    ]),
  };
}

export function ownShareTable(shares: readonly OwnShare[]): Table {
  return {
    title: 'Own share of a request',
    note: 'By `Server-Timing`, over one connection: nothing waits for anything else.',
    columns: ['request', 'requests', 'p50', 'p95', 'p99'],
    rows: shares.map(({ what, own }) => [
      what,
      String(own.count),
      ...[own.p50, own.p95, own.p99].map((ms) => `${ms.toFixed(1)} ms`),
    ]),
  };
}

export function goalsOf(results: readonly SceneResult[], shares: readonly OwnShare[]): Goal[] {
  const goals = results.map(({ scene, floor, gateway }) => ({
    what: `${scene.name}: requests a second, of the floor’s`,
    measured: ratio(gateway.perSecond, floor.perSecond),
    limit: `≥ ${scene.goal}`,
    met: gateway.perSecond >= scene.goal * floor.perSecond,
  }));
  const tails = results
    .filter(({ scene }) => scene.name === SCENES.create.name)
    .map(({ scene, floor, gateway }) => ({
      what: `${scene.name}: p99, times the floor’s`,
      measured: ratio(gateway.p99, floor.p99),
      limit: `≤ ${P99_TIMES}`,
      met: gateway.p99 <= P99_TIMES * floor.p99,
    }));
  const own = shares.map(({ what, own: { p50 }, goalMs }) => ({
    what: `${what}: own share, p50`,
    measured: `${p50.toFixed(1)} ms`,
    limit: `≤ ${goalMs} ms`,
    met: p50 <= goalMs,
  }));
  return [...goals, ...tails, ...own];
}

function speedOf(figures: Figures): (string | null)[] {
  return [String(Math.round(figures.perSecond)), null, ...timesOf(figures)];
}

function timesOf({ p50, p99 }: Figures): string[] {
  return [`${p50.toFixed(1)} ms`, `${p99.toFixed(1)} ms`];
}

function ratio(one: number, other: number): string {
  return (one / other).toFixed(2);
}
