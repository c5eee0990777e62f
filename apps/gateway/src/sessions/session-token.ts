/** What a session's cookie holds, and what goes with it. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const FORM = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits; only their SHA-256 is stored. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

export function isSessionToken(value: string): boolean {
  return FORM.test(value);
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

/** Follows from the session's token, which no page can read; so nothing more has to be kept. */
export function csrfTokenOf(token: string): string {
  return createHash('sha256').update(`csrf:${token}`, 'utf8').digest('base64url');
}

export function isCsrfToken(token: string, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  const expected = Buffer.from(csrfTokenOf(token), 'utf8');
  const offered = Buffer.from(given, 'utf8');
  return offered.length === expected.length && timingSafeEqual(offered, expected);
}
