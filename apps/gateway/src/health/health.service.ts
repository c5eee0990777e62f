import { Injectable, Optional } from '@nestjs/common';
import { isDatabaseUnreachable } from '../database/database-errors';
import { TurningLoops } from './turning-loops';
import { type SchedulerState, WorkersRepository } from './workers.repository';

/** Longer than this and a caller would have given up on us anyway. */
const PATIENCE_MS = 2_000;
/** Probes of many balancers cost one question. */
const FRESH_MS = 1_000;
/** Due posts that nobody takes for this long are late. */
export const LATE_SECONDS = 15;

export interface Check {
  ok: boolean;
  /** What is wrong, for a person; `null` while all is well. */
  detail: string | null;
}

export interface SchedulerCheck extends Check {
  /** All three are `null` where the database cannot be asked. */
  workersAlive: number | null;
  stalledLoops: string[] | null;
  lagSeconds: number | null;
}

export interface Readiness {
  /** Whether this very process can serve. */
  ready: boolean;
  /** `degraded`: it can, but posts do not go out as they should. */
  status: 'ok' | 'degraded' | 'unavailable';
  checks: { database: Check; scheduler: SchedulerCheck; loops?: Check };
}

/** Whether this process can do its work, and whether posts go out; each check names what is missing. */
@Injectable()
export class HealthService {
  private latest: { readiness: Promise<Readiness>; askedAt: number } | null = null;

  constructor(
    private readonly workers: WorkersRepository,
    /** Of a worker: an API process has none. */
    @Optional() private readonly loops?: TurningLoops,
  ) {}

  readiness(): Promise<Readiness> {
    const now = performance.now();
    if (this.latest === null || now - this.latest.askedAt > FRESH_MS) {
      const latest = { readiness: this.ask(), askedAt: now };
      this.latest = latest;
      // A database that is back is seen at once.
      void latest.readiness.then(({ ready }) => {
        if (!ready && this.latest === latest) this.latest = null;
      });
    }
    return this.latest.readiness;
  }

  private async ask(): Promise<Readiness> {
    const answer = await within(this.workers.schedulerState());
    const reachable = typeof answer !== 'string';
    const scheduler = reachable ? schedulerCheck(answer) : UNASKED;
    const loops = this.loops && loopsCheck(this.loops.state().stalled);
    const well = scheduler.ok && loops?.ok !== false;
    return {
      ready: reachable,
      status: reachable ? (well ? 'ok' : 'degraded') : 'unavailable',
      checks: {
        database: reachable ? { ok: true, detail: null } : { ok: false, detail: answer },
        scheduler,
        ...(loops ? { loops } : {}),
      },
    };
  }
}

const UNASKED: SchedulerCheck = {
  ok: false,
  detail: 'cannot be asked without the database',
  workersAlive: null,
  stalledLoops: null,
  lagSeconds: null,
};

/** @returns the state, or why the database does not tell */
async function within(asked: Promise<SchedulerState>): Promise<SchedulerState | string> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${PATIENCE_MS} ms`), PATIENCE_MS);
  });
  // Settled here, so that an answer after the deadline is nobody's unhandled rejection.
  const settled = asked.catch((error: unknown) =>
    isDatabaseUnreachable(error) ? 'cannot be reached' : 'refuses queries',
  );
  const outcome = await Promise.race([settled, patience]);
  clearTimeout(timer);
  return outcome;
}

function schedulerCheck(state: SchedulerState): SchedulerCheck {
  const lagSeconds = Math.round(state.lagSeconds * 1000) / 1000;
  const troubles = [
    ...(state.workersAlive === 0 ? ['no worker is alive'] : []),
    ...(state.stalledLoops.length > 0 ? [`stands still in a worker: ${state.stalledLoops.join(', ')}`] : []),
    ...(lagSeconds > LATE_SECONDS ? [`due posts wait for ${Math.round(lagSeconds)} s`] : []),
  ];
  const detail = troubles.length === 0 ? null : troubles.join('; ');
  return { ok: detail === null, detail, ...state, lagSeconds };
}

function loopsCheck(stalled: readonly string[]): Check {
  return stalled.length === 0
    ? { ok: true, detail: null }
    : { ok: false, detail: `stands still: ${stalled.join(', ')}` };
}
