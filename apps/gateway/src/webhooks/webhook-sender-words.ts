/** What went wrong with a send, in words for the endpoint's owner. They show neither the address nor a secret. */

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was closed before a whole answer came.',
  EPIPE: 'The connection was closed before a whole answer came.',
  ECONNABORTED: 'The connection was closed before a whole answer came.',
  ETIMEDOUT: 'The connection timed out.',
  EHOSTUNREACH: 'The host cannot be reached.',
  ENETUNREACH: 'The host cannot be reached.',
  ENOTFOUND: 'The host name has no address.',
  EAI_AGAIN: 'The host name could not be resolved for now.',
  EBLOCKED: 'The host name leads to an address that is not public.',
  ABORT_ERR: 'The attempt was broken off.',
};

export function errorWords(error: unknown): string {
  const { code, message } = describe(error);
  const words = WORDS[code];
  if (words !== undefined) return words;
  if (isTls(code)) return `No secure connection could be made: ${trimmed(message) || code}.`;
  if (code.startsWith('HPE_')) return `What was answered is no HTTP (${code}).`;
  return code === '' ? 'The exchange failed.' : `The exchange failed (${code}).`;
}

export function redirectWords(status: number): string {
  return `The answer ${status} is a redirect, and redirects are not followed.`;
}

function isTls(code: string): boolean {
  return code === 'EPROTO' || /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/.test(code);
}

/** OpenSSL puts the places of its own sources behind the first words. */
function trimmed(message: string): string {
  return (
    message
      .split(/[\n;]/, 1)[0]
      ?.replace(/^[0-9A-F]{8,}:/, '')
      .slice(0, 200)
      .replace(/\.$/, '') ?? ''
  );
}

/** A dial of several addresses fails with one error for each. */
function describe(error: unknown): { code: string; message: string } {
  if (typeof error !== 'object' || error === null) return { code: '', message: '' };
  const { errors, code, message } = error as { errors?: unknown; code?: unknown; message?: unknown };
  if (Array.isArray(errors) && errors.length > 0) return describe(errors[0]);
  return { code: typeof code === 'string' ? code : '', message: typeof message === 'string' ? message : '' };
}
