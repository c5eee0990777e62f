import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Caller, isScope } from '../http/auth/caller';
import { problem } from '../http/problem';
import { asGateway } from '../http/request-context';
import { ApiKeysRepository, type StoredKey } from './api-keys.repository';

/** How long a key is trusted without asking the database again: a revocation takes this long at most. */
const TRUST_MS = 5_000;
const TOUCH_EVERY_MS = 60_000;
/** Far above the number of keys in use at once; a bound, so that the map cannot grow for ever. */
const MAX_CACHED = 10_000;

interface CachedKey extends StoredKey {
  readAt: number;
}

/** Turns a key into its caller. Only the key's SHA-256 is kept, here as in the database. */
@Injectable()
export class ApiKeysService {
  private readonly cache = new Map<string, CachedKey>();
  private readonly touchedAt = new Map<string, number>();

  constructor(private readonly repository: ApiKeysRepository) {}

  /** @throws ProblemError UNAUTHENTICATED for a key that is unknown, expired or revoked */
  async authenticate(key: string): Promise<Caller> {
    const hash = hashKey(key);
    const name = hash.toString('base64');
    const now = Date.now();
    let stored = this.cache.get(name);
    if (!stored || now - stored.readAt >= TRUST_MS) {
      this.cache.delete(name);
      const found = await this.repository.findByHash(hash);
      if (!found) throw problem.unauthenticated('The API key is not known.');
      stored = { ...found, readAt: now };
      if (this.cache.size >= MAX_CACHED) this.cache.clear();
      this.cache.set(name, stored);
    }
    if (stored.revoked) throw problem.unauthenticated('The API key was revoked.');
    if (stored.expiresAt !== null && stored.expiresAt <= now) {
      throw problem.unauthenticated('The API key has expired.');
    }
    this.touch(stored.id, now);
    return { workspaceId: stored.workspaceId, keyId: stored.id, scopes: stored.scopes.filter(isScope) };
  }

  /** Notes the use, at most once a minute for each key, beside the request and not in its way. */
  private touch(keyId: string, now: number): void {
    if (now - (this.touchedAt.get(keyId) ?? 0) < TOUCH_EVERY_MS) return;
    if (this.touchedAt.size >= MAX_CACHED) this.touchedAt.clear();
    this.touchedAt.set(keyId, now);
    asGateway(() => this.repository.touch(keyId)).catch(() => {
      // Nothing depends on it: the next use tries again.
      this.touchedAt.delete(keyId);
    });
  }
}

/** Keys are long and random, so one round of SHA-256 is enough. */
export function hashKey(key: string): Buffer {
  return createHash('sha256').update(key, 'utf8').digest();
}
