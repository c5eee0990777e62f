import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import {
  normalisePlatform,
  POST_STATUSES,
  PUBLISH_ERROR_CODES,
  type PostStatus,
  type PublishErrorCode,
} from '@postern/core';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsString,
  IsUrl,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { MayBeAbsent, MayBeNull, NotBlank } from '../http/fields';
import { IsInstant } from '../http/is-instant';
import { Nested } from '../http/nested';
import { ProblemDto } from '../http/problem.dto';
import { PublishErrorDto } from '../http/publish-error.dto';
import { PostGroupDto } from '../post-groups/post-group.dto';
import { MAX_AHEAD_DAYS } from '../posts/hand-over';
import { PostDto } from '../posts/post.dto';
import { COMMAND_RESULTS, type CommandResult } from './decision';

/** As long as the longest that a provider takes. */
export const MAX_REASON = 1024;
export const MAX_BULK = 1000;
const MAX_NOTE = 5000;

@ApiSchema({ name: 'CancelOrder' })
export class CancelDto {
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: MAX_REASON, example: 'The date moved' })
  @MayBeNull()
  @IsString()
  @MaxLength(MAX_REASON)
  reason?: string | null;
}

@ApiSchema({ name: 'RescheduleOrder' })
export class RescheduleDto {
  @ApiProperty({
    type: String,
    format: 'date-time',
    description: `RFC 3339 with an offset, in the future, at most ${MAX_AHEAD_DAYS} days ahead.`,
    example: '2026-12-01T09:00:00+01:00',
  })
  @IsInstant()
  scheduledAt!: string;
}

@ApiSchema({ name: 'RetryOrder' })
export class RetryDto {
  @ApiPropertyOptional({
    default: false,
    description: 'Also what cannot succeed unless something was changed, or may be published a second time.',
  })
  @MayBeAbsent()
  @IsBoolean()
  force?: boolean;
}

@ApiSchema({ name: 'BulkRetryFilter', description: 'Of failed posts; all that is given must hold.' })
export class BulkRetryFilterDto {
  @ApiPropertyOptional({ enum: PUBLISH_ERROR_CODES, isArray: true })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(PUBLISH_ERROR_CODES.length)
  @IsIn(PUBLISH_ERROR_CODES, { each: true })
  errorCode?: PublishErrorCode[];

  @ApiPropertyOptional()
  @MayBeAbsent()
  @IsString()
  @MaxLength(64)
  accountId?: string;

  @ApiPropertyOptional({ example: 'layers' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(100)
  provider?: string;

  @ApiPropertyOptional({ description: '`twitter` is taken as `x`.', example: 'instagram' })
  @MayBeAbsent()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? normalisePlatform(value) : value,
  )
  @IsString()
  @MaxLength(50)
  platform?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Inclusive lower bound of when it was due: scheduledAt, else createdAt.',
  })
  @MayBeAbsent()
  @IsInstant()
  since?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Inclusive upper bound of the same.' })
  @MayBeAbsent()
  @IsInstant()
  until?: string;
}

@ApiSchema({ name: 'BulkRetryOrder' })
export class BulkRetryDto {
  @ApiProperty({ type: BulkRetryFilterDto })
  @Nested(() => BulkRetryFilterDto)
  filter!: BulkRetryFilterDto;

  @ApiPropertyOptional({ default: false })
  @MayBeAbsent()
  @IsBoolean()
  force?: boolean;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_BULK, default: 100 })
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(MAX_BULK)
  limit?: number;
}

export const OUTCOMES = ['published', 'not_published'] as const;

@ApiSchema({ name: 'ResolveOrder' })
export class ResolveDto {
  @ApiProperty({ enum: OUTCOMES })
  @IsIn(OUTCOMES)
  outcome!: (typeof OUTCOMES)[number];

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 500,
    description: 'Only with `published`.',
  })
  @MayBeNull()
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  platformPostId?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 4096,
    description: 'http or https; only with `published`.',
  })
  @MayBeNull()
  @IsString()
  @IsUrl(
    { require_tld: false, protocols: ['http', 'https'], require_protocol: true, validate_length: false },
    { message: 'platformPostUrl must be an http or https address' },
  )
  @MaxLength(4096)
  platformPostUrl?: string | null;

  @ApiProperty({
    minLength: 1,
    maxLength: MAX_NOTE,
    description: 'How it was found out; kept in the history.',
  })
  @IsString()
  @NotBlank()
  @MaxLength(MAX_NOTE)
  note!: string;
}

@ApiSchema({ name: 'CommandResult', description: 'What became of a command on one post.' })
export class CommandResultDto {
  @ApiProperty() postId!: string;
  @ApiProperty({
    enum: COMMAND_RESULTS,
    description:
      '`done`; `pending`: the provider has not answered yet; `too_late`: it went out or is going out; ' +
      '`already_final`; `not_supported` by the provider; `refused`: see `error`.',
  })
  result!: CommandResult;
  @ApiProperty({ enum: POST_STATUSES, enumName: 'PostStatus', description: 'The post’s status now.' })
  status!: PostStatus;
  @ApiProperty({ type: PublishErrorDto, nullable: true }) error!: PublishErrorDto | null;
}

@ApiSchema({ name: 'PostGroupCommandResult' })
export class GroupCommandResultDto {
  @ApiProperty({ type: PostGroupDto }) group!: PostGroupDto;
  @ApiProperty({ type: [CommandResultDto] }) results!: CommandResultDto[];
}

@ApiSchema({ name: 'BulkCommandResult' })
export class BulkCommandResultDto {
  @ApiProperty({ type: [CommandResultDto] }) results!: CommandResultDto[];
}

@ApiSchema({ name: 'PostCommandProblem', description: 'The command could not be done.' })
export class PostCommandProblemDto extends ProblemDto {
  @ApiPropertyOptional({ enum: COMMAND_RESULTS, description: 'Why, in one word.' })
  result?: CommandResult;
  @ApiPropertyOptional({ type: PostDto, description: 'The post as it is.' }) post?: PostDto;
}

@ApiSchema({ name: 'PostsCommandProblem', description: 'None of the posts could be changed.' })
export class PostsCommandProblemDto extends ProblemDto {
  @ApiPropertyOptional({ type: [CommandResultDto] }) results?: CommandResultDto[];
  @ApiPropertyOptional({ type: PostGroupDto, description: 'The group as it is, where If-Match is stale.' })
  group?: PostGroupDto;
}
