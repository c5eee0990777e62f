/** Which rules concern which part of a post, and which of its media. */
import type { ContentPart, ContentRuleInput } from './content-issue';
import type { EffectiveRule } from './effective-rules';
import type { MediaFacts } from './media-facts';
import type { MediaClass } from './platform-rules/limit-rule';

/** A condition on media of which nothing is known is not fulfilled. */
export function binds(rule: EffectiveRule, part: ContentPart, input: ContentRuleInput): boolean {
  switch (rule.when) {
    case undefined:
      return true;
    case 'media':
      return part.media.length > 0;
    case 'image':
    case 'video':
      return part.media.some((item) => input.factsOf(item).kind === rule.when);
  }
}

/** Whether an item counts as one of a class. */
export function isOf(facts: MediaFacts, wanted: MediaClass): boolean {
  const isGif = facts.contentType === 'image/gif';
  switch (wanted) {
    case 'media':
      return true;
    case 'image':
    case 'video':
      return facts.kind === wanted;
    case 'gif':
      return isGif;
    case 'photo':
      return facts.kind === 'image' && facts.contentType !== null && !isGif;
  }
}
