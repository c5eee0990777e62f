import { ApiProperty, ApiPropertyOptional, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import {
  POST_EVENT_TYPES,
  POST_GROUP_EVENT_TYPES,
  POST_GROUP_STATUSES,
  POST_STATUSES,
  type PostEventType,
  type PostGroupEventType,
  type PostGroupStatus,
  type PostStatus,
} from '@postern/core';
import { PublishErrorDto } from '../http/publish-error.dto';
import type { EventView } from './event-view';

const text = { type: String, nullable: true } as const;
const postStatus = { enum: POST_STATUSES, enumName: 'PostStatus' } as const;
const groupStatus = { enum: POST_GROUP_STATUSES, enumName: 'PostGroupStatus' } as const;

@ApiSchema({
  name: 'PostEventData',
  description: 'The post as it was when the event was written; null where that is not known.',
})
export class PostEventDataDto {
  @ApiProperty({ example: 'post_01j9zk3t8q4m2v7w5x6y0abcde' }) postId!: string;
  @ApiProperty({ example: 'pg_01j9zk3t8q4m2v7w5x6y0abcde' }) groupId!: string;
  @ApiProperty({ example: 'acct_01j9zk3t8q4m2v7w5x6y0abcde' }) accountId!: string;
  @ApiProperty({ example: 'postpost' }) provider!: string;
  @ApiProperty({ example: 'threads' }) platform!: string;
  @ApiProperty({ ...postStatus, example: 'published' }) status!: PostStatus;
  @ApiProperty({ ...postStatus, nullable: true, example: 'publishing' }) previousStatus!: PostStatus | null;
  @ApiProperty({ ...text, example: 'published', description: 'The provider’s own word.' })
  upstreamStatus!: string | null;
  @ApiProperty({ ...text, example: '65f0a1b2c3', description: 'The id at the provider.' })
  providerReference!: string | null;
  @ApiProperty({ ...text, example: '17912345678901234' }) platformPostId!: string | null;
  @ApiProperty({ ...text, example: 'https://www.threads.net/@acme/post/C8H' })
  platformPostUrl!: string | null;
  @ApiProperty({ type: PublishErrorDto, nullable: true }) error!: PublishErrorDto | null;
  @ApiPropertyOptional({ example: 'unresolved', description: 'Of `post.needs_attention`.' })
  reason?: string;
  @ApiPropertyOptional({ ...text, format: 'date-time', description: 'Of `post.rescheduled`: the new time.' })
  scheduledAt?: string | null;
  @ApiPropertyOptional({
    ...text,
    format: 'date-time',
    description: 'Of `post.rescheduled`: the time before.',
  })
  previousScheduledAt?: string | null;
  @ApiPropertyOptional({ example: 'published', description: 'Of `post.resolved`: what a person found.' })
  outcome?: string;
  @ApiPropertyOptional({ ...text, description: 'Of `post.resolved`: in whose words.' })
  note?: string | null;
}

@ApiSchema({ name: 'PostGroupEventData' })
export class PostGroupEventDataDto {
  @ApiProperty({ example: 'pg_01j9zk3t8q4m2v7w5x6y0abcde' }) groupId!: string;
  @ApiProperty({ ...groupStatus, example: 'partially_published' }) status!: PostGroupStatus;
  @ApiProperty({ ...groupStatus, nullable: true, example: 'publishing' })
  previousStatus!: PostGroupStatus | null;
}

@ApiSchema({ name: 'ConnectionEventData' })
export class ConnectionEventDataDto {
  @ApiProperty({ example: 'conn_01j9zk3t8q4m2v7w5x6y0abcde' }) connectionId!: string;
  @ApiProperty({ example: 'layers' }) provider!: string;
  @ApiProperty({ example: 'Production' }) name!: string;
  @ApiProperty({ type: PublishErrorDto, nullable: true }) error!: PublishErrorDto | null;
}

/** What every event has. */
class EventBase {
  @ApiProperty({ example: 'evt_01j9zk3t8q4m2v7w5x6y0abcde' }) id!: string;
  @ApiProperty({
    type: 'integer',
    format: 'int64',
    minimum: 1,
    example: 4711,
    description: 'Rising, with gaps. Given after the event was committed.',
  })
  sequence!: number;
  @ApiProperty({ format: 'date-time', example: '2026-12-01T08:00:01.250Z' }) timestamp!: string;
}

@ApiSchema({ name: 'PostEvent', description: 'Something happened to one post.' })
export class PostEventDto extends EventBase {
  @ApiProperty({ enum: POST_EVENT_TYPES, enumName: 'PostEventType', example: 'post.published' })
  type!: PostEventType;
  @ApiProperty({ type: PostEventDataDto }) data!: PostEventDataDto;
}

@ApiSchema({
  name: 'PostGroupEvent',
  description: 'A group was made, or entered a final status. One whose retry ends otherwise tells so again.',
})
export class PostGroupEventDto extends EventBase {
  @ApiProperty({
    enum: POST_GROUP_EVENT_TYPES,
    enumName: 'PostGroupEventType',
    example: 'post_group.completed',
  })
  type!: PostGroupEventType;
  @ApiProperty({ type: PostGroupEventDataDto }) data!: PostGroupEventDataDto;
}

@ApiSchema({ name: 'ConnectionEvent', description: 'A connection does not work until a person mends it.' })
export class ConnectionEventDto extends EventBase {
  @ApiProperty({
    enum: ['connection.needs_attention'],
    enumName: 'ConnectionEventType',
    example: 'connection.needs_attention',
  })
  type!: 'connection.needs_attention';
  @ApiProperty({ type: ConnectionEventDataDto }) data!: ConnectionEventDataDto;
}

@ApiSchema({ name: 'WebhookEndpointEvent', description: 'A webhook endpoint was switched off.' })
export class WebhookEndpointEventDto extends EventBase {
  @ApiProperty({
    enum: ['webhook_endpoint.disabled'],
    enumName: 'WebhookEndpointEventType',
    example: 'webhook_endpoint.disabled',
  })
  type!: 'webhook_endpoint.disabled';
  @ApiProperty({
    type: Object,
    additionalProperties: true,
    example: { endpointId: 'we_01j9zk3t8q4m2v7w5x6y0abcde' },
  })
  data!: Record<string, unknown>;
}

@ApiSchema({ name: 'TestEvent', description: 'Somebody tries whether events arrive.' })
export class TestEventDto extends EventBase {
  @ApiProperty({ enum: ['test.ping'], enumName: 'TestEventType', example: 'test.ping' })
  type!: 'test.ping';
  @ApiProperty({ type: Object, additionalProperties: true, example: {} })
  data!: Record<string, unknown>;
}

export const EVENT_DTOS = [
  PostEventDto,
  PostGroupEventDto,
  ConnectionEventDto,
  WebhookEndpointEventDto,
  TestEventDto,
] as const;

/** Any event, told apart by its type: the component `Event` of the document. */
export const EVENT_SCHEMA = {
  description: 'An entry of the log: the same in pages, in the stream and in webhooks.',
  oneOf: EVENT_DTOS.map((dto) => ({ $ref: getSchemaPath(dto) })),
  discriminator: {
    propertyName: 'type',
    mapping: {
      ...Object.fromEntries(POST_EVENT_TYPES.map((type) => [type, getSchemaPath(PostEventDto)])),
      ...Object.fromEntries(POST_GROUP_EVENT_TYPES.map((type) => [type, getSchemaPath(PostGroupEventDto)])),
      'connection.needs_attention': getSchemaPath(ConnectionEventDto),
      'webhook_endpoint.disabled': getSchemaPath(WebhookEndpointEventDto),
      'test.ping': getSchemaPath(TestEventDto),
    },
  },
};

@ApiSchema({ name: 'EventPage' })
export class EventPageDto {
  @ApiProperty({
    type: 'array',
    items: { $ref: '#/components/schemas/Event' },
    description: 'Ascending by sequence.',
  })
  items!: EventView[];

  @ApiProperty({
    example: '4711',
    description: 'The next `after`. Never null: where nothing came it tells how far the log was read.',
  })
  nextCursor!: string;
}
