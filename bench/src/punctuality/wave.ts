/** Posts with their due times: asked of the API beforehand, then looked for on their way to the upstream. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
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

/** Milliseconds after the due time, post by post. */
export interface Lateness {
  /** The post's first request left the worker. */
  left: number[];
  /** The upstream looked at it. */
  seen: number[];
}

/**
 * Neither is told by the gateway: one that is too busy to send would be as late in noting when it meant to.
 * What left is noted by a probe inside the worker, what arrived is in the sandbox's log; all on one machine
 * and its clock. Between the two lie loopback and the wait until the sandbox, one busy process, gets to it.
 *
 * @throws where a post never left or never got there, or too early
 */
export async function latenessOf(
  { callsFile }: Stack,
  sandbox: SandboxClient,
  posts: readonly DuePost[],
): Promise<Lateness> {
  const arrivals = new Map<string, number>();
  for (const { text, at } of await sandbox.requests()) {
    if (text !== null && !arrivals.has(text)) arrivals.set(text, Date.parse(at));
  }
  const wanted = posts.map(({ text }) => text);
  let departures = new Map<string, number>();
  const complete = () => {
    departures = departuresIn(readFileSync(callsFile, 'utf8'));
    return Promise.resolve(wanted.every((text) => departures.has(text)));
  };
  // The probe writes a few times a second.
  await becomes(complete, 5_000);
  return {
    left: posts.map((post) => lateBy(post, departures)),
    seen: posts.map((post) => lateBy(post, arrivals)),
  };
}

function departuresIn(text: string): Map<string, number> {
  const departures = new Map<string, number>();
  for (const line of text.split('\n').filter(Boolean)) {
    const space = line.indexOf(' ');
    const [at, what] = [Number(line.slice(0, space)), line.slice(space + 1)];
    departures.set(what, Math.min(at, departures.get(what) ?? Infinity));
  }
  return departures;
}

function lateBy({ text, due }: DuePost, times: ReadonlyMap<string, number>): number {
  const time = times.get(text);
  if (time === undefined || due === null) throw new Error(`"${text}" never got to its upstream.`);
  // Both clocks are this machine's, but neither is read at the very moment of the event.
  if (time < due - 5) throw new Error(`"${text}" was sent ${due - time} ms before its time.`);
  return time - due;
}

/** Each text is on the networks once. @throws where one is there twice, or not at all */
export async function onceEach(sandbox: SandboxClient, published: number): Promise<void> {
  const complete = await becomes(async () => (await sandbox.network()).count >= published, 60_000);
  const { count, doubles } = await sandbox.network();
  if (!complete || count !== published || doubles > 0) {
    throw new Error(`${published} posts are ${count} on the networks, ${doubles} of them more than once.`);
  }
}
