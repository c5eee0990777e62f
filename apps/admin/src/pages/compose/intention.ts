import { newKey } from './draft';

/**
 * One thing that a person wants done. A second click, or a try after a lost reply, is the same request under the same
 * Idempotency-Key, and makes one group.
 */
export interface Intention {
  key: string;
  body: string;
}

export function intentionFor(last: Intention | null, request: unknown): Intention {
  const body = JSON.stringify(request);
  return last?.body === body ? last : { key: `compose-${newKey()}`, body };
}
