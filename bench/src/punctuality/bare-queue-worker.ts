/**
 * A worker of the queue library alone, set up as the gateway sets it up (apps/gateway, jobs/queue-run.ts).
 * Notes when each job's handler began, and writes that down when it is told to end.
 *
 * Arguments: address of the database, concurrency, file for the result.
 */
import { writeFileSync } from 'node:fs';
import { Logger, run } from 'graphile-worker';
import { Pool } from 'pg';
import type { BarePayload, BareStart } from './bare-queue';

async function main(): Promise<void> {
  const [url, concurrencyText, file] = process.argv.slice(2);
  if (url === undefined || file === undefined) throw new Error('Address and file are needed.');
  const concurrency = Number(concurrencyText);
  const starts: BareStart[] = [];
  const runner = await run({
    pgPool: new Pool({ connectionString: url, max: Math.max(5, concurrency) }),
    concurrency,
    pollInterval: 500,
    noHandleSignals: true,
    logger: new Logger(() => () => undefined),
    taskList: {
      bare: (payload) => {
        starts.push({ due: (payload as BarePayload).due, at: Date.now() });
      },
    },
    preset: { worker: { localQueue: { size: concurrency * 2 }, completeJobBatchDelay: 0 } },
  });
  process.stdout.write('The queue runs.\n');
  process.once('SIGTERM', () => {
    void runner.stop().then(() => {
      writeFileSync(file, JSON.stringify(starts));
      process.exit(0);
    });
  });
}

void main();
