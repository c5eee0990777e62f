import { ApiExtraModels, ApiProperty, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import { EVENT_TYPES, type EventType } from '@postern/core';
import type { Exchange } from '@postern/provider-kit';
import { PublishErrorDto } from '../http/publish-error.dto';
import { ATTEMPT_OUTCOMES, type TimelineAttempt, type TimelineEvent, type TimelineItem } from './timeline';

const text = { type: String, nullable: true } as const;

const METHODS: Exchange['method'][] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const EXCHANGE_OUTCOMES: Exchange['outcome'][] = ['response', 'not_sent', 'no_reply'];

@ApiSchema({
  name: 'Exchange',
  description: 'One call to the provider. Secrets are redacted, long bodies cut.',
})
export class ExchangeDto implements Exchange {
  @ApiProperty({ enum: METHODS, example: 'POST' }) method!: Exchange['method'];
  @ApiProperty({ example: 'https://api.example.com/v1/posts' }) url!: string;
  @ApiProperty({ ...text, example: '{"text":"Opening day"}' }) requestBody!: string | null;
  @ApiProperty({ ...text, example: '{"id":"65f0"}' }) responseBody!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, example: 201 }) status!: number | null;
  @ApiProperty({ ...text, description: 'The provider’s id of the request.', example: null }) requestId!:
    string | null;
  @ApiProperty({ example: 184.2, description: 'Milliseconds.' }) durationMs!: number;
  @ApiProperty({ enum: EXCHANGE_OUTCOMES, example: 'response' }) outcome!: Exchange['outcome'];
  @ApiProperty({ ...text, description: 'Why no whole reply came.', example: null }) message!: string | null;
}

@ApiSchema({ name: 'TimelineEvent', description: 'Something that became of the post.' })
export class TimelineEventDto implements TimelineEvent {
  @ApiProperty({ enum: ['event'], example: 'event' }) kind!: 'event';
  @ApiProperty({ example: 'evt_01j9zk3t8q4m2v7w5x6y0abcde' }) id!: string;
  @ApiProperty({ format: 'date-time', example: '2026-12-01T08:00:00.412Z' }) at!: string;
  @ApiProperty({ enum: EVENT_TYPES, enumName: 'EventType', example: 'post.published' }) type!: EventType;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'As in `GET /v1/events`.',
    example: { status: 'published', previousStatus: 'publishing' },
  })
  data!: Record<string, unknown>;
}

@ApiSchema({ name: 'TimelineAttempt', description: 'One try at handing the post to its provider.' })
export class TimelineAttemptDto implements TimelineAttempt {
  @ApiProperty({ enum: ['attempt'], example: 'attempt' }) kind!: 'attempt';
  @ApiProperty({ example: 'att_01j9zk3t8q4m2v7w5x6y0abcde' }) id!: string;
  @ApiProperty({ format: 'date-time', description: 'When it began.', example: '2026-12-01T08:00:00.031Z' })
  at!: string;
  @ApiProperty({
    description: 'Posts that go out in one call share it.',
    example: 'sub_01j9zk3t8q4m2v7w5x6y0abcde',
  })
  submissionId!: string;
  @ApiProperty({ type: 'integer', description: 'A retry opens the next one.', example: 1 }) round!: number;
  @ApiProperty({ type: 'integer', description: 'Within the submission.', example: 1 }) number!: number;
  @ApiProperty({
    type: 'integer',
    description: 'Of the worker’s lease: whoever holds an older one changes nothing.',
    example: 1,
  })
  fence!: number;
  @ApiProperty({ example: 'host-1/4711/a3f09c' }) worker!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-12-01T08:00:00.405Z' })
  finishedAt!: string | null;
  @ApiProperty({
    enum: ATTEMPT_OUTCOMES,
    type: String,
    nullable: true,
    description: 'null while it runs; `abandoned`: its worker died.',
    example: 'accepted',
  })
  outcome!: TimelineAttempt['outcome'];
  @ApiProperty({ type: PublishErrorDto, nullable: true }) error!: PublishErrorDto | null;
  @ApiProperty({ type: [ExchangeDto] }) exchanges!: ExchangeDto[];
}

@ApiExtraModels(TimelineEventDto, TimelineAttemptDto)
@ApiSchema({ name: 'TimelinePage' })
export class TimelinePageDto {
  @ApiProperty({
    type: 'array',
    items: {
      oneOf: [{ $ref: getSchemaPath(TimelineEventDto) }, { $ref: getSchemaPath(TimelineAttemptDto) }],
      discriminator: {
        propertyName: 'kind',
        mapping: {
          event: getSchemaPath(TimelineEventDto),
          attempt: getSchemaPath(TimelineAttemptDto),
        },
      },
    },
  })
  items!: TimelineItem[];
  @ApiProperty({ type: String, nullable: true, example: null }) nextCursor!: string | null;
}
