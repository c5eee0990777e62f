/** What whoever tried to sign in is told: a sentence, and nothing of how we speak with the provider. */
import { types } from 'node:util';
import { AuthorizationResponseError, ResponseBodyError } from 'openid-client';

export type OidcFailure =
  'not_set_up' | 'canceled' | 'lost' | 'unreachable' | 'no_grant' | 'too_many' | 'failed';

export const FAILURE_SENTENCES: Readonly<Record<OidcFailure, string>> = {
  not_set_up: 'Postern has no sign-in service. Sign in with an API key.',
  canceled: 'The sign-in was canceled.',
  lost: 'This sign-in is over: it took too long, or was used before. Sign in again.',
  unreachable: 'The sign-in service does not answer. Try again in a moment, or sign in with an API key.',
  no_grant: 'You are known, but nothing in Postern is open to you. Ask whoever runs it for access.',
  too_many: 'Too many sign-ins from here have failed. Try again in a minute.',
  failed: 'The sign-in failed. Try again, or ask whoever runs Postern.',
};

export class OidcRefusal extends Error {
  override readonly name = 'OidcRefusal';

  constructor(
    readonly failure: OidcFailure,
    cause?: unknown,
  ) {
    super(FAILURE_SENTENCES[failure], { cause });
  }
}

/** Sorts what the library throws. */
export function refusalOf(error: unknown): OidcRefusal {
  if (error instanceof OidcRefusal) return error;
  if (error instanceof AuthorizationResponseError) {
    return new OidcRefusal(error.error === 'access_denied' ? 'canceled' : 'failed', error);
  }
  // A code that was used before, among others.
  if (error instanceof ResponseBodyError) {
    return new OidcRefusal(error.error === 'invalid_grant' ? 'lost' : 'failed', error);
  }
  return new OidcRefusal(isUnreachable(error) ? 'unreachable' : 'failed', error);
}

/** Nobody was reached, or nobody answered in time, or what answered is no such service. */
function isUnreachable(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  if (error.message === 'fetch failed') return true;
  const code = 'code' in error ? error.code : undefined;
  return code === 'OAUTH_TIMEOUT' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || isUnreachable(error.cause);
}
