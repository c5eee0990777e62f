/** What became of everything that was asked for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { Stack } from '../stack/stack';

const OPEN = `('scheduled', 'queued', 'publishing', 'unknown')`;

export async function openPosts(db: Pool): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from posts where status in ${OPEN}`,
  );
  return rows[0]?.count ?? 0;
}

/** Submissions that are not with their upstream yet. */
export async function waitingPosts(db: Pool): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from submissions where state in ('held', 'sending', 'unknown')`,
  );
  return rows[0]?.count ?? 0;
}

/** Posts that ended otherwise than published, by the code of their error. */
export async function failures(db: Pool): Promise<Record<string, number>> {
  const { rows } = await db.query<{ code: string; count: number }>(
    `select status || coalesce(' ' || error_code, '') as code, count(*)::int as count from posts
     where status <> 'published' group by 1 order by 1`,
  );
  return Object.fromEntries(rows.map(({ code, count }) => [code, count]));
}

/** pino's number of `error`; `fatal` is above it. */
const ERROR = 50;

/** What API and workers have called an error in their logs, by its words. */
export function loggedErrors({ dataDir }: Stack, workers: number): Map<string, number> {
  const files = ['api.log', ...Array.from({ length: workers }, (_, index) => `worker-${index + 1}.log`)];
  const found = new Map<string, number>();
  for (const line of files.flatMap((file) => readFileSync(join(dataDir, file), 'utf8').split('\n'))) {
    const words = errorIn(line);
    if (words !== null) found.set(words, (found.get(words) ?? 0) + 1);
  }
  return found;
}

/** `null` where the line is no error. What is no JSON was written by something that broke. */
export function errorIn(line: string): string | null {
  if (line.trim() === '') return null;
  try {
    const { level, msg } = JSON.parse(line) as { level?: number; msg?: string };
    return (level ?? 0) >= ERROR ? (msg ?? 'no message').slice(0, 120) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return line.slice(0, 120);
    throw error;
  }
}
