/** What a stretch of time has cost: processor time by process, statements and transactions. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { cpuOf, cpuOfFamily } from './cpu';
import type { Stack } from './stack';

export interface Usage {
  wallMs: number;
  /** Milliseconds of processor time; `null` where the system does not tell. */
  worker: number | null;
  api: number | null;
  sandbox: number | null;
  postgres: number | null;
  /** Of everybody in the gateway's database, the bench's own few included. */
  statements: number;
  transactions: number;
}

/** Begins to count; the returned function ends the stretch and tells. */
export async function measureUsage(stack: Stack): Promise<() => Promise<Usage>> {
  await resetStatements(stack.db);
  const before = await read(stack);
  return async () => {
    const after = await read(stack);
    const less = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b);
    return {
      wallMs: after.wallMs - before.wallMs,
      worker: less(after.worker, before.worker),
      api: less(after.api, before.api),
      sandbox: less(after.sandbox, before.sandbox),
      postgres: less(after.postgres, before.postgres),
      statements: after.statements,
      transactions: after.transactions - before.transactions,
    };
  };
}

export async function resetStatements(db: Pool): Promise<void> {
  await db.query('select pg_stat_statements_reset()');
}

async function read(stack: Stack): Promise<Usage> {
  const workers = stack.workers.map((worker) => cpuOf(worker.pid));
  return {
    wallMs: Date.now(),
    worker: workers.reduce((sum, ms) => (sum === null || ms === null ? null : sum + ms), 0 as number | null),
    api: cpuOf(stack.api.pid),
    sandbox: cpuOf(stack.sandbox.pid),
    postgres: cpuOfFamily(stack.databasePid),
    ...(await countsOf(stack.db)),
  };
}

async function countsOf(db: Pool): Promise<Pick<Usage, 'statements' | 'transactions'>> {
  const { rows } = await db.query<{ statements: number; transactions: number }>(
    `select (select coalesce(sum(calls), 0)::float8 from pg_stat_statements s join pg_database d on d.oid = s.dbid
         where d.datname = current_database()) as statements,
       (select (xact_commit + xact_rollback)::float8 from pg_stat_database
         where datname = current_database()) as transactions`,
  );
  return rows[0] ?? { statements: 0, transactions: 0 };
}

interface StatementCost {
  calls: number;
  /** Milliseconds that the server spent on finding out how to do it, and on doing it. */
  planMs: number;
  execMs: number;
  text: string;
}

/** The dearest statements since the last `measureUsage`. */
async function dearestStatements(db: Pool, limit: number): Promise<StatementCost[]> {
  const { rows } = await db.query<StatementCost>(
    `select calls::float8 as calls, total_plan_time as "planMs", total_exec_time as "execMs",
       left(regexp_replace(query, '\\s+', ' ', 'g'), 160) as text
     from pg_stat_statements s join pg_database d on d.oid = s.dbid
     where d.datname = current_database() order by total_plan_time + total_exec_time desc limit $1`,
    [limit],
  );
  return rows;
}

/** A table of the dearest statements since the last `measureUsage`. @param folder empty = none is kept */
export async function keepStatements(folder: string, db: Pool, name: string): Promise<void> {
  if (folder === '') return;
  const lines = (await dearestStatements(db, 40)).map(
    ({ calls, planMs, execMs, text }) => `${calls}\t${planMs.toFixed(1)}\t${execMs.toFixed(1)}\t${text}`,
  );
  const table = ['calls\tplanning, ms\texecution, ms\tstatement', ...lines, ''].join('\n');
  writeFileSync(join(folder, `statements-${name.replaceAll(/[^a-z0-9]+/gi, '-')}.tsv`), table);
}
