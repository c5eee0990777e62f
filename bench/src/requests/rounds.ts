import { cpuOf } from '../stack/cpu';
import type { Stack } from '../stack/stack';
import { measureUsage } from '../stack/usage';
import type { Server } from './floor';
import { load } from './load';
import type { Ground, Scene } from './scenes';

/** What a request of a scene cost at one server; medians of the rounds. */
export interface Figures {
  perSecond: number;
  p50: number;
  p99: number;
  /** Milliseconds of processor time a request; `null` where the system does not tell. */
  server: number | null;
  postgres: number | null;
  statements: number;
  transactions: number;
}

export interface SceneResult {
  scene: Scene;
  floor: Figures;
  gateway: Figures;
}

export interface Plan {
  rounds: number;
  seconds: number;
  connections: number;
}

/** One after the other, round by round, so that a neighbour's load meets both. */
export async function runScene(
  stack: Stack,
  servers: readonly [Server, Server],
  { scene, ground, plan }: { scene: Scene; ground: Ground; plan: Plan },
): Promise<SceneResult> {
  const measured: Record<Server['name'], Figures[]> = { floor: [], gateway: [] };
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const server of servers)
      measured[server.name].push(await measureRound(stack, server, scene, ground, plan));
  }
  return { scene, floor: medianOf(measured.floor), gateway: medianOf(measured.gateway) };
}

async function measureRound(
  stack: Stack,
  server: Server,
  scene: Scene,
  ground: Ground,
  { seconds, connections }: Plan,
): Promise<Figures> {
  const before = cpuOf(server.child.pid);
  const ends = await measureUsage(stack);
  const { requests, perSecond, latency } = await load(
    { url: server.url, connections, seconds },
    scene,
    ground,
  );
  const usage = await ends();
  const after = cpuOf(server.child.pid);
  return {
    perSecond,
    p50: latency.p50,
    p99: latency.p99,
    server: before === null || after === null ? null : (after - before) / requests,
    postgres: usage.postgres === null ? null : usage.postgres / requests,
    statements: usage.statements / requests,
    transactions: usage.transactions / requests,
  };
}

function medianOf(rounds: readonly Figures[]): Figures {
  const of = (pick: (figures: Figures) => number) => median(rounds.map(pick));
  const known = (pick: (figures: Figures) => number | null) =>
    rounds.some((figures) => pick(figures) === null) ? null : of((figures) => pick(figures) ?? NaN);
  return {
    perSecond: of(({ perSecond }) => perSecond),
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    server: known(({ server }) => server),
    postgres: known(({ postgres }) => postgres),
    statements: of(({ statements }) => statements),
    transactions: of(({ transactions }) => transactions),
  };
}

/** Of an even number the lower one of the two in the middle: a figure that was measured. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new Error('Nothing was measured.');
  return middle;
}
