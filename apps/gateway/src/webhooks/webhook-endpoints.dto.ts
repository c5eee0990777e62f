import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import type { EventTypePattern } from '../events/event-filter';
import { MayBeAbsent, MayBeNull } from '../http/fields';
import { EVENT_TYPE_LIST, EventTypeList } from './event-type-list';
import {
  WEBHOOK_FORMATS,
  WEBHOOK_PAYLOADS,
  type WebhookFormat,
  type WebhookPayload,
} from './webhook-message';

const MAX_URL = 2_048;
const MAX_DESCRIPTION = 500;
export const DEFAULT_OVERLAP_SECONDS = 86_400;
export const MAX_OVERLAP_SECONDS = 604_800;
/** Beyond it the pending deliveries of an endpoint are not counted. */
export const MOST_PENDING = 1_000;

export const DISABLED_REASONS = ['gone', 'failing'] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];

const URL_EXAMPLE = 'https://hooks.example.com/postern';
const URL_RULES =
  'Where events are sent to: `https`, without user name and fragment, and no address of an internal network, unless ' +
  'the instance allows the host.';
const EVENTS =
  'Which types are sent; `post.*` stands for every type that begins so, `*` for all. A test is sent whatever it says.';
const EVENTS_EXAMPLE: EventTypePattern[] = ['post.*', 'connection.needs_attention'];
const PAYLOAD =
  '`full`: the event. `thin`: of its data only the ids; whoever wants more reads it with a key.';
const FORMAT = '`standard`: the event as it is. `cloudevents`: within a CloudEvent 1.0, structured mode.';
const ACTIVE =
  'Whether events are sent. What happens while it is off is not sent later, unless it is replayed; what was on its ' +
  'way already goes on when it is on again.';

@ApiSchema({ name: 'CreateWebhookEndpoint' })
export class CreateWebhookEndpointDto {
  @ApiProperty({
    minLength: 1,
    maxLength: MAX_URL,
    format: 'uri',
    description: URL_RULES,
    example: URL_EXAMPLE,
  })
  @IsString()
  @Length(1, MAX_URL)
  url!: string;

  @EventTypeList({ default: ['*'], description: EVENTS, example: EVENTS_EXAMPLE })
  events?: EventTypePattern[];

  @ApiPropertyOptional({ type: String, maxLength: MAX_DESCRIPTION, nullable: true, example: 'The newsroom' })
  @MayBeNull()
  @IsString()
  @MaxLength(MAX_DESCRIPTION)
  description?: string | null;

  @ApiPropertyOptional({
    enum: WEBHOOK_PAYLOADS,
    enumName: 'WebhookPayload',
    default: 'full',
    description: PAYLOAD,
  })
  @MayBeAbsent()
  @IsIn(WEBHOOK_PAYLOADS)
  payload?: WebhookPayload;

  @ApiPropertyOptional({
    enum: WEBHOOK_FORMATS,
    enumName: 'WebhookFormat',
    default: 'standard',
    description: FORMAT,
  })
  @MayBeAbsent()
  @IsIn(WEBHOOK_FORMATS)
  format?: WebhookFormat;

  @ApiPropertyOptional({ default: true, description: ACTIVE, example: true })
  @MayBeAbsent()
  @IsBoolean()
  active?: boolean;
}

@ApiSchema({ name: 'UpdateWebhookEndpoint', description: 'What is absent stays as it is.' })
export class UpdateWebhookEndpointDto {
  @ApiPropertyOptional({
    minLength: 1,
    maxLength: MAX_URL,
    format: 'uri',
    description: URL_RULES,
    example: URL_EXAMPLE,
  })
  @MayBeAbsent()
  @IsString()
  @Length(1, MAX_URL)
  url?: string;

  @EventTypeList({ description: EVENTS, example: EVENTS_EXAMPLE })
  events?: EventTypePattern[];

  @ApiPropertyOptional({ type: String, maxLength: MAX_DESCRIPTION, nullable: true, example: 'The newsroom' })
  @MayBeNull()
  @IsString()
  @MaxLength(MAX_DESCRIPTION)
  description?: string | null;

  @ApiPropertyOptional({ enum: WEBHOOK_PAYLOADS, enumName: 'WebhookPayload', description: PAYLOAD })
  @MayBeAbsent()
  @IsIn(WEBHOOK_PAYLOADS)
  payload?: WebhookPayload;

