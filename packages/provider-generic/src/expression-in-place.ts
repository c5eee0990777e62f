/**
 * Runs expressions of manifests that ship with this package: they were reviewed, so that the library's own bounds
 * do, and a turn of the event loop is saved each time. They have no deadline: many take turns on one loop, where
 * the clock says more about the others. What a user wrote runs in `expression-thread.ts`.
 */
import type { Json, JsonObject } from '@postern/core';
import jsonata from 'jsonata';
import { EXPRESSION_LIMITS } from './expression-thread';

/** As many as the presets hold. */
const compiled = new Map<string, jsonata.Expression>();

/** Rejects with what the library throws; `undefined` where the expression finds nothing. */
export async function evaluateInPlace(source: string, input: JsonObject): Promise<Json | undefined> {
  let expression = compiled.get(source);
  if (!expression) {
    const { stack, sequence } = EXPRESSION_LIMITS;
    expression = jsonata(source, { stack, sequence });
    compiled.set(source, expression);
  }
  const result: unknown = await expression.evaluate(structuredClone(input));
  if (result === undefined) return undefined;
  const text = JSON.stringify(result) as string | undefined;
  if (text === undefined) return undefined;
  if (text.length > EXPRESSION_LIMITS.resultLength) throw new Error('the result is too large');
  return JSON.parse(text) as Json;
}
