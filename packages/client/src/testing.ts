/** For the tests of whoever receives webhooks: deliveries that `webhooks.verify` takes. Not for production. */
import type { PosternEvent } from './event';
import { asBytes, keyOf, signatureOf, signedBytes } from './webhook-signature';

export interface SignOptions {
  /** Default: a made-up one. */
  id?: string;
  /** Default: now. */
  timestamp?: Date;
}

export interface SignedHeaders {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
  [name: string]: string;
}

/** The headers of a delivery of this body; several secrets sign as during a rotation. */
export async function sign(
  rawBody: string | Uint8Array,
  secrets: string | readonly string[],
  options: SignOptions = {},
): Promise<SignedHeaders> {
  const id = options.id ?? 'evt_test';
  const timestamp = String(Math.floor((options.timestamp?.getTime() ?? Date.now()) / 1000));
  const signed = signedBytes(id, timestamp, asBytes(rawBody));
  const keys = await Promise.all([secrets].flat().map(keyOf));
  const signatures = await Promise.all(keys.map((key) => signatureOf(key, signed)));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

/** An event of a type, with what of it matters to the test. */
export function testEvent(
  type: PosternEvent['type'],
  data: Partial<PosternEvent['data']> = {},
): PosternEvent {
  const event = { id: 'evt_test', sequence: 1, type, timestamp: new Date().toISOString(), data };
  return event;
}
