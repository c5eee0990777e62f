/**
 * Where outgoing requests may go. Callers give addresses (media, base URLs); this keeps them from reaching
 * the operator's own network, by name, by literal address or by a name that changes its address later.
 */
import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

export interface AddressGuardOptions {
  /** `host` (every port) or `host:port`; these pass whatever their address is. IPv6 as `[::1]` or `[::1]:80`. */
  allowHosts: readonly string[];
  /** For tests: how names are resolved. The system's resolver by default. */
  resolve?: typeof dns.lookup;
}

export type AddressVerdict = { ok: true } | { ok: false; reason: string };

export interface AddressGuard {
  /** Scheme, credentials, names that are never public, and literal addresses (agents do not look those up). */
  check(url: string | URL): AddressVerdict;
  /** Whether the host of an absolute address is one of `allowHosts`: the operator answers for it. */
  allows(url: string | URL): boolean;
  /** A `lookup` for a connection to this port: fails with code `EBLOCKED` for an address that is not public. */
  lookupFor(port: number | string | null | undefined): LookupFunction;
  /** `lookupFor` where the port is not known: only `host` entries of `allowHosts` pass. */
  lookup: LookupFunction;
}

export const BLOCKED_CODE = 'EBLOCKED';

/** Names that resolve inside a host or a cloud, whatever a resolver answers. */
const INTERNAL_NAME = /(^|\.)(localhost|local|internal|localdomain|home\.arpa|lan|intranet)$/;

export function createAddressGuard(options: AddressGuardOptions): AddressGuard {
  const allowed = new Set(options.allowHosts.map((entry) => entry.trim().toLowerCase()).filter(Boolean));
  const resolve = options.resolve ?? dns.lookup;
  const passes = (host: string, port: number | string | null | undefined) => {
    const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
    return allowed.has(name) || (port != null && port !== '' && allowed.has(`${name}:${port}`));
  };
  const lookupFor = (port: number | string | null | undefined): LookupFunction => {
    return (hostname, lookupOptions, callback) => {
      const free = passes(normalHost(hostname), port);
      resolve(hostname, { ...lookupOptions, all: true }, (error, addresses) => {
        if (error) return callback(error, '', 0);
        const bad = free ? undefined : addresses.find(({ address }) => refusalOfAddress(address) !== null);
        if (bad) return callback(blocked(hostname, refusalOfAddress(bad.address)), '', 0);
        const first = addresses[0];
        if (!first) return callback(notFound(hostname), '', 0);
        if (lookupOptions.all) return callback(null, addresses);
        return callback(null, first.address, first.family);
      });
    };
  };
  return {
    check: (url) => checkUrl(url, passes),
    allows: (url) => passesUrl(new URL(url), passes),
    lookupFor,
    lookup: lookupFor(null),
  };
}

type Passes = (host: string, port: number | string | null | undefined) => boolean;

function checkUrl(url: string | URL, passes: Passes): AddressVerdict {
  const parsed = typeof url === 'string' && URL.canParse(url) ? new URL(url) : url;
  if (typeof parsed === 'string') return refused('The address is not a URL.');
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
    return refused(`Only http and https are fetched, not ${parsed.protocol.slice(0, -1)}.`);
  }
  if (parsed.username || parsed.password) return refused('The address carries credentials.');
  const host = normalHost(parsed.hostname);
  if (host === '') return refused('The address names no host.');
  if (passesUrl(parsed, passes)) return { ok: true };
  const literal = host.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(literal)) {
    const reason = refusalOfAddress(literal);
    return reason === null ? { ok: true } : refused(`${host} is not a public address (${reason}).`);
  }
  if (INTERNAL_NAME.test(host)) return refused(`${host} is an internal name.`);
  return { ok: true };
}

function passesUrl({ hostname, port, protocol }: URL, passes: Passes): boolean {
  return passes(normalHost(hostname), port || (protocol === 'https:' ? '443' : '80'));
}

/** Why an address is refused (`loopback`, `private`, …), or `null` for a public one. */
export function refusalOfAddress(address: string): string | null {
  if (!ipaddr.isValid(address)) return 'not an address';
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  // `unicast` is all that is left once every reserved block is named; metadata services (169.254.169.254,
  // fd00:ec2::254, 100.100.100.200) lie in link-local, unique-local and carrier-grade blocks.
  if (range !== 'unicast') return range;
  if (parsed instanceof ipaddr.IPv6) {
    const embedded = embeddedIPv4(parsed);
    if (embedded !== null && embedded.range() !== 'unicast') return `${embedded.range()} inside IPv6`;
  } else if (ALSO_REFUSED.some((block) => parsed.match(block))) {
    return 'cloud metadata';
  }
  return null;
}

/** Public by number, served by the cloud's host all the same (Azure's wire server; Oracle's old block). */
const ALSO_REFUSED = ['168.63.129.16/32', '192.0.0.0/24'].map((block) => ipaddr.IPv4.parseCIDR(block));

/** The IPv4 address that a deprecated IPv4-compatible address (`::7f00:1`) stands for. */
function embeddedIPv4(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const bytes = address.toByteArray();
  if (bytes.slice(0, 12).some((byte) => byte !== 0)) return null;
  return new ipaddr.IPv4(bytes.slice(12));
}

function normalHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}

function refused(reason: string): AddressVerdict {
  return { ok: false, reason };
}

function blocked(hostname: string, reason: string | null): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} leads to an address that is not public (${reason}).`), {
    code: BLOCKED_CODE,
  });
}

function notFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} has no address.`), { code: 'ENOTFOUND' });
}
