/** What binds a post on its way through one provider to one platform: of both, whatever is narrower. */
import type { ContentRules, PlatformDescriptor } from './descriptor';
import type { TextUnit } from './measure-text';
import { platformRules } from './platform-rules/platform-rules';
import type { LimitRule } from './platform-rules/limit-rule';

export interface EffectiveRule extends LimitRule {
  /** Whose limit it is; `source` says where it is documented. */
  by: 'platform' | 'provider';
}

const cache = new WeakMap<PlatformDescriptor, readonly EffectiveRule[]>();

/** The platform's rules, each as narrow as the provider has it, then those that are the provider's alone. */
export function effectiveRules(descriptor: PlatformDescriptor): readonly EffectiveRule[] {
  const known = cache.get(descriptor);
  if (known !== undefined) return known;
  const rules = merged(descriptor);
  cache.set(descriptor, rules);
  return rules;
}

function merged({ platform, rules }: PlatformDescriptor): EffectiveRule[] {
  const left = new Map(providerRules(platform, rules).map((rule) => [keyOf(rule), rule]));
  const own = platformRules(platform).map((rule): EffectiveRule => {
    const theirs = left.get(keyOf(rule));
    left.delete(keyOf(rule));
    const narrower = theirs === undefined ? { ...rule, by: 'platform' as const } : narrow(rule, theirs);
    return rules.media?.converts === true && CONVERTIBLE.has(rule.measure) && rule.of !== 'video'
      ? { ...narrower, severity: 'warning' }
      : narrower;
  });
  return [...own, ...[...left.values()].map((rule): EffectiveRule => ({ ...rule, by: 'provider' }))];
}

/** What a provider that converts images helps itself with. */
const CONVERTIBLE: ReadonlySet<LimitRule['measure']> = new Set([
  'media_type',
  'media_bytes',
  'media_width',
  'media_height',
]);

/** Rules of one key limit the same in the same unit, so that the narrower one says it all. */
function keyOf({ id, unit, of, when }: LimitRule): string {
  return [id, unit, of, when].join(' ');
}

function narrow(platform: LimitRule, provider: LimitRule): EffectiveRule {
  const max = smallest(platform.max, provider.max);
  const min = largest(platform.min, provider.min);
  const isPlatforms = max === platform.max && min === platform.min;
  return isPlatforms
    ? { ...platform, by: 'platform' }
    : { ...platform, min, max, severity: undefined, source: provider.source, by: 'provider' };
}

function smallest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

function largest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

/** A descriptor's limits as rules, under the ids that the platform's own have. */
function providerRules(platform: string, { text, media }: ContentRules): LimitRule[] {
  return [...textRules(platform, text), ...mediaRules(platform, media)];
}

function mediaRules(platform: string, media: ContentRules['media']): LimitRule[] {
  if (media === undefined) return [];
  const { min = 0, max, maxImages, maxVideos, mixed, source } = media;
  const rule = (id: string, rest: Omit<LimitRule, 'id' | 'source'>): LimitRule => ({
    id: `${platform}.media.${id}`,
    ...rest,
    source,
  });
  const most = (id: string, of: LimitRule['of'], limit: number | undefined): LimitRule[] =>
    limit === undefined ? [] : [rule(id, { measure: 'media_count', of, max: limit })];
  return [
    ...(min > 0 ? [rule('required', { measure: 'media_count', of: 'media', min })] : []),
    ...most('max', 'media', max),
    ...most('max_images', 'image', maxImages),
    ...most('max_videos', 'video', maxVideos),
    ...(mixed === false ? [rule('mixed', { measure: 'media_mixed' })] : []),
  ];
}

function textRules(platform: string, text: ContentRules['text']): LimitRule[] {
  if (text === undefined) return [];
  const { maxLength: max, unit = 'characters', required, source } = text;
  const length: LimitRule = {
    id: `${platform}.text.${MAX_IN[unit]}`,
    measure: 'text_length',
    unit,
    max,
    source,
  };
  const presence: LimitRule = { id: `${platform}.text.required`, measure: 'text_required', source };
  return [...(max === undefined ? [] : [length]), ...(required === true ? [presence] : [])];
}

/** The last word of the id of a rule about length, by its unit. */
const MAX_IN: Readonly<Record<TextUnit, string>> = {
  characters: 'max_chars',
  graphemes: 'max_graphemes',
  utf16: 'max_utf16',
  bytes: 'max_bytes',
  weighted: 'max_weighted_length',
  weighted_full_links: 'max_weighted_full_links',
  mastodon: 'max_chars',
  threads: 'max_chars',
};
