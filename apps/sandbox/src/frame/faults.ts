import { rowId } from './row-id';
import { drawAt, seedFrom } from './chance';
import type { SimClock } from './clock';
import {
  OUTCOME_KINDS,
  placeOf,
  WEBHOOK_KINDS,
  type FaultKind,
  type FaultPlace,
  type OutcomeKind,
  type WebhookKind,
} from './fault-kinds';
import {
  faultRuleInput,
  readRules,
  RuleError,
  scenarioInput,
  type CheckedRule,
  type FaultRuleInput,
} from './fault-rules';
import { covers, webhookOf, type Operations } from './operations';
import { derivedFrom, type Slice, type StateStore } from './state-store';

/** A rule and what became of it. */
export type FaultRule = CheckedRule & {
  readonly id: string;
  /** Of a scenario: stays listed when it is used up. */
  readonly isScenario: boolean;
  /** Seed of its own chances. */
  readonly stream: number;
  /** On the steady clock, in milliseconds. */
  readonly madeAtMs: number;
  /** How often it matched, and how often it struck. */
  seen: number;
  struck: number;
};

/** What a rule is held against. */
export interface FaultTarget {
  readonly upstream: string;
  readonly operation: string;
  readonly text: string | null;
  /** A text that the operation is about, but does not submit: only for rules that name the operation. */
  readonly subject?: string | null;
  readonly apiKey?: string | null;
}

interface FaultState {
  seed: number | string;
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
  { word: '#truncated', kind: 'truncated-json', once: true },
  { word: '#refuse', kind: 'refuse', once: false },
  { word: '#slow', kind: 'slow', once: false },
];

/** `#fail-auth:threads` is for one platform: a simulator resolves it with `wordsFor` before it asks. */
const OUTCOME_WORDS = OUTCOME_KINDS.map((kind) => ({ kind, pattern: new RegExp(`#${kind}(?!:[a-z])`) }));

/** Decides which fault strikes; carries none out. Rules come from `/_sandbox`, the rest from texts. */
export class FaultPlan {
  private readonly slice: Slice<FaultState>;
  private readonly spent: () => Set<string>;

  constructor(
    private readonly store: StateStore,
    private readonly clock: SimClock,
    private readonly operations: Operations,
  ) {
    this.slice = store.slice('faults', (): FaultState => ({ seed: 0, rules: [], spent: [] }));
    this.spent = derivedFrom(this.slice, ({ spent }) => new Set(spent));
  }

  get seed(): number | string {
    return this.slice.value.seed;
  }

  /** Adds one rule behind the others; it goes when it is used up. Throws a `RuleError`. */
  add(input: FaultRuleInput): FaultRule {
    const rule = readRules(faultRuleInput, input);
    this.check(rule, null);
    return this.keep(rule, false);
  }

  /** Replaces every rule and the seed of their chances. Throws a `RuleError`, and then changes nothing. */
  replace(input: unknown): void {
    const { seed, rules } = readRules(scenarioInput, input);
    rules.forEach((rule, index) => this.check(rule, index));
    this.slice.value.seed = seed;
    this.slice.value.rules = [];
    for (const rule of rules) this.keep(rule, true);
    this.store.touch();
  }

  list(): readonly FaultRule[] {
    return this.slice.value.rules;
  }

  clear(): void {
    this.slice.value.rules = [];
    this.store.touch();
  }

  /** The fault of one request, used up by asking. */
  ofRequest(target: FaultTarget): FaultRule | null {
    return this.strike('request', target) ?? this.ofWords(target);
  }

  /** Rows younger than this many milliseconds are missing from that list now; 0 = none are. */
  hiddenFreshMs(target: FaultTarget): number {
    return this.strike('list', target)?.delayMs ?? 0;
  }

  /** How a post must end, by rule or by a word in its text; null = well. Used up by asking: ask once per post. */
  ofOutcome(upstream: string, account: string, text: string): OutcomeKind | null {
    const rule = this.strike(
      'outcome',
      { upstream, operation: '', text },
      (candidate) => candidate.account === undefined || candidate.account === account,
    );
    if (rule !== null) return OUTCOME_KINDS.find((kind) => kind === rule.kind) ?? null;
    if (!text.includes('#')) return null;
    return OUTCOME_WORDS.find(({ pattern }) => pattern.test(text))?.kind ?? null;
  }

