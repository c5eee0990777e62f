import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, BenchContext, BenchResult } from '../bench';
import { distributionOf } from '../distribution';
import { milliseconds } from '../print';
import { Child } from '../stack/child';
import { cpuOf, memoryOf } from '../stack/cpu';
import { answers, freePort, GATEWAY, startStack, type Stack } from '../stack/stack';

export const footprint: Bench = {
  name: 'footprint',
  about: 'how long processes take to be ready, and what they take while there is nothing to do',
  runs: 'with-all',
  options: {
    'footprint-rounds': { about: 'starts of each, of which the middle one counts', default: '3' },
    'footprint-idle': { about: 'seconds of idling', default: '20' },
  },
  run,
};

interface Footprint {
  readyMs: number;
  /** MiB in RAM, at the beginning and at the end of the idling. */
  first: number | null;
  idle: number | null;
  /** Milliseconds of processor time a second of idling. */
  processor: number | null;
}

interface Part {
  name: string;
  start: (stack: Stack, round: number) => Promise<Child>;
}

const RUNS = 'The worker runs.';

const PARTS: readonly Part[] = [
  { name: 'API', start: (stack, round) => startApi(stack, `api-${round}`, 'main.js', []) },
  { name: 'worker', start: startWorker },
  {
    name: 'both in one process (not offered)',
    start: (stack, round) => startApi(stack, `one-${round}`, join(__dirname, 'one-process.js'), [GATEWAY]),
  },
];

async function run({ options, progress }: BenchContext): Promise<BenchResult> {
  const stack = await startStack({ sandbox: 'instant', profileDir: '' });
  // It migrated the database; nobody else runs while one is looked at.
  await stack.api.stop();
  const rows: (string | null)[][] = [];
  for (const { name, start } of PARTS) {
    const rounds: Footprint[] = [];
    for (let round = 0; round < options.count('footprint-rounds'); round += 1) {
      progress(`${name}: start ${round + 1}`);
      rounds.push(await look(() => start(stack, round), options.count('footprint-idle')));
    }
    rows.push(rowOf(name, rounds));
  }
  await stack.stop();
  return {
    tables: [
      {
        title: 'Processes at rest',
        note: 'From the start of the process, on a migrated database, until it is ready; then idle, each alone.',
        columns: ['process', 'ready after', 'in RAM when ready', 'idle', 'processor a second'],
        rows,
      },
    ],
    goals: [],
  };
}

async function look(start: () => Promise<Child>, idleSeconds: number): Promise<Footprint> {
  const startedAt = performance.now();
  const child = await start();
  const readyMs = performance.now() - startedAt;
  const [first, before] = [memoryOf(child.pid), cpuOf(child.pid)];
  await pause(idleSeconds * 1_000);
  const [idle, after] = [memoryOf(child.pid), cpuOf(child.pid)];
  await child.stop();
  const processor = before === null || after === null ? null : (after - before) / idleSeconds;
  return { readyMs, first, idle, processor };
}

async function startApi(stack: Stack, name: string, script: string, args: string[]): Promise<Child> {
  const port = await freePort();
  const both = args.length > 0;
  return Child.start({
    name,
    script: both ? script : join(GATEWAY, script),
    args,
    env: { ...stack.env, PORT: String(port) },
    logFile: join(stack.dataDir, `${name}.log`),
    ready: async (log) =>
      (!both || log.includes(RUNS)) && (await answers(`http://127.0.0.1:${port}/health/ready`)),
  });
}

function startWorker(stack: Stack, round: number): Promise<Child> {
  return Child.start({
    name: 'worker',
    script: join(GATEWAY, 'worker.js'),
    env: stack.env,
    logFile: join(stack.dataDir, `worker-alone-${round}.log`),
    ready: (log) => log.includes(RUNS),
  });
}

function rowOf(name: string, rounds: readonly Footprint[]): (string | null)[] {
  const middle = (of: (round: Footprint) => number | null) => {
    const values = rounds.map(of).filter((value) => value !== null);
    return values.length === 0 ? null : distributionOf(values).p50;
  };
  const mib = (value: number | null) => (value === null ? null : `${Math.round(value)} MiB`);
  const processor = middle((round) => round.processor);
  return [
    name,
    milliseconds(middle(({ readyMs }) => readyMs) ?? NaN),
    mib(middle(({ first }) => first)),
    mib(middle(({ idle }) => idle)),
    processor === null ? null : `${processor.toFixed(1)} ms`,
  ];
}
