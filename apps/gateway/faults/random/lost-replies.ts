/** What the upstreams' own log says of creates whose reply was lost. */
import type { House } from '../house/house';
import { providerOf, routeOf, type RouteName } from '../house/routes';
import type { SandboxRequest } from '../house/sandbox-control';
import type { LeftToPeople } from './verdict';

/** From the beginning of an attempt until its outcome is written: the time-out of a call, and a little more. */
const ATTEMPT_MS = 8_000;

export interface Severed {
  from: number;
  to: number;
}

/**
 * `unknown` for good is right only where nothing but a person can end it (no key and no look-up, or a key that may
 * not be used again because of a cancel), and only for a post whose create really lost its reply: the upstream's log says that it was struck or never answered, or something of ours was struck
 * while it was being made.
 */
export async function leftToPeople(
  house: House,
  routes: readonly RouteName[],
  severed: readonly Severed[],
): Promise<LeftToPeople> {
  const { items } = await house.client.get<{
    items: { id: string; capabilities: { unknownResolution: string } }[];
  }>('/v1/providers?limit=100');
  const operators = new Set(
    items.filter(({ capabilities }) => capabilities.unknownResolution === 'operator').map(({ id }) => id),
  );
  const isWithoutHelp = (route: RouteName) => operators.has(providerOf(route));
  const concerned = routes.filter(
    (route) => isWithoutHelp(route) || routeOf(route).isBlindAfterCancel === true,
  );
  const creates = new Map<RouteName, SandboxRequest[]>();
  for (const route of concerned) {
    const operations = [...new Set(routeOf(route).writes)];
    const requests = await Promise.all(operations.map((name) => house.sandbox.requests(name)));
    creates.set(route, requests.flat());
  }
  return ({ route, token, isUnwanted }, { lostAt }, seen) => {
    if (!isWithoutHelp(route) && (isUnwanted !== true || seen > 0)) return false;
    const own = creates.get(route)?.filter(({ text }) => text?.includes(token) === true);
    if (own === undefined) return false;
    return (
      own.some(({ status, fault }) => status === null || fault !== null) ||
      lostAt.some((at) => wasStruck(at, severed))
    );
  };
}

function wasStruck(attemptAt: number, severed: readonly Severed[]): boolean {
  return (
    attemptAt !== null &&
    severed.some(({ from, to }) => from < attemptAt + ATTEMPT_MS && to > attemptAt - 1_000)
  );
}
