import { createHash } from 'node:crypto';

/**
 * Tells credentials apart without telling them: 12 hex characters. Upstreams keep idempotency keys per
 * credential, so a repetition under another one would be executed and not answered.
 */
export function credentialMark(provider: string, parts: readonly (string | null)[]): string {
  return createHash('sha256')
    .update(JSON.stringify(['postern', provider, ...parts]))
    .digest('hex')
    .slice(0, 12);
}
