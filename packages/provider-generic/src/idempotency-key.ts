/** The key of a submission as this upstream takes it, and where in a request it stands. */
import { createHash } from 'node:crypto';
import type { HttpRequest, Submission } from '@postern/core';
import type { Engine } from './engine';

/** Of Postern's keys; fixed for ever, as equal keys must give equal UUIDs. */
const NAMESPACE = '5b2f7a1e-8d0c-4f43-9a57-3c6e1d9b0a24';

export function keyOf({ manifest }: Engine, { idempotencyKey }: Submission): string {
  const { idempotency } = manifest;
  const isUuid = idempotency.kind !== 'none' && idempotency.format === 'uuid';
  return isUuid ? uuidOf(idempotencyKey) : idempotencyKey;
}

/** A key in the body is there by the body's own expression. */
export function withKey({ manifest }: Engine, request: HttpRequest, key: string): HttpRequest {
  const { idempotency } = manifest;
  switch (idempotency.kind) {
    case 'none':
    case 'bodyField':
      return request;
    case 'header':
      return { ...request, headers: { ...request.headers, [idempotency.name]: key } };
    case 'query':
      return { ...request, query: { ...request.query, [idempotency.name]: key } };
  }
}

/** A name-based UUID (RFC 4122, version 5): always the same one for the same key. */
export function uuidOf(key: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(key)
    .digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
