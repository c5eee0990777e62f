import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { JsonObject } from '@postern/core';
import { ArrayMaxSize, IsArray, Matches, MaxLength } from 'class-validator';
import { IsString } from 'class-validator';
import { MayBeAbsent } from '../http/fields';
import { IsInstant } from '../http/is-instant';
import { PageQuery } from '../http/pagination';
import { Repeated } from '../posts/post-list.dto';

export const ACTOR_TYPES = ['api_key', 'person', 'system'] as const;
export type ActorType = (typeof ACTOR_TYPES)[number];

const ACTION = /^[a-z][a-z_]*\.[a-z][a-z_]*$/;

export class AuditLogQuery extends PageQuery {
  @ApiPropertyOptional({
    type: [String],
    maxItems: 50,
    description: 'One of these actions, each as `<subject type>.<verb>`.',
    example: ['api_key.rotate', 'api_key.revoke'],
  })
  @MayBeAbsent()
  @Repeated()
  @IsArray()
  @ArrayMaxSize(50)
  @MaxLength(64, { each: true })
  @Matches(ACTION, { each: true, message: 'each action must read <subject type>.<verb>' })
  action?: string[];

  @ApiPropertyOptional({
    maxLength: 255,
    description: 'Changes by this key or person.',
    example: 'key_01jd8x1p9m3v5q7r2t4w6y8z0a',
  })
  @MayBeAbsent()
  @IsString()
  @MaxLength(255)
  actorId?: string;

  @ApiPropertyOptional({
    maxLength: 64,
    description: 'Changes of this thing.',
    example: 'post_01jd8x1p9m3v5q7r2t4w6y8z0a',
  })
  @MayBeAbsent()
  @IsString()
  @MaxLength(64)
  subjectId?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Inclusive lower bound of createdAt.',
    example: '2026-12-01T00:00:00.000Z',
  })
  @MayBeAbsent()
  @IsInstant()
  since?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Inclusive upper bound of createdAt.',
    example: '2026-12-02T00:00:00.000Z',
  })
  @MayBeAbsent()
  @IsInstant()
  until?: string;
}

@ApiSchema({ name: 'AuditActor', description: 'Who made a change.' })
export class AuditActorDto {
  @ApiProperty({
    enum: ACTOR_TYPES,
    enumName: 'AuditActorType',
    description: '`person`: signed in with OpenID Connect. `system`: the gateway by itself.',
    example: 'api_key',
  })
  type!: ActorType;

  @ApiProperty({ type: String, nullable: true, example: 'key_01jd8x1p9m3v5q7r2t4w6y8z0a' })
  id!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'The person’s name then, or the key’s name today; `null` for a key of another workspace, that is, of the instance’s operator.',
    example: 'campaign service',
  })
  name!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'pk_01jd8x1p9m3v5q7r2t4w6y8z0a' })
  prefix!: string | null;
}

@ApiSchema({ name: 'AuditSubject', description: 'What was changed.' })
export class AuditSubjectDto {
  @ApiProperty({ example: 'post' })
  type!: string;

  @ApiProperty({ example: 'post_01jd8x1p9m3v5q7r2t4w6y8z0a' })
  id!: string;
}

@ApiSchema({ name: 'AuditEntry', description: 'One change that was made through the API.' })
export class AuditEntryDto {
  @ApiProperty({ example: 'aud_01jd8x1p9m3v5q7r2t4w6y8z0a' })
  id!: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T09:00:00.000Z' })
  createdAt!: string;

  @ApiProperty({ type: AuditActorDto })
  actor!: AuditActorDto;

  @ApiProperty({ description: '`<subject type>.<verb>`', example: 'post.cancel' })
  action!: string;

  @ApiProperty({ type: AuditSubjectDto })
  subject!: AuditSubjectDto;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The same as in the header X-Request-Id and in the log.',
    example: 'req_01jd8x1p9m3v5q7r2t4w6y8z0a',
  })
  requestId!: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'What the API showed of it before; `null`: it did not exist.',
    example: { status: 'scheduled' },
  })
  before!: JsonObject | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'What the API shows of it afterwards; `null`: it does not exist any more.',
    example: { status: 'canceled' },
  })
  after!: JsonObject | null;
}

@ApiSchema({ name: 'AuditLog' })
export class AuditLogDto {
  @ApiProperty({ type: [AuditEntryDto] })
  items!: AuditEntryDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  nextCursor!: string | null;
}
