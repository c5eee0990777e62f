/** Text as platforms count it. */
import { weightedLength } from './weighted-length';

/**
 * `characters`: Unicode code points. `graphemes`: what a reader sees as one sign (a family emoji is one). `utf16`:
 * the code units that JavaScript's `length` counts. `bytes`: of UTF-8. `weighted`: X's weights (twitter-text).
 * `weighted_full_links`: the same with every link at its own length. `mastodon`: graphemes, a link counts 23 and a
 * handle without its domain. `threads`: code points, an emoji counts the bytes of its UTF-8.
 */
export const TEXT_UNITS = [
  'characters',
  'graphemes',
  'utf16',
  'bytes',
  'weighted',
  'weighted_full_links',
  'mastodon',
  'threads',
] as const;

export type TextUnit = (typeof TEXT_UNITS)[number];

/** Length of a text in a unit. */
export function measureText(text: string, unit: TextUnit): number {
  switch (unit) {
    case 'characters':
      return codePoints(text);
    case 'graphemes':
      return graphemes(text).length;
    case 'utf16':
      return text.length;
    case 'bytes':
      return utf8Bytes(text);
    case 'weighted':
      return weightedLength(text, 'links');
    case 'weighted_full_links':
      return weightedLength(text, 'no links');
    case 'mastodon':
      return graphemes(countedByMastodon(text)).length;
    case 'threads':
      return graphemes(text).reduce(
        (sum, sign) => sum + (EMOJI.test(sign) ? utf8Bytes(sign) : codePoints(sign)),
        0,
      );
  }
}

const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

let segmenter: Intl.Segmenter | undefined;

function graphemes(text: string): string[] {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** A lone surrogate counts 3, as the replacement character that goes out in its place. */
function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

const LINK = /https?:\/\/[^\s<>"]*[^\s<>"'.,:;!?)\]]/giu;
const HANDLE = /(?<![=/\p{L}\p{N}_])@([a-z0-9_]+)@[\p{L}\p{N}_]+(?:[.-][\p{L}\p{N}_]+)*/giu;

/** Mastodon docs, "Posting": links count 23 characters, and of a handle only the part before its domain counts. */
function countedByMastodon(text: string): string {
  return text.replace(LINK, 'x'.repeat(23)).replace(HANDLE, '@$1');
}
