import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { MayBeAbsent } from '../http/fields';
import { DEFAULT_LIMIT, MAX_LIMIT } from '../http/pagination';
import { Repeated } from '../posts/post-list.dto';
import { EVENT_TYPE_PATTERNS, type EventTypePattern } from './event-filter';

/** Beyond this a number is no longer the one that was written. */
const MAX_SEQUENCE = Number.MAX_SAFE_INTEGER;
export const MAX_WAIT_SECONDS = 30;

const Digits = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value,
  );

/** What both ways of reading the log can be narrowed to. */
export class EventFilterQuery {
  @ApiPropertyOptional({
    type: 'integer',
    format: 'int64',
    minimum: 0,
    example: 4711,
    description:
      'A sequence: what came after it. `nextCursor` of the page before, or the `sequence` of the last event.',
  })
  @MayBeAbsent()
  @Digits()
  @IsInt({ message: 'after must be a sequence, a whole number' })
  @Min(0)
  @Max(MAX_SEQUENCE)
  after?: number;

  @ApiPropertyOptional({
    enum: EVENT_TYPE_PATTERNS,
    enumName: 'EventTypePattern',
    isArray: true,
    description: 'May be repeated. `post.*` stands for every type that begins so.',
    example: ['post.published', 'post_group.*'],
  })
  @MayBeAbsent()
  @Repeated()
  @ArrayMaxSize(50)
  @IsIn(EVENT_TYPE_PATTERNS, { each: true })
  type?: EventTypePattern[];

  @ApiPropertyOptional({
    description: 'Of this group and its posts.',
    example: 'pg_01j9zk3t8q4m2v7w5x6y0abcde',
  })
  @MayBeAbsent()
  @IsString()
  @MaxLength(64)
  groupId?: string;

  @ApiPropertyOptional({ description: 'Of this post alone.', example: 'post_01j9zk3t8q4m2v7w5x6y0abcde' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(64)
  postId?: string;
}

export class EventsQuery extends EventFilterQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MAX_LIMIT,
    default: DEFAULT_LIMIT,
    example: 100,
  })
  @MayBeAbsent()
  @Digits()
  @IsInt({ message: 'limit must be a whole number' })
  @Min(1)
  @Max(MAX_LIMIT)
  limit: number = DEFAULT_LIMIT;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_WAIT_SECONDS,
    default: 0,
    example: 30,
    description: 'Where there is nothing yet, the answer waits so long for the first event.',
  })
  @MayBeAbsent()
  @Digits()
  @IsInt({ message: 'waitSeconds must be a whole number' })
  @Min(0)
  @Max(MAX_WAIT_SECONDS)
  waitSeconds: number = 0;
}
