import type { Bench, BenchContext, BenchResult } from '../bench';
import type { Load } from '../bulk/load-posts';
import { makeSeats, type Seat } from '../bulk/seats';
import { openAsWorker } from '../stack/gateway-database';
import { startStack, type Stack } from '../stack/stack';
import { createWorkspaces, type Workspace } from '../stack/workspaces';
import { loadQuickly } from './quick-load';
import { goalsOf, growthTable, type GrowthCase, sizesTable } from './report';
import { type Hall, LOOK, REQUESTS } from './requests';
import { measureRequest } from './rounds';

export const growth: Bench = {
  name: 'growth',
  about: 'what requests cost with a thousand, a hundred thousand and two million posts in the tables',
  runs: 'by-name',
  options: {
    sizes: { about: 'posts in the tables', default: '1000,100000,2000000' },
    'growth-workspaces': { about: 'workspaces that they belong to', default: '1,1000' },
    'growth-calls': { about: 'requests of each kind in a round', default: '150' },
    'growth-rounds': { about: 'rounds, of which the middle one counts', default: '5' },
  },
  run,
};

const POSTS_OF_A_GROUP = 4;
/** Scheduled groups beside those that were published, far behind them in number; the claims take theirs from them. */
const SCHEDULED_FROM = 900_000_000;
const SCHEDULED = 2_000;

async function run(context: BenchContext): Promise<BenchResult> {
  const cases: GrowthCase[] = [];
  for (const count of context.options.counts('growth-workspaces')) {
    cases.push(...(await grow(context, count)));
  }
  return { tables: [growthTable(cases), sizesTable(cases)], goals: goalsOf(cases) };
}

/** One database that grows from size to size. */
async function grow({ options, progress }: BenchContext, count: number): Promise<GrowthCase[]> {
  progress(`${count} workspace(s): starting Postgres and API`);
  const stack = await startStack({ sandbox: 'instant', profileDir: '' });
  const dataSource = await openAsWorker(stack.databaseUrl);
  const workspaces = await createWorkspaces(stack.db, stack.apiUrl, count);
  const seats = await makeSeats(stack.db, workspaces, 'postpost');
  const [workspace, seat] = [workspaces[0], seats[0]];
  if (workspace === undefined || seat === undefined) throw new Error('There is no workspace.');
  const cases: GrowthCase[] = [];
  let loaded = 0;
  for (const posts of options.counts('sizes').sort((a, b) => a - b)) {
    const groups = Math.ceil(posts / POSTS_OF_A_GROUP);
    progress(`${count} workspace(s): loading ${posts} posts`);
    await load(stack, seats, { from: loaded, to: groups });
    loaded = groups;
    const hall: Hall = {
      db: stack.db,
      dataSource,
      workspace,
      seat,
      groups,
      head: await headOf(stack, workspace),
    };
    const costs = [];
    for (const request of [...REQUESTS, LOOK]) {
      const cost = await measureRequest(stack, hall, request, {
        calls: options.count('growth-calls'),
        rounds: options.count('growth-rounds'),
      });
      progress(
        `${count} workspace(s), ${posts} posts: ${cost.request}: p50 ${cost.p50.toFixed(1)} ms, ` +
          `processor ${cost.processor?.toFixed(1) ?? '–'} ms`,
      );
      costs.push(cost);
    }
    const stored = posts + SCHEDULED * POSTS_OF_A_GROUP;
    cases.push({ workspaces: count, posts, stored, costs, bytes: await bytesOf(stack) });
  }
  await stack.stop();
  return cases;
}

async function load(
  { db, databaseUrl }: Stack,
  seats: readonly Seat[],
  { from, to }: { from: number; to: number },
): Promise<void> {
  const published: Load = { from, to, status: 'published', over: '180 days' };
  const scheduled: Load = {
    ...{ from: SCHEDULED_FROM, to: SCHEDULED_FROM + SCHEDULED },
    ...{ status: 'scheduled', over: '1 day' },
  };
  // The later loads lie before the earlier ones in time, which is the same to an index.
  await loadQuickly(db, databaseUrl, seats, from === 0 ? [published, scheduled] : [published]);
}

async function headOf({ db }: Stack, { id }: Workspace): Promise<number> {
  const { rows } = await db.query<{ head: number }>(
    'select coalesce(max(sequence), 0)::float8 as head from events where workspace_id = $1',
    [id],
  );
  return rows[0]?.head ?? 0;
}

async function bytesOf({ db }: Stack): Promise<Record<string, number>> {
  const { rows } = await db.query<{ name: string; bytes: number }>(
    `select t.name, pg_total_relation_size(t.name::regclass)::float8 as bytes
     from unnest(array['post_groups', 'submissions', 'posts', 'attempts', 'events']) t(name)`,
  );
  return Object.fromEntries(rows.map(({ name, bytes }) => [name, bytes]));
}
