import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { type Caller, isScope } from '../http/auth/caller';
import { problem } from '../http/problem';
import { hashKey } from './api-key';
import { KnownKeysRepository } from './known-keys.repository';
import { NotedUses } from './noted-uses';
import { defaultRateLimit, type RateLimit } from './rate-limit';
import { TrustedLookups } from './trusted-lookups';

/** Whoever presented a key or a session, and what that allows. */
export interface Authenticated {
  caller: Caller;
  rateLimit: RateLimit;
  /** Requests of the same name spend of one budget. */
  countedAs: string;
}

/** Turns a key into its caller. Only the key's SHA-256 is kept, here as in the database. */
@Injectable()
export class KeyAuthenticator {
  private readonly known = new TrustedLookups(
    (hash) => this.repository.findByHash(hash),
    'Too many unknown API keys came from this address.',
  );
  private readonly uses = new NotedUses((keyId) => this.repository.touch(keyId));

  constructor(
    private readonly repository: KnownKeysRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param address the client's, as the server sees it
   * @throws ProblemError UNAUTHENTICATED for a key that is unknown, expired or revoked; RATE_LIMITED where the
   *   address presented too many unknown ones
   */
  authenticate(key: string, address: string): Promise<Authenticated> {
    return this.authenticateHash(hashKey(key), address);
  }

  /** The same for whoever keeps the SHA-256 of a key. */
  async authenticateHash(hash: Buffer, address: string): Promise<Authenticated> {
    const now = Date.now();
    const known = await this.known.find(hash, address, now);
    if (known === null) throw problem.unauthenticated('The API key is not known.');
    if (known.revoked) throw problem.unauthenticated('The API key was revoked.');
    if (known.expiresAt !== null && known.expiresAt <= now) {
      throw problem.unauthenticated('The API key has expired.');
    }
    this.uses.note(known.id, now);
    const { workspaceId, id, scopes } = known;
    return {
      caller: { workspaceId, actor: { type: 'api_key', id }, scopes: scopes.filter(isScope), session: null },
      rateLimit: known.rateLimit ?? defaultRateLimit(this.config),
      countedAs: id,
    };
  }

  /** The key was changed here: in this process at once, in the others once they no longer trust their copy. */
  forget(keyId: string): void {
    this.known.forget(keyId);
  }
}
