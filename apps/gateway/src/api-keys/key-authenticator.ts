import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { type Caller, isScope } from '../http/auth/caller';
import { problem } from '../http/problem';
import { hashKey } from './api-key';
import { FailedLookups } from './failed-lookups';
import { type KnownKey, KnownKeysRepository } from './known-keys.repository';
import type { RateLimit } from './rate-limit';

/** How long a key is trusted without asking the database again: a revocation takes this long at most. */
const TRUST_MS = 5_000;
const TOUCH_EVERY_MS = 60_000;
/** Far above the number of keys in use at once; a bound, so that the maps cannot grow for ever. */
const MAX_CACHED = 10_000;
const DEFAULT_WINDOW_SECONDS = 60;

interface Looked {
  /** `null`: there is no such key. */
  key: KnownKey | null;
  at: number;
}

/** Whoever presented a key, and what that key is allowed. */
export interface Authenticated {
  caller: Caller;
  rateLimit: RateLimit;
}

/** Turns a key into its caller. Only the key's SHA-256 is kept, here as in the database. */
@Injectable()
export class KeyAuthenticator {
  private readonly looked = new Map<string, Looked>();
  /** Questions that are under way, by the key's hash. */
  private readonly looking = new Map<string, Promise<KnownKey | null>>();
  private readonly touchedAt = new Map<string, number>();
  private readonly failed = new FailedLookups();

  constructor(
    private readonly repository: KnownKeysRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param address the client's, as the server sees it
   * @throws ProblemError UNAUTHENTICATED for a key that is unknown, expired or revoked; RATE_LIMITED where the
   *   address presented too many unknown ones
   */
  async authenticate(key: string, address: string): Promise<Authenticated> {
    const now = Date.now();
    const known = await this.find(hashKey(key), address, now);
    if (known === null) throw problem.unauthenticated('The API key is not known.');
    if (known.revoked) throw problem.unauthenticated('The API key was revoked.');
    if (known.expiresAt !== null && known.expiresAt <= now) {
      throw problem.unauthenticated('The API key has expired.');
    }
    this.touch(known.id, now);
    const { workspaceId, id: keyId, scopes } = known;
    return {
      caller: { workspaceId, keyId, scopes: scopes.filter(isScope) },
      rateLimit: known.rateLimit ?? {
        limit: this.config.rateLimit,
        windowSeconds: DEFAULT_WINDOW_SECONDS,
      },
    };
  }

  /** The key was changed here: in this process at once, in the others once they no longer trust their copy. */
  forget(keyId: string): void {
    for (const [name, { key }] of this.looked) if (key?.id === keyId) this.looked.delete(name);
    // Whose key is being looked up is not known yet.
    this.looking.clear();
  }

  private async find(hash: Buffer, address: string, now: number): Promise<KnownKey | null> {
    const name = hash.toString('base64');
    const before = this.looked.get(name);
    if (before && now - before.at < TRUST_MS) return before.key;
    // Whoever had a key that was found is not kept out by others behind the same address.
    const wait = before?.key ? 0 : this.failed.waitSeconds(address, now);
    if (wait > 0) {
      const detail = 'Too many unknown API keys came from this address.';
      throw problem.rateLimited(detail, { 'retry-after': String(wait) });
    }
    const looking = this.looking.get(name) ?? this.look(name, hash, now);
    const key = await looking;
    // Each of those who asked together counts.
    if (key === null) this.failed.add(address, now);
    return key;
  }

  /** One question serves all who present the key meanwhile. */
  private look(name: string, hash: Buffer, at: number): Promise<KnownKey | null> {
    const looking = this.repository
      .findByHash(hash)
      .then((key) => {
        // Changed while it was looked up, it is not kept: what was read may be older.
        if (this.looking.get(name) === looking) this.remember(name, key, at);
        return key;
      })
      .finally(() => {
        if (this.looking.get(name) === looking) this.looking.delete(name);
      });
    this.looking.set(name, looking);
    return looking;
  }

  private remember(name: string, key: KnownKey | null, at: number): void {
    if (this.looked.size >= MAX_CACHED) this.looked.clear();
    this.looked.set(name, { key, at });
  }

  /** Notes the use, at most once a minute for each key, beside the request and not in its way. */
  private touch(keyId: string, now: number): void {
    if (now - (this.touchedAt.get(keyId) ?? 0) < TOUCH_EVERY_MS) return;
    if (this.touchedAt.size >= MAX_CACHED) this.touchedAt.clear();
    this.touchedAt.set(keyId, now);
    this.repository.touch(keyId).catch(() => {
      // Nothing depends on it: the next use tries again.
      this.touchedAt.delete(keyId);
    });
  }
}
