import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { type Authenticated, KeyAuthenticator } from '../api-keys/key-authenticator';
import { bearerToken } from '../http/auth/bearer-token';
import { SessionAuthenticator } from './session-authenticator';
import { SessionCookie } from './session-cookie';

/** What a request brings to show who sends it. */
export interface Credential {
  kind: 'key' | 'session';
  token: string;
}

/** Who sends a request, by its key or else by its session. */
@Injectable()
export class CallerFinder {
  constructor(
    private readonly keys: KeyAuthenticator,
    private readonly sessions: SessionAuthenticator,
    private readonly cookie: SessionCookie,
  ) {}

  /** @throws ProblemError UNAUTHENTICATED where there is none */
  credentialOf({ authorization, cookie }: IncomingHttpHeaders): Credential {
    const session = authorization === undefined ? this.cookie.read(cookie) : null;
    if (session !== null) return { kind: 'session', token: session };
    return { kind: 'key', token: bearerToken(authorization) };
  }

  /**
   * @param address the client's, as the server sees it
   * @throws ProblemError UNAUTHENTICATED, RATE_LIMITED
   */
  find({ kind, token }: Credential, address: string): Promise<Authenticated> {
    return kind === 'key'
      ? this.keys.authenticate(token, address)
      : this.sessions.authenticate(token, address, true);
  }

  /** The same for a request that still runs: nothing is asked for anew. */
  findAgain({ kind, token }: Credential, address: string): Promise<Authenticated> {
    return kind === 'key'
      ? this.keys.authenticate(token, address)
      : this.sessions.authenticate(token, address, false);
  }
}
