import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, BenchContext, BenchResult } from '../bench';
import { becomes } from '../stack/await';
import { connectAll, type Connection } from '../stack/connections';
import { memoryOf } from '../stack/cpu';
import { SandboxClient } from '../stack/sandbox-client';
import { startStack, type Stack } from '../stack/stack';
import { measureUsage } from '../stack/usage';
import { createWorkspaces } from '../stack/workspaces';
import { faultsFor, UPSTREAM_TIMEOUT_SECONDS } from './faults';
import { type Answers, drive, newAnswers } from './load';
import { readSamples, trendOf } from './memory-trend';
import { failures, loggedErrors, openPosts, waitingPosts } from './outcome';
import { goalsOf, loadTable, memoryTable, outcomeTable, type ProcessTrend, type Soak } from './report';

export const soak: Bench = {
  name: 'soak',
  about: 'hours of load in short, with faults: whether memory stays flat and every post ends as it should',
  runs: 'by-name',
  options: {
    minutes: { about: 'length of the load', default: '30' },
    'soak-rate': { about: 'posts a second; empty = a share of what a short measurement finds', default: '' },
    'soak-share': { about: 'per cent of the measured capacity', default: '70' },
    'capacity-seconds': { about: 'length of that measurement', default: '30' },
    'soak-workspaces': {
      about: 'workspaces, each with a connection to PostPost and one to Postato',
      default: '150',
    },
    'soak-workers': { about: 'worker processes', default: '1' },
    faults: { about: 'per cent of the upstreams’ requests that go wrong; 0 = none', default: '4' },
  },
  run,
};

/** Posts that may wait for their hand-over while capacity is measured: enough to keep everybody busy. */
const MOST_WAITING = 300;
/** Longer than it takes until the first states are read, which is work as well. */
const WARM_UP_SECONDS = 40;
/** Of the load, and not judged: caches fill, and code is compiled. */
const WARM_UP_SHARE = 0.2;
const LOOK_MS = 30_000;
/** What the upstream took without an answer is found by its lists in the end. */
const END_WITHIN_MS = 600_000;

async function run({ options, progress }: BenchContext): Promise<BenchResult> {
  progress('starting Postgres, sandbox, API and workers');
  const stack = await startStack({
    sandbox: 'instant',
    gateway: { POSTERN_UPSTREAM_TIMEOUT_SECONDS: String(UPSTREAM_TIMEOUT_SECONDS) },
    probesMemory: true,
    profileDir: '',
  });
  for (let worker = 0; worker < options.count('soak-workers'); worker += 1) await stack.addWorker();
  const sandbox = new SandboxClient(stack.sandboxUrl);
  const workspaces = await createWorkspaces(stack.db, stack.apiUrl, options.count('soak-workspaces'));
  const connections = [
    ...(await connectAll(sandbox, 'postato', workspaces)),
    ...(await connectAll(sandbox, 'postpost', workspaces)),
  ];
  const answers = newAnswers();
  const capacity =
    options.text('soak-rate') === ''
      ? await measureCapacity(stack, connections, answers, options.count('capacity-seconds'), progress)
      : null;
  const rate =
    capacity === null ? options.count('soak-rate') : (capacity * options.count('soak-share')) / 100;
  const percent = Number(options.text('faults'));
  await sandbox.setFaults(faultsFor(percent));
  const minutes = options.count('minutes');
  progress(`${minutes} minutes at ${rate.toFixed(1)} posts a second, ${percent} % of the calls go wrong`);
  const [startedAt, already] = [Date.now(), answers.created];
  const endOfUsage = await measureUsage(stack);
  const backlog = await underLoad(stack, connections, answers, { rate, minutes }, progress);
  const [usage, endedAt] = [await endOfUsage(), Date.now()];
  const died = [stack.api, ...stack.workers].filter(({ isRunning }) => !isRunning);
  const processes = trendsOf(stack, startedAt, endedAt);
  await sandbox.setFaults([]);
  progress('the load has ended; waiting until every post has');
  const ended = await becomes(async () => (await openPosts(stack.db)) === 0, END_WITHIN_MS, 2_000);
  const network = await sandbox.network();
  const result: Soak = {
    ...{ capacity, rate, percent, usage, backlog, processes, answers, ended, network },
    posts: answers.created - already,
    workers: stack.workers.length,
    sandboxMib: memoryOf(stack.sandbox.pid),
    died: died.map(({ name }) => name),
    failures: await failures(stack.db),
    errors: loggedErrors(stack, stack.workers.length),
  };
  await stack.stop();
  return { tables: [loadTable(result), memoryTable(result), outcomeTable(result)], goals: goalsOf(result) };
}

/** Posts a second that go all the way, while the API is asked for as many as are wanted. */
async function measureCapacity(
  stack: Stack,
  connections: readonly Connection[],
  answers: Answers,
  seconds: number,
  progress: (line: string) => void,
): Promise<number> {
  progress('measuring capacity');
  let waiting = 0;
  let isOver = false;
  const look = async () => {
    while (!isOver) {
      waiting = await waitingPosts(stack.db);
      await pause(100);
    }
  };
  const looking = look();
  const mayGoOn = () => waiting < MOST_WAITING;
  const full = { rate: 1_000, mayGoOn };
  await drive(connections, answers, { ...full, untilMs: Date.now() + WARM_UP_SECONDS * 1_000 });
  const [before, since] = [await publishedPosts(stack), Date.now()];
  await drive(connections, answers, { ...full, untilMs: Date.now() + seconds * 1_000 });
  const capacity = ((await publishedPosts(stack)) - before) / ((Date.now() - since) / 1_000);
  isOver = true;
  await looking;
  answers.heldBack = 0;
  progress(`capacity: ${capacity.toFixed(1)} posts a second`);
  return capacity;
}

async function publishedPosts({ db }: Stack): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from posts where status = 'published'`,
  );
  return rows[0]?.count ?? 0;
}

/** @returns open posts, looked at now and then */
async function underLoad(
  stack: Stack,
  connections: readonly Connection[],
  answers: Answers,
  { rate, minutes }: { rate: number; minutes: number },
  progress: (line: string) => void,
): Promise<number[]> {
  const backlog: number[] = [];
  const untilMs = Date.now() + minutes * 60_000;
  const look = async () => {
    while (Date.now() < untilMs) {
      await pause(Math.min(LOOK_MS, Math.max(0, untilMs - Date.now())));
      const open = await openPosts(stack.db);
      backlog.push(open);
      const memory = [stack.api, ...stack.workers].map(
        ({ name, pid }) => `${name} ${Math.round(memoryOf(pid) ?? 0)} MiB`,
      );
      progress(
        `${answers.created} asked for, ${open} open, ${answers.errors.size} errors; ${memory.join(', ')}`,
      );
    }
  };
  await Promise.all([drive(connections, answers, { rate, untilMs }), look()]);
  return backlog;
}

function trendsOf(stack: Stack, startedAt: number, endedAt: number): ProcessTrend[] {
  const from = startedAt + (endedAt - startedAt) * WARM_UP_SHARE;
  return [stack.api, ...stack.workers].map(({ name, pid }) => {
    const file = readFileSync(join(stack.dataDir, `memory-${pid}.txt`), 'utf8');
    const samples = readSamples(file).filter(({ at }) => at <= endedAt);
    return {
      name,
      idle: samples[0]?.resident ?? null,
      resident: trendOf(samples, 'resident', from),
      heap: trendOf(samples, 'heap', from),
    };
  });
}
