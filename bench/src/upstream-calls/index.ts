import type { Bench, BenchContext, BenchResult, Goal, Table } from '../bench';
import { becomes } from '../stack/await';
import { accountOf, connectAll, type Connection } from '../stack/connections';
import { inParallel } from '../stack/gateway-client';
import { SandboxClient, type Upstream } from '../stack/sandbox-client';
import { startStack, type Stack } from '../stack/stack';
import { createWorkspaces } from '../stack/workspaces';
import { type CallCount, callsPerPost } from './call-count';

export const upstreamCalls: Bench = {
  name: 'upstream-calls',
  about: 'how many calls of each upstream a published post takes, from its hand-over to its last read',
  options: {
    'calls-posts': { about: 'posts to each upstream', default: '60' },
    'calls-connections': { about: 'connections that they are spread over', default: '4' },
  },
  run,
};

/**
 * What a program would call that publishes one post and looks once whether it is out: handing it over takes so many
 * calls (PostPost: create, then schedule; Layers: its image in three steps, then publish), reading one.
 */
const FLOOR: Record<Upstream, number> = { postpost: 3, postato: 2, layers: 5 };
const GOAL = 1.25;
const UPSTREAMS: readonly Upstream[] = ['postpost', 'postato', 'layers'];
const WITHIN_MS = 240_000;

async function run({ options, progress }: BenchContext): Promise<BenchResult> {
  progress('starting Postgres, sandbox, API and one worker');
  const stack = await startStack({ sandbox: 'instant', profileDir: '' });
  const sandbox = new SandboxClient(stack.sandboxUrl);
  const workspaces = await createWorkspaces(stack.db, stack.apiUrl, options.count('calls-connections'));
  const connections = new Map<Upstream, Connection[]>();
  for (const upstream of UPSTREAMS)
    connections.set(upstream, await connectAll(sandbox, upstream, workspaces));
  await stack.addWorker();
  // What a connection costs when it is made is not a post's.
  await sandbox.forgetRequests();
  const each = options.count('calls-posts');
  progress(`${each} posts to each upstream`);
  for (const upstream of UPSTREAMS) await publish(stack, connections.get(upstream) ?? [], each);
  const isOut = async () => (await publishedPosts(stack)) === each * UPSTREAMS.length;
  if (!(await becomes(isOut, WITHIN_MS, 500))) {
    throw new Error(
      `Only ${await publishedPosts(stack)} of ${each * UPSTREAMS.length} posts were published.`,
    );
  }
  const requests = await sandbox.requests();
  const counts = UPSTREAMS.map((upstream) => callsPerPost(requests, upstream, each));
  await stack.stop();
  return { tables: [tableOf(counts)], goals: counts.map(goalOf) };
}

async function publish(
  { sandboxUrl }: Stack,
  connections: readonly Connection[],
  count: number,
): Promise<void> {
  await inParallel(Array.from({ length: count }), 8, async (_, index) => {
    const connection = connections[index % connections.length];
    if (connection === undefined) throw new Error('There are no connections.');
    await connection.workspace.client.publish({
      accountId: accountOf(connection),
      text: `calls ${index}`,
      ...(connection.upstream === 'layers' ? { image: `${sandboxUrl}/samples/a.jpg` } : {}),
      scheduledAt: null,
    });
  });
}

async function publishedPosts({ db }: Stack): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from posts where status = 'published'`,
  );
  return rows[0]?.count ?? 0;
}

function tableOf(counts: readonly CallCount[]): Table {
  return {
    title: 'Calls of upstreams',
    note:
      'Due at once, without webhooks: every state is read. Other calls are those that no post has asked for, such as ' +
      'the accounts’ refresh. The floor: hand over, and look once.',
    columns: ['upstream', 'posts', 'writes a post', 'reads a post', 'together', 'floor', 'by operation'],
    rows: counts.map(({ upstream, posts, writes, reads, operations }) => [
      upstream,
      String(posts),
      writes.toFixed(2),
      reads.toFixed(2),
      (writes + reads).toFixed(2),
      String(FLOOR[upstream]),
      operations.map(({ name, each }) => `${name} ${each.toFixed(2)}`).join(', '),
    ]),
  };
}

function goalOf({ upstream, writes, reads }: CallCount): Goal {
  const ratio = (writes + reads) / FLOOR[upstream];
  return {
    what: `${upstream}: calls a post, beside the floor`,
    measured: ratio.toFixed(2),
    limit: `≤ ${GOAL}`,
    met: ratio <= GOAL,
  };
}
