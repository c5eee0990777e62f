import type { Bench, BenchContext, BenchResult } from '../bench';
import { distributionOf } from '../distribution';
import { type Bed, burst, type PhaseResult, steady, warmUp } from '../punctuality/phases';
import { ask, handedOver, onceEach, plan, timeAfterAsking } from '../punctuality/wave';
import { sleepUntil } from '../stack/await';
import { connectAll } from '../stack/connections';
import { SandboxClient } from '../stack/sandbox-client';
import { startStack, type Stack } from '../stack/stack';
import { measureUsage, type Usage } from '../stack/usage';
import { createWorkspaces } from '../stack/workspaces';
import { checkTable, costTable, goalsOf, type Point, sizeTable } from './report';
import { type Costs, simulate } from './simulation';
import type { LifeCosts } from './sizing';

export const capacity: Bench = {
  name: 'capacity',
  about: 'what a post costs, what a simulation makes of that, and whether it agrees with what is measured',
  runs: 'by-name',
  options: {
    'capacity-workspaces': { about: 'workspaces, with one connection each', default: '100' },
    'capacity-posts': { about: 'posts that fall due at once', default: '600' },
    'capacity-workers': { about: 'numbers of worker processes to measure with', default: '1,2,4' },
    'capacity-rate': { about: 'posts a second of the steady phase', default: '20' },
  },
  run,
};

const STEADY_SECONDS = 15;
/** So few that none waits for another: what is left is timers and round trips. */
const QUIET = { rate: 4, seconds: 8 };
const ASKED_FOR_COST = 300;
/** POSTERN_WORKER_CONCURRENCY as it comes. */
const SLOTS = 512;

async function run(context: BenchContext): Promise<BenchResult> {
  const { options, progress } = context;
  progress('starting Postgres, sandbox and API');
  const stack = await startStack({ sandbox: 'instant', profileDir: '' });
  const sandbox = new SandboxClient(stack.sandboxUrl);
  const workspaces = await createWorkspaces(stack.db, stack.apiUrl, options.count('capacity-workspaces'));
  const half = Math.ceil(workspaces.length / 2);
  const connections = [
    ...(await connectAll(sandbox, 'postato', workspaces.slice(0, half))),
    ...(await connectAll(sandbox, 'postpost', workspaces.slice(half))),
  ];
  await stack.addWorker();
  progress('warming up');
  const warm = await warmUp(stack, connections);
  const bed: Bed = { stack, sandbox, connections, askRate: warm.askRate };
  const asked = await costOfAsking(stack, bed);
  progress('one post at a time');
  const quiet = await steady(bed, QUIET.rate, QUIET.seconds);
  const results: PhaseResult[] = [];
  let warmed = warm.posts;
  for (const workers of options.counts('capacity-workers')) {
    if (stack.workers.length < workers) {
      while (stack.workers.length < workers) await stack.addWorker();
      // A new worker compiles what it runs, which is not the cost of a post.
      warmed += (await warmUp(stack, connections)).posts;
    }
    progress(`${workers} worker(s): ${options.count('capacity-posts')} at once`);
    results.push(await burst(bed, options.count('capacity-posts')));
  }
  progress(`${options.count('capacity-rate')} a second`);
  results.push(await steady(bed, options.count('capacity-rate'), STEADY_SECONDS));
  const before = warmed + ASKED_FOR_COST;
  const published = [quiet, ...results].reduce((sum, { lateness }) => sum + lateness.count, before);
  await onceEach(sandbox, published);
  await stack.stop();
  return judge(asked, quiet, results, options.count('capacity-rate'));
}

/** What the API's part costs: measured before the posts are due; then they are handed over like all others. */
async function costOfAsking(stack: Stack, { connections, askRate }: Bed): Promise<Usage> {
  const due = timeAfterAsking(ASKED_FOR_COST, askRate);
  const ends = await measureUsage(stack);
  await ask(plan(connections, ASKED_FOR_COST, () => due));
  const usage = await ends();
  await sleepUntil(due);
  await handedOver(stack, 180_000);
  return usage;
}

function judge(asked: Usage, quiet: PhaseResult, results: readonly PhaseResult[], rate: number): BenchResult {
  const [first] = results;
  if (first === undefined) throw new Error('Nothing was measured.');
  const costs = costsOf(first);
  const cores = new Map(results.map((result) => [result.workers, coresOf(result)] as const).reverse());
  const points = results.map((result): Point => {
    const { workers, lateness } = result;
    const isSteady = result === results.at(-1);
    const dueTimes = Array.from({ length: lateness.count }, (_, index) =>
      isSteady ? (index * 1_000) / rate : 0,
    );
    const scene = { dueTimes, workers, costs, slots: SLOTS, baseMs: quiet.lateness.p50 };
    const course = simulate({ ...scene, cores: cores.get(workers) ?? 1 });
    return {
      ...{ result, cores: cores.get(workers) ?? 1, spanMs: course.spanMs, isCalibration: result === first },
      lateness: distributionOf(course.lateness),
    };
  });
  const each = (usage: Usage, of: 'api' | 'worker' | 'postgres', posts: number) => (usage[of] ?? 0) / posts;
  const life: LifeCosts = {
    api: each(asked, 'api', ASKED_FOR_COST),
    worker: costs.worker,
    postgres: each(asked, 'postgres', ASKED_FOR_COST) + costs.postgres,
  };
  return {
    tables: [checkTable(points), costTable(asked, ASKED_FOR_COST, first, life), sizeTable(life)],
    goals: goalsOf(points),
  };
}

function costsOf({ usage, lateness }: PhaseResult): Costs {
  const each = (ms: number | null) => (ms ?? 0) / lateness.count;
  return { worker: each(usage.worker), postgres: each(usage.postgres), upstream: each(usage.sandbox) };
}

/** Which the machine really gave: a neighbour's load is no part of the model. */
function coresOf({ usage }: PhaseResult): number {
  const all = [usage.worker, usage.postgres, usage.sandbox].reduce<number>((sum, ms) => sum + (ms ?? 0), 0);
  return all / usage.wallMs;
}
