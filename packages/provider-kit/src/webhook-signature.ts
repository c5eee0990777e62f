/** Webhook signatures: HMAC-SHA256 over raw bytes, compared in constant time. Everything fails closed. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookVerdict } from '@postern/core';

/** Hex HMAC-SHA256 over the pieces, one after another. */
export function hmacSha256Hex(secret: string, ...pieces: (string | Uint8Array)[]): string {
  const mac = createHmac('sha256', secret);
  for (const piece of pieces) mac.update(piece);
  return mac.digest('hex');
}

/** Compares in constant time; texts of different length are never equal. */
export function equalInConstantTime(a: string, b: string): boolean {
  const left = Buffer.from(a, 'utf8');
  const right = Buffer.from(b, 'utf8');
  return left.length === right.length && timingSafeEqual(left, right);
}

export interface TimedSignature {
  /** Unix seconds. */
  timestamp: number;
  /** The timestamp as it was written: the signed bytes hold this text. */
  timestampText: string;
  /** Every `v1`, in lower case: while a secret is rotated there are several. */
  signatures: string[];
}

/** Reads `t=<unix seconds>,v1=<hex>[,v1=<hex>…]`; other members are ignored. */
export function parseTimedSignature(header: string): TimedSignature | null {
  const times: string[] = [];
  const signatures: string[] = [];
  for (const member of header.split(',')) {
    const [name, value] = splitOnce(member.trim(), '=');
    if (name === 't') times.push(value);
    if (name === 'v1' && /^[0-9a-f]{64}$/i.test(value)) signatures.push(value.toLowerCase());
  }
  const [time] = times;
  if (time === undefined || times.length !== 1 || !/^\d{1,12}$/.test(time) || signatures.length === 0)
    return null;
  return { timestamp: Number(time), timestampText: time, signatures };
}

export interface SignatureCheck {
  rawBody: Uint8Array;
  header: string | undefined;
  secrets: readonly string[];
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * Checks `t=…,v1=…` where the MAC covers `t + "." + body`. The signature is checked before the age, so that
 * `stale` always means a genuine but old delivery.
 */
export function verifyTimedSignature(check: SignatureCheck & { toleranceSeconds: number }): WebhookVerdict {
  const secrets = usable(check.secrets);
  if (secrets.length === 0) return { ok: false, reason: 'no_secret' };
  if (!check.header) return { ok: false, reason: 'no_signature' };
  const signature = parseTimedSignature(check.header);
  if (!signature) return { ok: false, reason: 'malformed' };
  const genuine = secrets.some((secret) => {
    const expected = hmacSha256Hex(secret, `${signature.timestampText}.`, check.rawBody);
    return signature.signatures.some((given) => equalInConstantTime(given, expected));
  });
  if (!genuine) return { ok: false, reason: 'forged' };
  const age = Math.abs(check.now / 1000 - signature.timestamp);
  return age <= check.toleranceSeconds ? { ok: true } : { ok: false, reason: 'stale' };
}

/**
 * Checks a plain hex signature over the body, with or without a prefix such as `sha256=`. `signedPrefix` is
 * put before the body where the upstream signs more than that (a timestamp and a dot).
 */
export function verifyHexSignature(
  check: Omit<SignatureCheck, 'now'> & { prefix?: string; signedPrefix?: string },
): WebhookVerdict {
  const secrets = usable(check.secrets);
  if (secrets.length === 0) return { ok: false, reason: 'no_secret' };
  if (!check.header) return { ok: false, reason: 'no_signature' };
  const prefix = check.prefix ?? '';
  const given = check.header.trim();
  const hex = given.slice(prefix.length).toLowerCase();
  if (!given.startsWith(prefix) || !/^[0-9a-f]{64}$/.test(hex)) return { ok: false, reason: 'malformed' };
  const genuine = secrets.some((secret) =>
    equalInConstantTime(hex, hmacSha256Hex(secret, check.signedPrefix ?? '', check.rawBody)),
  );
  return genuine ? { ok: true } : { ok: false, reason: 'forged' };
}

/** An empty secret would sign for everybody. */
function usable(secrets: readonly string[]): string[] {
  return secrets.filter((secret) => secret !== '');
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)];
}
