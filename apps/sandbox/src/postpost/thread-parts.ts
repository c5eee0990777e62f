/** X counts an emoji as two and every other character, links included, by its length. */
export function xLength(text: string): number {
  const emoji = text.match(/\p{Extended_Pictographic}/gu) ?? [];
  const emojiUnits = emoji.reduce((sum, char) => sum + char.length, 0);
  return text.length - emojiUnits + emoji.length * 2;
}

const LIMIT = 280;
/** Kept free for ` (12/34)`. */
const NUMBER_ROOM = 10;

/**
 * The tweets that PostPost makes of one text (threading guide): `---` lines or `[n/m]` marks split it as
 * they stand; otherwise a text over 280 is cut at blank lines, then sentences, then words, and numbered.
 */
export function xThreadParts(text: string): string[] {
  const manual = text
    .split(/^---\s*$|(?=^\[\d+\/\d+\])/m)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (manual.length > 1) return manual;
  if (xLength(text) <= LIMIT) return [text];
  const parts = pack(text, [/\n\s*\n/, /(?<=[.!?])\s+/, /\s+/]);
  return parts.map((part, index) => `${part} (${index + 1}/${parts.length})`);
}

/** Fills parts with the largest pieces that fit, going to a finer separator only for what does not. */
function pack(text: string, separators: readonly RegExp[]): string[] {
  const room = LIMIT - NUMBER_ROOM;
  if (xLength(text) <= room) return [text];
  const [separator, ...finer] = separators;
  if (separator === undefined) return text.match(new RegExp(`.{1,${room}}`, 'gsu')) ?? [text];
  const parts: string[] = [];
  for (const piece of text.split(separator).flatMap((part) => pack(part.trim(), finer))) {
    const last = parts.at(-1);
    const joined = `${last ?? ''} ${piece}`.trim();
    if (last !== undefined && xLength(joined) <= room) parts[parts.length - 1] = joined;
    else if (piece !== '') parts.push(piece);
  }
  return parts;
}
