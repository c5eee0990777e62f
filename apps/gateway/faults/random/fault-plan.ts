/** Which faults strike and when: a pure function of the seed, so that a failing run can be replayed. */
import type { RouteName } from '../house/routes';
import type { Rule } from '../house/sandbox-control';
import type { Seeded } from './seeded';
import { planWeather } from './weather';

export type Fault =
  | { kind: 'worker kill'; worker: number; restartAfterMs: number }
  | { kind: 'API kill'; api: number; restartAfterMs: number }
  /** Longer than a lease: another worker takes over, and the first one wakes up in its belief. */
  | { kind: 'worker freeze'; worker: number; forMs: number }
  | { kind: 'sessions ended'; share: number }
  | { kind: 'Postgres kill'; downMs: number }
  | { kind: 'upstream outage'; forMs: number }
  | { kind: 'upstream cut' }
  | { kind: 'clock skew'; skewMs: number }
  | { kind: 'weather'; seed: number; rules: Rule[] };

export type FaultKind = Fault['kind'];

export interface PlannedFault {
  /** Milliseconds after the beginning. */
  atMs: number;
  fault: Fault;
}

export interface FaultPlanOptions {
  phaseMs: number;
  apis: number;
  workers: number;
  leaseSeconds: number;
  /** Mean seconds between two kills of a worker. */
  killEverySeconds: number;
  /** Kinds that shall not strike. */
  without: readonly string[];
  /** Whose upstreams have weather. */
  routes: readonly RouteName[];
}

/** Mean seconds between two of a kind. */
type Draw = (chance: Seeded, options: FaultPlanOptions) => Fault;

const KINDS: readonly { everySeconds: (options: FaultPlanOptions) => number; draw: Draw }[] = [
  {
    everySeconds: ({ killEverySeconds }) => killEverySeconds,
    draw: (chance, { workers }) => ({
      kind: 'worker kill',
      worker: chance.whole(0, workers - 1),
      restartAfterMs: chance.whole(0, 1_500),
    }),
  },
  {
    everySeconds: () => 20,
    draw: (chance, { apis }) => ({
      kind: 'API kill',
      api: chance.whole(0, apis - 1),
      restartAfterMs: chance.whole(0, 1_000),
    }),
  },
  {
    everySeconds: () => 20,
    draw: (chance, { workers, leaseSeconds }) => ({
      kind: 'worker freeze',
      worker: chance.whole(0, workers - 1),
      forMs: leaseSeconds * 1000 + chance.whole(500, 3_500),
    }),
  },
  {
    everySeconds: () => 12,
    draw: (chance) => ({ kind: 'sessions ended', share: chance.pick([0.2, 0.5, 1]) }),
  },
  { everySeconds: () => 40, draw: (chance) => ({ kind: 'Postgres kill', downMs: chance.whole(200, 4_000) }) },
  {
    everySeconds: () => 25,
    draw: (chance) => ({ kind: 'upstream outage', forMs: chance.whole(300, 4_000) }),
  },
  { everySeconds: () => 15, draw: () => ({ kind: 'upstream cut' }) },
  // A clock that is wrong stays wrong: one that jumped between a call and its look-up would leave nothing to go by.
  {
    everySeconds: () => Infinity,
    draw: (chance) => ({ kind: 'clock skew', skewMs: chance.whole(-20_000, 20_000) }),
  },
  {
    everySeconds: () => 9,
    draw: (chance, { routes }) => ({
      kind: 'weather',
      seed: chance.whole(1, 2 ** 31 - 1),
      rules: planWeather(chance, routes),
    }),
  },
];

export const FAULT_KINDS: readonly FaultKind[] = [
  'worker kill',
  'API kill',
  'worker freeze',
  'sessions ended',
  'Postgres kill',
  'upstream outage',
  'upstream cut',
  'clock skew',
  'weather',
];

/** Every kind at least once; weather and skew from the first moment. */
export function planFaults(seeded: Seeded, options: FaultPlanOptions): PlannedFault[] {
  const planned: PlannedFault[] = [];
  for (const [place, { everySeconds, draw }] of KINDS.entries()) {
    const chance = seeded.fork(`fault ${place}`);
    const mean = everySeconds(options) * 1000;
    const first = draw(chance, options);
    if (options.without.includes(first.kind)) continue;
    const atOnce = first.kind === 'weather' || first.kind === 'clock skew';
    let atMs = atOnce ? 0 : chance.between(0, Math.min(mean, options.phaseMs * 0.8));
    for (let fault = first; atMs < options.phaseMs; fault = draw(chance, options)) {
      planned.push({ atMs: Math.round(atMs), fault });
      atMs += chance.between(0.5, 1.5) * mean;
    }
  }
  return planned.sort((one, other) => one.atMs - other.atMs);
}

export function describeFault(fault: Fault): string {
  const { kind, ...rest } = fault;
  if (fault.kind === 'weather') {
    return `weather: ${fault.rules.map(({ upstream, operation, kind: what, probability }) => `${upstream} ${operation ?? '*'} ${what} ${probability}`).join('; ')}`;
  }
  const details = Object.entries(rest).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return [kind, ...details].join(', ');
}
