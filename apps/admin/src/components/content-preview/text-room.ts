/** How much room a text has left, counted as whoever limits it counts. */
import type { PlatformAbilities, TextUnit } from '@postern/client';
import { measureText, mediaKind } from '@postern/core';

export interface CountedMedia {
  url?: string | null;
  /** Of stored media, where it is known. */
  contentType?: string | null;
}

export interface TextRoom {
  /** Of the limit's rule. */
  rule: string;
  unit: TextUnit;
  length: number;
  max: number;
  /** Longer than this is published all the same. */
  warnsOnly: boolean;
}

/** By every limit that binds a text beside such media; the one that leaves the least room first, mere warnings last. */
export function textRooms(
  text: string,
  media: readonly CountedMedia[],
  limits: PlatformAbilities['limits'],
): TextRoom[] {
  return limits
    .flatMap(({ id, measure, unit, max, when, severity }): TextRoom[] => {
      if (measure !== 'text_length' || max === null || !bindsBeside(when, media)) return [];
      const counted = unit ?? 'characters';
      const length = measureText(text, counted);
      return [{ rule: id, unit: counted, length, max, warnsOnly: severity === 'warning' }];
    })
    .sort((a, b) => Number(a.warnsOnly) - Number(b.warnsOnly) || a.max - a.length - (b.max - b.length));
}

type When = PlatformAbilities['limits'][number]['when'];

function bindsBeside(when: When, media: readonly CountedMedia[]): boolean {
  if (when === null) return true;
  if (when === 'media') return media.length > 0;
  return media.some((item) => kindOf(item) === when);
}

/** What an item is, by its type or else by its address. */
export function kindOf({ url, contentType }: CountedMedia): 'image' | 'video' | 'unknown' {
  if (contentType?.startsWith('image/')) return 'image';
  if (contentType?.startsWith('video/')) return 'video';
  return mediaKind({ url });
}

/** How many UTF-16 units of the text fit: the longest beginning within the limit, whole signs only. */
export function fittingLength(text: string, { unit, max }: Pick<TextRoom, 'unit' | 'max'>): number {
  const ends = [0, ...signEnds(text)];
  let fits = 0;
  let tooMuch = ends.length;
  while (tooMuch - fits > 1) {
    const middle = (fits + tooMuch) >> 1;
    if (measureText(text.slice(0, ends[middle]), unit) <= max) fits = middle;
    else tooMuch = middle;
  }
  return ends[fits] ?? 0;
}

let segmenter: Intl.Segmenter | undefined;

function signEnds(text: string): number[] {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ index, segment }) => index + segment.length);
}
