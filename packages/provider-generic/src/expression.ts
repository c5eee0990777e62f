/**
 * The one door to JSONata. An expression sees a copy of plain JSON and nothing else, gives plain JSON back,
 * and is bounded in time, depth and length. Regular expressions are refused because a running one cannot be
 * interrupted; `$eval` because it would escape that check; clock and chance because the same submission must
 * always give the same bytes.
 */
import type { Json, JsonObject } from '@postern/core';
import jsonata from 'jsonata';
import type { ManifestExpression } from './manifest-schema';

/** Bounds of one evaluation. */
export const EXPRESSION_LIMITS = {
  /** Milliseconds; generous, because it only has to end what would never end. */
  timeout: 1_000,
  /** Nested evaluations. */
  stack: 500,
  /** Items of one array. */
  sequence: 10_000,
  /** Characters of the result as JSON. */
  resultLength: 1_000_000,
} as const;

const REFUSED_FUNCTIONS = new Set(['eval', 'random', 'shuffle', 'now', 'millis', 'pad']);

/** An expression cannot be compiled or did not end well; `place` is its path in the manifest. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  constructor(
    readonly place: string,
    message: string,
  ) {
    super(`${place}: ${message}`);
  }
}

/** Compiles each expression of a manifest once. */
export class Expressions {
  private readonly compiled = new Map<string, jsonata.Expression>();

  /** Throws `ExpressionError` for a text that is no expression or uses what is refused. */
  compile(expression: ManifestExpression, place: string): jsonata.Expression {
    const source = sourceOf(expression);
    const known = this.compiled.get(source);
    if (known) return known;
    const fresh = compileSource(source, place);
    this.compiled.set(source, fresh);
    return fresh;
  }

  /** `undefined` where the expression finds nothing. */
  async evaluate(
    expression: ManifestExpression,
    place: string,
    input: JsonObject,
  ): Promise<Json | undefined> {
    const compiled = this.compile(expression, place);
    let result: unknown;
    try {
      result = await compiled.evaluate(structuredClone(input));
    } catch (error) {
      throw new ExpressionError(place, messageOf(error));
    }
    return plainJson(result, place);
  }

  async isTrue(expression: ManifestExpression, place: string, input: JsonObject): Promise<boolean> {
    return (await this.evaluate(expression, place, input)) === true;
  }
}

function sourceOf(expression: ManifestExpression): string {
  return typeof expression === 'string' ? expression : expression.join('\n');
}

function compileSource(source: string, place: string): jsonata.Expression {
  const { timeout, stack, sequence } = EXPRESSION_LIMITS;
  let compiled: jsonata.Expression;
  try {
    compiled = jsonata(source, { timeout, stack, sequence });
  } catch (error) {
    throw new ExpressionError(place, messageOf(error));
  }
  const refused = refusedPart(compiled.ast());
  if (refused) throw new ExpressionError(place, refused);
  return compiled;
}

/** Walks the syntax tree; iterative, so that a deep tree cannot exhaust the stack. */
function refusedPart(root: unknown): string | null {
  const waiting: unknown[] = [root];
  const seen = new Set<object>();
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (typeof node !== 'object' || node === null || seen.has(node)) continue;
    seen.add(node);
    const { type, value } = node as { type?: unknown; value?: unknown };
    if (type === 'regex' || value instanceof RegExp) return 'regular expressions are not allowed';
    if (type === 'variable' && typeof value === 'string' && REFUSED_FUNCTIONS.has(value)) {
      return `$${value} is not allowed`;
    }
    waiting.push(...(Object.values(node) as unknown[]));
  }
  return null;
}

function plainJson(value: unknown, place: string): Json | undefined {
  if (value === undefined) return undefined;
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    throw new ExpressionError(place, messageOf(error));
  }
  if (text === undefined) return undefined;
  if (text.length > EXPRESSION_LIMITS.resultLength)
    throw new ExpressionError(place, 'the result is too large');
  return JSON.parse(text) as Json;
}

/** JSONata throws plain objects with a message as well as errors. */
function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) {
    return String(error.message);
  }
  return 'the expression failed';
}
