import type { Goal, Table } from '../bench';
import { distributionOf } from '../distribution';
import type { Usage } from '../stack/usage';
import type { Answers } from './load';
import type { Trend } from './memory-trend';

export interface ProcessTrend {
  name: string;
  /** MiB in RAM soon after the start. */
  idle: number | null;
  resident: Trend;
  heap: Trend;
}

export interface Soak {
  /** Posts a second; `null` = not measured. */
  capacity: number | null;
  rate: number;
  /** Of the upstreams' requests that went wrong. */
  percent: number;
  workers: number;
  /** Asked for during the load. */
  posts: number;
  usage: Usage;
  /** Open posts, now and then. */
  backlog: number[];
  processes: ProcessTrend[];
  /** From the very beginning, also those of the measurement of capacity. */
  answers: Answers;
  /** Whether no post was left open. */
  ended: boolean;
  network: { count: number; doubles: number };
  sandboxMib: number | null;
  /** Processes that were not running any more when the load ended. */
  died: string[];
  failures: Record<string, number>;
  errors: Map<string, number>;
}

const mib = (value: number) => value.toFixed(0);

export function loadTable({ capacity, rate, percent, workers, posts, usage, backlog, answers }: Soak): Table {
  const each = (value: number | null) => (value === null ? null : `${(value / posts).toFixed(1)} ms`);
  return {
    title: 'Load',
    note:
      'Posts due at once, each read after it was made, every tenth time a list; processor time a post, reads and ' +
      'repeated calls included. Open posts: looked at every half minute.',
    columns: [
      'capacity',
      'rate',
      'calls gone wrong',
      'workers',
      'posts',
      'held back',
      'open, median',
      'open, most',
      'API',
      'worker',
      'Postgres',
      'sandbox',
    ],
    rows: [
      [
        capacity === null ? '–' : `${capacity.toFixed(1)}/s`,
        `${rate.toFixed(1)}/s`,
        `${percent} %`,
        String(workers),
        String(posts),
        String(answers.heldBack),
        String(distributionOf(backlog).p50),
        String(Math.max(...backlog)),
        each(usage.api),
        each(usage.worker),
        each(usage.postgres),
        each(usage.sandbox),
      ],
    ],
  };
}

export function memoryTable({ processes, sandboxMib }: Soak): Table {
  const row = (name: string, what: string, idle: number | null, trend: Trend) => [
    name,
    what,
    idle === null ? null : mib(idle),
    mib(trend.from),
    mib(trend.to),
    mib(trend.max),
    trend.perHour.toFixed(1),
    trend.flat ? 'flat' : 'RISES',
  ];
  return {
    title: 'Memory',
    note:
      'MiB. The first fifth of the load is warm-up; then the line through the lowest values of twelve windows. ' +
      `The sandbox, which keeps everything, has ${mib(sandboxMib ?? 0)} MiB at the end.`,
    columns: ['process', 'what', 'idle', 'after warm-up', 'at the end', 'most', 'an hour', 'verdict'],
    rows: processes.flatMap(({ name, idle, resident, heap }) => [
      row(name, 'in RAM', idle, resident),
      row(name, 'heap in use', null, heap),
    ]),
  };
}

export function outcomeTable({ answers, network, failures, errors, died }: Soak): Table {
  const lines: [string, number][] = [
    ['posts that the API took', answers.created],
    ['posts on the networks', network.count],
    ['posts on the networks twice', network.doubles],
    ...Object.entries(failures).map(([what, count]): [string, number] => [`posts ended as ${what}`, count]),
    ...[...answers.errors].map(([what, count]): [string, number] => [`call failed: ${what}`, count]),
    ...[...errors].map(([what, count]): [string, number] => [`logged as an error: ${what}`, count]),
    ...died.map((name): [string, number] => [`ended by itself: ${name}`, 1]),
  ];
  return {
    title: 'Outcome',
    note: 'Everything since the start. The faults are the upstreams’; what the gateway makes of them is not an error.',
    columns: ['what', 'count'],
    rows: lines.map(([what, count]) => [what, String(count)]),
  };
}

export function goalsOf({ answers, network, failures, errors, died, processes, ended }: Soak): Goal[] {
  const sum = (counts: Iterable<number>) => [...counts].reduce((all, count) => all + count, 0);
  const none = (what: string, count: number): Goal => ({
    what,
    measured: String(count),
    limit: '0',
    met: count === 0,
  });
  const lost = answers.created - network.count + network.doubles;
  return [
    none('posts on the networks more than once', network.doubles),
    none('posts lost', ended ? lost : answers.created),
    none('posts that did not end as published', sum(Object.values(failures))),
    none('calls of the API that failed', sum(answers.errors.values())),
    none('errors in the logs', sum(errors.values())),
    none('processes that ended by themselves', died.length),
    ...processes.flatMap(({ name, resident, heap }) => [
      flat(`${name}, in RAM`, resident),
      flat(`${name}, heap in use`, heap),
    ]),
  ];
}

function flat(what: string, { from, to, perHour, flat: met }: Trend): Goal {
  return {
    what: `${what}: flat`,
    measured: `${mib(from)} to ${mib(to)} MiB (${perHour.toFixed(1)} an hour)`,
    limit: 'a tenth, or 12 MiB',
    met,
  };
}
