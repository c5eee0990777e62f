import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import {
  effectiveRules,
  MEDIA_CLASSES,
  RULE_MEASURES,
  TEXT_UNITS,
  type EffectiveRule,
  type MediaClass,
  type PlatformDescriptor,
  type RuleMeasure,
  type TextUnit,
} from '@postern/core';

export const SEVERITIES = ['error', 'warning'] as const;
export type Severity = (typeof SEVERITIES)[number];

const CONDITIONS = ['media', 'image', 'video'] as const;

@ApiSchema({
  name: 'ContentRule',
  description: 'One limit that binds: the platform’s or the provider’s, whichever is narrower.',
})
export class ContentRuleDto {
  @ApiProperty({ description: 'Stable.', example: 'x.text.max_weighted_length' })
  id!: string;

  @ApiProperty({
    enum: RULE_MEASURES,
    enumName: 'RuleMeasure',
    description: 'What is limited. Sizes are bytes, durations milliseconds, widths and heights pixels.',
    example: 'text_length',
  })
  measure!: RuleMeasure;

  @ApiProperty({
    enum: MEDIA_CLASSES,
    enumName: 'MediaClass',
    nullable: true,
    description: 'The media it speaks of.',
    example: null,
  })
  of!: MediaClass | null;

  @ApiProperty({
    enum: TEXT_UNITS,
    enumName: 'TextUnit',
    nullable: true,
    description:
      'How a length is counted. `characters`: Unicode code points; `bytes`: of UTF-8; `weighted`: as twitter-text ' +
      'weighs; `mastodon`: graphemes, links as 23 and handles without domain; `threads`: emojis by their bytes.',
    example: 'weighted',
  })
  unit!: TextUnit | null;

  @ApiProperty({ type: Number, nullable: true, example: null })
  min!: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 280 })
  max!: number | null;

  @ApiProperty({
    type: [String],
    nullable: true,
    description: 'Content types that are taken, where types are limited.',
    example: null,
  })
  types!: string[] | null;

  @ApiProperty({
    enum: CONDITIONS,
    enumName: 'RuleCondition',
    nullable: true,
    description: 'It binds only a part that has such media; null = always.',
    example: null,
  })
  when!: (typeof CONDITIONS)[number] | null;

  @ApiProperty({
    enum: SEVERITIES,
    enumName: 'Severity',
    description: 'An error keeps a post from being created; a warning does not.',
    example: 'error',
  })
  severity!: Severity;

  @ApiProperty({
    enum: ['platform', 'provider'],
    enumName: 'RuleOwner',
    description: 'Whose limit it is.',
    example: 'platform',
  })
  by!: 'platform' | 'provider';

  @ApiProperty({
    description: 'Where it is documented.',
    example: 'https://docs.x.com/fundamentals/counting-characters',
  })
  source!: string;
}

@ApiSchema({ name: 'TextLimit' })
export class TextLimitDto {
  @ApiProperty({ type: 'integer', example: 280 })
  maxLength!: number;

  @ApiProperty({ enum: TEXT_UNITS, enumName: 'TextUnit', example: 'weighted' })
  unit!: TextUnit;

  @ApiProperty({ description: 'Media alone are no post.', example: false })
  required!: boolean;
}

@ApiSchema({ name: 'MediaLimits' })
export class MediaLimitsDto {
  @ApiProperty({ type: 'integer', description: 'Items that a post needs at least.', example: 0 })
  min!: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Null: nobody limits it.', example: 4 })
  max!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 4 })
  maxImages!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 1 })
  maxVideos!: number | null;

  @ApiProperty({ description: 'Images and videos may stand together.', example: false })
  mixed!: boolean;
}

@ApiSchema({ name: 'ThreadLimit' })
export class ThreadLimitDto {
  @ApiProperty({ type: 'integer', description: 'The first part counts.', example: 25 })
  maxParts!: number;
}

@ApiSchema({
  name: 'PlatformAbilities',
  description: 'What the provider can do for the platform, beside the limits.',
})
export class PlatformAbilitiesDto {
  @ApiProperty({
    type: TextLimitDto,
    nullable: true,
    description: 'The limit of most texts, out of `limits`; null where none always binds.',
  })
  text!: TextLimitDto | null;

  @ApiProperty({ type: MediaLimitsDto, description: 'How many media a post may have, out of `limits`.' })
  media!: MediaLimitsDto;

  @ApiProperty({ type: ThreadLimitDto, nullable: true, description: 'Null: no threads.' })
  thread!: ThreadLimitDto | null;

  @ApiProperty({ description: 'Whether it writes a first comment.', example: false })
  firstComment!: boolean;

  @ApiProperty({ description: 'Whether it passes alternative texts on.', example: true })
  altText!: boolean;

  @ApiProperty({ type: [String], description: 'Values of `options.mode`.', example: ['publish'] })
  modes!: string[];

  @ApiProperty({ type: [String], description: 'Further names of options.', example: ['reply_settings'] })
  options!: string[];

  @ApiProperty({ type: [ContentRuleDto], description: 'Every limit that binds a post.' })
  limits!: ContentRuleDto[];
}

/** What a client needs to draw a counter, and to know what may be filled in. */
export function toAbilities(platform: PlatformDescriptor): PlatformAbilitiesDto {
  const { thread, firstComment, altText, modes, options } = platform.rules;
  const rules = effectiveRules(platform);
  return {
    text: textLimitOf(rules),
    media: mediaLimitsOf(rules),
    thread: thread === null ? null : { maxParts: thread.maxParts },
    firstComment,
    altText,
    modes: [...modes],
    options: [...options],
    limits: rules.map(toContentRule),
  };
}

function textLimitOf(rules: readonly EffectiveRule[]): TextLimitDto | null {
  const rule = rules.find(
    ({ measure, when, max }) => measure === 'text_length' && !when && max !== undefined,
  );
  if (rule?.max === undefined) return null;
  const required = rules.some(({ measure }) => measure === 'text_required');
  return { maxLength: rule.max, unit: rule.unit ?? 'characters', required };
}

function mediaLimitsOf(rules: readonly EffectiveRule[]): MediaLimitsDto {
  const counts = (of: MediaClass) =>
    rules.filter((rule) => rule.measure === 'media_count' && (rule.of ?? 'media') === of);
  const most = (of: MediaClass) => counts(of).find(({ max }) => max !== undefined)?.max ?? null;
  const max = most('media');
  return {
    min: counts('media').find(({ min }) => min !== undefined)?.min ?? 0,
    max,
    maxImages: most('image') ?? max,
    maxVideos: most('video') ?? max,
    mixed: rules.every(({ measure }) => measure !== 'media_mixed'),
  };
}

function toContentRule(rule: EffectiveRule): ContentRuleDto {
  return {
    id: rule.id,
    measure: rule.measure,
    of: rule.of ?? null,
    unit: rule.unit ?? null,
    min: rule.min ?? null,
    max: rule.max ?? null,
    types: rule.types === undefined ? null : [...rule.types],
    when: rule.when ?? null,
    severity: rule.severity ?? 'error',
    by: rule.by,
    source: rule.source,
  };
}
