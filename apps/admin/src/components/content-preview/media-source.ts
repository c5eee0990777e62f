/**
 * Where a browser may fetch a medium from: a file of this page, this gateway, or the encrypted web. Anything else is
 * named and not fetched.
 */
export function safeSource(address: string | null | undefined, origin: string): string | null {
  if (!address) return null;
  try {
    const url = new URL(address, origin);
    const safe = url.protocol === 'https:' || url.protocol === 'blob:' || url.origin === origin;
    return safe && url.username === '' ? url.href : null;
  } catch {
    // No address at all.
    return null;
  }
}

/** What a person recognises an address by. */
export function shortAddress(address: string): string {
  try {
    const { host, pathname } = new URL(address);
    const last = pathname.split('/').filter(Boolean).at(-1);
    return last === undefined ? host : `${host}/…/${last}`;
  } catch {
    return address;
  }
}
