/** What is published through the presets: each does everything that it can do, again and again. */
import type { RouteName } from '../house/routes';
import type { PlannedConnection, PlannedGroup, PostPlan } from './post-plan';
import type { Seeded } from './seeded';

type Wish = Pick<PlannedGroup, 'failing' | 'scheduledInMs' | 'cancelInMs' | 'rescheduleInMs'> & {
  accounts: number;
};

/** Time in which each preset does all of it once. */
const ROUND_MS = 75_000;
/** Times nearer than a minute are kept by the gateway, whoever keeps the others. */
const FAR = { least: 62_000, most: 70_000 } as const;
/** What is due long after it was asked for is asked for early, so that a run need not wait for it. */
const EARLY = 0.35;

const NOW = { failing: null, scheduledInMs: null, cancelInMs: null, rescheduleInMs: null };

/** Eight groups of eleven posts: all that a preset has to show. */
function wishes(chance: Seeded): Wish[] {
  const near = Math.round(chance.between(4_000, 25_000));
  const far = () => Math.round(chance.between(FAR.least, FAR.most));
  return [
    { ...NOW, accounts: 1 },
    { ...NOW, accounts: 2 },
    { ...NOW, accounts: 2, failing: 'account' },
    { ...NOW, accounts: 2, failing: 'word' },
    { ...NOW, accounts: 1, scheduledInMs: near, cancelInMs: chance.chance(0.5) ? near - 1_000 : null },
    { ...NOW, accounts: 1, scheduledInMs: far() },
    { ...NOW, accounts: 1, scheduledInMs: far(), cancelInMs: Math.round(chance.between(3_000, 30_000)) },
    { ...NOW, accounts: 1, scheduledInMs: far(), rescheduleInMs: Math.round(chance.between(3_000, 30_000)) },
  ];
}

/** One connection to each preset. @param firstConnection how many connections the run has before these */
export function planPresets(
  seeded: Seeded,
  routes: readonly RouteName[],
  { phaseMs, firstConnection }: { phaseMs: number; firstConnection: number },
): PostPlan {
  const connections = routes.map((route): PlannedConnection => ({ route, scheduling: null }));
  const rounds = Math.max(1, Math.round(phaseMs / ROUND_MS));
  const groups = routes.flatMap((route, place) => {
    const chance = seeded.fork(`preset ${route}`);
    return Array.from({ length: rounds }, (_, round) =>
      wishes(chance).map(({ accounts, ...wish }, number): PlannedGroup => {
        const isFar = (wish.scheduledInMs ?? 0) >= FAR.least;
        const account = chance.whole(0, 11);
        const roundMs = phaseMs / rounds;
        return {
          ...wish,
          token: `pf${1_000_000 + place * 100_000 + round * 10 + number}x${chance.whole(100_000, 999_999)}`,
          atMs: Math.round(round * roundMs + chance.between(0, roundMs * (isFar ? EARLY : 1))),
          targets: Array.from({ length: accounts }, (_one, next) => ({
            connection: firstConnection + place,
            account: account + next,
          })),
          media: false,
          retries: chance.chance(0.5),
        };
      }),
    ).flat();
  });
  const posts = groups.reduce((sum, { targets }) => sum + targets.length, 0);
  return { connections, groups, posts };
}

/** Both in one run. */
export function together(one: PostPlan, other: PostPlan): PostPlan {
  return {
    connections: [...one.connections, ...other.connections],
    groups: [...one.groups, ...other.groups].sort((first, second) => first.atMs - second.atMs),
    posts: one.posts + other.posts,
  };
}
