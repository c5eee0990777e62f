import type { InboundHooks } from './inbound-hooks';
import type { Listened } from './listeners';
import type { ToldEvent } from './receiver-books';

const list = (counts: ReadonlyMap<string, number>) =>
  [...counts].map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

export function listenersSummary(listened: Listened, hooks: InboundHooks): string[] {
  const { books, stream, events, attempts, deliveries } = listened;
  const failures = [...books.failures.values()].reduce((sum, count) => sum + count, 0);
  return [
    `webhooks: ${events - listened.unheard.length} of ${events} events received and acknowledged, ${books.taken} deliveries ` +
      `taken, ${books.repeats} of them repeats; deliveries: ${list(deliveries)}, recorded attempts: ${attempts}`,
    `the receiver failed ${failures} times (${list(books.failures)}), restarted ${books.restarts} times; worst delay ` +
      `${seconds(books.worstDelayMs)}, the last one ${seconds(listened.lastAfterMs)} after everything had settled`,
    `webhooks that only the secret verified that the receiver did not know just then: ${books.otherSecret}; by none: ` +
      `${books.unverified.length}; out of order within a post: ${books.disordered.length}; redirects followed: ${books.followed}`,
    `stream: ${events - listened.unstreamed.length} of ${events} events over ${stream.connections} connections, ` +
      `${stream.twice} twice, ${stream.disordered.length} out of order`,
    `hooks sent by the upstreams: ${list(hooks.sent)}; counted: ${list(hooks.counted)}`,
  ];
}

/** What makes the run a failure: sentences, with the first few cases each. */
export function listenersFailures(listened: Listened, hooks: InboundHooks): [string, readonly string[]][] {
  const { books, stream, unheard, unstreamed, deliveries } = listened;
  const tell = ({ id, sequence, type }: ToldEvent) => `${sequence} ${type} ${id}`;
  return [
    ['events that the receiver of webhooks never got', unheard.map(tell)],
    ['deliveries given up', deliveries.get('failed') ? [list(deliveries)] : []],
    ['deliveries that no secret verifies', books.unverified],
    ['deliveries out of order within a post', books.disordered],
    ['redirects followed', books.followed === 0 ? [] : [String(books.followed)]],
    ['events that the stream never sent', unstreamed.map(tell)],
    ['events out of order in the stream', stream.disordered],
    ['events that came twice in the stream', stream.twice === 0 ? [] : [String(stream.twice)]],
    ['refusals of the stream', stream.refused],
    ['forged hooks that were taken', hooks.believed],
  ];
}
