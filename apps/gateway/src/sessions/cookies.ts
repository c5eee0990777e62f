/** Cookies as RFC 6265 writes them, as far as ours need it: values of base64url and dots. */

export interface CookieOptions {
  maxAgeSeconds: number;
  sameSite: 'Strict' | 'Lax';
  secure: boolean;
}

/** The value of the cookie of that name; `null`: there is none. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}

/** A `Set-Cookie` header. No page can read what it sets, and it goes to no other host. */
export function writeCookie(name: string, value: string, options: CookieOptions): string {
  const { maxAgeSeconds, sameSite, secure } = options;
  const parts = [
    `${name}=${value}`,
    'Path=/',
    `Max-Age=${maxAgeSeconds}`,
    'HttpOnly',
    `SameSite=${sameSite}`,
  ];
  return (secure ? [...parts, 'Secure'] : parts).join('; ');
}

/** A browser takes a cookie of this prefix only if it is for one host alone, and came over https. */
export function hostCookieName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}