  @ApiPropertyOptional({ enum: WEBHOOK_FORMATS, enumName: 'WebhookFormat', description: FORMAT })
  @MayBeAbsent()
  @IsIn(WEBHOOK_FORMATS)
  format?: WebhookFormat;

  @ApiPropertyOptional({ description: ACTIVE, example: true })
  @MayBeAbsent()
  @IsBoolean()
  active?: boolean;
}

@ApiSchema({ name: 'RotateWebhookSecret' })
export class RotateWebhookSecretDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_OVERLAP_SECONDS,
    default: DEFAULT_OVERLAP_SECONDS,
    description: 'For so long the earlier secrets go on signing beside the new one; 0 = they end at once.',
    example: DEFAULT_OVERLAP_SECONDS,
  })
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(MAX_OVERLAP_SECONDS)
  overlapSeconds?: number;
}

const moment = { type: String, format: 'date-time', nullable: true } as const;

@ApiSchema({ name: 'WebhookSecretInfo', description: 'A secret that signs; itself it is shown once.' })
export class WebhookSecretInfoDto {
  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ ...moment, example: null, description: 'Until when it signs; null: the newest one.' })
  expiresAt!: string | null;
}

@ApiSchema({ name: 'WebhookEndpoint', description: 'An address that is told of events.' })
export class WebhookEndpointDto {
  @ApiProperty({ example: 'we_01jd8x1p9m3v5q7r2t4w6y8z0a' })
  id!: string;

  @ApiProperty({ format: 'uri', example: URL_EXAMPLE })
  url!: string;

  @ApiProperty({ ...EVENT_TYPE_LIST, description: EVENTS, example: EVENTS_EXAMPLE })
  events!: EventTypePattern[];

  @ApiProperty({ type: String, nullable: true, example: 'The newsroom' })
  description!: string | null;

  @ApiProperty({ enum: WEBHOOK_PAYLOADS, enumName: 'WebhookPayload', description: PAYLOAD })
  payload!: WebhookPayload;

  @ApiProperty({ enum: WEBHOOK_FORMATS, enumName: 'WebhookFormat', description: FORMAT })
  format!: WebhookFormat;

  @ApiProperty({ description: ACTIVE, example: true })
  active!: boolean;

  @ApiProperty({
    type: String,
    enum: DISABLED_REASONS,
    nullable: true,
    example: null,
    description:
      'Why Postern switched it off: it answered 410 (`gone`), or nothing but failures for days (`failing`). Null: it ' +
      'is active, or a caller switched it off.',
  })
  disabledReason!: DisabledReason | null;

  @ApiProperty({ ...moment, example: null, description: 'Since when it is off.' })
  disabledAt!: string | null;

  @ApiProperty({ ...moment, description: 'When a delivery succeeded last.' })
  lastSuccessAt!: string | null;

  @ApiProperty({ ...moment, example: null, description: 'When an attempt failed last.' })
  lastFailureAt!: string | null;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    example: 0,
    description: 'Failed attempts since the last success.',
  })
  consecutiveFailures!: number;

  @ApiProperty({ ...moment, example: null, description: 'Since when nothing has succeeded.' })
  failingSince!: string | null;

  @ApiProperty({
    ...moment,
    example: null,
    description: 'Nothing is sent before: the endpoint asked for it.',
  })
  pausedUntil!: string | null;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: MOST_PENDING,
    example: 0,
    description: `Deliveries that have not ended; ${MOST_PENDING} stands for so many and more.`,
  })
  pendingDeliveries!: number;

  @ApiProperty({ type: [WebhookSecretInfoDto], description: 'What signs now, newest first.' })
  secrets!: WebhookSecretInfoDto[];

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;
}

@ApiSchema({
  name: 'NewWebhookEndpoint',
  description: 'An endpoint with its newest secret, which is shown this once.',
})
export class NewWebhookEndpointDto extends WebhookEndpointDto {
  @ApiProperty({
    description: 'The key of `webhook-signature`, for any library of Standard Webhooks.',
    example: 'whsec_8GZ0Q4nX…',
  })
  secret!: string;
}

@ApiSchema({ name: 'WebhookEndpointList' })
export class WebhookEndpointListDto {
  @ApiProperty({ type: [WebhookEndpointDto] })
  items!: WebhookEndpointDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  nextCursor!: string | null;
}
