import { Inject, Injectable, Logger } from '@nestjs/common';
import { FailedLookups } from '../api-keys/failed-lookups';
import { CONFIG, type Config } from '../config/config';
import type { Actor } from '../http/auth/caller';
import { type BegunSession, SessionsService } from '../sessions/sessions.service';
import { type OidcAttempt } from './oidc-attempt';
import { OidcRefusal, refusalOf } from './oidc-failure';
import { type Claims, grantedBy, nameOf } from './oidc-grants';
import { OidcProviderClient } from './oidc-provider-client';

/** Signs people in whom the provider vouches for, and whom a grant of the configuration lets in. */
@Injectable()
export class OidcSignIn {
  private readonly logger = new Logger('Sign-in');
  /** Each one that fails has cost the provider a question. */
  private readonly failed = new FailedLookups();

  constructor(
    private readonly provider: OidcProviderClient,
    private readonly sessions: SessionsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws OidcRefusal */
  async begin(address: string): ReturnType<OidcProviderClient['begin']> {
    return this.refusing(address, () => this.provider.begin());
  }

  /**
   * @param query of the address that the browser came back to
   * @throws OidcRefusal
   */
  async finish(query: URLSearchParams, attempt: OidcAttempt | null, address: string): Promise<BegunSession> {
    // The provider was asked nothing; counted, any page that leads browsers here could keep people out.
    if (attempt === null) throw new OidcRefusal(this.config.oidc === null ? 'not_set_up' : 'lost');
    return this.refusing(address, async () => this.admit(await this.provider.claimsOf(query, attempt)));
  }

  private async admit(claims: Claims): Promise<BegunSession> {
    const subject = String(claims.sub);
    const granted = grantedBy(this.config.oidc?.grants ?? [], claims);
    if (granted === null || !(await this.sessions.workspaceExists(granted.workspaceId))) {
      const msg = granted === null ? 'No grant fits.' : `There is no workspace ${granted.workspaceId}.`;
      this.logger.warn({ msg: `Somebody was not let in: ${msg}`, subject });
      throw new OidcRefusal('no_grant');
    }
    const { workspaceId, scopes } = granted;
    const actor = { type: 'person', id: subject, name: nameOf(claims) } as const satisfies Actor;
    return this.sessions.begin({ workspaceId, actor, scopes, session: null }, { ...actor, scopes });
  }

  private async refusing<T>(address: string, work: () => Promise<T>): Promise<T> {
    if (this.config.oidc === null) throw new OidcRefusal('not_set_up');
    if (this.failed.waitSeconds(address, Date.now()) > 0) throw new OidcRefusal('too_many');
    try {
      return await work();
    } catch (error) {
      const refusal = refusalOf(error);
      this.failed.add(address, Date.now());
      const { failure, cause } = refusal;
      if (cause !== undefined && failure !== 'canceled') {
        this.logger.warn({ msg: 'A sign-in by OpenID Connect failed.', failure, err: cause });
      }
      throw refusal;
    }
  }
}
