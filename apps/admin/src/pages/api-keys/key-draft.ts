import type { ApiKey, CreateApiKey, Scope } from '@postern/client';
import { texts } from '../../texts';

/** A key as it stands in a form. */
export interface KeyDraft {
  name: string;
  scopes: Scope[];
  expiresAt: string | null;
  /** An empty field of a number is an empty text. */
  limit: number | string;
  windowSeconds: number | string;
}

export const EMPTY_KEY: KeyDraft = { name: '', scopes: [], expiresAt: null, limit: '', windowSeconds: '' };

export const SCOPES = Object.keys(texts.apiKeys.scopes) as Scope[];

export function draftOf({ name, scopes, expiresAt, rateLimit }: ApiKey): KeyDraft {
  return {
    name,
    scopes,
    expiresAt,
    limit: rateLimit?.limit ?? '',
    windowSeconds: rateLimit?.windowSeconds ?? '',
  };
}

export function keyOf({ name, scopes, expiresAt, limit, windowSeconds }: KeyDraft): CreateApiKey {
  const own = limit !== '' && windowSeconds !== '';
  return {
    name: name.trim(),
    scopes,
    expiresAt,
    rateLimit: own ? { limit: Number(limit), windowSeconds: Number(windowSeconds) } : null,
  };
}

const { fields } = texts.apiKeys;

/** What can be said of each field before the gateway is asked. */
export const KEY_RULES = {
  name: (name: string) => (name.trim() === '' ? fields.nameMissing : null),
  scopes: (scopes: Scope[]) => (scopes.length === 0 ? fields.scopesMissing : null),
  limit: (limit: number | string, { windowSeconds }: KeyDraft) =>
    limit === '' && windowSeconds !== ''
      ? fields.bothOrNone
      : outside(limit, 1_000_000_000, fields.limitRange),
  windowSeconds: (seconds: number | string, { limit }: KeyDraft) =>
    seconds === '' && limit !== '' ? fields.bothOrNone : outside(seconds, 86_400, fields.windowRange),
};

function outside(value: number | string, most: number, rule: string): string | null {
  if (value === '') return null;
  const number = Number(value);
  return Number.isInteger(number) && number >= 1 && number <= most ? null : rule;
}
