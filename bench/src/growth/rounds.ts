import { distributionOf } from '../distribution';
import { cpuOf, cpuOfFamily } from '../stack/cpu';
import { inParallel } from '../stack/gateway-client';
import type { Stack } from '../stack/stack';
import type { Hall, Request } from './requests';

/** Of one call or one of its units, milliseconds. */
export interface Cost {
  request: string;
  p50: number;
  p99: number;
  /** Processor time of API, Postgres, and where the bench does a worker's work of the bench; `null` = not known. */
  processor: number | null;
}

const WIDTH = 2;

/** Rounds of the same calls; the round in the middle counts, and the first is warm-up. */
export async function measureRequest(
  stack: Stack,
  hall: Hall,
  request: Request,
  { calls: usual, rounds }: { calls: number; rounds: number },
): Promise<Cost> {
  const calls = request.calls ?? usual;
  const all: Omit<Cost, 'request'>[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    await request.prepare?.(hall, calls);
    const before = processorTime(stack);
    const times = await inParallel(Array.from({ length: calls }), WIDTH, async () => {
      const startedAt = performance.now();
      await request.call(hall);
      return (performance.now() - startedAt) / request.units;
    });
    const after = processorTime(stack);
    if (round === 0) continue;
    const { p50, p99 } = distributionOf(times);
    const spent = before === null || after === null ? null : (after - before) / (calls * request.units);
    all.push({ p50, p99, processor: spent });
  }
  const middle = (of: (cost: Omit<Cost, 'request'>) => number) => distributionOf(all.map(of)).p50;
  return {
    request: request.name,
    p50: middle(({ p50 }) => p50),
    p99: middle(({ p99 }) => p99),
    processor: all.some(({ processor }) => processor === null)
      ? null
      : middle(({ processor }) => processor ?? 0),
  };
}

function processorTime({ api, databasePid }: Stack): number | null {
  const [server, database] = [cpuOf(api.pid), cpuOfFamily(databasePid)];
  return server === null || database === null ? null : server + database;
}
