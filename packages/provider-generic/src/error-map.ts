/** From an upstream's error reply to ours: envelope paths, then the manifest's ordered table. */
import type { ProviderContext, PublishErrorCode } from '@postern/core';
import { cutText, type ErrorContext, type HttpReply, type UpstreamWords } from '@postern/provider-kit';
import type { Engine } from './engine';
import type { Manifest } from './manifest-schema';
import { pauseOf } from './rate-limits';
import { isJsonObject, readCode, readRows, readText, wordKey } from './value-path';

export type ErrorLine = Manifest['errors']['table'][number];

const LONGEST_MESSAGE = 1024;

/** The first line of the table that fits status and code. */
export function errorLineOf({ errors }: Manifest, reply: HttpReply): ErrorLine | null {
  const code = readCode(reply.json, errors.code);
  return (
    errors.table.find(
      (line) => (line.status?.includes(reply.status) ?? true) && (!line.code || hasWord(line.code, code)),
    ) ?? null
  );
}

export function errorContext(
  engine: Engine,
  ctx: ProviderContext,
  platform: string | null = null,
): ErrorContext {
  return {
    provider: engine.providerId,
    platform,
    now: ctx.now(),
    readError: (reply) => readEnvelope(engine.manifest, reply, ctx.now()),
  };
}

/** Our code for what an upstream said of a delivery that failed later; null where it is not listed. */
export function deliveryCode({ errors }: Manifest, code: string | null): PublishErrorCode | null {
  return errors.delivery.find((line) => hasWord(line.code, code))?.is ?? null;
}

export function hasWord(words: readonly string[], word: string | null): boolean {
  return word !== null && words.some((each) => wordKey(each) === wordKey(word));
}

function readEnvelope(manifest: Manifest, reply: HttpReply, now: number): UpstreamWords {
  const { errors } = manifest;
  const line = errorLineOf(manifest, reply);
  const message = [readText(reply.json, errors.message), fieldFaults(manifest, reply.json)]
    .filter((part) => part !== null)
    .join(' ');
  return {
    ...(line ? { code: line.is } : {}),
    ...(line?.retryable === undefined ? {} : { retryable: line.retryable }),
    retryAfter: pauseOf(manifest, reply, now),
    upstreamCode: readCode(reply.json, errors.code),
    upstreamMessage: message === '' ? null : cutText(message, LONGEST_MESSAGE),
  };
}

/** Faults per field, from a list of rows or from a map of field to sentences. */
function fieldFaults({ errors }: Manifest, json: unknown): string | null {
  const { fields } = errors;
  if (!fields) return null;
  const rows = readRows(json, fields.rows);
  const faults = rows
    ? rows.map((row) => [readText(row, fields.field), readText(row, fields.message)])
    : mapFaults(json, fields.rows);
  const sentences = faults.map((parts) => parts.filter((part) => part !== null).join(': '));
  const told = sentences.filter((sentence) => sentence !== '').slice(0, 10);
  return told.length > 0 ? `(${told.join('; ')})` : null;
}

function mapFaults(json: unknown, path: string): (string | null)[][] {
  for (const alternative of path.split('|')) {
    const map = isJsonObject(json) ? json[alternative.trim()] : undefined;
    if (!isJsonObject(map)) continue;
    return Object.entries(map).map(([field, value]) => [field, faultOf(value)]);
  }
  return [];
}

/** A sentence, a list of them, or an object that holds one under the name that zod's formatter gave it. */
function faultOf(value: unknown): string | null {
  if (isJsonObject(value)) return faultOf(value['_errors'] ?? value['message']);
  if (!Array.isArray(value)) return readText(value, '$');
  const sentences = value.filter((each) => typeof each === 'string');
  return sentences.length > 0 ? sentences.join(', ') : null;
}
