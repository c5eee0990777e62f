/**
 * What becomes of posts that fall due, where processor time is all that they need. Pure: no clock, no chance.
 *
 * Each post passes Postgres (claim), a worker (content, request), the upstream, the worker again (answer) and
 * Postgres again (result). A worker and the upstream are one thread each; Postgres takes as many cores as it has
 * posts in hand. Whoever has work shares the cores evenly, a millisecond at a time.
 */

/** Processor time of a post, milliseconds. */
export interface Costs {
  worker: number;
  postgres: number;
  /** Of the upstream, where it runs on the same cores. */
  upstream: number;
}

export interface Scene {
  /** Milliseconds, ascending. */
  dueTimes: readonly number[];
  workers: number;
  cores: number;
  costs: Costs;
  /** Posts that one worker has in hand at most. */
  slots: number;
  /** From the due time until a worker with nothing else to do has its request out: timers and round trips. */
  baseMs: number;
}

export interface Course {
  /** Milliseconds from due to the departure of the first request, by post. */
  lateness: number[];
  /** From the first due time to the last departure. */
  spanMs: number;
}

type Stage = 'claim' | 'prepare' | 'upstream' | 'answer' | 'result';

const NEXT: Record<Stage, Stage | null> = {
  claim: 'prepare',
  prepare: 'upstream',
  upstream: 'answer',
  answer: 'result',
  result: null,
};

interface Job {
  post: number;
  worker: number;
  stage: Stage;
  left: number;
}

const STEP_MS = 1;
/** Of a part's cost, before the request leaves. */
const BEFORE = 0.5;

/** Someone who works: jobs in the order of their coming, so many at the same time. */
interface Server {
  queue: Job[];
  /** Threads. */
  most: number;
}

export function simulate({ dueTimes, workers, cores, costs, slots, baseMs }: Scene): Course {
  if (cores <= 0 || workers < 1 || dueTimes.length === 0)
    throw new Error('Nothing can happen in this scene.');
  const servers = {
    postgres: { queue: [], most: Infinity } as Server,
    upstream: { queue: [], most: 1 } as Server,
    workers: Array.from({ length: workers }, (): Server => ({ queue: [], most: 1 })),
  };
  const inHand = servers.workers.map(() => 0);
  const lateness = new Array<number>(dueTimes.length).fill(NaN);
  const of = (job: Job): Server => {
    if (job.stage === 'claim' || job.stage === 'result') return servers.postgres;
    return job.stage === 'upstream' ? servers.upstream : (servers.workers[job.worker] as Server);
  };
  const first = dueTimes[0] ?? 0;
  let [next, done, now] = [0, 0, first];
  while (done < dueTimes.length) {
    for (; next < dueTimes.length && (dueTimes[next] ?? Infinity) <= now; next += 1) {
      const worker = inHand.indexOf(Math.min(...inHand));
      if ((inHand[worker] ?? 0) >= slots) break;
      inHand[worker] = (inHand[worker] ?? 0) + 1;
      servers.postgres.queue.push({ post: next, worker, stage: 'claim', left: timeOf('claim', costs) });
    }
    now += STEP_MS;
    for (const job of step([servers.postgres, servers.upstream, ...servers.workers], cores)) {
      if (job.stage === 'prepare') lateness[job.post] = now + baseMs - (dueTimes[job.post] ?? 0);
      const stage = NEXT[job.stage];
      if (stage === null) {
        done += 1;
        inHand[job.worker] = (inHand[job.worker] ?? 1) - 1;
      } else {
        const moved = { ...job, stage, left: timeOf(stage, costs) };
        of(moved).queue.push(moved);
      }
    }
  }
  const left = lateness.map((late, post) => late + (dueTimes[post] ?? 0));
  return { lateness, spanMs: Math.max(...left) - first };
}

function timeOf(stage: Stage, { worker, postgres, upstream }: Costs): number {
  switch (stage) {
    case 'claim':
      return postgres * BEFORE;
    case 'prepare':
      return worker * BEFORE;
    case 'upstream':
      return upstream;
    case 'answer':
      return worker * (1 - BEFORE);
    case 'result':
      return postgres * (1 - BEFORE);
  }
}

/** One step of everybody. @returns jobs that have ended their stage */
function step(servers: readonly Server[], cores: number): Job[] {
  const wanted = servers.map(({ queue, most }) => Math.min(queue.length, most));
  const shares = share(wanted, cores);
  return servers.flatMap((server, index) => work(server, (shares[index] ?? 0) * STEP_MS));
}

/** Cores for each, none more than it can use, what one leaves being the others'. */
export function share(wanted: readonly number[], cores: number): number[] {
  const given = wanted.map(() => 0);
  let left = cores;
  for (;;) {
    const hungry = wanted.flatMap((want, index) => (want - (given[index] ?? 0) > 1e-9 ? [index] : []));
    if (hungry.length === 0 || left < 1e-9) return given;
    const each = left / hungry.length;
    for (const index of hungry) {
      const more = Math.min(each, (wanted[index] ?? 0) - (given[index] ?? 0));
      given[index] = (given[index] ?? 0) + more;
      left -= more;
    }
  }
}

/** Each thread works at the job that came first; what a job does not need goes on to the next one. */
function work(server: Server, time: number): Job[] {
  const ended: Job[] = [];
  let budget = time;
  while (budget > 1e-9 && server.queue.length > 0) {
    const active = server.queue.slice(
      0,
      Math.min(server.queue.length, server.most === 1 ? 1 : server.queue.length),
    );
    const each = server.most === 1 ? budget : Math.max(budget / active.length, 1e-3);
    for (const job of active) {
      const spent = Math.min(each, job.left, budget);
      job.left -= spent;
      budget -= spent;
      if (budget <= 1e-9) break;
    }
    ended.push(...server.queue.filter(({ left }) => left <= 1e-9));
    server.queue = server.queue.filter(({ left }) => left > 1e-9);
  }
  return ended;
}
