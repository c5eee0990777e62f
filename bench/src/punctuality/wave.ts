/** Posts with their due times: asked of the API beforehand, then looked for in the sandbox's request log. */
import { randomBytes } from 'node:crypto';
import { becomes } from '../stack/await';
import { type Connection, accountOf } from '../stack/connections';
import { inParallel } from '../stack/gateway-client';
import type { SandboxClient } from '../stack/sandbox-client';
import type { Stack } from '../stack/stack';

export interface DuePost {
  connection: Connection;
  /** Unique: it is what ties a request that reaches the upstream to this post. */
  text: string;
  /** Milliseconds since the epoch; `null` = at once. */
  due: number | null;
}

/** Requests of the API at the same time. */
const WIDTH = 16;
/** Between the last answer of the API and the first due time: everybody is at rest again. */
const REST_MS = 2_000;

/** Posts over the connections by turns. */
export function plan(
  connections: readonly Connection[],
  count: number,
  due: (index: number) => number | null,
): DuePost[] {
  const wave = randomBytes(4).toString('hex');
  return Array.from({ length: count }, (_, index) => {
    const connection = connections[index % connections.length];
    if (connection === undefined) throw new Error('There are no connections.');
    return { connection, text: `bench ${wave} ${index}`, due: due(index) };
  });
}

/** Asks for all of them through the API. @throws where that left too little time before the first is due */
export async function ask(posts: readonly DuePost[]): Promise<void> {
  await inParallel(posts, WIDTH, ({ connection, text, due }) =>
    connection.workspace.client.publish({
      accountId: accountOf(connection),
      text,
      scheduledAt: due === null ? null : new Date(due),
    }),
  );
  const first = Math.min(...posts.map(({ due }) => due ?? Infinity));
  if (Date.now() > first - REST_MS) {
    throw new Error('The API needed too long to take the posts: nothing can be said of punctuality.');
  }
}

/** A whole second far enough away that so many posts can be asked for before it. */
export function timeAfterAsking(count: number, perSecond: number): number {
  const askingMs = (count / perSecond) * 1_000 * 2.5;
  return Math.ceil((Date.now() + askingMs + REST_MS + 3_000) / 1_000) * 1_000;
}

/** Nothing waits to be handed over any more. @throws where that takes longer */
export async function handedOver(stack: Stack, withinMs: number): Promise<void> {
  const done = await becomes(async () => (await waiting(stack)) === 0, withinMs);
  if (!done) throw new Error(`${await waiting(stack)} posts were not handed over in ${withinMs / 1_000} s.`);
}

async function waiting({ db }: Stack): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from submissions where state in ('held', 'sending', 'unknown')`,
  );
  return rows[0]?.count ?? 0;
}

/**
 * Milliseconds from each post's due time to its first request at the upstream.
 *
 * The upstream's own log is asked, on the same machine and clock, and not the gateway: a process that is too
 * busy to send would also be late in noting when it meant to. So the figure includes the way over loopback
 * and the wait until the sandbox, which is one busy process, looks at its socket.
 *
 * @throws where a post never got there, or too early
 */
export async function latenessOf(sandbox: SandboxClient, posts: readonly DuePost[]): Promise<number[]> {
  const arrivals = new Map<string, number>();
  for (const { text, at } of await sandbox.requests()) {
    if (text !== null && !arrivals.has(text)) arrivals.set(text, Date.parse(at));
  }
  return posts.map(({ text, due }) => {
    const arrival = arrivals.get(text);
    if (arrival === undefined || due === null) throw new Error(`"${text}" never reached its upstream.`);
    // Both clocks are this machine's, but neither is read at the very moment of the event.
    if (arrival < due - 5) throw new Error(`"${text}" was sent ${due - arrival} ms before its time.`);
    return arrival - due;
  });
}

/** Each text is on the networks once. @throws where one is there twice, or not at all */
export async function onceEach(sandbox: SandboxClient, published: number): Promise<void> {
  const complete = await becomes(async () => (await sandbox.network()).count >= published, 60_000);
  const { count, doubles } = await sandbox.network();
  if (!complete || count !== published || doubles > 0) {
    throw new Error(`${published} posts are ${count} on the networks, ${doubles} of them more than once.`);
  }
}
