import { Inject, Injectable } from '@nestjs/common';
import { type Authenticated, KeyAuthenticator } from '../api-keys/key-authenticator';
import { NotedUses } from '../api-keys/noted-uses';
import { defaultRateLimit } from '../api-keys/rate-limit';
import { TrustedLookups } from '../api-keys/trusted-lookups';
import { CONFIG, type Config } from '../config/config';
import { isScope } from '../http/auth/caller';
import { problem } from '../http/problem';
import { hashToken } from './session-token';
import { type KnownSession, SessionsRepository } from './sessions.repository';

/** Turns a session's token into its caller. A session of a key is worth what its key is worth at this moment. */
@Injectable()
export class SessionAuthenticator {
  private readonly known = new TrustedLookups<KnownSession>(
    (hash) => this.repository.findByHash(hash),
    'Too many unknown sessions came from this address.',
  );
  private readonly uses = new NotedUses((id) => this.repository.touch(id));

  constructor(
    private readonly repository: SessionsRepository,
    private readonly keys: KeyAuthenticator,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param address the client's, as the server sees it
   * @param used whether somebody asks for something; a stream that is merely open keeps no session alive
   * @throws ProblemError UNAUTHENTICATED where it is over, or its key does not work any more; RATE_LIMITED where
   *   the address presented too many unknown ones
   */
  async authenticate(token: string, address: string, used: boolean): Promise<Authenticated> {
    const now = Date.now();
    const known = await this.known.find(hashToken(token), address, now);
    if (known === null) throw problem.unauthenticated('The session is not known. Sign in again.');
    if (known.ended || known.expiresAt <= now) {
      throw problem.unauthenticated('The session is over. Sign in again.');
    }
    if (known.lastUsedAt + this.config.sessions.idleMinutes * 60_000 <= now) {
      throw problem.unauthenticated('The session was not used for too long. Sign in again.');
    }
    const found = await this.signerOf(known, address);
    if (used) {
      known.lastUsedAt = now;
      this.uses.note(known.id, now);
    }
    return found;
  }

  /** It was ended here: in this process at once, in the others once they no longer trust their copy. */
  forget(id: string): void {
    this.known.forget(id);
  }

  private async signerOf({ id, workspaceId, signer }: KnownSession, address: string): Promise<Authenticated> {
    const session = { id };
    if (signer.type === 'api_key') {
      const found = await this.keys.authenticateHash(signer.hash, address);
      return { ...found, caller: { ...found.caller, session } };
    }
    if (this.config.oidc === null) throw problem.unauthenticated('This sign-in is not offered any more.');
    const { type, id: subject, name } = signer;
    return {
      caller: {
        workspaceId,
        actor: { type, id: subject, name },
        scopes: signer.scopes.filter(isScope),
        session,
      },
      rateLimit: defaultRateLimit(this.config),
      countedAs: `${workspaceId}:${subject}`,
    };
  }
}
