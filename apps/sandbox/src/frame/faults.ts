import { z } from 'zod';
import { ulid } from 'ulid';
import type { Slice, StateStore } from './state-store';

/** Nothing is done upstream; the caller gets an error. */
export const REFUSING_KINDS = ['refuse', '429', '503', 'html-502'] as const;
/** The request takes effect, the caller does not learn it. */
export const COMMITTING_KINDS = [
  'accept-then-hang',
  'accept-then-reset',
  'accept-then-500',
  'malformed-json',
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
/** Faults of other places: a late answer, lists that lag, deliveries lost or doubled. */
export const OTHER_KINDS = ['slow', 'hide-fresh', 'drop-webhook', 'duplicate-webhook'] as const;

export type RefusingKind = (typeof REFUSING_KINDS)[number];
export type CommittingKind = (typeof COMMITTING_KINDS)[number];
export type OutcomeKind = (typeof OUTCOME_KINDS)[number];

export const faultRuleInput = z.strictObject({
  upstream: z.enum(['layers', 'postpost', 'postato']),
  /** `layers.publish`, … or `*`. Outcome kinds need none. */
  operation: z.string().default('*'),
  kind: z.enum([...REFUSING_KINDS, ...COMMITTING_KINDS, ...OUTCOME_KINDS, ...OTHER_KINDS]),
  /** How often it strikes; null = until removed. */
  times: z.number().int().positive().nullable().default(1),
  /** For `slow`: how late; for `hide-fresh`: how old a row must be to be listed. */
  delayMs: z.number().nonnegative().default(3000),
  /** Overrides the status of a refusal. */
  status: z.number().int().min(400).max(599).optional(),
  /** For `429`: sent as Retry-After; null or absent = no header. */
  retryAfterSeconds: z.number().nonnegative().nullable().default(null),
  /** Only requests (or posts) whose text contains this. */
  text: z.string().optional(),
  /** Only posts of this account (outcome kinds). */
  account: z.string().optional(),
});

export type FaultRuleInput = z.input<typeof faultRuleInput>;
export type FaultRule = z.output<typeof faultRuleInput> & { readonly id: string };
export type FaultKind = FaultRule['kind'];

interface FaultState {
  rules: FaultRule[];
  /** Magic words that strike once per text, and have. */
  spent: string[];
}

/** Which word in a text stands for which fault of the submitting request. `once`: per text and word. */
const REQUEST_WORDS: ReadonlyArray<{ word: string; kind: FaultKind; once: boolean }> = [
  { word: '#accept-then-hang', kind: 'accept-then-hang', once: true },
  { word: '#accept-then-reset', kind: 'accept-then-reset', once: true },
  { word: '#accept-then-500', kind: 'accept-then-500', once: true },
  { word: '#malformed', kind: 'malformed-json', once: true },
  { word: '#refuse', kind: 'refuse', once: false },
  { word: '#slow', kind: 'slow', once: false },
];

/** Decides which fault strikes; carries none out. Rules come from `/_sandbox/faults`, the rest from texts. */
export class FaultPlan {
  private readonly slice: Slice<FaultState>;

  constructor(private readonly store: StateStore) {
    this.slice = store.slice('faults', (): FaultState => ({ rules: [], spent: [] }));
  }

  add(input: FaultRuleInput): FaultRule {
    const rule = { ...faultRuleInput.parse(input), id: ulid() };
    this.slice.value.rules.push(rule);
    this.store.touch();
    return rule;
  }

  list(): readonly FaultRule[] {
    return this.slice.value.rules;
  }

  clear(): void {
    this.slice.value.rules = [];
    this.store.touch();
  }

  /** The fault of one request, used up by asking. `text` is null where the operation carries none. */
  ofRequest(upstream: string, operation: string, text: string | null): FaultRule | null {
    const kinds: readonly string[] = [...REFUSING_KINDS, ...COMMITTING_KINDS, 'slow'];
    return (
      this.take((rule) => kinds.includes(rule.kind) && matches(rule, upstream, operation, text)) ??
      this.ofWords(upstream, operation, text)
    );
  }

  /** How a post must end, by rule or by a word in its text; null = well. Used up by asking: ask once per post. */
  ofOutcome(upstream: string, account: string, text: string): OutcomeKind | null {
    const isOutcome = (kind: string): kind is OutcomeKind => OUTCOME_KINDS.some((known) => known === kind);
    const rule = this.take(
      (candidate) =>
        isOutcome(candidate.kind) &&
        matches({ ...candidate, operation: '*' }, upstream, '*', text) &&
        (candidate.account === undefined || candidate.account === account),
    );
    if (rule !== null && isOutcome(rule.kind)) return rule.kind;
    // `#fail-auth:threads` is for one platform: a simulator resolves it with `wordsFor` before it asks.
    return OUTCOME_KINDS.find((kind) => new RegExp(`#${kind}(?!:[a-z])`).test(text)) ?? null;
  }

  /** Rows younger than this many milliseconds are missing from that list now; 0 = none are. */
  hiddenFreshMs(upstream: string, operation: string): number {
    const rule = this.take(
      ({ kind, ...rest }) => kind === 'hide-fresh' && matches(rest, upstream, operation, null),
    );
    return rule?.delayMs ?? 0;
  }

  /** What happens to one delivery to a webhook. */
  ofWebhook(upstream: string, operation: string): 'drop-webhook' | 'duplicate-webhook' | null {
    const rule = this.take(
      ({ kind, ...rest }) =>
        (kind === 'drop-webhook' || kind === 'duplicate-webhook') && matches(rest, upstream, operation, null),
    );
    return rule?.kind === 'drop-webhook' || rule?.kind === 'duplicate-webhook' ? rule.kind : null;
  }

  private ofWords(upstream: string, operation: string, text: string | null): FaultRule | null {
    const found = text === null ? undefined : REQUEST_WORDS.find(({ word }) => text.includes(word));
    if (found === undefined) return null;
    const key = JSON.stringify([upstream, found.word, text]);
    if (found.once) {
      if (this.slice.value.spent.includes(key)) return null;
      this.slice.value.spent.push(key);
      this.store.touch();
    }
    const upstreamName = faultRuleInput.shape.upstream.parse(upstream);
    return {
      ...faultRuleInput.parse({ upstream: upstreamName, operation, kind: found.kind }),
      id: found.word,
    };
  }

  private take(wanted: (rule: FaultRule) => boolean): FaultRule | null {
    const rules = this.slice.value.rules;
    const rule = rules.find(wanted);
    if (rule === undefined) return null;
    if (rule.times !== null) {
      rule.times -= 1;
      if (rule.times === 0) rules.splice(rules.indexOf(rule), 1);
      this.store.touch();
    }
    return rule;
  }
}

function matches(
  rule: Pick<FaultRule, 'upstream' | 'operation' | 'text'>,
  upstream: string,
  operation: string,
  text: string | null,
): boolean {
  return (
    rule.upstream === upstream &&
    (rule.operation === '*' || rule.operation === operation) &&
    (rule.text === undefined || (text ?? '').includes(rule.text))
  );
}
