/** Rules about texts: their length, and what they contain. */
import { error, isBlank, partsOf, whoLimits } from './content-issue';
import type { ContentIssue, ContentPart, ContentRuleInput } from './content-issue';
import type { EffectiveRule } from './effective-rules';
import { measureText, type TextUnit } from './measure-text';
import { platformName } from './platform';
import { binds } from './rule-condition';

export const UNIT_NAMES: Readonly<Record<TextUnit, string>> = {
  characters: 'characters',
  graphemes: 'visible characters',
  utf16: 'UTF-16 units',
  bytes: 'bytes',
  weighted: 'weighted characters',
  weighted_full_links: 'weighted characters with links in full',
  mastodon: 'characters',
  threads: 'characters',
};

/** How long a text is by one rule. */
export interface TextMeasure {
  rule: EffectiveRule;
  length: number;
  maxLength: number;
}

/** Every length that binds a part, counted as its rule counts. */
export function textMeasures(input: ContentRuleInput, part: ContentPart): TextMeasure[] {
  return input.rules.flatMap((rule) => {
    if (rule.measure !== 'text_length' || rule.max === undefined || !binds(rule, part, input)) return [];
    return { rule, length: measureText(part.text, rule.unit ?? 'characters'), maxLength: rule.max };
  });
}

export function textLength(input: ContentRuleInput): ContentIssue[] {
  return partsOf(input).flatMap((part) => {
    const broken = textMeasures(input, part).filter(({ length, maxLength }) => length > maxLength);
    // Where the network itself refuses, what the provider makes of the same text is no news.
    const own = broken.filter(({ rule }) => rule.by === 'platform' && rule.severity === undefined);
    return (own.length > 0 ? own : broken).map((measure) => tooLong(input, part, measure));
  });
}

function tooLong(
  input: ContentRuleInput,
  part: ContentPart,
  { rule, length, maxLength }: TextMeasure,
): ContentIssue {
  const unit = UNIT_NAMES[rule.unit ?? 'characters'];
  const when = rule.when === undefined ? '' : ` beside ${rule.when === 'media' ? 'media' : `${rule.when}s`}`;
  return {
    path: `${part.path}.text`,
    rule: rule.id,
    severity: rule.severity ?? 'error',
    message: `The text has ${length} ${unit}; ${whoLimits(rule, input)} ${maxLength}${when}.`,
    fix: `Shorten the text by ${length - maxLength}.`,
    source: rule.source,
  };
}

/** Where there are no media either, `content.required` says all. */
export function textRequired(input: ContentRuleInput): ContentIssue[] {
  const rule = input.rules.find(({ measure }) => measure === 'text_required');
  if (rule === undefined) return [];
  return partsOf(input)
    .filter((part) => isBlank(part.text) && part.media.length > 0)
    .map((part) =>
      error({
        path: `${part.path}.text`,
        rule: rule.id,
        message: `${input.provider.name} posts nothing to ${platformName(input.platform.platform)} without a text.`,
        fix: 'Write a text to go with the media.',
        source: rule.source,
      }),
    );
}

const HASHTAG = /(?<![\p{L}\p{N}_&/])[#＃][\p{L}\p{N}\p{M}_]*[\p{L}_][\p{L}\p{N}\p{M}_]*/gu;
const MENTION = /(?<![\p{L}\p{N}_./@])@[a-z0-9_][a-z0-9_.]*/giu;
const LINK = /https?:\/\/[^\s<>"]+/giu;

const CONTAINED = {
  hashtags: { name: 'hashtags', find: (text: string) => text.match(HASHTAG) ?? [] },
  mentions: { name: 'mentions', find: (text: string) => text.match(MENTION) ?? [] },
  links: { name: 'different links', find: (text: string) => [...new Set(text.match(LINK))] },
};

export function textContents(input: ContentRuleInput): ContentIssue[] {
  return input.rules.flatMap((rule) => {
    const { measure, max } = rule;
    if (max === undefined || (measure !== 'hashtags' && measure !== 'mentions' && measure !== 'links')) {
      return [];
    }
    const { name, find } = CONTAINED[measure];
    return partsOf(input)
      .map((part) => ({ part, count: find(part.text).length }))
      .filter(({ count }) => count > max)
      .map(({ part, count }): ContentIssue => ({
        path: `${part.path}.text`,
        rule: rule.id,
        severity: rule.severity ?? 'error',
        message: `The text has ${count} ${name}; ${whoLimits(rule, input)} ${max}.`,
        fix: `Remove ${count - max} of the ${name}.`,
        source: rule.source,
      }));
  });
}

export function titleLength(input: ContentRuleInput): ContentIssue[] {
  const { title } = input.options;
  if (typeof title !== 'string') return [];
  return input.rules.flatMap((rule): ContentIssue[] => {
    if (rule.measure !== 'title_length' || rule.max === undefined) return [];
    const unit = rule.unit ?? 'characters';
    const over = measureText(title, unit) - rule.max;
    if (over <= 0) return [];
    return [
      {
        path: `${input.path}.options.title`,
        rule: rule.id,
        severity: rule.severity ?? 'error',
        message: `The title has ${over + rule.max} ${UNIT_NAMES[unit]}; ${whoLimits(rule, input)} ${rule.max}.`,
        fix: `Shorten the title by ${over}.`,
        source: rule.source,
      },
    ];
  });
}
