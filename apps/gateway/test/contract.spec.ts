/**
 * Requests made from the served document, against the running API: it never fails, and every reply is as
 * described. Sent one after the other from a seed, so that a run can be repeated:
 * `CONTRACT_SEED=… CONTRACT_REQUESTS=… CONTRACT_ONLY=createPostGroup npx jest test/contract.spec.ts`.
 */
import fc from 'fast-check';
import type { Document, PlacedOperation } from '../src/http/openapi/document-types';
import { flawOfReply } from './contract/check-reply';
import { toCurl, toRequest, Wire } from './contract/exchange';
import { planFor, type RequestPlan } from './contract/request-plan';
import { type Scene, setScene } from './contract/scene';
import { readServed, type ServedDocument } from './contract/served-document';

jest.setTimeout(600_000);

const SEED = Number(process.env.CONTRACT_SEED ?? 20_261_201);
const REQUESTS = Number(process.env.CONTRACT_REQUESTS ?? 5_000);
/** Every operation has its turn several times, so that each meets what the others left behind. */
const ROUNDS = 5;
/** One of so many requests is checked for rows that it must not have written. */
const LOOK_AT_ROWS_EVERY = 10;

let scene: Scene;
let served: ServedDocument;
let wire: Wire;
beforeAll(async () => {
  scene = await setScene();
  const document = (await scene.gateway.api.call('GET', '/openapi.json', { key: null })).body as Document;
  served = readServed(document);
  wire = new Wire();
}, 120_000);
afterAll(async () => {
  wire.close();
  await scene.gateway.close();
});

interface Tally {
  sent: number;
  succeeded: number;
  statuses: Map<number, number>;
  ms: number;
}

const tallies = new Map<string, Tally>();
let sent = 0;

/** @throws Error that says what is wrong with the reply, and how to get it again */
async function exchange(placed: PlacedOperation, plan: RequestPlan): Promise<void> {
  const request = toRequest(scene.gateway.api.url, placed, plan, scene.pool, scene.keys);
  const looksAtRows = (sent += 1) % LOOK_AT_ROWS_EVERY === 0;
  const before = looksAtRows ? await scene.rowCounts() : null;
  const start = performance.now();
  const reply = await wire.send(request);
  count(placed, reply.status, performance.now() - start);
  const flaw = flawOfReply(served, placed, reply);
  if (flaw !== null) throw new Error(`${reply.status}, ${flaw}\n${toCurl(request)}`);
  if (placed.method === 'delete' && reply.status === 204) scene.pool.forget(request.url.split(/[/?]/));
  if (reply.status < 300 && reply.text !== '') scene.pool.learn(JSON.parse(reply.text));
  if (before === null || reply.status < 400) return;
  const after = await scene.rowCounts();
  const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
  if (changed.length > 0)
    throw new Error(`${reply.status}, and yet rows in ${changed.join()}\n${toCurl(request)}`);
}

function count({ operation }: PlacedOperation, status: number, ms: number): void {
  const id = operation.operationId!;
  const tally = tallies.get(id) ?? { sent: 0, succeeded: 0, statuses: new Map<number, number>(), ms: 0 };
  tallies.set(id, tally);
  tally.sent += 1;
  tally.ms += ms;
  if (status < 300) tally.succeeded += 1;
  tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
}

/** What went wrong with an operation; the smallest request that shows it. */
async function findFlaw(placed: PlacedOperation, numRuns: number, seed: number): Promise<string | null> {
  const around = { schemaOf: served.schemaOf, known: scene.known, bodies: scene.bodies };
  const property = fc.asyncProperty(planFor(placed, around), (plan) => exchange(placed, plan));
  const { failed, errorInstance } = await fc.check(property, {
    seed,
    numRuns,
    interruptAfterTimeLimit: 30_000,
  });
  if (!failed) return null;
  const message = errorInstance instanceof Error ? errorInstance.message : 'interrupted';
  return `${placed.operation.operationId} (CONTRACT_SEED=${SEED}): ${message}`;
}

it(`answers ${REQUESTS} requests as the document says`, async () => {
  const only = process.env.CONTRACT_ONLY?.split(',');
  const operations = served.operations.filter(
    ({ operation }) => only === undefined || only.includes(operation.operationId!),
  );
  const perTurn = Math.ceil(REQUESTS / ROUNDS / operations.length);
  const flaws: string[] = [];
  const broken = new Set<PlacedOperation>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, placed] of operations.entries()) {
      if (broken.has(placed)) continue;
      const flaw = await findFlaw(placed, perTurn, SEED + round * 1_000 + index);
      if (flaw === null) continue;
      flaws.push(flaw);
      broken.add(placed);
    }
  }
  report();
  expect(flaws.join('\n\n')).toBe('');
  expect(sent).toBeGreaterThanOrEqual(REQUESTS);
  const rare = [...tallies].filter(([, tally]) => tally.sent < ROUNDS * perTurn).map(([id]) => id);
  expect(rare).toEqual([]);
});

/** Operations that cannot succeed by what the document says. */
const NEVER: Readonly<Record<string, string>> = {
  takeProviderWebhook: 'needs the signature of a provider',
  getSession: 'needs the cookie of a session',
  endSession: 'needs the cookie of a session',
};

/** Fewer may have no luck with a rare one; that each can succeed is shown by `npm run walk`, too. */
const ENOUGH = 5_000;

it('had success with every operation', () => {
  if (process.env.CONTRACT_ONLY !== undefined || REQUESTS < ENOUGH) return;
  const never = [...tallies]
    .filter(([id, tally]) => tally.succeeded === 0 && !(id in NEVER))
    .map(([id]) => id);
  expect(never).toEqual([]);
});

function report(): void {
  const lines = [...tallies].map(([id, tally]) => {
    const statuses = [...tally.statuses].sort(([one], [other]) => one - other);
    return `${id.padEnd(22)} ${(tally.ms / tally.sent).toFixed(0).padStart(4)} ms  ${statuses.map(([status, times]) => `${status}: ${times}`).join(', ')}`;
  });
  process.stdout.write(`${sent} requests, seed ${SEED}\n${lines.join('\n')}\n`);
}
