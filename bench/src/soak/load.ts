/** Posts at a rate, through the API, with the reads that a caller makes beside them. */
import { setTimeout as pause } from 'node:timers/promises';
import { accountOf, type Connection } from '../stack/connections';

/** What the API has answered. */
export interface Answers {
  created: number;
  reads: number;
  /** Failed calls by their first words, and how often each. */
  errors: Map<string, number>;
  /** Posts that were not asked for because too many calls were under way. */
  heldBack: number;
}

export const newAnswers = (): Answers => ({ created: 0, reads: 0, errors: new Map(), heldBack: 0 });

const TICK_MS = 20;
/** An API that is this far behind gets no more until it has answered. */
const MOST_UNDER_WAY = 200;
const LIST_EVERY = 10;

export interface Wanted {
  /** Posts a second. */
  rate: number;
  untilMs: number;
  /** Asked before each post: a caller that waits for its posts stops here. */
  mayGoOn?: () => boolean;
}

/** Due at once; each group is read after it was made, and every tenth time a list is. */
export async function drive(
  connections: readonly Connection[],
  answers: Answers,
  { rate, untilMs, mayGoOn = () => true }: Wanted,
): Promise<void> {
  const startedAt = Date.now();
  const underWay = new Set<Promise<void>>();
  let asked = 0;
  while (Date.now() < untilMs) {
    const due = Math.floor(((Date.now() - startedAt) * rate) / 1_000);
    for (; asked < due; asked += 1) {
      if (underWay.size >= MOST_UNDER_WAY || !mayGoOn()) {
        answers.heldBack += 1;
        continue;
      }
      const connection = connections[asked % connections.length];
      if (connection === undefined) throw new Error('There are no connections.');
      const call = callerOf(connection, answers, asked).finally(() => underWay.delete(call));
      underWay.add(call);
    }
    await pause(TICK_MS);
  }
  await Promise.all(underWay);
}

async function callerOf(connection: Connection, answers: Answers, number: number): Promise<void> {
  const { client } = connection.workspace;
  try {
    const text = `soak ${answers.created} ${number} ${Date.now()}`;
    const id = await client.publish({ accountId: accountOf(connection), text, scheduledAt: null });
    answers.created += 1;
    await client.readGroup(id);
    answers.reads += 1;
    if (number % LIST_EVERY !== 0) return;
    await client.listGroups(50);
    answers.reads += 1;
  } catch (error) {
    const what = String(error).slice(0, 120);
    answers.errors.set(what, (answers.errors.get(what) ?? 0) + 1);
  }
}
