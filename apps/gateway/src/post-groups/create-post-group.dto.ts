import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsBoolean,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUrl,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { MaxJsonBytes, MayBeNull } from '../http/fields';
import { IsInstant } from '../http/is-instant';
import { FREE_FORM_LIMIT_BYTES } from '../http/limits';
import { Nested, NestedList } from '../http/nested';
import { EitherMediaIdOrUrl } from '../media/either-media';
import { MAX_AHEAD_DAYS } from '../posts/hand-over';

/** Bounds that protect the gateway; the platforms' own rules are narrower and come from the descriptors. */
export const MAX_TEXT = 100_000;
export const MAX_MEDIA = 50;
export const MAX_PARTS = 100;
export const MAX_TARGETS = 100;
export const DAY_SECONDS = 86_400;
export const MAX_DUPLICATE_WINDOW = 30 * DAY_SECONDS;

const FREE_FORM = `At most ${FREE_FORM_LIMIT_BYTES / 1024} KiB as JSON.`;

@ApiSchema({ name: 'MediaItemInput', description: 'Exactly one of `mediaId` and `url` is given.' })
export class MediaItemDto {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 64,
    description: 'Id of a medium that was stored by `POST /v1/media`.',
    example: 'med_01j9zk3t8q4m2v7w5x6y0abcde',
  })
  @EitherMediaIdOrUrl()
  mediaId?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Public http(s) address of the file.',
    example: 'https://example.com/a.jpg',
  })
  @MayBeNull()
  @IsString()
  @IsUrl(
    { require_tld: false, protocols: ['http', 'https'], require_protocol: true, validate_length: false },
    { message: 'url must be an http or https address' },
  )
  @MaxLength(4096)
  url?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'A cup of coffee' })
  @IsOptional()
  @IsString()
  @MaxLength(5000)
  altText?: string | null;
}

@ApiSchema({ name: 'ThreadPartInput' })
export class ThreadPartDto {
  @ApiProperty({ maxLength: MAX_TEXT, example: 'second part' })
  @IsString()
  @MaxLength(MAX_TEXT)
  text!: string;

  @ApiPropertyOptional({ type: [MediaItemDto], nullable: true, maxItems: MAX_MEDIA })
  @IsOptional()
  @NestedList(() => MediaItemDto)
  @ArrayMaxSize(MAX_MEDIA)
  media?: MediaItemDto[] | null;
}

@ApiSchema({ name: 'ContentInput' })
export class ContentDto {
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: MAX_TEXT, example: 'Opening day' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_TEXT)
  text?: string | null;

  @ApiPropertyOptional({ type: [MediaItemDto], nullable: true, maxItems: MAX_MEDIA })
  @IsOptional()
  @NestedList(() => MediaItemDto)
  @ArrayMaxSize(MAX_MEDIA)
  media?: MediaItemDto[] | null;

  @ApiPropertyOptional({
    type: [ThreadPartDto],
    nullable: true,
    maxItems: MAX_PARTS,
    description: 'Parts after the first.',
  })
  @IsOptional()
  @NestedList(() => ThreadPartDto)
  @ArrayMaxSize(MAX_PARTS)
  thread?: ThreadPartDto[] | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: MAX_TEXT })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_TEXT)
  firstComment?: string | null;
}

@ApiSchema({ name: 'Target' })
export class TargetDto {
  @ApiProperty({ example: 'acct_01j9zk3t8q4m2v7w5x6y0abcde' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  accountId!: string;

  @ApiPropertyOptional({
    type: ContentDto,
    nullable: true,
    description: 'Replaces the group’s content member by member.',
  })
  @IsOptional()
  @Nested(() => ContentDto)
  content?: ContentDto | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: `\`mode\` and the provider’s own options; see \`GET /v1/providers\`. ${FREE_FORM}`,
    example: { mode: 'publish' },
  })
  @IsOptional()
  @IsObject()
  @MaxJsonBytes()
  options?: Record<string, unknown> | null;
}

@ApiSchema({ name: 'CreatePostGroup' })
export class CreatePostGroupDto {
  @ApiPropertyOptional({ type: ContentDto, nullable: true })
  @IsOptional()
  @Nested(() => ContentDto)
  content?: ContentDto | null;

  @ApiProperty({ type: [TargetDto], minItems: 1, maxItems: MAX_TARGETS })
  @NestedList(() => TargetDto)
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_TARGETS)
  targets!: TargetDto[];

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: `RFC 3339 with an offset, at most ${MAX_AHEAD_DAYS} days ahead; absent or null = at once.`,
    example: '2026-12-01T09:00:00+01:00',
  })
  @IsOptional()
  @IsInstant()
  scheduledAt?: string | null;

  @ApiPropertyOptional({ default: false, description: 'Save only; nothing is sent.' })
  @IsOptional()
  @IsBoolean()
  draft?: boolean;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 255, example: 'campaign-7/42' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  clientReference?: string | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 30 * DAY_SECONDS,
    default: DAY_SECONDS,
    description: 'A post that could not be handed over this long after its time fails with TOO_LATE.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(30 * DAY_SECONDS)
  maxLatenessSeconds?: number | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: MAX_DUPLICATE_WINDOW,
    description:
      'Without an idempotency key: where an account was given equal content (text, media, thread and first ' +
      'comment) within so many seconds, nothing is created and the answer is 409 with those posts. Posts that ' +
      'failed or were canceled do not count. Of a draft it holds when the draft is sent.',
    example: 3600,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_DUPLICATE_WINDOW)
  duplicateWindowSeconds?: number | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: `Yours: kept and given back as it is. ${FREE_FORM}`,
    example: { team: 'growth' },
  })
  @IsOptional()
  @IsObject()
  @MaxJsonBytes()
  metadata?: Record<string, unknown> | null;
}
