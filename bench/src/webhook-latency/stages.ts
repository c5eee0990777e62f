/** The way of an event from an upstream's webhook to ours, in stages. Pure. */
import { type Distribution, distributionOf } from '../distribution';

/** Moments of one event in their order; milliseconds of this machine's clock, `null` = not seen. */
export interface Way {
  /** The network shows the post, and the upstream decides to tell. */
  announced: number;
  /** The API takes the upstream's request. */
  received: number | null;
  stored: number | null;
  /** The worker's read reaches the upstream. */
  asked: number | null;
  /** The event's row is there, before its commit. */
  written: number;
  /** Readers were told of its number. */
  sequenced: number | null;
  /** The worker begins to send. */
  sent: number | null;
  delivered: number;
}

export interface Stage {
  what: string;
  time: Distribution;
}

const STAGES: readonly { what: string; from: keyof Way; to: keyof Way }[] = [
  { what: 'announced → received by the API', from: 'announced', to: 'received' },
  { what: 'received → stored', from: 'received', to: 'stored' },
  { what: 'stored → read reaches the upstream', from: 'stored', to: 'asked' },
  { what: 'read → event written', from: 'asked', to: 'written' },
  { what: 'written → numbered and announced', from: 'written', to: 'sequenced' },
  { what: 'numbered → sending begins', from: 'sequenced', to: 'sent' },
  { what: 'sending → with the receiver', from: 'sent', to: 'delivered' },
  { what: 'from the API’s receipt to the receiver', from: 'received', to: 'delivered' },
  { what: 'all of it', from: 'announced', to: 'delivered' },
];

/** Each stage over the events of which both ends were seen. */
export function stagesOf(ways: readonly Way[]): Stage[] {
  return STAGES.flatMap(({ what, from, to }) => {
    const times = ways.flatMap((way) => {
      const [begin, end] = [way[from], way[to]];
      return begin === null || end === null ? [] : [end - begin];
    });
    return times.length === 0 ? [] : [{ what, time: distributionOf(times) }];
  });
}

/** The last of `times`, which ascend, that is not after `moment`; `null` = there is none. */
export function lastBefore(times: readonly number[], moment: number): number | null {
  return times.findLast((time) => time <= moment) ?? null;
}

/** The first of `times`, which ascend, that is not before `moment`. */
export function firstAfter(times: readonly number[], moment: number): number | null {
  return times.find((time) => time >= moment) ?? null;
}
