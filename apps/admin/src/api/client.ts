import { Postern, type Fetch } from '@postern/client';

let csrfToken: string | null = null;

/** The session tells its token when it is read or made; every request after that carries it. */
export function rememberToken(token: string | null): void {
  csrfToken = token;
}

/** Whether a session was in use that nobody has ended here: by itself, or from elsewhere. */
export const hasToken = (): boolean => csrfToken !== null;

/** The gateway that served this page, called with the session's cookie. */
export const postern = posternWith();

/** Another way to the same gateway, for what `fetch` cannot tell. */
export function posternWith(fetch?: Fetch): Postern {
  return new Postern({
    baseUrl: window.location.origin,
    session: { csrfToken: () => csrfToken },
    // A person is waiting: better told soon, with a button to try again.
    maxRetries: 1,
    timeoutMs: 15_000,
    fetch,
  });
}
