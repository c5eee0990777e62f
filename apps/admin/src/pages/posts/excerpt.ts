import type { Content } from '@postern/client';
import { texts } from '../../texts';

const LONGEST = 90;

/** The first words of a content, on one line. */
export function excerpt({ text, media }: Pick<Content, 'text' | 'media'>, longest = LONGEST): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line === '') return media.length > 0 ? texts.posts.list.media(media.length) : texts.posts.list.noText;
  // By code points, so that no emoji is cut in two.
  const points = [...line];
  return points.length <= longest
    ? line
    : `${points
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}
