/** A workspace with three posts beside one with thousands, all due at the same time. */
import { sleepUntil } from '../stack/await';
import { type Connection, connectAll } from '../stack/connections';
import type { SandboxClient } from '../stack/sandbox-client';
import type { Stack } from '../stack/stack';
import { createWorkspaces } from '../stack/workspaces';
import { becomes } from '../stack/await';
import { ask, type DuePost, latenessOf, plan, timeAfterAsking } from './wave';

export interface FairnessResult {
  what: string;
  /** Milliseconds, three figures each. */
  dueWithThem: number[];
  dueLater: number[];
  /** Posts of the crowd that had been handed over by then. */
  crowdDone: number;
}

/** Below what Postato's connections may write in a minute, so that no budget holds the crowd back. */
const PER_CONNECTION = 90;
const FEW = 3;
/** The second three fall due in the middle of the crowd's backlog. */
const LATER_MS = 2_000;

interface Hall {
  stack: Stack;
  sandbox: SandboxClient;
  askRate: number;
}

/** @param crowd posts of the other workspace; 0 = the three alone */
export async function fairness(
  { stack, sandbox, askRate }: Hall,
  what: string,
  crowd: number,
  crowdConnections: number,
): Promise<FairnessResult> {
  const [many, few] = await createWorkspaces(stack.db, stack.apiUrl, 2);
  if (many === undefined || few === undefined) throw new Error('Two workspaces are needed.');
  const [small] = await connectAll(sandbox, 'postato', [few]);
  if (small === undefined) throw new Error('A connection is needed.');
  const big: Connection[] =
    crowd === 0
      ? []
      : await connectAll(
          sandbox,
          'postato',
          Array.from({ length: crowdConnections }, () => many),
        );
  const due = timeAfterAsking(crowd + 2 * FEW, askRate);
  const others = plan(big, crowd, () => due);
  const withThem = plan([small], FEW, () => due);
  const later = plan([small], FEW, () => due + LATER_MS);
  await ask([...others, ...withThem, ...later]);
  await sandbox.forgetRequests();
  await sleepUntil(due + LATER_MS);
  const done = await becomes(async () => (await notAccepted(stack, small)) === 0, 180_000, 100);
  if (!done) throw new Error('The three posts were not handed over.');
  return {
    what,
    dueWithThem: (await latenessOf(stack, sandbox, withThem)).left,
    dueLater: (await latenessOf(stack, sandbox, later)).left,
    crowdDone: crowd - (big.length === 0 ? 0 : await openOf(stack, others)),
  };
}

export function connectionsFor(crowd: number): number {
  return Math.ceil(crowd / PER_CONNECTION);
}

async function notAccepted({ db }: Stack, { id }: Connection): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from submissions where connection_id = $1 and state <> 'accepted'`,
    [id],
  );
  return rows[0]?.count ?? 0;
}

async function openOf({ db }: Stack, posts: readonly DuePost[]): Promise<number> {
  const workspaces = [...new Set(posts.map(({ connection }) => connection.workspace.id))];
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from submissions where workspace_id = any($1::text[]) and state <> 'accepted'`,
    [workspaces],
  );
  return rows[0]?.count ?? 0;
}
