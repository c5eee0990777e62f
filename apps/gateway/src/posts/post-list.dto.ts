import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  normalisePlatform,
  POST_STATUSES,
  PUBLISH_ERROR_CODES,
  type PostStatus,
  type PublishErrorCode,
} from '@postern/core';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { CursorQuery } from '../http/pagination';
import { IsInstant } from '../http/is-instant';

/** A repeated parameter is an array, a single one a string: always an array here. */
export const Repeated = () =>
  Transform(({ value }: { value: unknown }) =>
    value === undefined || Array.isArray(value) ? value : [value],
  );

/** Filters that lists of groups and of posts share. */
export class CommonFilterQuery extends CursorQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  accountId?: string;

  @ApiPropertyOptional({ example: 'layers' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  provider?: string;

  @ApiPropertyOptional({ description: '`twitter` is taken as `x`.', example: 'instagram' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? normalisePlatform(value) : value,
  )
  @IsString()
  @MaxLength(50)
  platform?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(255)
  clientReference?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Inclusive lower bound of scheduledAt.' })
  @IsOptional()
  @IsInstant()
  since?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Inclusive upper bound of scheduledAt.' })
  @IsOptional()
  @IsInstant()
  until?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Inclusive lower bound of createdAt.' })
  @IsOptional()
  @IsInstant()
  createdSince?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Inclusive upper bound of createdAt.' })
  @IsOptional()
  @IsInstant()
  createdUntil?: string;

  @ApiPropertyOptional({ enum: ['createdAt', 'dueAt'], default: 'createdAt' })
  @IsOptional()
  @IsIn(['createdAt', 'dueAt'])
  sort: 'createdAt' | 'dueAt' = 'createdAt';
}

export class ListPostsQuery extends CommonFilterQuery {
  @ApiPropertyOptional({ enum: POST_STATUSES, isArray: true })
  @IsOptional()
  @Repeated()
  @IsIn(POST_STATUSES, { each: true })
  status?: PostStatus[];

  @ApiPropertyOptional({
    type: [String],
    description: 'Up to 100 ids, to poll many posts at once: without `limit` they come on one page.',
  })
  @IsOptional()
  @Repeated()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  id?: string[];

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  groupId?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(64)
  connectionId?: string;

  @ApiPropertyOptional({ enum: PUBLISH_ERROR_CODES, isArray: true })
  @IsOptional()
  @Repeated()
  @IsIn(PUBLISH_ERROR_CODES, { each: true })
  errorCode?: PublishErrorCode[];
}
