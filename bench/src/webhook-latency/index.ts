import { randomBytes } from 'node:crypto';
import type { Bench, BenchContext, BenchResult } from '../bench';
import { sleepUntil } from '../stack/await';
import { connectAll, type Connection } from '../stack/connections';
import { cpuOf } from '../stack/cpu';
import { inParallel } from '../stack/gateway-client';
import { SandboxClient } from '../stack/sandbox-client';
import { freePort, startStack, type Stack } from '../stack/stack';
import { keepStatements, measureUsage } from '../stack/usage';
import { createWorkspaces } from '../stack/workspaces';
import { Receiver } from '../webhooks/receiver';
import { Announcements, makeAnnouncedPosts, probesWritten, toldOf, waysOf } from './announced-posts';
import { costTable, goalsOf, type Latency, stageTable } from './report';
import { stagesOf } from './stages';

export const webhookLatency: Bench = {
  name: 'webhook-latency',
  about: 'how long after an upstream’s webhook ours is with its receiver',
  runs: 'with-all',
  options: {
    'webhook-rate': { about: 'posts a second of which upstreams tell', default: '200' },
    'webhook-seconds': { about: 'for how long', default: '20' },
    'webhook-warm-up': { about: 'seconds before that, at the same rate, which do not count', default: '5' },
    'webhook-connections': {
      about: 'connections, each of a workspace and with an endpoint of its own',
      default: '200',
    },
    'webhook-workers': { about: 'worker processes', default: '1' },
    lead: { about: 'seconds that making the posts may take', default: '150' },
    'webhook-profile': { about: 'folder for CPU profiles of API and workers', default: '' },
  },
  run,
};

/** So long a webhook may be on its way after the last post was published. */
const LATE_MS = 120_000;

async function run({ options, progress }: BenchContext): Promise<BenchResult> {
  const perSecond = options.count('webhook-rate');
  const warmUpSeconds = options.count('webhook-warm-up');
  const connectionCount = options.count('webhook-connections');
  const seconds = options.count('webhook-seconds') + warmUpSeconds;
  const each = Math.ceil((perSecond * seconds) / connectionCount);
  const count = each * connectionCount;
  progress('starting Postgres, sandbox and API');
  const port = await freePort();
  const stack = await startStack({
    sandbox: 'instant',
    callees: [`127.0.0.1:${port}`],
    probesHooks: true,
    profileDir: options.text('webhook-profile'),
  });
  const sandbox = new SandboxClient(stack.sandboxUrl);
  progress(`making ${connectionCount} workspaces with a connection and an endpoint each`);
  const secret = randomBytes(32).toString('hex');
  const workspaces = await createWorkspaces(stack.db, stack.apiUrl, connectionCount);
  // PostPost answers for one post with one call.
  const connections = await connectAll(sandbox, 'postpost', workspaces, { webhookSecrets: [secret] });
  const secrets = await addEndpoints(connections, port);
  const receiver = await Receiver.start(stack.dataDir, { port, secrets, expected: count });
  const startAt = Date.now() + options.count('lead') * 1_000;
  progress(`making ${count} posts that PostPost will publish, ${perSecond} a second`);
  await makeAnnouncedPosts(stack, connections, { count, perSecond, startAt });
  // Only now: it would tell of each post as soon as it is scheduled.
  await registerHooks(stack, sandbox, connections, secret);
  for (let worker = 0; worker < options.count('webhook-workers'); worker += 1) await stack.addWorker();
  await sandbox.forgetRequests();
  const announcements = await Announcements.listen(stack.databaseUrl);
  const countFrom = startAt + warmUpSeconds * 1_000;
  progress(`waiting for the first, in ${Math.round((startAt - Date.now()) / 1_000)} s`);
  await sleepUntil(countFrom);
  const [ends, receiverBefore] = [await measureUsage(stack), cpuOf(receiver.child.pid)];
  await sleepUntil(startAt + seconds * 1_000);
  const usage = await ends();
  const receiverMs = (cpuOf(receiver.child.pid) ?? 0) - (receiverBefore ?? 0);
  await keepStatements(options.text('webhook-profile'), stack.db, `webhooks-${perSecond}`);
  progress('all posts are published; waiting for the last webhooks');
  await receiver.hasAll(LATE_MS);
  await probesWritten();
  const { deliveries, refused } = await receiver.end();
  await announcements.end();
  const told = await toldOf(stack.db);
  const ways = await waysOf(stack, sandbox, connections, { told, deliveries, announcements });
  const counted = [...ways.values()].filter(({ announced }) => announced >= countFrom);
  const different = new Set(deliveries.map(({ eventId }) => eventId)).size;
  const result: Latency = {
    ...{ perSecond, connections: connectionCount, usage, receiverMs, refused },
    counted: counted.length,
    stages: stagesOf(counted),
    published: (await sandbox.network()).count,
    told: told.length,
    delivered: different,
    repeated: deliveries.length - different,
    hooks: await sandbox.hooks(),
  };
  await stack.stop();
  return { tables: [stageTable(result), costTable(result)], goals: goalsOf(result) };
}

/** Of each post that is published PostPost sends one webhook. */
async function registerHooks(
  { apiUrl }: Stack,
  sandbox: SandboxClient,
  connections: readonly Connection[],
  secret: string,
): Promise<void> {
  await inParallel(connections, 8, ({ id, tenant }) =>
    sandbox.registerWebhook('postpost', tenant, `${apiUrl}/hooks/${id}`, secret),
  );
}

/** An endpoint for each workspace. @returns secrets by path */
async function addEndpoints(
  connections: readonly Connection[],
  port: number,
): Promise<Record<string, string>> {
  const secrets = await inParallel(connections, 8, async ({ workspace }) => {
    const path = `/${workspace.id}`;
    const secret = await workspace.client.addWebhookEndpoint(`http://127.0.0.1:${port}${path}`, [
      'post.published',
    ]);
    return [path, secret] as const;
  });
  return Object.fromEntries(secrets);
}
