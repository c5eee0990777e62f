import type { Bench, BenchContext, BenchResult } from '../bench';
import { connectAll } from '../stack/connections';
import { SandboxClient } from '../stack/sandbox-client';
import { startStack, type Stack } from '../stack/stack';
import { keepStatements } from '../stack/usage';
import { createWorkspaces } from '../stack/workspaces';
import { type BareResult, bareDatabase, bareQueue } from './bare-queue';
import { connectionsFor, fairness, type FairnessResult } from './fairness';
import { type Bed, burst, type PhaseResult, steady, warmUp } from './phases';
import { costTable, fairnessTable, goalsOf, latenessTable } from './report';
import { handedOver, onceEach } from './wave';

const PHASES = ['burst', 'steady', 'bare', 'fairness'];

export const punctuality: Bench = {
  name: 'punctuality',
  about: 'how long after its due time a post reaches its upstream',
  runs: 'with-all',
  options: {
    workspaces: { about: 'workspaces, with one connection each', default: '200' },
    posts: { about: 'posts that fall due in the same second', default: '2000' },
    rate: { about: 'posts a second of the steady phase', default: '50' },
    seconds: { about: 'length of the steady phase', default: '40' },
    workers: { about: 'numbers of worker processes to measure with', default: '1,2' },
    slots: { about: 'POSTERN_WORKER_CONCURRENCY of the workers; empty = as it comes', default: '' },
    crowd: { about: 'due posts of the other workspace in the fairness phase', default: '5000' },
    phases: { about: `of ${PHASES.join(', ')}`, default: PHASES.join(',') },
    profile: { about: 'folder for CPU profiles of the workers and the dearest statements', default: '' },
  },
  run,
};

interface Measured {
  phases: PhaseResult[];
  bare: BareResult[];
  fair: FairnessResult[];
}

async function run(context: BenchContext): Promise<BenchResult> {
  const { options, progress } = context;
  const wanted = options.list('phases');
  const unknown = wanted.filter((phase) => !PHASES.includes(phase));
  if (unknown.length > 0) throw new Error(`There is no phase ${unknown.join(', ')}: ${PHASES.join(', ')}.`);
  const slots = options.text('slots');
  progress('starting Postgres, sandbox and API');
  const stack = await startStack({
    sandbox: 'instant',
    gateway: slots === '' ? {} : { POSTERN_WORKER_CONCURRENCY: slots },
    profileDir: options.text('profile'),
  });
  const sandbox = new SandboxClient(stack.sandboxUrl);
  const measured: Measured = { phases: [], bare: [], fair: [] };
  const askRate = await measurePhases(context, stack, sandbox, measured);
  if (wanted.includes('bare')) await measureBare(context, stack, measured);
  if (wanted.includes('fairness')) await measureFairness(context, { stack, sandbox, askRate }, measured);
  await stack.stop();
  return {
    tables: [
      latenessTable(measured.phases, measured.bare),
      costTable(measured.phases),
      ...(measured.fair.length > 0 ? [fairnessTable(measured.fair)] : []),
    ],
    goals: goalsOf(measured.phases, measured.fair),
  };
}

/** @returns posts a second that the API takes */
async function measurePhases(
  { options, progress }: BenchContext,
  stack: Stack,
  sandbox: SandboxClient,
  measured: Measured,
): Promise<number> {
  const count = options.count('workspaces');
  progress(`making ${count} workspaces with a connection each, PostPost and Postato by halves`);
  const workspaces = await createWorkspaces(stack.db, stack.apiUrl, count);
  const half = Math.ceil(count / 2);
  const connections = [
    ...(await connectAll(sandbox, 'postato', workspaces.slice(0, half))),
    ...(await connectAll(sandbox, 'postpost', workspaces.slice(half))),
  ];
  const wanted = options.list('phases');
  let published = 0;
  let askRate = 0;
  for (const workers of options.counts('workers')) {
    while (stack.workers.length < workers) await stack.addWorker();
    progress(`${workers} worker(s): warming up`);
    const warm = await warmUp(stack, connections);
    published += warm.posts;
    askRate = warm.askRate;
    const bed: Bed = { stack, sandbox, connections, askRate };
    for (const name of ['burst', 'steady'] as const) {
      if (!wanted.includes(name)) continue;
      progress(`${workers} worker(s): ${name}, first asking for the posts (about ${Math.round(askRate)}/s)`);
      const result =
        name === 'burst'
          ? await burst(bed, options.count('posts'))
          : await steady(bed, options.count('rate'), options.count('seconds'));
      measured.phases.push(result);
      published += result.lateness.count;
      progress(`${workers} worker(s): ${name}: p50 ${result.lateness.p50} ms, p99 ${result.lateness.p99} ms`);
      await keepStatements(options.text('profile'), stack.db, `${result.workers}-${result.what}`);
      await onceEach(sandbox, published);
    }
  }
  return askRate;
}

async function measureBare(
  { options, progress }: BenchContext,
  stack: Stack,
  measured: Measured,
): Promise<void> {
  await stack.stopWorkers();
  const url = await bareDatabase(stack.databaseUrl);
  const [posts, rate, seconds] = [options.count('posts'), options.count('rate'), options.count('seconds')];
  const wanted = options.list('phases');
  for (const workers of options.counts('workers')) {
    progress(`the bare queue, ${workers} worker(s)`);
    if (wanted.includes('burst')) {
      measured.bare.push(await bareQueue(url, `${posts} due at once`, workers, posts, () => 0));
    }
    if (wanted.includes('steady')) {
      const due = (index: number) => (index * 1_000) / rate;
      measured.bare.push(await bareQueue(url, `${rate}/s for ${seconds} s`, workers, rate * seconds, due));
    }
  }
}

async function measureFairness(
  { options, progress }: BenchContext,
  hall: { stack: Stack; sandbox: SandboxClient; askRate: number },
  measured: Measured,
): Promise<void> {
  const crowd = options.count('crowd');
  await hall.stack.stopWorkers();
  await hall.stack.addWorker();
  progress('fairness: three posts alone');
  measured.fair.push(await fairness(hall, 'nobody else', 0, 0));
  const spread = connectionsFor(crowd);
  progress(`fairness: three posts beside ${crowd} of another workspace behind ${spread} connections`);
  measured.fair.push(await fairness(hall, `${crowd} behind ${spread} connections`, crowd, spread));
  await handedOver(hall.stack, 600_000);
  progress(`fairness: three posts beside ${crowd} of another workspace behind one connection`);
  measured.fair.push(await fairness(hall, `${crowd} behind 1 connection`, crowd, 1));
}