  /**
   * What happens to one delivery to a webhook.
   * @param canWait false while another one waits for this to pass it
   */
  ofWebhook(upstream: string, body: string, canWait: boolean): { kind: WebhookKind; delayMs: number } | null {
    const target = { upstream, operation: webhookOf(upstream), text: body };
    const rule = this.strike(
      'webhook',
      target,
      (candidate) => canWait || candidate.kind !== 'reorder-webhooks',
    );
    const kind = WEBHOOK_KINDS.find((known) => known === rule?.kind);
    return kind === undefined ? null : { kind, delayMs: rule?.delayMs ?? 0 };
  }

  private check({ operation, upstream, kind }: CheckedRule, rule: number | null): void {
    const place = placeOf(kind);
    if (place === 'outcome' || operation === '*') return;
    const message = this.operations.problemWith(operation, upstream, place);
    if (message !== null) throw new RuleError([{ rule, field: 'operation', message }]);
  }

  private keep(rule: CheckedRule, isScenario: boolean): FaultRule {
    const { seed, rules } = this.slice.value;
    // By what it says, not by its place: a rule before it leaves its chances as they are.
    const identity = rule.name ?? JSON.stringify(rule);
    const streams = new Set(rules.map(({ stream }) => stream));
    let twin = 0;
    while (streams.has(streamOf(seed, identity, twin))) twin += 1;
    const kept: FaultRule = {
      ...rule,
      id: rowId(),
      isScenario,
      stream: streamOf(seed, identity, twin),
      madeAtMs: this.clock.steady(),
      seen: 0,
      struck: 0,
    };
    rules.push(kept);
    this.store.touch();
    return kept;
  }

  /** The first rule whose chance comes true. All that match draw, so that no rule's draws depend on another's. */
  private strike(
    place: FaultPlace,
    target: FaultTarget,
    suits: (rule: FaultRule) => boolean = () => true,
  ): FaultRule | null {
    const { rules } = this.slice.value;
    if (rules.length === 0) return null;
    const nowMs = this.clock.steady();
    let striking: FaultRule | null = null;
    for (const rule of rules) {
      if (placeOf(rule.kind) !== place || !isActive(rule, nowMs)) continue;
      if (!matches(rule, target) || !suits(rule)) continue;
      const hits = rule.probability === 1 || drawAt(rule.stream, rule.seen) < rule.probability;
      rule.seen += 1;
      if (hits) striking ??= rule;
    }
    if (striking === null) return null;
    striking.struck += 1;
    if (striking.struck === striking.times && !striking.isScenario) rules.splice(rules.indexOf(striking), 1);
    this.store.touch();
    return striking;
  }

  private ofWords({ upstream, operation, text }: FaultTarget): FaultRule | null {
    if (text === null || !text.includes('#')) return null;
    const found = REQUEST_WORDS.find(({ word }) => text.includes(word));
    if (found === undefined) return null;
    if (found.once) {
      const key = JSON.stringify([upstream, found.word, text]);
      if (this.spent().has(key)) return null;
      this.spent().add(key);
      this.slice.value.spent.push(key);
      this.store.touch();
    }
    const rule = faultRuleInput.parse({ upstream, operation, kind: found.kind });
    const bookkeeping = { isScenario: false, stream: 0, madeAtMs: 0, seen: 1, struck: 1 };
    return { ...rule, ...bookkeeping, id: found.word };
  }
}

function streamOf(seed: number | string, identity: string, twin: number): number {
  return seedFrom(JSON.stringify([seed, identity, twin]));
}

function isActive({ times, struck, madeAtMs, afterMs, forMs }: FaultRule, nowMs: number): boolean {
  if (times !== null && struck >= times) return false;
  const ageMs = nowMs - madeAtMs - afterMs;
  return ageMs >= 0 && (forMs === null || ageMs < forMs);
}

function matches(rule: FaultRule, { upstream, operation, text, subject, apiKey }: FaultTarget): boolean {
  const about = text ?? (rule.operation === '*' ? null : (subject ?? null));
  return (
    (rule.upstream === '*' || rule.upstream === upstream) &&
    covers(rule.operation, operation) &&
    (rule.text === undefined || (about ?? '').includes(rule.text)) &&
    (rule.apiKey === undefined || rule.apiKey === apiKey)
  );
}
