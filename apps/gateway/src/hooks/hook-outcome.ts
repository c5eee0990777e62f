import type { WebhookVerdict } from '@postern/core';

/** What became of a hook. `unknown` ones name no connection that could take them. */
export const HOOK_OUTCOMES = [
  'taken',
  'repeated',
  'forged',
  'stale',
  'malformed',
  'unsigned',
  'no_secret',
  'unknown',
] as const;
export type HookOutcome = (typeof HOOK_OUTCOMES)[number];

export type HookRefusal = Exclude<HookOutcome, 'taken' | 'repeated' | 'unknown'>;

export function refusalOf({ reason }: Extract<WebhookVerdict, { ok: false }>): HookRefusal {
  return reason === 'no_signature' ? 'unsigned' : reason;
}
