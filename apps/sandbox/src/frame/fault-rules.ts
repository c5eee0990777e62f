import { z } from 'zod';
import {
  COMMITTING_KINDS,
  DEFAULT_DELAYS_MS,
  FAULT_KINDS,
  placeOf,
  REFUSING_KINDS,
  type FaultKind,
} from './fault-kinds';
import { DESCRIBED_NAMES, UPSTREAM_NAMES } from './upstream-names';

const MINUTE_MS = 60_000;
/** No request is held up longer. */
const LONGEST_HOLD_MS = 10 * MINUTE_MS;
/** One rule costs every request a look at it. */
const MOST_RULES = 1_000;

const fields = z.strictObject({
  /** Free text, for people; also names the rule's chances, so that they stay when the rule is edited. */
  name: z.string().min(1).max(200).optional(),
  upstream: z.enum([...UPSTREAM_NAMES, '*']),
  /** `layers.publish`; with a star at one end `layers.*`, `*.webhook`; `*` for all. */
  operation: z.string().min(1).default('*'),
  kind: z.enum(FAULT_KINDS),
  /** How often it strikes; null = until removed. Default 1, and null for a rule with a probability. */
  times: z.number().int().positive().nullable().optional(),
  /** How likely it strikes what it matches, 0 to 1. */
  probability: z.number().min(0).max(1).default(1),
  /** Milliseconds; what they mean depends on the kind. */
  delayMs: z.number().nonnegative().optional(),
  /** Instead of the documented status of a refusal. */
  status: z.number().int().min(400).max(599).optional(),
  /** Sent as Retry-After with a refusal; null or absent = no header. */
  retryAfterSeconds: z.number().nonnegative().nullable().default(null),
  /** Only what has a text (or a delivery whose body) that contains this. */
  text: z.string().min(1).optional(),
  /** Only posts of this account. */
  account: z.string().min(1).optional(),
  /** Only requests with this API key. */
  apiKey: z.string().min(1).optional(),
  /** `truncated-json` in chunks that end too early, instead of a Content-Length that is never reached. */
  chunked: z.boolean().optional(),
  /** Not before so many milliseconds after the rule was made. */
  afterMs: z.number().nonnegative().default(0),
  /** Only for so many milliseconds from then on; null = as long as the rule is there. */
  forMs: z.number().positive().nullable().default(null),
});

type Fields = z.output<typeof fields>;

/** One rule as callers write it; unknown members and members that its kind has no use for are refused. */
export const faultRuleInput = fields.superRefine(refuseUseless).transform(({ times, delayMs, ...rule }) => ({
  ...rule,
  times: times === undefined ? (rule.probability < 1 ? null : 1) : times,
  delayMs: delayMs ?? DEFAULT_DELAYS_MS[rule.kind] ?? 0,
}));

/** All rules at once, with the seed of their chances. */
export const scenarioInput = z.strictObject({
  /** Named for people; no effect. */
  description: z.string().optional(),
  /** Described upstreams that are started with it; without effect on a sandbox that runs already. */
  described: z.array(z.enum(DESCRIBED_NAMES)).optional(),
  seed: z.union([z.number().int(), z.string().min(1)]).default(0),
  rules: z.array(faultRuleInput).max(MOST_RULES),
});

export type FaultRuleInput = z.input<typeof faultRuleInput>;
export type ScenarioInput = z.input<typeof scenarioInput>;
export type CheckedRule = z.output<typeof faultRuleInput>;

/** What is wrong with rules, for people and programs. */
export interface RuleIssue {
  /** Position in `rules`; null when one rule alone was given, or the matter is with none of them. */
  readonly rule: number | null;
  readonly field: string;
  readonly message: string;
}

export class RuleError extends Error {
  constructor(readonly issues: readonly RuleIssue[]) {
    super(issues.map(sentence).join('\n'));
  }
}

function sentence({ rule, field, message }: RuleIssue): string {
  const place = rule === null ? field : `rules[${rule}]${field === '' ? '' : `.${field}`}`;
  return place === '' ? message : `${place}: ${message}`;
}

/** Reads or throws a `RuleError` that names rule and field. */
export function readRules<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new RuleError(result.error.issues.flatMap(issuesOf));
}

function issuesOf(issue: z.core.$ZodIssue): RuleIssue[] {
  const [list, index, ...rest] = issue.path;
  const inRule = list === 'rules' && typeof index === 'number';
  const path = inRule ? rest : issue.path;
  const at = { rule: inRule ? index : null };
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      ...at,
      field: [...path, key].join('.'),
      message: 'There is no such member',
    }));
  }
  return [{ ...at, field: path.join('.'), message: issue.message }];
}

function refuseUseless(rule: Fields, context: z.RefinementCtx): void {
  const refuse = (field: keyof Fields, message: string) =>
    context.addIssue({
      code: 'custom',
      path: [field],
      message: `${message} (${rule.kind} has no use for it)`,
    });
  const { kind } = rule;
  const place = placeOf(kind);
  if (rule.delayMs !== undefined && DEFAULT_DELAYS_MS[kind] === undefined) {
    refuse('delayMs', `Only for ${Object.keys(DEFAULT_DELAYS_MS).join(', ')}`);
  }
  if (rule.delayMs !== undefined && holdsUp(kind) && rule.delayMs > LONGEST_HOLD_MS) {
    context.addIssue({
      code: 'custom',
      path: ['delayMs'],
      message: `At most ${LONGEST_HOLD_MS} for ${kind}`,
    });
  }
  if (rule.status !== undefined && !isOneOf(REFUSING_KINDS, kind) && kind !== 'accept-then-500') {
    refuse('status', `Only for ${REFUSING_KINDS.join(', ')}, accept-then-500`);
  }
  if (rule.retryAfterSeconds !== null && !isOneOf(REFUSING_KINDS, kind)) {
    refuse('retryAfterSeconds', `Only for ${REFUSING_KINDS.join(', ')}`);
  }
  if (rule.account !== undefined && place !== 'outcome') {
    refuse('account', 'Only for kinds that say how a post ends');
  }
  if (rule.apiKey !== undefined && place !== 'request' && place !== 'list') {
    refuse('apiKey', 'Only for kinds that strike requests');
  }
  if (rule.text !== undefined && place === 'list') refuse('text', 'Not for lists');
  if (rule.chunked !== undefined && kind !== 'truncated-json') refuse('chunked', 'Only for truncated-json');
  if (rule.operation !== '*' && place === 'outcome') {
    refuse('operation', 'Only for kinds that strike requests, lists and webhooks');
  }
}

/** Kinds whose delay keeps a connection open. */
function holdsUp(kind: FaultKind): boolean {
  return kind === 'slow' || kind === 'hang' || isOneOf(COMMITTING_KINDS, kind);
}

function isOneOf(kinds: readonly FaultKind[], kind: FaultKind): boolean {
  return kinds.includes(kind);
}
