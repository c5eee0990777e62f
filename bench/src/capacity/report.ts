import type { Goal, Table } from '../bench';
import type { Distribution } from '../distribution';
import { milliseconds } from '../print';
import type { PhaseResult } from '../punctuality/phases';
import type { Usage } from '../stack/usage';
import { type LifeCosts, postsADayOfOneCore, sizeFor } from './sizing';

/** What was measured, and what the simulation says. */
export interface Point {
  result: PhaseResult;
  cores: number;
  spanMs: number;
  lateness: Distribution;
  /** The costs are its own. */
  isCalibration: boolean;
}

/** The simulation knows neither neighbours nor how a machine's cores slow each other down. */
const FACTOR = 2;
/** Below this nothing but timers is measured. */
const GRAIN_MS = 200;
const LOADS = [100_000, 1_000_000, 10_000_000, 100_000_000];

const nameOf = ({ result: { what, workers } }: Point) =>
  `${what}, ${workers} worker${workers > 1 ? 's' : ''}`;
const isBurst = ({ result }: Point) => !result.what.includes('/s');
const paceOf = (count: number, spanMs: number) => count / (spanMs / 1_000);

export function checkTable(points: readonly Point[]): Table {
  return {
    title: 'The simulation beside what was measured',
    note:
      'Processor time a post from the first row alone; cores as the machine gave them to each. Lateness: from due to ' +
      'the departure of the request.',
    columns: ['load', 'cores', 'pace', 'simulated', 'p50', 'simulated', 'p99', 'simulated'],
    rows: points.map((point) => {
      const { result, cores, spanMs, lateness } = point;
      const pace = (ms: number) => (isBurst(point) ? `${paceOf(lateness.count, ms).toFixed(1)}/s` : null);
      return [
        nameOf(point),
        cores.toFixed(2),
        pace(result.spanMs),
        pace(spanMs),
        milliseconds(result.lateness.p50),
        milliseconds(lateness.p50),
        milliseconds(result.lateness.p99),
        milliseconds(lateness.p99),
      ];
    }),
  };
}

export function costTable(asked: Usage, askedPosts: number, published: PhaseResult, life: LifeCosts): Table {
  const posts = published.lateness.count;
  const each = (ms: number | null, count: number) => (ms === null ? null : `${(ms / count).toFixed(2)} ms`);
  const row = (what: string, usage: Usage, count: number) => [
    what,
    each(usage.api, count),
    each(usage.worker, count),
    each(usage.postgres, count),
    (usage.statements / count).toFixed(1),
    (usage.transactions / count).toFixed(1),
  ];
  return {
    title: 'What a post costs',
    note: 'Processor time, statements and transactions. Asking: a group of one post. Publishing: one worker.',
    columns: ['step', 'API', 'worker', 'Postgres', 'statements', 'transactions'],
    rows: [
      row('asking for it', asked, askedPosts),
      row('publishing it', published.usage, posts),
      [
        'its life',
        `${life.api.toFixed(2)} ms`,
        `${life.worker.toFixed(2)} ms`,
        `${life.postgres.toFixed(2)} ms`,
        null,
        null,
      ],
    ],
  };
}

export function sizeTable(life: LifeCosts): Table {
  return {
    title: 'Cores for a load',
    note:
      'A busy hour has four times the average; cores are used to 60 %. One core for everything: ' +
      `${Math.round(postsADayOfOneCore(life)).toLocaleString('en')} posts a day.`,
    columns: ['posts a day', 'a second, busy hour', 'API', 'workers', 'Postgres'],
    rows: LOADS.map((posts) => {
      const { postsADay, perSecond, api, worker, postgres } = sizeFor(posts, life);
      const cores = (value: number) => value.toFixed(value < 10 ? 2 : 0);
      return [
        postsADay.toLocaleString('en'),
        perSecond.toFixed(0),
        cores(api),
        cores(worker),
        cores(postgres),
      ];
    }),
  };
}

export function goalsOf(points: readonly Point[]): Goal[] {
  const goal = (what: string, measured: number, simulated: number): Goal => ({
    what,
    measured: `${(simulated / measured).toFixed(2)} × what was measured`,
    limit: `1/${FACTOR} to ${FACTOR}`,
    met: agrees(measured, simulated),
  });
  return points
    .filter(({ isCalibration }) => !isCalibration)
    .flatMap((point) => {
      const { result, lateness, spanMs } = point;
      return isBurst(point)
        ? [
            goal(`pace, ${nameOf(point)}`, 1 / result.spanMs, 1 / spanMs),
            goal(`p50, ${nameOf(point)}`, result.lateness.p50, lateness.p50),
          ]
        : [goal(`p50, ${nameOf(point)}`, result.lateness.p50, lateness.p50)].filter(
            () => Math.abs(result.lateness.p50 - lateness.p50) > GRAIN_MS,
          );
    });
}

export function agrees(measured: number, simulated: number): boolean {
  return simulated <= measured * FACTOR && simulated >= measured / FACTOR;
}
