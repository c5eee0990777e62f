import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
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
  ValidateNested,
} from 'class-validator';
import { IsInstant } from '../http/is-instant';

/** Bounds that protect the gateway; the platforms' own rules are narrower and come from the descriptors. */
export const MAX_TEXT = 100_000;
export const MAX_MEDIA = 50;
export const MAX_PARTS = 100;
export const MAX_TARGETS = 100;
export const DAY_SECONDS = 86_400;

export class MediaItemDto {
  @ApiProperty({ description: 'Public http(s) address of the file.', example: 'https://example.com/a.jpg' })
  @IsUrl(
    { require_tld: false, protocols: ['http', 'https'], require_protocol: true },
    { message: 'url must be an http or https address' },
  )
  @MaxLength(4096)
  url!: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'A cup of coffee' })
  @IsOptional()
  @IsString()
  @MaxLength(5000)
  altText?: string | null;
}

export class ThreadPartDto {
  @ApiProperty({ example: 'second part' })
  @IsString()
  @MaxLength(MAX_TEXT)
  text!: string;

  @ApiPropertyOptional({ type: [MediaItemDto] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_MEDIA)
  @ValidateNested({ each: true })
  @Type(() => MediaItemDto)
  media?: MediaItemDto[];
}

export class ContentDto {
  @ApiPropertyOptional({ example: 'Opening day' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_TEXT)
  text?: string | null;

  @ApiPropertyOptional({ type: [MediaItemDto] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_MEDIA)
  @ValidateNested({ each: true })
  @Type(() => MediaItemDto)
  media?: MediaItemDto[] | null;

  @ApiPropertyOptional({ type: [ThreadPartDto], description: 'Parts after the first.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_PARTS)
  @ValidateNested({ each: true })
  @Type(() => ThreadPartDto)
  thread?: ThreadPartDto[] | null;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_TEXT)
  firstComment?: string | null;
}

export class TargetDto {
  @ApiProperty({ example: 'acct_01j9zk3t8q4m2v7w5x6y0abcde' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  accountId!: string;

  @ApiPropertyOptional({ type: ContentDto, description: 'Replaces the group’s content member by member.' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ContentDto)
  content?: ContentDto | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: '`mode` and the provider’s own options; see `GET /v1/providers`.',
    example: { mode: 'publish' },
  })
  @IsOptional()
  @IsObject()
  options?: Record<string, unknown> | null;
}

export class CreatePostGroupDto {
  @ApiPropertyOptional({ type: ContentDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ContentDto)
  content?: ContentDto | null;

  @ApiProperty({ type: [TargetDto], minItems: 1, maxItems: MAX_TARGETS })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_TARGETS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => TargetDto)
  targets!: TargetDto[];

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'RFC 3339 with an offset; absent or null = at once.',
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

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: { team: 'growth' } })
  @IsOptional()
  @IsObject()
  metadata?: Record<string, unknown> | null;
}
