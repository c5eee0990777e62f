import type { FastifyRequest } from 'fastify';
import type { SimClock } from './clock';

declare module 'fastify' {
  interface FastifyRequest {
    /** Rows younger than this many milliseconds are missing from the list that this request reads. */
    sandboxHiddenMs: number;
  }
}

/** No row made later than this, by the upstream's clock, is in the list that this request gets. */
export function newestShownMs({ sandboxHiddenMs }: FastifyRequest, clock: SimClock): number {
  return sandboxHiddenMs > 0 ? clock.now() - sandboxHiddenMs : Number.POSITIVE_INFINITY;
}

/** Whether a row of that time is old enough to be listed. */
export function isMadeBy(madeAt: string, newestMs: number): boolean {
  return newestMs === Number.POSITIVE_INFINITY || Date.parse(madeAt) <= newestMs;
}
