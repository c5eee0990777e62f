/** Inbound webhooks by the manifest's signature scheme. A delivery is a hint to read, never the truth. */
import { createHash } from 'node:crypto';
import type { ProviderWebhooks, WebhookHeaders, WebhookHint, WebhookVerdict } from '@postern/core';
import {
  equalInConstantTime,
  idOf,
  millisecondsOf,
  readJsonBytes,
  verifyHexSignature,
  verifyTimedSignature,
} from '@postern/provider-kit';
import type { WebhookManifest } from './manifest-schema';
import { isJsonObject, readId, readPath, readText, readTime } from './value-path';

export function genericWebhooks(manifest: WebhookManifest): ProviderWebhooks {
  return {
    verify: (rawBody, headers, secrets, now) => {
      const verdict = verifySignature(manifest.signature, { rawBody, headers, secrets, now });
      return verdict.ok ? freshness(manifest, rawBody, now) : verdict;
    },
    parse: (rawBody, headers) => parse(manifest, rawBody, headers),
  };
}

interface Delivery {
  rawBody: Uint8Array;
  headers: WebhookHeaders;
  secrets: readonly string[];
  /** Milliseconds. */
  now: number;
}

function verifySignature(signature: WebhookManifest['signature'], delivery: Delivery): WebhookVerdict {
  if (signature.scheme === 'none') return { ok: true };
  const { rawBody, headers, secrets, now } = delivery;
  const header = headers[signature.header.toLowerCase()];
  switch (signature.scheme) {
    case 't-v1':
      return verifyTimedSignature({
        rawBody,
        header,
        secrets,
        now,
        toleranceSeconds: signature.toleranceSeconds,
      });
    case 'hmac-hex':
      return verifyHexSignature({ rawBody, header, secrets, prefix: signature.prefix });
    case 'hmac-json':
      return verifyJsonSignature(header, signature.prefix, delivery);
    case 'timestamp-header':
      return verifyBesideTime(header, signature, delivery);
    case 'shared-secret':
      return verifySharedSecret(header, signature.prefix, secrets);
  }
}

/** Over the raw bytes, or over what any JSON library makes of them when it writes them again. */
function verifyJsonSignature(
  header: string | undefined,
  prefix: string,
  { rawBody, secrets }: Delivery,
): WebhookVerdict {
  const raw = verifyHexSignature({ rawBody, header, secrets, prefix });
  if (raw.ok || raw.reason !== 'forged') return raw;
  const json = readJsonBytes(rawBody);
  if (json === undefined) return raw;
  return verifyHexSignature({ rawBody: Buffer.from(JSON.stringify(json)), header, secrets, prefix });
}

/** The signature is checked before the age, so that `stale` always means a genuine but old delivery. */
function verifyBesideTime(
  header: string | undefined,
  signature: Extract<WebhookManifest['signature'], { scheme: 'timestamp-header' }>,
  { rawBody, headers, secrets, now }: Delivery,
): WebhookVerdict {
  const written = headers[signature.timestampHeader.toLowerCase()]?.trim();
  const signedPrefix = signature.signs === 'timestamp.body' ? `${written ?? ''}.` : '';
  const verdict = verifyHexSignature({ rawBody, header, secrets, prefix: signature.prefix, signedPrefix });
  if (!verdict.ok) return verdict;
  const sentAt = millisecondsOf(written ?? null);
  if (sentAt === null) return { ok: false, reason: 'malformed' };
  return isFresh(sentAt, now, signature.toleranceSeconds) ? verdict : { ok: false, reason: 'stale' };
}

/** The time in the signed body, for schemes that carry none of their own. */
function freshness({ sentAt }: WebhookManifest, rawBody: Uint8Array, now: number): WebhookVerdict {
  if (!sentAt) return { ok: true };
  const at = millisecondsOf(readTime(readJsonBytes(rawBody), sentAt.path));
  if (at === null) return { ok: false, reason: 'malformed' };
  return isFresh(at, now, sentAt.toleranceSeconds) ? { ok: true } : { ok: false, reason: 'stale' };
}

function isFresh(sentAt: number, now: number, toleranceSeconds: number): boolean {
  return Math.abs(now - sentAt) <= toleranceSeconds * 1_000;
}

function verifySharedSecret(
  header: string | undefined,
  prefix: string,
  secrets: readonly string[],
): WebhookVerdict {
  const usable = secrets.filter((secret) => secret !== '');
  if (usable.length === 0) return { ok: false, reason: 'no_secret' };
  if (!header) return { ok: false, reason: 'no_signature' };
  const genuine = usable.some((secret) => equalInConstantTime(header, prefix + secret));
  return genuine ? { ok: true } : { ok: false, reason: 'forged' };
}

function parse(manifest: WebhookManifest, rawBody: Uint8Array, headers: WebhookHeaders): WebhookHint | null {
  const event = readJsonBytes(rawBody);
  const type = readPath(event, manifest.type);
  if (!isJsonObject(event) || typeof type !== 'string' || idOf(type) === null) return null;
  const references = manifest.references
    .map((path) => readId(event, path))
    .filter((reference) => reference !== null);
  return {
    dedupeKey: dedupeKey(manifest, event, type, rawBody, headers),
    type,
    references: [...new Set(references)],
    concernsAccount: manifest.accountEvents.some((pattern) => matches(pattern, type)),
  };
}

/** The event's own id, else what tells events apart, else the bytes. */
function dedupeKey(
  manifest: WebhookManifest,
  event: unknown,
  type: string,
  rawBody: Uint8Array,
  headers: WebhookHeaders,
): string {
  const inHeader = manifest.idHeader === undefined ? null : headers[manifest.idHeader.toLowerCase()];
  const id = readId(event, manifest.id) ?? idOf(inHeader?.trim());
  if (id !== null) return `id:${id}`;
  const parts = manifest.dedupe.map((path) => readText(event, path));
  const telling = parts.filter((part) => part !== null && part !== type);
  const source = telling.length > 0 ? JSON.stringify([type, ...parts]) : rawBody;
  return createHash('sha256').update(source).digest('hex');
}

function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
}
