import { ApiError, NetworkError, PosternError, TimeoutError } from './errors';
import type { Operation } from './operation';

const BASE_MS = 250;
const CAP_MS = 8_000;

/** Statuses that say nothing against the request itself. */
const PASSING = [408, 425, 429, 500, 502, 503, 504];
/** Answered before anything was done. */
const UNTOUCHED = [429, 503];

export interface FailedTry {
  operation: Operation;
  error: unknown;
  /** How many there were, this one included. */
  tries: number;
  maxRetries: number;
  /** The request names the version that it changes, so that its own first try makes the next one fail. */
  conditional: boolean;
}

/**
 * How long to wait before the next try, in ms; null where there shall be none.
 *
 * GET, DELETE and a POST with its key have the same effect done twice as once. A PATCH sets values, so it has
 * too, unless it is bound to a version; then only what certainly did nothing is repeated.
 */
export function retryDelay(failed: FailedTry, random: () => number = Math.random): number | null {
  const { error, operation } = failed;
  // The first request still runs: not a failure but a reason to wait, as long as there is time.
  if (error instanceof ApiError && error.code === 'IDEMPOTENCY_IN_FLIGHT') {
    return (error.retryAfter ?? 1) * 1000 + random() * BASE_MS;
  }
  if (failed.tries > failed.maxRetries || !isPassing(error)) return null;
  if (!isRepeatable(operation, failed.conditional) && !isUntouched(error)) return null;
  const spread = random() * Math.min(CAP_MS, BASE_MS * 2 ** (failed.tries - 1));
  const asked = error instanceof ApiError ? error.retryAfter : null;
  // What was asked for is a least; those who were sent away together must not come back together.
  return asked === null ? spread : asked * 1000 + Math.min(spread, 1000);
}

/** It may go better another time. */
export function isPassing(error: unknown): error is PosternError {
  if (error instanceof ApiError) return PASSING.includes(error.status);
  return error instanceof NetworkError || error instanceof TimeoutError;
}

/** The request may have been carried out although no good answer came. */
export function isAmbiguous(error: unknown): boolean {
  return isPassing(error) && !isUntouched(error);
}

function isUntouched(error: unknown): boolean {
  return error instanceof ApiError && UNTOUCHED.includes(error.status) && error.problem !== null;
}

function isRepeatable(operation: Operation, conditional: boolean): boolean {
  switch (operation.method) {
    case 'POST':
      return operation.idempotent;
    case 'PATCH':
      return !conditional;
    default:
      return true;
  }
}
