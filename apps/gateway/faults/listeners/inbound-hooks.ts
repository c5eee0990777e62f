/** What became of the webhooks of the upstreams, by their own list and by the gateway's. */
import type { House } from '../house/house';

/** Upstreams that sign nothing, so that nobody can tell: their webhooks are a reason to read, and nothing else. */
const UNSIGNED = new Set(['upload-post']);

export interface InboundHooks {
  /** Sent by the sandbox, by what was done to them on purpose. */
  sent: ReadonlyMap<string, number>;
  /** By the gateway's count of outcomes. */
  counted: ReadonlyMap<string, number>;
  /** Forged ones that an API process took, of upstreams that sign theirs. */
  believed: string[];
}

export async function inboundHooks(house: House): Promise<InboundHooks> {
  const deliveries = await house.sandbox.deliveries();
  const sent = new Map<string, number>();
  for (const { fault } of deliveries) {
    const kind = fault?.replace(/-webhooks?$/, '') ?? 'in order';
    sent.set(kind, (sent.get(kind) ?? 0) + 1);
  }
  const rows = await house.cluster.query<{ outcome: string; n: number }>(
    'select outcome, sum(count)::int as n from hook_counts group by outcome order by outcome',
  );
  return {
    sent,
    counted: new Map(rows.map(({ outcome, n }) => [outcome, n])),
    believed: deliveries
      .filter(({ fault, lastStatus }) => fault === 'forged-webhook' && isTaken(lastStatus))
      .filter(({ upstream }) => !UNSIGNED.has(upstream))
      .map(({ upstream, event, body }) => `${upstream} ${event}: ${body.slice(0, 200)}`),
  };
}

const isTaken = (status: number | null) => status !== null && status < 300;
