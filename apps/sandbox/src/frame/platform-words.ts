/**
 * A text as one platform reads its magic words: `#fail-auth:threads` is `#fail-auth` on Threads and
 * nothing elsewhere; words without a platform stand for all. `x` and `twitter` are one.
 */
export function wordsFor(platform: string, text: string): string {
  return text.replace(/(#[a-z0-9-]+):([a-z]+)/g, (_match, word: string, only: string) =>
    canonical(only) === canonical(platform) ? word : '',
  );
}

function canonical(platform: string): string {
  return platform === 'x' ? 'twitter' : platform;
}
