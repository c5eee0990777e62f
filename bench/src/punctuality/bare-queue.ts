/** The queue library by itself: jobs that do nothing, on the same server, at the same due times. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMigrations } from 'graphile-worker';
import { Client } from 'pg';
import { type Distribution, distributionOf } from '../distribution';
import { becomes, sleepUntil } from '../stack/await';
import { Child } from '../stack/child';

export interface BarePayload {
  due: number;
}

export interface BareStart extends BarePayload {
  at: number;
}

export interface BareResult {
  what: string;
  workers: number;
  lateness: Distribution;
  spanMs: number;
}

/** As the gateway has its jobs fetched (jobs/job-runner.ts). */
const CONCURRENCY = 20;
const DATABASE = 'bare_queue';

/** Makes a database of its own for the queue. @returns its address */
export async function bareDatabase(serverUrl: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`create database ${DATABASE}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${DATABASE}`;
  await runMigrations({ connectionString: url.href });
  return url.href;
}

/** @param due milliseconds after the first due time, by job */
export async function bareQueue(
  url: string,
  what: string,
  workers: number,
  count: number,
  due: (index: number) => number,
): Promise<BareResult> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-bench-bare-'));
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const files = Array.from({ length: workers }, (_, index) => join(folder, `starts-${index}.json`));
    const children = await Promise.all(files.map((file) => startWorker(url, file)));
    const first = Math.ceil(Date.now() / 1_000) * 1_000 + 4_000;
    const times = Array.from({ length: count }, (_, index) => Math.round(first + due(index)));
    await client.query(
      `select graphile_worker.add_job('bare', json_build_object('due', due), run_at => to_timestamp(due / 1000.0))
       from unnest($1::float8[]) as due`,
      [times],
    );
    await sleepUntil(Math.max(...times));
    const done = await becomes(async () => {
      const { rows } = await client.query<{ left: number }>(
        'select count(*)::int as left from graphile_worker.jobs',
      );
      return rows[0]?.left === 0;
    }, 120_000);
    if (!done) throw new Error('The bare queue did not end.');
    await Promise.all(children.map((child) => child.stop()));
    const starts = files.flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as BareStart[]);
    if (starts.length !== count) throw new Error(`${count} bare jobs began ${starts.length} times.`);
    const spanMs = Math.max(...starts.map(({ at }) => at)) - first;
    return { what, workers, lateness: distributionOf(starts.map(({ due, at }) => at - due)), spanMs };
  } finally {
    await client.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

function startWorker(url: string, file: string): Promise<Child> {
  return Child.start({
    name: 'bare queue',
    script: join(__dirname, 'bare-queue-worker.js'),
    args: [url, String(CONCURRENCY), file],
    env: {},
    logFile: `${file}.log`,
    ready: (log) => log.includes('The queue runs.'),
  });
}
