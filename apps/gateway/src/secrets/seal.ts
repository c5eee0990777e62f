/** AES-256-GCM under the instance's encryption keys, for whatever secret has to be stored. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { EncryptionKey } from '../config/encryption-keys';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Sealed {
  /** Nonce, ciphertext and tag. */
  bytes: Buffer;
  /** Which key of the configuration sealed it. */
  keyId: string;
}

export class SealError extends Error {
  override readonly name = 'SealError';
  constructor(
    readonly reason: 'key_missing' | 'broken',
    readonly keyId: string,
    cause?: unknown,
  ) {
    super(`What was sealed under the key “${keyId}” does not open: ${reason}.`, { cause });
  }
}

/**
 * @param keys the first seals
 * @param binding what it belongs to: in another place the bytes do not open
 */
export function seal(keys: readonly EncryptionKey[], text: string, binding: string): Sealed {
  const [key] = keys;
  if (!key) throw new Error('The configuration has no encryption key.');
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.secret, nonce).setAAD(Buffer.from(binding, 'utf8'));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return { bytes: Buffer.concat([nonce, sealed, cipher.getAuthTag()]), keyId: key.id };
}

/** @throws SealError where the key is missing or the bytes were changed or moved */
export function unseal(keys: readonly EncryptionKey[], sealed: Sealed, binding: string): string {
  const key = keys.find((candidate) => candidate.id === sealed.keyId);
  if (!key) throw new SealError('key_missing', sealed.keyId);
  const nonce = sealed.bytes.subarray(0, NONCE_BYTES);
  const tag = sealed.bytes.subarray(-TAG_BYTES);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.secret, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(binding, 'utf8'))
      .setAuthTag(tag);
    const text = [decipher.update(sealed.bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()];
    return Buffer.concat(text).toString('utf8');
  } catch (error) {
    throw new SealError('broken', sealed.keyId, error);
  }
}
