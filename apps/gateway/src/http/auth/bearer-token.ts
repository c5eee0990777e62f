import { problem } from '../problem';

/** @throws ProblemError UNAUTHENTICATED */
export function bearerToken(header: string | undefined): string {
  if (!header) throw problem.unauthenticated('Send the API key as “Authorization: Bearer <key>”.');
  const [, token] = /^bearer +([\x21-\x7e]+) *$/i.exec(header) ?? [];
  if (!token) throw problem.unauthenticated('The Authorization header must read “Bearer <key>”.');
  return token;
}
