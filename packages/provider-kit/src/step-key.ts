import { createHash } from 'node:crypto';

/** What Postern promises of its keys; most upstreams do not say what they take. */
const LONGEST_KEY = 64;

/** The idempotency key of one step of a submission, at most 64 characters: a longer one is hashed whole. */
export function stepKey(idempotencyKey: string, step: string): string {
  const key = `${idempotencyKey}.${step}`;
  return key.length <= LONGEST_KEY ? key : createHash('sha256').update(key).digest('hex');
}
