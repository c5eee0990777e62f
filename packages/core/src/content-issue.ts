/** What a content rule is given and what it says. */
import type { MediaItem, PostContent, TargetOptions } from './content';
import type { PlatformDescriptor } from './descriptor';
import type { EffectiveRule } from './effective-rules';
import type { MediaFacts } from './media-facts';
import { platformName } from './platform';

export interface ContentIssue {
  /** Where in the request: `targets[1].content.text`. */
  path: string;
  /** Stable id: `x.text.max_weighted_length`, `thread.unsupported`. */
  rule: string;
  severity: 'error' | 'warning';
  message: string;
  /** What a person can do about it. */
  fix: string;
  /** Whose rule it is: a documentation page, the provider's descriptor, or Postern itself. */
  source: string;
}

export interface ContentRuleInput {
  content: PostContent;
  options: TargetOptions;
  platform: PlatformDescriptor;
  provider: { id: string; name: string };
  /** Of the target: `targets[1]`. */
  path: string;
  /** The limits of platform and provider, the narrower of both. */
  rules: readonly EffectiveRule[];
  /** What is known of a media item; by its address alone where nobody knows more. */
  factsOf: (item: MediaItem) => MediaFacts;
}

export type ContentRule = (input: ContentRuleInput) => ContentIssue[];

/** A part of the post: the first, or a later one of the thread. */
export interface ContentPart {
  text: string;
  media: MediaItem[];
  path: string;
}

/** The first part and those of the thread, each with its place in the request. */
export function partsOf({ content, path }: ContentRuleInput): [ContentPart, ...ContentPart[]] {
  const later = content.thread.map((part, index) => ({
    text: part.text,
    media: part.media ?? [],
    path: `${path}.content.thread[${index}]`,
  }));
  return [{ text: content.text, media: content.media, path: `${path}.content` }, ...later];
}

export function error(issue: Omit<ContentIssue, 'severity'>): ContentIssue {
  return { ...issue, severity: 'error' };
}

/** The source of what a provider says of itself in its descriptor. */
export function descriptorOf(input: ContentRuleInput): string {
  return `what ${input.provider.name} (${input.provider.id}) can do for ${platformName(input.platform.platform)}`;
}

/** Who takes no more than a limit says: the network, or the provider for it. */
export function whoLimits(rule: Pick<EffectiveRule, 'by'>, input: ContentRuleInput): string {
  const name = platformName(input.platform.platform);
  return rule.by === 'platform' ? `${name} takes` : `for ${name} ${input.provider.name} takes`;
}

export function isBlank(text: string | null | undefined): boolean {
  return (text ?? '').trim() === '';
}
