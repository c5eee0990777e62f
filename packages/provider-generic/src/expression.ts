/**
 * The one door to JSONata. An expression sees a copy of plain JSON and nothing else, gives plain JSON back, and
 * is bounded in time, depth and length, and, unless it ships with this package, in memory and by a thread of its
 * own (`expression-thread.ts`). Only listed functions may be called:
 * clock and chance are not among them, because the same submission must always give the same bytes; nor is what
 * compiles text (`$eval`) or makes regular expressions of it (`$toMillis`), where the library had its holes.
 */
import type { Json, JsonObject } from '@postern/core';
import jsonata from 'jsonata';
import { ExpressionOverrun, ExpressionThread } from './expression-thread';
import type { ManifestExpression } from './manifest-schema';
import { nearestName } from './nearest';

const ALLOWED_FUNCTIONS = new Set(
  `sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim
  contains replace split join number floor ceil round abs boolean not map zip filter single reduce sift keys
  lookup append exists spread merge reverse each error type sort distinct base64encode base64decode
  encodeUrlComponent decodeUrlComponent`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** Names of JavaScript's own machinery: no upstream has such fields, and every hole so far began with one. */
const REFUSED_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

const thread = new ExpressionThread();

/** Where an expression that was checked runs. */
export type Evaluate = (source: string, input: JsonObject) => Promise<Json | undefined>;

/** For what anybody may have written. */
export const evaluateFenced: Evaluate = (source, input) => thread.evaluate(source, input);

/** An expression cannot be compiled or did not end well; `place` is its path in the manifest. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  constructor(
    readonly place: string,
    message: string,
    /** A later try may end well. */
    readonly isTransient = false,
  ) {
    super(`${place}: ${message}`);
  }
}

/** Checks each expression of a manifest once. */
export class Expressions {
  private readonly sound = new Set<string>();

  constructor(private readonly run: Evaluate = evaluateFenced) {}

  /** Throws `ExpressionError` for a text that is no expression or uses what is refused. */
  compile(expression: ManifestExpression, place: string): void {
    const source = sourceOf(expression);
    if (this.sound.has(source)) return;
    checkSource(source, place);
    this.sound.add(source);
  }

  /** `undefined` where the expression finds nothing. */
  async evaluate(
    expression: ManifestExpression,
    place: string,
    input: JsonObject,
  ): Promise<Json | undefined> {
    this.compile(expression, place);
    try {
      return await this.run(sourceOf(expression), input);
    } catch (error) {
      throw new ExpressionError(place, messageOf(error), error instanceof ExpressionOverrun);
    }
  }

  async isTrue(expression: ManifestExpression, place: string, input: JsonObject): Promise<boolean> {
    return (await this.evaluate(expression, place, input)) === true;
  }
}

export function sourceOf(expression: ManifestExpression): string {
  return typeof expression === 'string' ? expression : expression.join('\n');
}

function checkSource(source: string, place: string): void {
  let nodes: SyntaxNode[];
  try {
    nodes = nodesOf(jsonata(source).ast());
  } catch (error) {
    throw new ExpressionError(place, messageOf(error));
  }
  const own = new Set(nodes.flatMap(boundNames));
  for (const node of nodes) {
    const refusal = refusalOf(node, own);
    if (refusal !== null) throw new ExpressionError(place, refusal);
  }
}

interface SyntaxNode {
  type?: unknown;
  value?: unknown;
  [part: string]: unknown;
}

/** Every object of the syntax tree; iterative, so that a deep tree cannot exhaust the stack. */
function nodesOf(root: unknown): SyntaxNode[] {
  const waiting: unknown[] = [root];
  const seen = new Set<SyntaxNode>();
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (typeof node !== 'object' || node === null || seen.has(node as SyntaxNode)) continue;
    seen.add(node as SyntaxNode);
    waiting.push(...(Object.values(node) as unknown[]));
  }
  return [...seen];
}

/** The variables that the expression itself binds: by `:=`, as arguments, by `@$x` and `#$i`. */
function boundNames({ type, lhs, arguments: parameters, focus, index }: SyntaxNode): string[] {
  const bound = [
    ...(type === 'bind' ? [lhs] : []),
    ...(type === 'lambda' && Array.isArray(parameters) ? (parameters as unknown[]) : []),
  ].map((each) => (each as SyntaxNode | undefined)?.value);
  return [...bound, focus, ...(typeof index === 'string' ? [index] : [])].filter(
    (name): name is string => typeof name === 'string',
  );
}

function refusalOf({ type, value }: SyntaxNode, own: ReadonlySet<string>): string | null {
  if (type === 'regex' || value instanceof RegExp) return 'regular expressions are not allowed';
  if (type === 'transform') return 'the transform operator is not allowed';
  if (typeof value !== 'string') return null;
  if ((type === 'name' || type === 'string') && REFUSED_NAMES.has(value)) return `"${value}" is not allowed`;
  // `$` is the context, `$$` the root.
  if (type !== 'variable' || value === '' || value === '$') return null;
  if (own.has(value) || ALLOWED_FUNCTIONS.has(value)) return null;
  const near = nearestName(value, [...own, ...ALLOWED_FUNCTIONS]);
  return `$${value} is not known or not allowed${near === null ? '' : `; did you mean $${near}?`}`;
}

/** JSONata throws plain objects with a message as well as errors. */
function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) {
    return String(error.message);
  }
  return 'the expression failed';
}
