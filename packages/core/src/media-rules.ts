/** Rules about media: how many, of which kind, together or not, and their alternative texts. */
import {
  descriptorOf,
  isBlank,
  partsOf,
  whoLimits,
  type ContentIssue,
  type ContentPart,
  type ContentRuleInput,
} from './content-issue';
import type { EffectiveRule } from './effective-rules';
import { measureText } from './measure-text';
import { platformName } from './platform';
import type { MediaClass } from './platform-rules/limit-rule';
import { isOf } from './rule-condition';
import { UNIT_NAMES } from './text-rules';

export function mediaCount(input: ContentRuleInput): ContentIssue[] {
  const most = input.rules.find(({ measure, of, max }) => isTotal(measure, of) && max !== undefined)?.max;
  return input.rules.flatMap((rule) => {
    if (rule.measure !== 'media_count') return [];
    const [first, ...later] = partsOf(input);
    // Only the first part must have media: a later one is a reply, which may be text alone.
    return [
      ...tooFew(rule, first, input),
      ...[first, ...later].flatMap((part) => tooMany(rule, part, input, most)),
    ];
  });
}

function isTotal(measure: EffectiveRule['measure'], of: MediaClass | undefined): boolean {
  return measure === 'media_count' && (of ?? 'media') === 'media';
}

function tooFew(rule: EffectiveRule, part: ContentPart, input: ContentRuleInput): ContentIssue[] {
  const missing = (rule.min ?? 0) - countOf(rule, part, input);
  if (missing <= 0) return [];
  const who = rule.by === 'platform' ? 'takes' : `gets from ${input.provider.name}`;
  return [
    {
      path: `${part.path}.media`,
      rule: rule.id,
      severity: rule.severity ?? 'error',
      message: `${platformName(input.platform.platform)} ${who} posts with media only: at least ${items(rule.min ?? 0)}.`,
      fix: `Add ${items(missing)}.`,
      source: rule.source,
    },
  ];
}

function tooMany(
  rule: EffectiveRule,
  part: ContentPart,
  input: ContentRuleInput,
  most: number | undefined,
): ContentIssue[] {
  const { max, of = 'media' } = rule;
  const count = countOf(rule, part, input);
  // The total alone is too many already: `media.max` says so.
  const isSaid = of !== 'media' && most !== undefined && count > most;
  if (max === undefined || count <= max || isSaid) return [];
  const verb = count === 1 ? 'is' : 'are';
  return [
    {
      path: `${part.path}.media`,
      rule: rule.id,
      severity: rule.severity ?? 'error',
      message: `There ${verb} ${items(count, of)}; ${whoLimits(rule, input)} ${max === 0 ? 'none' : max}.`,
      fix: of === 'media' ? `Remove ${items(count - max)}.` : `Remove ${count - max} of the ${PLURALS[of]}.`,
      source: rule.source,
    },
  ];
}

const SINGULARS: Readonly<Record<MediaClass, string>> = {
  media: 'media item',
  image: 'image',
  photo: 'photo',
  gif: 'GIF',
  video: 'video',
};
const PLURALS: Readonly<Record<MediaClass, string>> = {
  media: 'media items',
  image: 'images',
  photo: 'photos',
  gif: 'GIFs',
  video: 'videos',
};

function items(count: number, of: MediaClass = 'media'): string {
  return `${count} ${(count === 1 ? SINGULARS : PLURALS)[of]}`;
}

function countOf({ of = 'media' }: EffectiveRule, part: ContentPart, input: ContentRuleInput): number {
  return part.media.filter((item) => isOf(input.factsOf(item), of)).length;
}

export function mediaMixed(input: ContentRuleInput): ContentIssue[] {
  const rule = input.rules.find(({ measure }) => measure === 'media_mixed');
  if (rule === undefined) return [];
  return partsOf(input)
    .filter((part) => {
      const kinds = new Set(part.media.map((item) => input.factsOf(item).kind));
      return kinds.has('image') && kinds.has('video');
    })
    .map((part) => ({
      path: `${part.path}.media`,
      rule: rule.id,
      severity: rule.severity ?? 'error',
      message: `${whoLimits(rule, input)} images or videos, not both together.`,
      fix: 'Keep either the images or the video.',
      source: rule.source,
    }));
}

export function altText(input: ContentRuleInput): ContentIssue[] {
  const limits = input.rules.filter(({ measure }) => measure === 'alt_text_length');
  return partsOf(input).flatMap((part) =>
    part.media.flatMap(({ altText: text }, index): ContentIssue[] => {
      if (text == null || isBlank(text)) return [];
      const path = `${part.path}.media[${index}].altText`;
      return input.platform.rules.altText
        ? limits.flatMap((rule) => altTextTooLong(rule, text, path, input))
        : [altTextLost(path, input)];
    }),
  );
}

function altTextTooLong(
  rule: EffectiveRule,
  text: string,
  path: string,
  input: ContentRuleInput,
): ContentIssue[] {
  const { max, unit = 'characters' } = rule;
  const length = measureText(text, unit);
  if (max === undefined || length <= max) return [];
  return [
    {
      path,
      rule: rule.id,
      severity: rule.severity ?? 'error',
      message: `The alternative text has ${length} ${UNIT_NAMES[unit]}; ${whoLimits(rule, input)} ${max}.`,
      fix: `Shorten it by ${length - max}.`,
      source: rule.source,
    },
  ];
}

/** The post is whole without it, so it goes out; but the author is told. */
function altTextLost(path: string, input: ContentRuleInput): ContentIssue {
  return {
    path,
    rule: 'altText.unsupported',
    severity: 'warning',
    message: `${input.provider.name} passes no alternative text on to ${platformName(input.platform.platform)}.`,
    fix: 'Add it on the platform after publishing.',
    source: descriptorOf(input),
  };
}
