/** What a network turns into a link of its own, as far as a text shows it. */
export interface TextToken {
  kind: 'text' | 'link' | 'hashtag' | 'mention';
  text: string;
}

const LINK = String.raw`https?:\/\/[^\s<>"]*[^\s<>"'.,:;!?)\]]`;
const HASHTAG = String.raw`(?<![\p{L}\p{N}_&/])[#＃][\p{L}\p{N}\p{M}_]*[\p{L}_][\p{L}\p{N}\p{M}_]*`;
const MENTION = String.raw`(?<![\p{L}\p{N}_./@])@[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?(?:@[\p{L}\p{N}.-]*[\p{L}\p{N}])?`;
const TOKEN = new RegExp(`(?<link>${LINK})|(?<hashtag>${HASHTAG})|(?<mention>${MENTION})`, 'giu');

/** The text in pieces that together are the text. */
export function textTokens(text: string): TextToken[] {
  const tokens: TextToken[] = [];
  let end = 0;
  const upTo = (start: number) => {
    if (start > end) tokens.push({ kind: 'text', text: text.slice(end, start) });
  };
  for (const match of text.matchAll(TOKEN)) {
    upTo(match.index);
    tokens.push({ kind: kindOf(match), text: match[0] });
    end = match.index + match[0].length;
  }
  upTo(text.length);
  return tokens;
}

function kindOf({ groups }: RegExpMatchArray): TextToken['kind'] {
  if (groups?.link !== undefined) return 'link';
  return groups?.hashtag !== undefined ? 'hashtag' : 'mention';
}
