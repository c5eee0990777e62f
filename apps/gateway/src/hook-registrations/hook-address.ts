/** Our address for the webhooks of a connection, as its provider is told it. Pure. */
import { type Issue, problem, type ProblemError } from '../http/problem';

/** The address on this gateway; `null` where nobody has said how it is reached. */
export function hookAddress(publicUrl: string | null, connectionId: string): string | null {
  return publicUrl === null ? null : `${publicUrl.replace(/\/+$/, '')}/hooks/${connectionId}`;
}

/**
 * The address to register: the one that was given, if it leads here by way of whatever proxy, else our own.
 *
 * We never call it, so it may be private; it is the upstream that judges what it can reach. But it must end in the
 * path that takes this connection's webhooks, and hold nothing that is a secret or gets lost on the way.
 *
 * @throws ProblemError VALIDATION
 */
export function addressToRegister(
  given: string | null,
  publicUrl: string | null,
  connectionId: string,
): string {
  if (given === null) {
    const own = hookAddress(publicUrl, connectionId);
    if (own === null) {
      throw refused('required', 'Give url, or set POSTERN_PUBLIC_URL to the address of this gateway.');
    }
    return own;
  }
  if (!URL.canParse(given)) throw refused('url', 'url must be an absolute address.');
  const { protocol, username, password, pathname, search, hash, href } = new URL(given);
  if (!['http:', 'https:'].includes(protocol)) throw refused('url.protocol', 'url must be http or https.');
  if (username + password !== '') throw refused('url.credentials', 'url must hold no user and no password.');
  if (search + hash !== '') throw refused('url.plain', 'url must have no query and no fragment.');
  if (!pathname.endsWith(`/hooks/${connectionId}`)) {
    throw refused('url.leads_here', `url must end in /hooks/${connectionId}.`);
  }
  // As upstreams write it, too: what is registered is found again by it.
  return href;
}

function refused(rule: string, message: string): ProblemError {
  const issue: Issue = { path: 'url', rule, message };
  return problem.validation([issue]);
}
