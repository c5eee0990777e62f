/** What may be done to keys, by whom. Pure: each rule throws the problem that its breaker is told. */
import { type Caller, hasScope, type Scope } from '../http/auth/caller';
import { problem } from '../http/problem';
import type { ApiKeyRow } from './api-keys.repository';

/**
 * A key gives no scope that it does not have itself, and touches no key that has more: else an admin could make
 * itself the instance's operator by rotating the operator's key.
 */
export function requireScopes({ scopes: held }: Caller, needed: readonly Scope[]): void {
  const lacking = needed.find((scope) => !hasScope(held, scope));
  if (lacking !== undefined) throw problem.forbiddenScope(lacking);
}

export function requireWorking(row: ApiKeyRow): void {
  if (row.revoked_at !== null) throw problem.conflict(`The API key ${row.id} was revoked.`);
  if (!row.works) throw problem.conflict(`The API key ${row.id} has expired.`);
}

export function requireUnreplaced(row: ApiKeyRow): void {
  if (row.replaced_by === null) return;
  throw problem.conflict(`The API key ${row.id} was replaced by ${row.replaced_by}: rotate that one.`);
}

/** The time as a date; absent stays absent. `now`: milliseconds. */
export function futureTime(expiresAt: string | null | undefined, now: number): Date | null | undefined {
  if (expiresAt === undefined || expiresAt === null) return expiresAt;
  const time = new Date(expiresAt);
  if (time.getTime() > now) return time;
  const message = `${expiresAt} has passed; to end a key at once, revoke it.`;
  throw problem.validation([{ path: 'expiresAt', rule: 'expiresAt.future', message }]);
}

export function isAdmin(scopes: readonly Scope[]): boolean {
  return hasScope(scopes, 'admin');
}
