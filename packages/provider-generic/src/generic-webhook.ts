/** Inbound webhooks by the manifest's signature scheme. A delivery is a hint to read, never the truth. */
import { createHash } from 'node:crypto';
import type { ProviderWebhooks, WebhookHeaders, WebhookHint, WebhookVerdict } from '@postern/core';
import {
  equalInConstantTime,
  idOf,
  readJsonBytes,
  verifyHexSignature,
  verifyTimedSignature,
} from '@postern/provider-kit';
import type { WebhookManifest } from './manifest-schema';
import { isJsonObject, readId, readPath, readText } from './value-path';

export function genericWebhooks(manifest: WebhookManifest): ProviderWebhooks {
  return {
    verify: (rawBody, headers, secrets, now) => verify(manifest, rawBody, headers, secrets, now),
    parse: (rawBody) => parse(manifest, rawBody),
  };
}

function verify(
  { signature }: WebhookManifest,
  rawBody: Uint8Array,
  headers: WebhookHeaders,
  secrets: readonly string[],
  now: number,
): WebhookVerdict {
  if (signature.scheme === 'none') return { ok: true };
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
    case 'hmac-json':
    case 'timestamp-header':
      return verifyHexSignature({ rawBody, header, secrets, prefix: signature.prefix });
    case 'shared-secret':
      return verifySharedSecret(header, signature.prefix, secrets);
  }
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

function parse(manifest: WebhookManifest, rawBody: Uint8Array): WebhookHint | null {
  const event = readJsonBytes(rawBody);
  const type = readPath(event, manifest.type);
  if (!isJsonObject(event) || typeof type !== 'string' || idOf(type) === null) return null;
  const references = manifest.references
    .map((path) => readId(event, path))
    .filter((reference) => reference !== null);
  return {
    dedupeKey: dedupeKey(manifest, event, type, rawBody),
    type,
    references: [...new Set(references)],
    concernsAccount: manifest.accountEvents.some((pattern) => matches(pattern, type)),
  };
}

/** The event's own id, else what tells events apart, else the bytes. */
function dedupeKey(manifest: WebhookManifest, event: unknown, type: string, rawBody: Uint8Array): string {
  const id = readId(event, manifest.id);
  if (id !== null) return `id:${id}`;
  const parts = manifest.dedupe.map((path) => readText(event, path));
  const telling = parts.filter((part) => part !== null && part !== type);
  const source = telling.length > 0 ? JSON.stringify([type, ...parts]) : rawBody;
  return createHash('sha256').update(source).digest('hex');
}

function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
}
