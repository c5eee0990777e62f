import { type ApiError, apiError, NetworkError, TimeoutError } from './errors';
import type { Operation } from './operation';
import { type FailedTry, isAmbiguous, retryDelay } from './retry-policy';

const operation = (method: string, idempotent = false): Operation => ({
  id: 'x',
  method,
  path: '/v1/x',
  query: [],
  idempotent,
  reply: 'json',
});
const answer = (status: number, code = 'X', retryAfter: number | null = null): ApiError => {
  const problem = { type: '', title: '', status, detail: '', code: 'CONFLICT' as const, requestId: '' };
  return apiError({ status, code, message: '', problem, requestId: null, retryAfter });
};
const delay = (more: Partial<FailedTry>, random = 1) =>
  retryDelay(
    { operation: operation('GET'), error: answer(503), tries: 1, maxRetries: 4, conditional: false, ...more },
    () => random,
  );
const lost = new NetworkError('lost');

it.each([408, 429, 500, 502, 503, 504])('tries again after %i', (status) => {
  expect(delay({ error: answer(status) })).toBe(250);
});

it.each([400, 401, 403, 404, 405, 409, 413, 415, 422, 501])('takes %i for an answer', (status) => {
  expect(delay({ error: answer(status) })).toBeNull();
});

it('spreads the pauses over all of their growing range, up to 8 s', () => {
  expect([1, 2, 3, 6, 9].map((tries) => delay({ tries, maxRetries: 10 }))).toEqual([
    250, 500, 1000, 8000, 8000,
  ]);
  expect(delay({ tries: 3 }, 0)).toBe(0);
  expect(delay({ tries: 5 })).toBeNull();
  expect(delay({ maxRetries: 0 })).toBeNull();
});

it('never comes back before Retry-After', () => {
  expect(delay({ error: answer(429, 'RATE_LIMITED', 3) }, 0)).toBe(3000);
  expect(delay({ error: answer(429, 'RATE_LIMITED', 3), tries: 4 })).toBe(4000);
});

it('waits for a first request that still runs, however often', () => {
  expect(delay({ error: answer(409, 'IDEMPOTENCY_IN_FLIGHT', 1), tries: 99 }, 0)).toBe(1000);
});

it('repeats after a lost reply only what is safe to be done twice', () => {
  for (const error of [lost, new TimeoutError('late'), answer(500), answer(502)]) {
    expect(delay({ error, operation: operation('DELETE') })).not.toBeNull();
    expect(delay({ error, operation: operation('POST', true) })).not.toBeNull();
    expect(delay({ error, operation: operation('PATCH') })).not.toBeNull();
    expect(delay({ error, operation: operation('POST') })).toBeNull();
    expect(delay({ error, operation: operation('PATCH'), conditional: true })).toBeNull();
  }
  // Refused before anything was done.
  expect(delay({ error: answer(429), operation: operation('POST') })).not.toBeNull();
  expect(delay({ error: answer(503), operation: operation('PATCH'), conditional: true })).not.toBeNull();
});

it('knows no other error as one that passes', () => {
  expect(delay({ error: new Error('a bug') })).toBeNull();
  expect(isAmbiguous(lost)).toBe(true);
  expect(isAmbiguous(answer(429))).toBe(false);
});
