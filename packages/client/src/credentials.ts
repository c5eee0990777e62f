import { PosternError } from './errors';
import type { Credentials } from './request-options';

/** What each request says of its sender. Kept as a function, so that no inspection shows the key. */
export function credentialHeaders({ apiKey, session }: Credentials): () => Record<string, string> {
  if (session === undefined) {
    const authorization = bearerOf(apiKey);
    return () => ({ authorization });
  }
  return (): Record<string, string> => {
    const token = session.csrfToken();
    return token === null ? {} : { 'x-csrf-token': token };
  };
}

/** A header's value may not hold just anything, and the runtime's own complaint would show the key. */
function bearerOf(apiKey: string): string {
  if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new PosternError(
      'CONFIGURATION',
      'apiKey is empty, or holds what no key has: a space or line break?',
    );
  }
  return `Bearer ${apiKey}`;
}
