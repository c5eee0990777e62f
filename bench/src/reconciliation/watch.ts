/** Looks on while states are read: how many calls reach the upstream, and how old what is known becomes. */
import { setTimeout as pause } from 'node:timers/promises';
import { distributionOf } from '../distribution';
import type { Connection } from '../stack/connections';
import type { LoggedRequest, SandboxClient, Upstream } from '../stack/sandbox-client';
import type { Stack } from '../stack/stack';

export interface Watched {
  upstream: Upstream;
  /** Read calls of the busiest connection in its busiest stretch of `perSeconds`. */
  busiest: number;
  /** Read calls a minute and connection, on average. */
  callsPerMinute: number;
  /** Posts whose state was learned, a minute, all connections together. */
  postsPerMinute: number;
  /** Milliseconds since a post was last read: the usual one, and the worst that was ever seen. */
  ageP50: number;
  ageMax: number;
  /** Posts that nobody reads any more: the case did not hold. */
  closed: number;
}

const SAMPLE_MS = 5_000;

interface Sample {
  /** When each post was last read, milliseconds since the epoch, by the order of their ids; 0 = never. */
  readAt: number[];
  p50: number;
  max: number;
  closed: number;
}

/**
 * Calls are counted from `since` on, so that the first rush is judged as well; ages are those of the stretch
 * that begins now.
 *
 * @param since milliseconds since the epoch
 * @param perSeconds length of the budget's window, by upstream
 */
export async function watch(
  { db }: Stack,
  sandbox: SandboxClient,
  connections: readonly Connection[],
  { since, seconds, perSeconds }: { since: number; seconds: number; perSeconds: Record<Upstream, number> },
): Promise<Watched[]> {
  const upstreams = [...new Set(connections.map(({ upstream }) => upstream))];
  const samples = new Map<Upstream, Sample[]>(upstreams.map((upstream) => [upstream, []]));
  const from = Date.now();
  for (let end = from + SAMPLE_MS; end <= from + seconds * 1_000; end += SAMPLE_MS) {
    await pause(Math.max(0, end - Date.now()));
    for (const upstream of upstreams) {
      const ids = connections.filter((each) => each.upstream === upstream).map(({ id }) => id);
      samples.get(upstream)?.push(await sample(db, ids, since));
    }
  }
  const minutes = (Date.now() - from) / 60_000;
  const requests = (await sandbox.requests()).filter(({ method }) => method === 'GET');
  return upstreams.map((upstream) => {
    const own = connections.filter((each) => each.upstream === upstream);
    const calls = own.map(({ tenant }) => timesOf(requests, upstream, tenant.apiKey));
    const taken = samples.get(upstream) ?? [];
    return {
      upstream,
      busiest: Math.max(...calls.map((times) => mostWithin(times, perSeconds[upstream] * 1_000))),
      callsPerMinute: calls.flat().filter((time) => time >= from).length / minutes / own.length,
      postsPerMinute: (readsIn(taken) / ((taken.length - 1) * SAMPLE_MS)) * 60_000,
      ageP50: distributionOf(taken.map(({ p50 }) => p50)).p50,
      ageMax: Math.max(...taken.map(({ max }) => max)),
      closed: taken.at(-1)?.closed ?? 0,
    };
  });
}

/** How often any post was read between the samples. */
function readsIn(samples: readonly Sample[]): number {
  return samples.slice(1).reduce((sum, { readAt }, index) => {
    const before = samples[index]?.readAt ?? [];
    return sum + readAt.filter((time, place) => time !== before[place]).length;
  }, 0);
}

/** The posts of the case are those with a reference: the template was never handed over. */
async function sample(db: Stack['db'], connectionIds: readonly string[], since: number): Promise<Sample> {
  const { rows } = await db.query<Sample>(
    `select array_agg(read_at order by id) as "readAt",
       percentile_disc(0.5) within group (order by age) as p50, max(age) as max,
       count(*) filter (where next_read_at is null)::int as closed
     from (
       select id, next_read_at, coalesce(extract(epoch from last_read_at) * 1000, 0)::float8 as read_at,
         (extract(epoch from now() - coalesce(last_read_at, to_timestamp($2 / 1000.0))) * 1000)::float8 as age
       from posts where connection_id = any($1::text[]) and provider_reference is not null
     ) open`,
    [connectionIds, since],
  );
  if (rows[0] === undefined) throw new Error('The posts could not be looked at.');
  return rows[0];
}

function timesOf(requests: readonly LoggedRequest[], upstream: Upstream, apiKey: string): number[] {
  return requests
    .filter((request) => request.upstream === upstream && request.apiKey === apiKey)
    .map(({ at }) => Date.parse(at));
}

/** The most of these moments, which are in order, that lie within one stretch of so many milliseconds. */
export function mostWithin(times: readonly number[], lengthMs: number): number {
  let most = 0;
  for (let first = 0, last = 0; last < times.length; last += 1) {
    while ((times[last] ?? 0) - (times[first] ?? 0) >= lengthMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
