/** What Postern sends to your webhook endpoints, after Standard Webhooks 1.0. */
import { WebhookVerificationError } from './errors';
import type { PosternEvent } from './event';
import { asBytes, keyOf, signaturesOf, signedBytes } from './webhook-signature';

/** As a server has them: a `Headers`, or an object with names in any case. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyOptions {
  /** How old, or how far ahead, a delivery may be. Default 300. */
  toleranceSeconds?: number;
  /** Default: now. */
  now?: Date;
}

const TOLERANCE_SECONDS = 300;

/**
 * Makes sure that a delivery is Postern's and new, and answers its event.
 *
 * @param rawBody the bytes as they came: parsed and written anew they are no longer what was signed
 * @param secrets those of the endpoint; two while they are rotated
 * @throws WebhookVerificationError; answer 400 and do nothing
 */
export async function verify(
  rawBody: string | Uint8Array,
  headers: WebhookHeaders,
  secrets: string | readonly string[],
  options: VerifyOptions = {},
): Promise<PosternEvent> {
  const id = headerOf(headers, 'webhook-id');
  const timestamp = headerOf(headers, 'webhook-timestamp');
  const signatures = signaturesOf(headerOf(headers, 'webhook-signature'));
  requireRecent(timestamp, options);
  const body = asBytes(rawBody);
  const keys = await Promise.all([secrets].flat().map(keyOf));
  const signed = signedBytes(id, timestamp, body);
  // WebCrypto compares in constant time.
  const verdicts = await Promise.all(
    keys.flatMap((key) =>
      signatures.map((signature) => crypto.subtle.verify('HMAC', key, signature, signed)),
    ),
  );
  if (!verdicts.includes(true)) {
    throw new WebhookVerificationError(
      'No signature fits: another secret, or the body is not as it was sent.',
    );
  }
  return eventOf(body);
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : fieldOf(headers, name);
  if (typeof value !== 'string' || value === '') {
    throw new WebhookVerificationError(`The header ${name} is missing or repeated.`);
  }
  return value;
}

function fieldOf(headers: Exclude<WebhookHeaders, Headers>, name: string): unknown {
  const found = Object.entries(headers).filter(([key]) => key.toLowerCase() === name);
  const values = found.flatMap(([, value]) => value ?? []);
  return values.length === 1 ? values[0] : null;
}

function requireRecent(
  timestamp: string,
  { toleranceSeconds = TOLERANCE_SECONDS, now }: VerifyOptions,
): void {
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : NaN;
  const age = (now?.getTime() ?? Date.now()) / 1000 - seconds;
  if (!(Math.abs(age) <= toleranceSeconds)) {
    throw new WebhookVerificationError(
      `The time of webhook-timestamp is not within ${toleranceSeconds} s of now: an old delivery, or a wrong clock.`,
    );
  }
}

function eventOf(body: Uint8Array): PosternEvent {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as PosternEvent;
  } catch {
    throw new WebhookVerificationError('The body is signed, but it is not JSON.');
  }
}
