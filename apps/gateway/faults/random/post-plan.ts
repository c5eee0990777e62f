/** What is published, through which connections, and when: a pure function of the seed and the size. */
import { MAIN_ROUTES, type RouteName } from '../house/routes';
import type { Seeded } from './seeded';

export interface PlannedConnection {
  route: RouteName;
  /** `null`: the provider's own default. */
  scheduling: 'upstream' | 'gateway' | null;
}

/** How a post to a second account of the group fails: the account has expired, or a word in the text says so. */
export type Failing = 'account' | 'word';

export interface PlannedTarget {
  /** Place among the connections. */
  connection: number;
  /** Place among the connection's usable accounts, counted round and round. */
  account: number;
}

export interface PlannedGroup {
  /** Names the post on the networks: no other text holds it. */
  token: string;
  /** Milliseconds after the beginning. */
  atMs: number;
  targets: PlannedTarget[];
  media: boolean;
  /** The last target fails on its network, whatever happens; `null` = none does. */
  failing: Failing | null;
  /** Milliseconds after it was asked for; `null` = at once. */
  scheduledInMs: number | null;
  /** Milliseconds after it was asked for; `null` = the caller lets it be. */
  cancelInMs: number | null;
  rescheduleInMs: number | null;
  /** Whether the caller retries what failed. */
  retries: boolean;
}

export interface PostPlan {
  connections: PlannedConnection[];
  groups: PlannedGroup[];
  posts: number;
}

/**
 * Posts a minute that one connection carries with room for repetitions, below what its upstream allows: Layers
 * takes 60 writes a minute and three make a post, Postato 120 creations; PostPost names no limit and ours is 60.
 */
const POSTS_A_MINUTE: Readonly<Partial<Record<RouteName, number>>> = {
  layers: 8,
  postpost: 25,
  postato: 40,
};
const LEAST_A_MINUTE = 8;
/** Scheduled posts of one run are all due soon after its end. */
const LONGEST_WAIT_MS = 30_000;

export function planPosts(seeded: Seeded, posts: number, phaseMs: number): PostPlan {
  const connections = planConnections(seeded.fork('connections'), posts, phaseMs);
  const chance = seeded.fork('posts');
  const groups: PlannedGroup[] = [];
  let planned = 0;
  while (planned < posts) {
    const targets = planTargets(chance, connections, posts - planned);
    const scheduledInMs = chance.chance(0.25) ? Math.round(chance.between(4_000, LONGEST_WAIT_MS)) : null;
    const changes = scheduledInMs !== null && chance.chance(0.4);
    const moves = changes && chance.chance(0.5);
    groups.push({
      token: `pf${groups.length + 1}x${chance.whole(100_000, 999_999)}`,
      atMs: Math.round(chance.between(0, phaseMs)),
      targets,
      media:
        chance.chance(0.2) || targets.some(({ connection }) => connections[connection]?.route === 'layers'),
      failing: null,
      scheduledInMs,
      cancelInMs: changes && !moves ? Math.round(chance.between(500, scheduledInMs + 2_000)) : null,
      rescheduleInMs: moves ? Math.round(chance.between(500, scheduledInMs)) : null,
      retries: chance.chance(0.5),
    });
    planned += targets.length;
  }
  groups.sort((one, other) => one.atMs - other.atMs);
  return { connections, groups, posts };
}

function planConnections(chance: Seeded, posts: number, phaseMs: number): PlannedConnection[] {
  const perMinute = posts / MAIN_ROUTES.length / (phaseMs / 60_000);
  return MAIN_ROUTES.flatMap((route) =>
    Array.from(
      { length: Math.max(2, Math.ceil(perMinute / (POSTS_A_MINUTE[route] ?? LEAST_A_MINUTE))) },
      (_, index) => ({
        route,
        scheduling: index === 0 ? null : chance.pick(['upstream', 'gateway', null] as const),
      }),
    ),
  );
}

/** One account, two of the same connection, or one of each provider. */
function planTargets(
  chance: Seeded,
  connections: readonly PlannedConnection[],
  most: number,
): PlannedTarget[] {
  const of = (route: RouteName) =>
    chance.pick([...connections.keys()].filter((place) => connections[place]?.route === route));
  const account = chance.whole(0, 11);
  const shape = chance.next();
  if (shape < 0.15 && most >= MAIN_ROUTES.length) {
    return MAIN_ROUTES.map((route) => ({ connection: of(route), account }));
  }
  const connection = of(chance.pick(MAIN_ROUTES));
  if (shape < 0.3 && most >= 2) return [0, 1].map((next) => ({ connection, account: account + next }));
  return [{ connection, account }];
}
