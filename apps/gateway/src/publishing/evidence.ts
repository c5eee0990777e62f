import type { Exchange } from '@postern/provider-kit';

/** An upstream that answers in many small steps must not fill the attempt's row. */
const MAX_EXCHANGES = 50;

/** Collects what an attempt sent and heard; the kit has redacted it already. */
export class EvidenceRecorder {
  readonly exchanges: Exchange[] = [];

  add(exchange: Exchange): void {
    if (this.exchanges.length < MAX_EXCHANGES) this.exchanges.push(exchange);
  }

  get anythingSent(): boolean {
    return this.exchanges.some((exchange) => exchange.outcome !== 'not_sent');
  }
}
