import dns from 'node:dns';
import type { FactoryProvider } from '@nestjs/common';
import { type AddressGuard, createAddressGuard } from '@postern/provider-kit';
import { CONFIG, type Config } from '../config/config';
import { ADDRESS_GUARD } from '../connections/address-guard.provider';

/** Of each try, of which there are two: well within the time of an attempt. */
const TIMEOUT_MS = 2_000;
const NO_SUCH_NAME = ['ENOTFOUND', 'ENODATA'];

export interface EndpointNames {
  /** See `AddressGuardOptions`. */
  allowHosts: readonly string[];
  /** For tests: name servers, as `dns.setServers` takes them. Those of the system by default. */
  servers?: readonly string[];
  timeoutMs?: number;
}

/**
 * The guard of endpoints' addresses. It asks name servers itself: the system's lookup holds one of the few threads of
 * the process until a server that never answers has timed out, and a handful of such names, which anybody can make,
 * would keep it from resolving those of providers. Names that the operator allows may stand in a hosts file, so those
 * are looked up by the system.
 */
export function createEndpointGuard({
  allowHosts,
  servers,
  timeoutMs = TIMEOUT_MS,
}: EndpointNames): AddressGuard {
  const resolver = new dns.promises.Resolver({ timeout: timeoutMs, tries: 2 });
  if (servers) resolver.setServers(servers);
  const named = new Set(allowHosts.map((entry) => entry.trim().toLowerCase().replace(/:\d+$/, '')));
  const ask = async (name: string): Promise<dns.LookupAddress[] | null> => {
    const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const found = [...addressesOf(four, 4), ...addressesOf(six, 6)];
    if (found.length > 0) return found;
    const codes = [codeOf(four), codeOf(six)];
    // No name server is to be had, so the system cannot hang on one either.
    if (codes.every((code) => code === 'ECONNREFUSED')) return null;
    throw noAddress(name, codes.every((code) => NO_SUCH_NAME.includes(code)) ? 'ENOTFOUND' : 'EAI_AGAIN');
  };
  const resolve = (
    name: string,
    options: dns.LookupAllOptions,
    callback: (error: NodeJS.ErrnoException | null, addresses: dns.LookupAddress[]) => void,
  ): void => {
    if (named.has(name.toLowerCase().replace(/\.$/, ''))) return dns.lookup(name, options, callback);
    ask(name).then(
      (found) => (found ? callback(null, found) : dns.lookup(name, options, callback)),
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
  // The guard asks for all addresses alone, which is one of the forms of `lookup`.
  return createAddressGuard({ allowHosts, resolve: resolve as typeof dns.lookup });
}

export const endpointGuardProvider: FactoryProvider<AddressGuard> = {
  provide: ADDRESS_GUARD,
  inject: [CONFIG],
  useFactory: ({ allowHosts }: Config) => createEndpointGuard({ allowHosts }),
};

function addressesOf(answer: PromiseSettledResult<string[]>, family: 4 | 6): dns.LookupAddress[] {
  return answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : [];
}

function codeOf(answer: PromiseSettledResult<string[]>): string {
  if (answer.status === 'fulfilled') return 'ENODATA';
  const { code } = answer.reason as NodeJS.ErrnoException;
  return code ?? '';
}

function noAddress(name: string, code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${name} has no address (${code}).`), { code });
}
