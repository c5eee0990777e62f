/** Text as platforms count it. */
export type TextUnit = 'characters' | 'graphemes' | 'utf16';

let segmenter: Intl.Segmenter | undefined;

/**
 * Length of a text. `characters` are Unicode code points, `graphemes` what a reader sees as one sign (a family
 * emoji is one), `utf16` the code units that JavaScript's `length` counts.
 */
export function measureText(text: string, unit: TextUnit): number {
  switch (unit) {
    case 'characters':
      return Array.from(text).length;
    case 'graphemes':
      segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
      return Array.from(segmenter.segment(text)).length;
    case 'utf16':
      return text.length;
  }
}
