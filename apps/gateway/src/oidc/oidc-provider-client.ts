import { Inject, Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import { CONFIG, type Config } from '../config/config';
import type { OidcConfig } from '../config/oidc-config';
import type { OidcAttempt } from './oidc-attempt';
import type { Claims } from './oidc-grants';

const WITHIN_SECONDS = 10;
/** How long what a provider says of itself is taken for true. */
const TRUST_MS = 3_600_000;

/** Speaks OpenID Connect with the provider of the configuration: code flow with PKCE, state and nonce. */
@Injectable()
export class OidcProviderClient {
  private discovered: { at: number; answer: Promise<oidc.Configuration> } | null = null;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** The address at the provider to go to, and what has to be known when the browser comes back. */
  async begin(): Promise<{ address: string; attempt: Pick<OidcAttempt, 'state' | 'nonce' | 'verifier'> }> {
    const { redirectUri, scope } = this.settings();
    const provider = await this.discover();
    const attempt = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    };
    const { href } = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: redirectUri,
      scope,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
    });
    return { address: href, attempt };
  }

  /**
   * What the provider says of whoever signed in: of the ID token, and of the userinfo endpoint where there is one.
   *
   * @param query of the address that the browser came back to
   */
  async claimsOf(query: URLSearchParams, { state, nonce, verifier }: OidcAttempt): Promise<Claims> {
    const provider = await this.discover();
    const address = new URL(this.settings().redirectUri);
    address.search = query.toString();
    const tokens = await oidc.authorizationCodeGrant(provider, address, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('The provider gave no ID token.');
    if (provider.serverMetadata().userinfo_endpoint === undefined) return claims;
    const told = await oidc.fetchUserInfo(provider, tokens.access_token, claims.sub);
    return { ...told, ...claims };
  }

  private settings(): OidcConfig {
    if (this.config.oidc === null) throw new Error('No OpenID provider is configured.');
    return this.config.oidc;
  }

  /** One question serves all who sign in meanwhile; one that failed is asked again. */
  private discover(): Promise<oidc.Configuration> {
    const now = Date.now();
    if (this.discovered !== null && now - this.discovered.at < TRUST_MS) return this.discovered.answer;
    const { issuer, clientId, clientSecret } = this.settings();
    const answer = oidc.discovery(
      issuer,
      clientId,
      undefined,
      clientSecret === null ? oidc.None() : oidc.ClientSecretBasic(clientSecret),
      {
        timeout: WITHIN_SECONDS,
        execute: [
          // The signature counts, not only the connection by which the token came.
          oidc.enableNonRepudiationChecks,
          // The configuration lets that be only on this machine.

          ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
        ],
      },
    );
    const discovered = { at: now, answer };
    this.discovered = discovered;
    answer.catch(() => {
      if (this.discovered === discovered) this.discovered = null;
    });
    return answer;
  }
}
