import { textTokens } from './text-tokens';

const marked = (text: string) =>
  textTokens(text)
    .filter(({ kind }) => kind !== 'text')
    .map(({ kind, text: words }) => `${kind} ${words}`);

describe('textTokens', () => {
  it('marks links without what ends the sentence, hashtags and mentions', () => {
    expect(marked('See https://example.com/a?b=1. #opening @acme, @ada@fosstodon.org!')).toEqual([
      'link https://example.com/a?b=1',
      'hashtag #opening',
      'mention @acme',
      'mention @ada@fosstodon.org',
    ]);
  });

  it('takes no number, no address of mail and no part of a link for one', () => {
    expect(marked('We are #1, mail me@example.com')).toEqual([]);
    expect(marked('https://example.com/#top')).toEqual(['link https://example.com/#top']);
  });

  it('loses nothing', () => {
    const text = 'a #b\n<script>@c</script> https://d.example 👩‍👩‍👧';
    expect(
      textTokens(text)
        .map((token) => token.text)
        .join(''),
    ).toBe(text);
  });
});
