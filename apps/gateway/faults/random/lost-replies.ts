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
 * `unknown` for good is right only where nothing but a person can end it, and only for a post whose create really
 * lost its reply: the upstream's log says that it was struck or never answered, or something of ours was struck
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
  const withoutHelp = routes.filter((route) =>
    items.some(
      ({ id, capabilities }) => id === providerOf(route) && capabilities.unknownResolution === 'operator',
    ),
  );
  const creates = new Map<RouteName, SandboxRequest[]>();
  for (const route of withoutHelp) {
    const operations = [...new Set(routeOf(route).writes)];
    creates.set(route, (await Promise.all(operations.map((name) => house.sandbox.requests(name)))).flat());
  }
  return ({ route, token }, { lastAttemptAt }) => {
    const own = creates.get(route)?.filter(({ text }) => text?.includes(token) === true);
    if (own === undefined) return false;
    return (
      own.some(({ status, fault }) => status === null || fault !== null) || wasStruck(lastAttemptAt, severed)
    );
  };
}

function wasStruck(attemptAt: number | null, severed: readonly Severed[]): boolean {
  return (
    attemptAt !== null &&
    severed.some(({ from, to }) => from < attemptAt + ATTEMPT_MS && to > attemptAt - 1_000)
  );
}
