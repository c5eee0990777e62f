// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- whoever compiles this source from outside finds the types, too
/// <reference path="./twitter-text.d.ts" />
/**
 * Length of a text as X counts it (https://docs.x.com/fundamentals/counting-characters), by X's own library: most
 * scripts weigh 1 per sign, others and emojis 2, and a link 23.
 */
import parseTweet from 'twitter-text/dist/parseTweet';

/** Nothing this long fits anywhere, so that the exact number is of no use. */
const LONGEST_EXACT = 25_000;
const LONGEST_WORD = 8192;
const MOST_LABELS = 127;

/** With `no links`, a link counts its own length. */
export function weightedLength(text: string, mode: 'links' | 'no links'): number {
  const exact = mode === 'links' && text.length <= LONGEST_EXACT;
  let sum = 0;
  // No link, emoji or composed letter reaches across white space, but what stands before a link matters to it: so
  // each word is counted with the space before it, and the sum is exact.
  for (const run of text.split(/(?=\s)/u)) {
    sum += exact && isQuickToSearch(run) ? parseTweet(run).weightedLength : withoutLinks(run);
  }
  return sum;
}

/**
 * twitter-text searches for links in time that grows with the square of a word's labels; a word made to be slow,
 * which is no link that anybody could follow, counts by its signs.
 */
function isQuickToSearch(word: string): boolean {
  if (word.length > LONGEST_WORD) return false;
  // eslint-disable-next-line no-control-regex -- ASCII is what it says
  const ascii = /^[\x00-\x7f]*$/.test(word);
  const labels = (part: string) => part.split('.').length;
  return ascii
    ? word.split('/').every((part) => labels(part) <= MOST_LABELS)
    : labels(word) * word.length <= LONGEST_WORD;
}

/** A dot makes a link, and weighs as much as a comma. */
function withoutLinks(word: string): number {
  return parseTweet(word.replaceAll('.', ',')).weightedLength;
}
