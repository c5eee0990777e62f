import { createHash, randomBytes } from 'node:crypto';
import { newId } from '../database/ids';

export interface NewApiKey {
  id: string;
  /** Shown once, never stored. `pk_<ulid>_<43 characters>`: 256 random bits. */
  key: string;
  /** What a person recognises it by. */
  prefix: string;
}

export function newApiKey(): NewApiKey {
  const id = newId('key');
  const key = `pk_${id.slice('key_'.length)}_${randomBytes(32).toString('base64url')}`;
  return { id, key, prefix: key.slice(0, 'pk_'.length + 26) };
}

/** Keys are long and random, so one round of SHA-256 is enough. */
export function hashKey(key: string): Buffer {
  return createHash('sha256').update(key, 'utf8').digest();
}
