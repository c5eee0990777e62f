/** The beginning of the app; where nothing better is asked for. */
export const APP_PATH = '/admin/';

const LONGEST = 2_000;

/** The page of the app that was asked for; anything else would lead people to places of others. */
export function returnPath(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > LONGEST || !asked.startsWith('/')) return APP_PATH;
  const base = 'http://postern.invalid';
  if (!URL.canParse(asked, base)) return APP_PATH;
  const { origin, pathname, searchParams } = new URL(asked, base);
  if (origin !== base || !pathname.startsWith(APP_PATH) || pathname.includes('//')) return APP_PATH;
  searchParams.delete('signInError');
  const query = searchParams.toString();
  return query === '' ? pathname : `${pathname}?${query}`;
}

/** Back to the sign-in, with a sentence for whoever tried. */
export function failurePath(sentence: string): string {
  return `${APP_PATH}?${new URLSearchParams({ signInError: sentence }).toString()}`;
}
