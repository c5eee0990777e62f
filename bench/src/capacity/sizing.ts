/** How many cores a load takes. Pure. */

/** Processor time of one post over its whole life, milliseconds. */
export interface LifeCosts {
  api: number;
  worker: number;
  postgres: number;
}

export interface Size {
  postsADay: number;
  /** In the busiest hour. */
  perSecond: number;
  api: number;
  worker: number;
  postgres: number;
}

const DAY_SECONDS = 86_400;
/** A busy hour has so many times the average's posts. */
const PEAK = 4;
/** A core that is used more than so much makes its callers wait. */
const USED = 0.6;

/** Cores of each part. */
export function sizeFor(postsADay: number, costs: LifeCosts): Size {
  const perSecond = (postsADay / DAY_SECONDS) * PEAK;
  const cores = (ms: number) => (perSecond * ms) / 1_000 / USED;
  return {
    postsADay,
    perSecond,
    api: cores(costs.api),
    worker: cores(costs.worker),
    postgres: cores(costs.postgres),
  };
}

/** Posts a day for which one core is enough for everything. */
export function postsADayOfOneCore({ api, worker, postgres }: LifeCosts): number {
  return ((USED * 1_000) / (api + worker + postgres) / PEAK) * DAY_SECONDS;
}
