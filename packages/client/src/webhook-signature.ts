/** Signatures of Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`. */
import { PosternError } from './errors';

const PREFIX = 'whsec_';
const VERSION = 'v1';

/** CryptoKey, whose name is not global everywhere that the thing is. */
export type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** @throws PosternError for what is no secret; its text does not show it */
export async function keyOf(secret: string): Promise<Key> {
  const encoded = secret.trim().startsWith(PREFIX) ? secret.trim().slice(PREFIX.length) : secret.trim();
  const bytes = decodeBase64(encoded);
  if (bytes === null || bytes.length === 0) {
    throw new PosternError('CONFIGURATION', 'A webhook secret is whsec_ followed by base64.');
  }
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

export function signedBytes(id: string, timestamp: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const all = new Uint8Array(head.length + body.length);
  all.set(head);
  all.set(body, head.length);
  return all;
}

export async function signatureOf(key: Key, signed: Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, signed));
  return `${VERSION},${btoa(String.fromCharCode(...bytes))}`;
}

/** The signatures of a header, of our version; it may hold one per secret while secrets are rotated. */
export function signaturesOf(header: string): Uint8Array<ArrayBuffer>[] {
  return header.split(' ').flatMap((part) => {
    const [version, encoded, ...more] = part.split(',');
    if (version !== VERSION || encoded === undefined || more.length > 0) return [];
    return decodeBase64(encoded) ?? [];
  });
}

export const asBytes = (body: string | Uint8Array): Uint8Array =>
  typeof body === 'string' ? new TextEncoder().encode(body) : body;

function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    // The one failure that atob has: it is no base64.
    return null;
  }
}
