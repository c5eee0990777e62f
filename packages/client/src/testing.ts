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

/** The kind of event that has this type. */
export type EventOf<Type, Kind = PosternEvent> = Kind extends { type: infer Types }
  ? Type extends Types
    ? Kind
    : never
  : never;

/** An event of a type, with what of its data matters to the test; the rest is missing. */
export function testEvent<Type extends PosternEvent['type']>(
  type: Type,
  data: Partial<EventOf<Type>['data']> = {},
): EventOf<Type> {
  const event: unknown = { id: 'evt_test', sequence: 1, type, timestamp: new Date().toISOString(), data };
  return event as EventOf<Type>;
}
