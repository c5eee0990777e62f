import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { JsonObject, PublishError } from '@postern/core';
import { Transform } from 'class-transformer';
import { IsIn, IsObject, IsString, Length } from 'class-validator';
import { MayBeAbsent, MayBeNull, NotWhiteSpace } from '../http/fields';
import { PageQuery } from '../http/pagination';
import { PublishErrorDto } from '../http/publish-error.dto';
import { ConnectionTrafficDto } from '../traffic/traffic.dto';

export const SCHEDULINGS = ['upstream', 'gateway'] as const;
export type Scheduling = (typeof SCHEDULINGS)[number];

export const CONNECTION_STATUSES = ['active', 'needs_attention', 'disabled'] as const;
export type ConnectionStatus = (typeof CONNECTION_STATUSES)[number];

export class ConnectionsQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'layers' })
  @MayBeAbsent()
  @IsString()
  @Length(1, 100)
  provider?: string;
}

@ApiSchema({ name: 'CreateConnection' })
export class CreateConnectionDto {
  @ApiProperty({ description: 'Id of a provider, as `GET /v1/providers` lists it.', example: 'layers' })
  @IsString()
  @Length(1, 100)
  provider!: string;

  @ApiProperty({ minLength: 1, maxLength: 200 })
  @IsString()
  @Length(1, 200)
  @NotWhiteSpace()
  name!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    writeOnly: true,
    description: 'All that the provider’s `configSchema` asks for, secrets and settings alike.',
    example: { apiKey: '…', baseUrl: 'https://api.example.com' },
  })
  @IsObject()
  credentials!: JsonObject;

  @ApiPropertyOptional({
    enum: SCHEDULINGS,
    nullable: true,
    description: 'Who keeps the time of scheduled posts; `null` = as the provider can.',
  })
  @MayBeNull()
  @IsIn(SCHEDULINGS)
  scheduling?: Scheduling | null;
}

@ApiSchema({ name: 'UpdateConnection' })
export class UpdateConnectionDto {
  @ApiPropertyOptional({ minLength: 1, maxLength: 200 })
  @MayBeAbsent()
  @IsString()
  @Length(1, 200)
  @NotWhiteSpace()
  name?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    writeOnly: true,
    description: 'Properties to change; the others keep their values; `null` removes one.',
  })
  @MayBeAbsent()
  @IsObject()
  credentials?: JsonObject;

  @ApiPropertyOptional({ enum: SCHEDULINGS, nullable: true })
  @MayBeNull()
  @IsIn(SCHEDULINGS)
  scheduling?: Scheduling | null;
}

export class DeleteConnectionQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description: 'Delete although posts are open: they can then no longer be followed.',
  })
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  @Transform(({ value }: { value: unknown }) => value)
  force?: 'true' | 'false';
}

@ApiSchema({ name: 'Connection', description: 'One workspace’s credentials for one provider.' })
export class ConnectionDto {
  @ApiProperty({ example: 'conn_01jd…' })
  id!: string;

  @ApiProperty({ example: 'layers' })
  provider!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'The part of the credentials that is no secret.',
  })
  settings!: JsonObject;

  @ApiProperty({ type: String, enum: SCHEDULINGS, nullable: true })
  scheduling!: Scheduling | null;

  @ApiProperty({ enum: CONNECTION_STATUSES, enumName: 'ConnectionStatus' })
  status!: ConnectionStatus;

  @ApiProperty({ type: PublishErrorDto, nullable: true })
  error!: PublishError | null;

  @ApiProperty({ type: ConnectionTrafficDto })
  traffic!: ConnectionTrafficDto;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  checkedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  syncedAt!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;
}

@ApiSchema({ name: 'ConnectionList' })
export class ConnectionListDto {
  @ApiProperty({ type: [ConnectionDto] })
  items!: ConnectionDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

@ApiSchema({ name: 'ConnectionCheck' })
export class ConnectionCheckDto {
  @ApiProperty()
  ok!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'Whom the provider takes us for.' })
  identity!: string | null;

  @ApiProperty({ type: PublishErrorDto, nullable: true })
  error!: PublishError | null;
}

@ApiSchema({ name: 'ConnectionSync' })
export class ConnectionSyncDto {
  @ApiProperty({ type: 'integer', description: 'How many accounts the provider listed.' })
  accounts!: number;

  @ApiProperty({ type: 'integer' })
  added!: number;

  @ApiProperty({ type: 'integer' })
  updated!: number;

  @ApiProperty({ type: 'integer', description: 'Accounts that the provider no longer lists.' })
  disconnected!: number;
}
