import type { Json, JsonObject } from '@postern/core';

export const DEFAULT_BASE_URL = 'https://api.postpost.dev/api/v1';

export interface PostPostCredentials {
  apiKey: string;
  /** Without a slash at the end. */
  baseUrl: string;
  /** A managed user of the key's workspace, or `null` for the key's owner. */
  userId: string | null;
}

/** The gateway has validated them against the descriptor; this only gives them their types. */
export function readCredentials(credentials: Readonly<JsonObject>): PostPostCredentials {
  return {
    apiKey: text(credentials['apiKey']) ?? '',
    baseUrl: (text(credentials['baseUrl']) ?? DEFAULT_BASE_URL).replace(/\/+$/, ''),
    userId: text(credentials['userId']),
  };
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
