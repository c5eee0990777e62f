import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, BenchContext, BenchResult, Goal, Table } from '../bench';
import { milliseconds } from '../print';
import { sleepUntil } from '../stack/await';
import { connectAll, type Connection, PROVIDER_IDS } from '../stack/connections';
import type { GatewayClient } from '../stack/gateway-client';
import { SandboxClient, type Upstream } from '../stack/sandbox-client';
import { startStack, type Stack } from '../stack/stack';
import { createWorkspaces } from '../stack/workspaces';
import { nameOfCase, type OpenCase, parseCase } from './open-case';
import { makeOpenPosts } from './open-posts';
import { watch, type Watched } from './watch';

const UPSTREAMS: readonly Upstream[] = ['layers', 'postpost', 'postato'];

export const reconciliation: Bench = {
  name: 'reconciliation',
  about: 'what it costs the upstreams to be asked what became of open posts, and how fresh the answers are',
  runs: 'with-all',
  options: {
    cases: {
      about: 'posts[/connections][:waiting|publishing|ahead], for each upstream at the same time',
      default: '10,1000,5000,5000/10,1000:publishing,5000:ahead',
    },
    settle: { about: 'seconds that the readers have to themselves before ages are looked at', default: '60' },
    seconds: { about: 'seconds of looking on, per case', default: '120' },
    readers: { about: 'worker processes', default: '1' },
    'reconciliation-profile': { about: 'folder for CPU profiles of the workers', default: '' },
  },
  run,
};

interface Budget {
  limit: number;
  perSeconds: number;
}

interface Row extends Watched {
  what: OpenCase;
  budget: Budget;
}

/** How far ahead the posts of `ahead` are due. */
const AHEAD_MS = 5 * 3_600_000;
/** The posts fall due so long after the stack stands; making them may take longer, which does no harm. */
const DUE_AFTER_MS = 20_000;

async function run(context: BenchContext): Promise<BenchResult> {
  const rows: Row[] = [];
  for (const text of context.options.list('cases')) rows.push(...(await runCase(context, parseCase(text))));
  return { tables: [tableOf(rows)], goals: rows.map(goalOf) };
}

/** Each case has a stack of its own: what another case left behind would be read as well. */
async function runCase({ options, progress }: BenchContext, what: OpenCase): Promise<Row[]> {
  progress(`${nameOfCase(what)}: starting`);
  const stack = await startStack({
    sandbox: what.state === 'waiting' ? 'frozen' : 'instant',
    profileDir: options.text('reconciliation-profile'),
  });
  const sandbox = new SandboxClient(stack.sandboxUrl);
  const due = new Date(Date.now() + (what.state === 'ahead' ? AHEAD_MS : DUE_AFTER_MS));
  progress(`${nameOfCase(what)}: making the posts at each upstream`);
  const connections = await connectionsOf(stack, sandbox, what);
  for (const connection of connections) {
    const count = Math.ceil(what.posts / what.connections);
    await makeOpenPosts(stack, connection, { count, state: what.state, at: () => due, text: 'bench' });
  }
  if (what.state === 'waiting') await sleepUntil(due.getTime());
  await sandbox.forgetRequests();
  const since = Date.now();
  for (let reader = 0; reader < options.count('readers'); reader += 1) await stack.addWorker();
  progress(`${nameOfCase(what)}: reading`);
  await pause(options.count('settle') * 1_000);
  const budgets = await budgetsOf(connections);
  const watched = await watch(stack, sandbox, connections, {
    since,
    seconds: options.count('seconds'),
    perSeconds: perUpstream((upstream) => budgets[upstream].perSeconds),
  });
  await stack.stop();
  for (const { upstream, closed } of watched) {
    if (closed > 0) throw new Error(`${closed} posts of ${upstream} did not stay open: nothing can be said.`);
  }
  return watched.map((each) => ({ ...each, what, budget: budgets[each.upstream] }));
}

async function connectionsOf(stack: Stack, sandbox: SandboxClient, what: OpenCase): Promise<Connection[]> {
  const workspaces = await createWorkspaces(stack.db, stack.apiUrl, what.connections);
  const all: Connection[] = [];
  for (const upstream of UPSTREAMS) all.push(...(await connectAll(sandbox, upstream, workspaces)));
  return all;
}

async function budgetsOf(connections: readonly Connection[]): Promise<Record<Upstream, Budget>> {
  const client: GatewayClient | undefined = connections[0]?.workspace.client;
  const providers = (await client?.providers()) ?? [];
  return perUpstream((upstream) => {
    const found = providers.find(({ id }) => id === PROVIDER_IDS[upstream]);
    if (found === undefined) throw new Error(`The gateway has no provider for ${upstream}.`);
    return found.rateBudgets.read;
  });
}

function perUpstream<T>(value: (upstream: Upstream) => T): Record<Upstream, T> {
  return { layers: value('layers'), postpost: value('postpost'), postato: value('postato') };
}

function tableOf(rows: readonly Row[]): Table {
  return {
    title: 'Reading open posts',
    note:
      'Calls of one connection that reached the upstream: the most within one window of its budget, and a minute ' +
      'on average. Ages: time since the state of a post was last read, over the whole stretch.',
    columns: [
      'open posts',
      'upstream',
      'budget',
      'busiest window',
      'calls a minute',
      'posts a call',
      'age p50',
      'age max',
    ],
    rows: rows.map((row) => [
      nameOfCase(row.what),
      row.upstream,
      `${row.budget.limit} in ${row.budget.perSeconds} s`,
      String(row.busiest),
      row.callsPerMinute.toFixed(1),
      row.callsPerMinute === 0
        ? null
        : (row.postsPerMinute / row.what.connections / row.callsPerMinute).toFixed(1),
      milliseconds(row.ageP50),
      milliseconds(row.ageMax),
    ]),
  };
}

function goalOf({ what, upstream, busiest, budget }: Row): Goal {
  return {
    what: `${upstream}, ${nameOfCase(what)}: calls within the budget`,
    measured: String(busiest),
    limit: `${budget.limit} in ${budget.perSeconds} s`,
    met: busiest <= budget.limit,
  };
}
