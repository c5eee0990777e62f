import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import type { EventTypePattern } from '../events/event-filter';
import { MayBeAbsent } from '../http/fields';
import { IsInstant } from '../http/is-instant';
import { EventTypeList } from './event-type-list';

/** What one request makes at most. */
export const MOST_REPLAYED = 5_000;

@ApiSchema({ name: 'ReplayWebhookEvents' })
export class ReplayWebhookEventsDto {
  @ApiProperty({
    format: 'date-time',
    description: 'Events that happened then or later; as far as the log is kept.',
    example: '2026-12-01T08:00:00.000Z',
  })
  @IsInstant()
  since!: string;

  @EventTypeList({ description: 'Only these, of those that the endpoint wants.', example: ['post.failed'] })
  events?: EventTypePattern[];

  @ApiPropertyOptional({
    type: 'integer',
    format: 'int64',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'Only events after this sequence: `nextAfter` of the request before.',
    example: 4711,
  })
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  after?: number;
}

@ApiSchema({ name: 'WebhookReplay' })
export class WebhookReplayDto {
  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: MOST_REPLAYED,
    description: 'How many deliveries were made.',
    example: 42,
  })
  count!: number;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    nullable: true,
    description: 'There may be more: repeat the request with it as `after`. Null: that was all.',
    example: null,
  })
  nextAfter!: number | null;
}

@ApiSchema({ name: 'WebhookTest' })
export class WebhookTestDto {
  @ApiProperty({ example: 'evt_01jd8x1p9m3v5q7r2t4w6y8z0a', description: 'Look for it in the deliveries.' })
  eventId!: string;
}
