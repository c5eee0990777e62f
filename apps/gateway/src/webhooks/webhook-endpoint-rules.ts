/** What may be asked of webhook endpoints. Pure: each rule throws the problem that its breaker is told. */
import type { AddressGuard } from '@postern/provider-kit';
import { type Issue, problem } from '../http/problem';

/** Every event is looked at for each of them. */
export const MOST_ENDPOINTS = 50;
/** All of them sign each attempt, and the header is to stay short. */
export const MOST_SECRETS = 5;

/** @throws ProblemError VALIDATION with every rule that the address breaks */
export function requireAddress(url: string, guard: AddressGuard): void {
  const issues = addressIssues(url, guard);
  if (issues.length > 0) throw problem.validation(issues);
}

function addressIssues(url: string, guard: AddressGuard): Issue[] {
  // The parser would strip white space, and the address that is shown would not be the one that is called.
  if (/\s/.test(url) || !URL.canParse(url)) return [issue('url', 'url must be an absolute address')];
  const parsed = new URL(url);
  const issues: Issue[] = [];
  if (parsed.username !== '' || parsed.password !== '') {
    issues.push(issue('url.credentials', 'url must hold neither a user name nor a password'));
    parsed.username = parsed.password = '';
  }
  if (url.includes('#')) issues.push(issue('url.fragment', 'url must have no fragment: it is never sent'));
  const verdict = guard.check(parsed);
  if (!verdict.ok) issues.push(issue('address.public', verdict.reason));
  else if (parsed.protocol !== 'https:' && !guard.allows(parsed)) {
    issues.push(issue('url.https', 'url must begin with https://'));
  }
  return issues;
}

export function requireRoom(endpoints: number): void {
  if (endpoints < MOST_ENDPOINTS) return;
  throw problem.conflict(
    `A workspace keeps at most ${MOST_ENDPOINTS} webhook endpoints. Delete one that is not used.`,
  );
}

/** @param endsAt when the first of the secrets ends */
export function requireSecretsLeft(secrets: number, endsAt: Date | null): void {
  if (secrets < MOST_SECRETS) return;
  const end = endsAt === null ? '' : `, the first of them until ${endsAt.toISOString()}`;
  throw problem.conflict(
    `The endpoint has ${secrets} secrets that still sign${end}. Wait, or end them all with overlapSeconds 0.`,
  );
}

export function requireActive({ id, active }: { id: string; active: boolean }): void {
  if (active) return;
  throw problem.conflict(
    `The webhook endpoint ${id} is not active: nothing is sent. Set active to true first.`,
  );
}

/**
 * @param since RFC 3339
 * @param keepDays how long events are kept
 * @param now milliseconds
 */
export function requireKept(since: string, keepDays: number, now: number): void {
  const time = Date.parse(since);
  if (time > now) throw badSince('since.past', 'since must have passed');
  const oldest = now - keepDays * 86_400_000;
  if (time >= oldest) return;
  throw badSince(
    'since.kept',
    `Events are kept for ${keepDays} days: since must not be before ${new Date(oldest).toISOString()}`,
  );
}

function badSince(rule: string, message: string) {
  return problem.validation([{ path: 'since', rule, message }]);
}

function issue(rule: string, message: string): Issue {
  return { path: 'url', rule, message };
}
