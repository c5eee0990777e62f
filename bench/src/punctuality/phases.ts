/** One measured stretch: many posts due at once, or so many a second. */
import { type Distribution, distributionOf } from '../distribution';
import { sleepUntil } from '../stack/await';
import type { Connection } from '../stack/connections';
import type { SandboxClient } from '../stack/sandbox-client';
import type { Stack } from '../stack/stack';
import { measureUsage, type Usage } from '../stack/usage';
import { ask, handedOver, latenessOf, plan, timeAfterAsking } from './wave';

export interface PhaseResult {
  what: string;
  workers: number;
  /** When first requests left the worker. */
  lateness: Distribution;
  /** When the upstream looked at them. */
  seen: Distribution;
  /** From the first due time to the last departure, milliseconds. */
  spanMs: number;
  usage: Usage;
}

export interface Bed {
  stack: Stack;
  sandbox: SandboxClient;
  connections: readonly Connection[];
  /** Posts a second that the API has shown to take. */
  askRate: number;
}

const WARM_UP = 300;

/** Lets every process compile what it will run: a service that has run for a while is what is measured. */
export async function warmUp(
  stack: Stack,
  connections: readonly Connection[],
): Promise<{ posts: number; askRate: number }> {
  const started = Date.now();
  const posts = plan(connections, WARM_UP, () => null);
  await ask(posts);
  const askRate = (posts.length / (Date.now() - started)) * 1_000;
  await handedOver(stack, 60_000);
  return { posts: posts.length, askRate };
}

export function burst(bed: Bed, count: number): Promise<PhaseResult> {
  const due = timeAfterAsking(count, bed.askRate);
  return phase(bed, `${count} due at once`, count, () => due);
}

export function steady(bed: Bed, perSecond: number, seconds: number): Promise<PhaseResult> {
  const count = perSecond * seconds;
  const first = timeAfterAsking(count, bed.askRate);
  return phase(bed, `${perSecond}/s for ${seconds} s`, count, (index) =>
    Math.round(first + (index * 1_000) / perSecond),
  );
}

async function phase(
  { stack, sandbox, connections }: Bed,
  what: string,
  count: number,
  due: (index: number) => number,
): Promise<PhaseResult> {
  await sandbox.forgetRequests();
  const posts = plan(connections, count, due);
  await ask(posts);
  await sleepUntil(due(0) - 500);
  const endOfUsage = await measureUsage(stack);
  await sleepUntil(due(count - 1));
  await handedOver(stack, 180_000);
  const usage = await endOfUsage();
  const { left, seen } = await latenessOf(stack, sandbox, posts);
  return {
    what,
    workers: stack.workers.length,
    lateness: distributionOf(left),
    seen: distributionOf(seen),
    spanMs: Math.max(...left.map((late, index) => due(index) + late)) - due(0),
    usage,
  };
}
