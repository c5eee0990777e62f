import type { Bench, BenchContext, BenchResult, Table } from '../bench';
import { Pool } from 'pg';
import { writeGatewayEvent, writeSteadily } from '../events-stream/event-writer';
import { atEnd } from '../stack/cleanup';
import { cpuOf } from '../stack/cpu';
import { inParallel } from '../stack/gateway-client';
import { freePort, startStack } from '../stack/stack';
import { keepStatements, measureUsage, type Usage } from '../stack/usage';
import { createWorkspaces, type Workspace } from '../stack/workspaces';
import { Receiver } from '../webhooks/receiver';

export const webhookFanOut: Bench = {
  name: 'webhook-fan-out',
  about: 'how many webhooks a second go out to receivers that answer at once, and what one costs',
  options: {
    'fan-out-workspaces': { about: 'workspaces', default: '20' },
    'fan-out-endpoints': { about: 'endpoints of each, which all want everything', default: '5' },
    'fan-out-events': {
      about: 'events, over all workspaces, written before any worker runs',
      default: '2000',
    },
    'fan-out-workers': { about: 'worker processes', default: '1' },
    'fan-out-profile': { about: 'folder for CPU profiles of API and workers', default: '' },
  },
  run,
};

interface FanOut {
  workspaces: number;
  endpoints: number;
  workers: number;
  deliveries: number;
  repeated: number;
  refused: number;
  complete: boolean;
  usage: Usage;
  receiverMs: number;
}

/** Events are written this quickly: the backlog is to be there before the workers are. */
const WRITTEN_PER_SECOND = 2_000;
const WITHIN_MS = 600_000;

async function run({ options, progress }: BenchContext): Promise<BenchResult> {
  const endpoints = options.count('fan-out-endpoints');
  const workers = options.count('fan-out-workers');
  progress('starting Postgres and API');
  const port = await freePort();
  const profile = options.text('fan-out-profile');
  const stack = await startStack({
    ...{ sandbox: 'instant', callees: [`127.0.0.1:${port}`], profileDir: profile },
  });
  const workspaces = await createWorkspaces(stack.db, stack.apiUrl, options.count('fan-out-workspaces'));
  const secrets = await addEndpoints(workspaces, endpoints, port);
  const events = Math.ceil(options.count('fan-out-events') / workspaces.length) * workspaces.length;
  const expected = events * endpoints;
  const receiver = await Receiver.start(stack.dataDir, { port, secrets, expected });
  progress(`writing ${events} events`);
  const db = new Pool({ connectionString: stack.databaseUrl, max: 8, application_name: 'bench' });
  atEnd(() => db.end());
  const workspaceIds = workspaces.map(({ id }) => id);
  await writeSteadily(db, workspaceIds, {
    perSecond: WRITTEN_PER_SECOND,
    count: events,
    write: writeGatewayEvent,
  });
  const receiverBefore = cpuOf(receiver.child.pid);
  for (let worker = 0; worker < workers; worker += 1) await stack.addWorker();
  progress(`${workers} worker(s) deliver ${expected}`);
  const ends = await measureUsage(stack);
  const complete = await receiver.hasAll(WITHIN_MS);
  const usage = await ends();
  const receiverMs = (cpuOf(receiver.child.pid) ?? 0) - (receiverBefore ?? 0);
  await keepStatements(profile, stack.db, `fan-out-${workers}`);
  const { deliveries, refused } = await receiver.end();
  const different = new Set(deliveries.map(({ path, eventId }) => `${path} ${eventId}`)).size;
  await stack.stop();
  const result: FanOut = {
    ...{
      workspaces: workspaces.length,
      endpoints,
      workers,
      deliveries: different,
      refused,
      complete,
      usage,
      receiverMs,
    },
    repeated: deliveries.length - different,
  };
  return {
    tables: [tableOf(result)],
    goals: [
      {
        what: 'every event reaches every endpoint, once, and is verified',
        measured: `${expected - different} missing, ${result.repeated} twice, ${refused} refused`,
        limit: 'none',
        met: complete && different === expected && result.repeated + refused === 0,
      },
    ],
  };
}

/** @returns secrets by path */
async function addEndpoints(
  workspaces: readonly Workspace[],
  endpoints: number,
  port: number,
): Promise<Record<string, string>> {
  const wanted = workspaces.flatMap((workspace) =>
    Array.from({ length: endpoints }, (_, index) => ({ workspace, path: `/${workspace.id}/${index}` })),
  );
  const secrets = await inParallel(wanted, 8, async ({ workspace, path }) => [
    path,
    await workspace.client.addWebhookEndpoint(`http://127.0.0.1:${port}${path}`, ['*']),
  ]);
  return Object.fromEntries(secrets) as Record<string, string>;
}

function tableOf({ workspaces, endpoints, workers, deliveries, usage, receiverMs }: FanOut): Table {
  const each = (value: number | null) => (value === null ? null : `${(value / deliveries).toFixed(2)} ms`);
  return {
    title: 'Fan-out of webhooks',
    note:
      'A backlog of events is delivered to receivers that answer at once, in one process beside. Processor time, ' +
      'statements and transactions from the first worker’s start, divided by the deliveries.',
    columns: [
      'endpoints',
      'workers',
      'deliveries',
      'pace',
      'worker',
      'Postgres',
      'receiver',
      'statements',
      'transactions',
    ],
    rows: [
      [
        `${workspaces} × ${endpoints}`,
        String(workers),
        String(deliveries),
        `${Math.round(deliveries / (usage.wallMs / 1_000))}/s`,
        each(usage.worker),
        each(usage.postgres),
        each(receiverMs),
        (usage.statements / deliveries).toFixed(2),
        (usage.transactions / deliveries).toFixed(2),
      ],
    ],
  };
}
