/**
 * Whether a provider can carry a post to a platform as it is. What it cannot do is an issue that says so,
 * never something dropped silently. Each rule is one small function; to add one, write it and list it in
 * `CONTENT_RULES`.
 */
import type { PostContent, TargetOptions } from './content';
import {
  descriptorOf,
  error,
  isBlank,
  partsOf,
  type ContentIssue,
  type ContentRule,
  type ContentRuleInput,
} from './content-issue';
import type { PlatformDescriptor } from './descriptor';
import { measureText } from './measure-text';
import { BY_ADDRESS_ALONE, mediaFacts, type ContentLookups } from './media-facts';
import { altText, mediaCount, mediaMixed, mediaOfOneKind } from './media-rules';
import { platformName } from './platform';

export const CONTENT_RULES: readonly ContentRule[] = [
  contentRequired,
  textRequired,
  textLength,
  mediaCount,
  mediaOfOneKind,
  mediaMixed,
  altText,
  thread,
  firstComment,
  optionsMode,
  optionsKnown,
];

/** Every issue of one target, rule by rule; empty where the post can go out as it is. */
export function checkContent(
  content: PostContent,
  options: TargetOptions,
  platform: PlatformDescriptor,
  provider: { id: string; name: string },
  path: string,
  lookups: ContentLookups = BY_ADDRESS_ALONE,
): ContentIssue[] {
  const input: ContentRuleInput = {
    content,
    options,
    platform,
    provider,
    path,
    factsOf: (item) => mediaFacts(item, lookups),
  };
  return CONTENT_RULES.flatMap((rule) => rule(input));
}

function contentRequired(input: ContentRuleInput): ContentIssue[] {
  return partsOf(input)
    .filter((part) => part.text.trim() === '' && part.media.length === 0)
    .map((part) =>
      error({
        path: `${part.path}.text`,
        rule: 'content.required',
        message: 'There is neither text nor media.',
        fix: 'Write a text or add media.',
        source: 'Postern',
      }),
    );
}

/** Where there are no media either, `content.required` says all. */
function textRequired(input: ContentRuleInput): ContentIssue[] {
  const { platform, rules } = input.platform;
  const { text } = rules;
  if (text?.required !== true) {
    return [];
  }
  return partsOf(input)
    .filter((part) => isBlank(part.text) && part.media.length > 0)
    .map((part) =>
      error({
        path: `${part.path}.text`,
        rule: `${platform}.text.required`,
        message: `${input.provider.name} posts nothing to ${platformName(platform)} without a text.`,
        fix: 'Write a text to go with the media.',
        source: text.source,
      }),
    );
}

function textLength(input: ContentRuleInput): ContentIssue[] {
  const { platform, rules } = input.platform;
  if (rules.text === undefined) {
    return [];
  }
  const { maxLength, unit, source } = rules.text;
  return partsOf(input)
    .map((part) => ({ part, length: measureText(part.text, unit) }))
    .filter(({ length }) => length > maxLength)
    .map(({ part, length }) =>
      error({
        path: `${part.path}.text`,
        rule: `${platform}.text.max_${unit}`,
        message: `The text has ${length} ${UNIT_NAMES[unit]}; ${platformName(platform)} takes ${maxLength}.`,
        fix: `Shorten the text by ${length - maxLength}.`,
        source,
      }),
    );
}

const UNIT_NAMES = {
  characters: 'characters',
  graphemes: 'visible characters',
  utf16: 'UTF-16 units',
} as const;

function thread(input: ContentRuleInput): ContentIssue[] {
  const { content, path } = input;
  const limits = input.platform.rules.thread;
  const total = content.thread.length + 1;
  const name = platformName(input.platform.platform);
  if (content.thread.length === 0 || (limits !== null && total <= limits.maxParts)) {
    return [];
  }
  const issue =
    limits === null
      ? {
          rule: 'thread.unsupported',
          message: `${input.provider.name} publishes no threads on ${name}.`,
          fix: 'Publish the parts as one post, or choose another provider.',
        }
      : {
          rule: 'thread.max_parts',
          message: `The thread has ${total} parts; ${input.provider.name} takes ${limits.maxParts} on ${name}.`,
          fix: `Remove ${total - limits.maxParts} of the parts.`,
        };
  return [error({ ...issue, path: `${path}.content.thread`, source: descriptorOf(input) })];
}

function firstComment(input: ContentRuleInput): ContentIssue[] {
  if (input.platform.rules.firstComment || isBlank(input.content.firstComment)) {
    return [];
  }
  return [
    error({
      path: `${input.path}.content.firstComment`,
      rule: 'firstComment.unsupported',
      message: `${input.provider.name} writes no first comment on ${platformName(input.platform.platform)}.`,
      fix: 'Leave the first comment out for this account, or put it into the text.',
      source: descriptorOf(input),
    }),
  ];
}

function optionsMode(input: ContentRuleInput): ContentIssue[] {
  const { mode } = input.options;
  const { modes } = input.platform.rules;
  if (mode === undefined || modes.includes(mode)) {
    return [];
  }
  return [
    error({
      path: `${input.path}.options.mode`,
      rule: 'options.mode',
      message: `${input.provider.name} knows no mode ${JSON.stringify(mode)} for ${platformName(input.platform.platform)}.`,
      fix: `Use ${modes.map((known) => JSON.stringify(known)).join(' or ') || 'no mode'}.`,
      source: descriptorOf(input),
    }),
  ];
}

function optionsKnown(input: ContentRuleInput): ContentIssue[] {
  const known = input.platform.rules.options;
  return Object.keys(input.options)
    .filter((name) => name !== 'mode' && !known.includes(name))
    .map((name) =>
      error({
        path: `${input.path}.options.${name}`,
        rule: 'options.unknown',
        message: `${input.provider.name} has no option ${JSON.stringify(name)} for ${platformName(input.platform.platform)}.`,
        fix: known.length === 0 ? 'Leave it out.' : `Leave it out; known are: ${known.join(', ')}.`,
        source: descriptorOf(input),
      }),
    );
}
