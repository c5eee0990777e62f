/**
 * Whether a post can go out through a provider to a platform as it is. What cannot is an issue that says so,
 * never something dropped silently. Limits are data (platform-rules/, descriptors); the functions here and in
 * the neighbouring files compare a post with them. To add one, write it and list it in `CONTENT_RULES`.
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
import { effectiveRules } from './effective-rules';
import { mediaFiles } from './media-file-rules';
import { BY_ADDRESS_ALONE, mediaFacts, type ContentLookups } from './media-facts';
import { altText, mediaCount, mediaMixed } from './media-rules';
import { measureText } from './measure-text';
import { platformName } from './platform';
import { textContents, textLength, textMeasures, textRequired, titleLength } from './text-rules';

export const CONTENT_RULES: readonly ContentRule[] = [
  contentRequired,
  textRequired,
  textLength,
  textContents,
  mediaCount,
  mediaMixed,
  mediaFiles,
  altText,
  titleLength,
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
  const input = ruleInput(content, options, platform, provider, path, lookups);
  return CONTENT_RULES.flatMap((rule) => rule(input));
}

/** A text against the limit that leaves it the least room. */
export interface TextRoom {
  length: number;
  /** `null`: nobody limits it. */
  maxLength: number | null;
}

/** Of the first part, in the unit of the limit. */
export function textRoom(
  content: PostContent,
  platform: PlatformDescriptor,
  lookups: ContentLookups = BY_ADDRESS_ALONE,
): TextRoom {
  const input = ruleInput(content, {}, platform, NOBODY, '', lookups);
  const [tightest] = textMeasures(input, partsOf(input)[0])
    .filter(({ rule }) => rule.severity === undefined)
    .sort((a, b) => a.maxLength - a.length - (b.maxLength - b.length));
  return tightest === undefined
    ? { length: measureText(content.text, 'characters'), maxLength: null }
    : { length: tightest.length, maxLength: tightest.maxLength };
}

const NOBODY = { id: '', name: '' };

function ruleInput(
  content: PostContent,
  options: TargetOptions,
  platform: PlatformDescriptor,
  provider: { id: string; name: string },
  path: string,
  lookups: ContentLookups,
): ContentRuleInput {
  return {
    content,
    options,
    platform,
    provider,
    path,
    rules: effectiveRules(platform),
    factsOf: (item) => mediaFacts(item, lookups),
  };
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
