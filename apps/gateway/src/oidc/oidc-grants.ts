/** Whom a provider's claims open what. */
import type { OidcGrant } from '../config/oidc-config';
import type { Scope } from '../http/auth/caller';

export type Claims = Readonly<Record<string, unknown>>;

export interface Granted {
  workspaceId: string;
  scopes: Scope[];
}

/** The first grant that fits decides the workspace; the scopes of all that fit and open it add up. */
export function grantedBy(grants: readonly OidcGrant[], claims: Claims): Granted | null {
  const fitting = grants.filter(({ claim, value }) => counts(claim, claims) && holds(claims[claim], value));
  const [first] = fitting;
  if (first === undefined) return null;
  const { workspaceId } = first;
  const scopes = fitting
    .filter((grant) => grant.workspaceId === workspaceId)
    .flatMap((grant) => grant.scopes);
  return { workspaceId, scopes: [...new Set(scopes)] };
}

/** At many providers people write any address into their profile: one that the provider does not vouch for is none. */
function counts(claim: string, { email_verified: verified }: Claims): boolean {
  return claim !== 'email' || (verified !== false && verified !== 'false');
}

/** A claim can be one value or a list of them. */
function holds(claim: unknown, value: string): boolean {
  return [claim].flat().some((one) => isScalar(one) && String(one) === value);
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

const NAMES = ['name', 'preferred_username', 'email', 'sub'] as const;
const LONGEST_NAME = 200;

/** What a person is called, as well as the provider tells. */
export function nameOf(claims: Claims): string {
  const names = NAMES.map((claim) => claims[claim]);
  const name = names.find((one): one is string => typeof one === 'string' && one.trim() !== '');
  return (name ?? 'Somebody').slice(0, LONGEST_NAME);
}
