/** One stretch: clients are connected, events are written, receipts are counted. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { type Distribution, distributionOf } from '../distribution';
import { becomes } from '../stack/await';
import { Child } from '../stack/child';
import { cpuOf, cpuOfFamily, memoryOf } from '../stack/cpu';
import type { Stack } from '../stack/stack';
import { type WriteEvent, writeSteadily } from './event-writer';
import { checkReceipts, type Receipts, type Written } from './receipts';
import { ALL_CONNECTED, ALL_RECEIVED, type StreamPlan, type StreamReport } from './stream-report';

/** Who sends the streams, and how events come to them. */
export interface StreamBed {
  who: string;
  server: Child;
  db: Pool;
  clients: { workspaceId: string; url: string; key: string | null }[];
  write: WriteEvent;
  /** What was written since the last look, in the order in which it must be received. */
  written: () => Promise<Written[]>;
}

export interface Measured {
  who: string;
  perSecond: number;
  /** At which events were really written. */
  pace: number;
  events: number;
  clients: number;
  lag: Distribution;
  receipts: Receipts;
  broken: number;
  cost: Cost;
}

/** Processor time in milliseconds, memory in MiB. */
interface Cost {
  server: number | null;
  worker: number | null;
  postgres: number | null;
  clients: number | null;
  /** Of the server before and with the clients, and after the last event. */
  memory: { before: number | null; connected: number | null; after: number | null };
}

/** So long a message may be on its way once everything is written. */
const LATE_MS = 30_000;
/** A message that comes twice comes soon. */
const TWICE_MS = 500;

export async function measureStreams(
  stack: Stack,
  bed: StreamBed,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Measured> {
  const workspaceIds = [...new Set(bed.clients.map(({ workspaceId }) => workspaceId))];
  // Each workspace as many as the others, so that it is known how much there is to receive.
  const count = Math.ceil((perSecond * seconds) / workspaceIds.length) * workspaceIds.length;
  const expected = (count / workspaceIds.length) * bed.clients.length;
  const before = memoryOf(bed.server.pid);
  const { child, logFile, reportFile } = await startClients(stack, bed, expected);
  const connected = memoryOf(bed.server.pid);
  const processorTime = () => ({
    server: cpuOf(bed.server.pid),
    worker: stack.workers[0] ? cpuOf(stack.workers[0].pid) : null,
    postgres: cpuOfFamily(stack.databasePid),
    clients: cpuOf(child.pid),
  });
  const start = processorTime();
  const pace = await writeSteadily(bed.db, workspaceIds, { perSecond, count, write: bed.write });
  const isComplete = () => Promise.resolve(readFileSync(logFile, 'utf8').includes(ALL_RECEIVED));
  // Whatever is still missing then counts as missed.
  await becomes(isComplete, LATE_MS, 50);
  const end = processorTime();
  const after = memoryOf(bed.server.pid);
  await pause(TWICE_MS);
  await child.stop();
  const { received, lags, broken } = JSON.parse(readFileSync(reportFile, 'utf8')) as StreamReport;
  const receipts = checkReceipts(
    await bed.written(),
    bed.clients.map(({ workspaceId }, index) => ({ workspaceId, received: received[index] ?? [] })),
  );
  const less = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b);
  return {
    ...{ who: bed.who, perSecond, pace, events: count, clients: bed.clients.length, receipts, broken },
    lag: distributionOf(lags),
    cost: {
      server: less(end.server, start.server),
      worker: less(end.worker, start.worker),
      postgres: less(end.postgres, start.postgres),
      clients: less(end.clients, start.clients),
      memory: { before, connected, after },
    },
  };
}

/** Resolves once every client has its stream. */
async function startClients(
  { dataDir }: Stack,
  { clients }: StreamBed,
  expected: number,
): Promise<{ child: Child; logFile: string; reportFile: string }> {
  const [planFile, reportFile] = [join(dataDir, 'stream-plan.json'), join(dataDir, 'stream-report.json')];
  const logFile = join(dataDir, 'stream-clients.log');
  const plan: StreamPlan = {
    clients: clients.map(({ url, key }) => ({ url, key })),
    expected,
    reportFile,
  };
  writeFileSync(planFile, JSON.stringify(plan));
  const child = await Child.start({
    name: 'stream clients',
    script: join(__dirname, 'stream-clients.js'),
    args: [planFile],
    env: {},
    logFile,
    ready: (log) => log.includes(ALL_CONNECTED),
  });
  return { child, logFile, reportFile };
}
