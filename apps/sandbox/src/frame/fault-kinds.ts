/** Nothing is done upstream; the caller gets an answer that says no. */
export const REFUSING_KINDS = ['refuse', '429', '503', 'html-502'] as const;
/** Nothing is done upstream, and the caller cannot know: no answer at all. */
export const DROPPING_KINDS = ['hang', 'reset'] as const;
/** The request takes effect, the caller does not learn it, or late. */
export const COMMITTING_KINDS = [
  'accept-then-hang',
  'accept-then-reset',
  'accept-then-500',
  'malformed-json',
  'truncated-json',
  'slow-drip',
] as const;
/** How a post ends on the platform, after a good submission. */
export const OUTCOME_KINDS = [
  'fail-auth',
  'fail-content',
  'fail-rate',
  'fail-server',
  'stuck',
  'no-url',
] as const;
/** What happens to a delivery to a webhook. */
export const WEBHOOK_KINDS = [
  'drop-webhook',
  'duplicate-webhook',
  'reorder-webhooks',
  'late-webhook',
  'stale-webhook',
  'forged-webhook',
] as const;

export type OutcomeKind = (typeof OUTCOME_KINDS)[number];
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];

/** All that one request can meet; at most one of them strikes it. */
export const REQUEST_KINDS = [...REFUSING_KINDS, ...DROPPING_KINDS, ...COMMITTING_KINDS, 'slow'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export const FAULT_KINDS = [...REQUEST_KINDS, 'hide-fresh', ...OUTCOME_KINDS, ...WEBHOOK_KINDS] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Where a kind strikes: at requests, at list pages, at posts on their platform, at deliveries. */
export type FaultPlace = 'request' | 'list' | 'outcome' | 'webhook';

const PLACES: ReadonlyMap<string, FaultPlace> = new Map<string, FaultPlace>([
  ...REQUEST_KINDS.map((kind): [string, FaultPlace] => [kind, 'request']),
  ['hide-fresh', 'list'],
  ...OUTCOME_KINDS.map((kind): [string, FaultPlace] => [kind, 'outcome']),
  ...WEBHOOK_KINDS.map((kind): [string, FaultPlace] => [kind, 'webhook']),
]);

export function placeOf(kind: FaultKind): FaultPlace {
  return PLACES.get(kind) ?? 'request';
}

/** Milliseconds where a rule names none. Kinds that are not here have no use for a time. */
export const DEFAULT_DELAYS_MS: Readonly<Partial<Record<FaultKind, number>>> = {
  slow: 3_000,
  'slow-drip': 3_000,
  'hide-fresh': 3_000,
  // How long nothing is answered before the connection is cut, so that sockets do not pile up.
  hang: 60_000,
  'accept-then-hang': 60_000,
  'late-webhook': 3_000,
  'reorder-webhooks': 3_000,
  // Beyond the five minutes that receivers commonly tolerate.
  'stale-webhook': 600_000,
};
