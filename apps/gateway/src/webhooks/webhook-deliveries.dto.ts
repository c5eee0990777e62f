import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { EVENT_TYPES, type EventType } from '@postern/core';
import { ArrayMaxSize, IsIn, IsString, MaxLength } from 'class-validator';
import { EVENT_TYPE_PATTERNS, type EventTypePattern } from '../events/event-filter';
import { MayBeAbsent } from '../http/fields';
import { IsInstant } from '../http/is-instant';
import { PageQuery } from '../http/pagination';
import { Repeated } from '../posts/post-list.dto';
import { unknownTypes } from './event-type-list';

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

const text = { type: String, nullable: true } as const;
const moment = { type: String, format: 'date-time', nullable: true } as const;
const status = { enum: DELIVERY_STATUSES, enumName: 'WebhookDeliveryStatus' } as const;

export class WebhookDeliveriesQuery extends PageQuery {
  @ApiPropertyOptional({
    maxLength: 64,
    description: 'To this endpoint.',
    example: 'we_01jd8x1p9m3v5q7r2t4w6y8z0a',
  })
  @MayBeAbsent()
  @IsString()
  @MaxLength(64)
  endpointId?: string;

  @ApiPropertyOptional({ ...status, isArray: true, description: 'May be repeated.', example: ['failed'] })
  @MayBeAbsent()
  @Repeated()
  @ArrayMaxSize(DELIVERY_STATUSES.length)
  @IsIn(DELIVERY_STATUSES, { each: true })
  status?: DeliveryStatus[];

  @ApiPropertyOptional({
    enum: EVENT_TYPE_PATTERNS,
    enumName: 'EventTypePattern',
    isArray: true,
    description: 'May be repeated. `post.*` stands for every type that begins so.',
    example: ['post.published'],
  })
  @MayBeAbsent()
  @Repeated()
  @ArrayMaxSize(50)
  @IsIn(EVENT_TYPE_PATTERNS, { each: true, message: unknownTypes })
  eventType?: EventTypePattern[];

  @ApiPropertyOptional({
    maxLength: 64,
    description: 'Of this event, replays among them.',
    example: 'evt_01jd8x1p9m3v5q7r2t4w6y8z0a',
  })
  @MayBeAbsent()
  @IsString()
  @MaxLength(64)
  eventId?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Inclusive lower bound of createdAt.' })
  @MayBeAbsent()
  @IsInstant()
  createdSince?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Inclusive upper bound of createdAt.' })
  @MayBeAbsent()
  @IsInstant()
  createdUntil?: string;
}

@ApiSchema({ name: 'WebhookAttempt', description: 'One request to an endpoint, and what came of it.' })
export class WebhookAttemptDto {
  @ApiProperty({ type: 'integer', minimum: 1, example: 1 })
  number!: number;

  @ApiProperty({ format: 'date-time' })
  attemptedAt!: string;

  @ApiProperty({ type: 'integer', minimum: 0, example: 84 })
  durationMs!: number;

  @ApiProperty({ example: 'https://hooks.example.com/postern', description: 'Where it was sent to then.' })
  url!: string;

  @ApiProperty({ type: 'integer', nullable: true, example: 204, description: 'Null: no answer came.' })
  responseStatus!: number | null;

  @ApiProperty({ ...text, example: '', description: 'The beginning of the answer.' })
  responseBody!: string | null;

  @ApiProperty({ ...text, example: null, description: 'Why it counts as failed; null: it does not.' })
  error!: string | null;
}

@ApiSchema({ name: 'WebhookDelivery', description: 'One event on its way to one endpoint.' })
export class WebhookDeliveryDto {
  @ApiProperty({ example: 'whd_01jd8x1p9m3v5q7r2t4w6y8z0a' })
  id!: string;

  @ApiProperty({ example: 'we_01jd8x1p9m3v5q7r2t4w6y8z0a' })
  endpointId!: string;

  @ApiProperty({
    example: 'evt_01jd8x1p9m3v5q7r2t4w6y8z0a',
    description: 'The `webhook-id` of every attempt, also of replays.',
  })
  eventId!: string;

  @ApiProperty({ enum: EVENT_TYPES, enumName: 'EventType', example: 'post.published' })
  eventType!: EventType;

  @ApiProperty({ type: 'integer', format: 'int64', minimum: 1, example: 4711 })
  sequence!: number;

  @ApiProperty({ ...status, description: '`failed`: given up after the last attempt.' })
  status!: DeliveryStatus;

  @ApiProperty({ type: 'integer', minimum: 0, example: 1 })
  attemptCount!: number;

  @ApiProperty({ type: WebhookAttemptDto, nullable: true, description: 'Null: none was made yet.' })
  lastAttempt!: WebhookAttemptDto | null;

  @ApiProperty({ ...moment, example: null, description: 'Not before then; null: it has ended.' })
  nextAttemptAt!: string | null;

  @ApiProperty({
    ...text,
    example: null,
    description: 'The delivery that this one repeats.',
  })
  replayOf!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ ...moment, description: 'When it was delivered or given up.' })
  endedAt!: string | null;
}

@ApiSchema({
  name: 'WebhookRequest',
  description: 'What is sent. `webhook-timestamp` and `webhook-signature` are made anew for each attempt.',
})
export class WebhookRequestDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { 'content-type': 'application/json', 'webhook-id': 'evt_01jd8x1p9m3v5q7r2t4w6y8z0a' },
  })
  headers!: Record<string, string>;

  @ApiProperty({ description: 'The very text.', example: '{"id":"evt_…","type":"post.published"}' })
  body!: string;
}

@ApiSchema({ name: 'WebhookDeliveryDetail', description: 'A delivery with each of its attempts.' })
export class WebhookDeliveryDetailDto extends WebhookDeliveryDto {
  @ApiProperty({ type: [WebhookAttemptDto], description: 'Oldest first.' })
  attempts!: WebhookAttemptDto[];

  @ApiProperty({
    type: WebhookRequestDto,
    nullable: true,
    description: 'As the endpoint would get it now; null: the event is no longer in the log.',
  })
  request!: WebhookRequestDto | null;
}

@ApiSchema({ name: 'WebhookDeliveryList' })
export class WebhookDeliveryListDto {
  @ApiProperty({ type: [WebhookDeliveryDto] })
  items!: WebhookDeliveryDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  nextCursor!: string | null;
}
