import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsString } from 'class-validator';
import { Length, Max, Min } from 'class-validator';
import { type Scope, SCOPES } from '../http/auth/caller';
import { MayBeAbsent, MayBeNull, NotWhiteSpace } from '../http/fields';
import { IsInstant } from '../http/is-instant';
import { Nested } from '../http/nested';
import { PageQuery } from '../http/pagination';
import type { RateLimit } from './rate-limit';

const MAX_LIMIT = 1_000_000_000;
const DAY_SECONDS = 86_400;
export const MAX_OVERLAP_SECONDS = 30 * DAY_SECONDS;

const EXPIRES = 'When the key stops working; `null` = never.';
const SCOPE_LIST = 'What the key may do. A key gives no scope that it does not have itself.';

export class ApiKeysQuery extends PageQuery {}

@ApiSchema({
  name: 'ApiKeyRateLimit',
  description: 'So many requests within each window of so many seconds.',
})
export class RateLimitDto implements RateLimit {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_LIMIT, example: 600 })
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  limit!: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: DAY_SECONDS, example: 60 })
  @IsInt()
  @Min(1)
  @Max(DAY_SECONDS)
  windowSeconds!: number;
}

@ApiSchema({ name: 'CreateApiKey' })
export class CreateApiKeyDto {
  @ApiProperty({ minLength: 1, maxLength: 200, example: 'campaign service' })
  @IsString()
  @Length(1, 200)
  @NotWhiteSpace()
  name!: string;

  @ApiProperty({
    enum: SCOPES,
    enumName: 'Scope',
    isArray: true,
    minItems: 1,
    maxItems: SCOPES.length,
    uniqueItems: true,
    description: SCOPE_LIST,
    example: ['publish:read', 'publish:write'],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SCOPES.length)
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes!: Scope[];

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: EXPIRES,
    example: '2027-12-01T09:00:00.000Z',
  })
  @MayBeNull()
  @IsInstant()
  expiresAt?: string | null;

  @ApiPropertyOptional({
    type: RateLimitDto,
    nullable: true,
    description: 'A limit of the key’s own; `null` = the instance’s default.',
  })
  @MayBeNull()
  @Nested(() => RateLimitDto)
  rateLimit?: RateLimitDto | null;

  @ApiPropertyOptional({
    minLength: 1,
    maxLength: 64,
    description: 'Another workspace that the key shall open; for callers with the scope `instance`.',
    example: 'ws_01jd8x1p9m3v5q7r2t4w6y8z0a',
  })
  @MayBeAbsent()
  @IsString()
  @Length(1, 64)
  workspaceId?: string;
}

@ApiSchema({ name: 'UpdateApiKey' })
export class UpdateApiKeyDto {
  @ApiPropertyOptional({ minLength: 1, maxLength: 200, example: 'campaign service' })
  @MayBeAbsent()
  @IsString()
  @Length(1, 200)
  @NotWhiteSpace()
  name?: string;

  @ApiPropertyOptional({
    enum: SCOPES,
    enumName: 'Scope',
    isArray: true,
    minItems: 1,
    maxItems: SCOPES.length,
    uniqueItems: true,
    description: SCOPE_LIST,
    example: ['publish:read'],
  })
  @MayBeAbsent()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SCOPES.length)
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes?: Scope[];

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: EXPIRES,
    example: '2027-12-01T09:00:00.000Z',
  })
  @MayBeNull()
  @IsInstant()
  expiresAt?: string | null;

  @ApiPropertyOptional({
    type: RateLimitDto,
    nullable: true,
    description: 'A limit of the key’s own; `null` = the instance’s default.',
  })
  @MayBeNull()
  @Nested(() => RateLimitDto)
  rateLimit?: RateLimitDto | null;
}

@ApiSchema({ name: 'RotateApiKey' })
export class RotateApiKeyDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_OVERLAP_SECONDS,
    default: 0,
    description: 'For so long the old key works beside the new one; 0 = it stops at once.',
    example: 86_400,
  })
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(MAX_OVERLAP_SECONDS)
  overlapSeconds?: number;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the new key stops working; absent = as the old one did.',
    example: '2028-12-01T09:00:00.000Z',
  })
  @MayBeNull()
  @IsInstant()
  expiresAt?: string | null;
}

export class RevokeApiKeyQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description: 'Revoke although it is the key of this very request, or the workspace’s last admin key.',
    example: 'true',
  })
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  force?: 'true' | 'false';
}

@ApiSchema({
  name: 'ApiKey',
  description: 'What opens a workspace. Its secret is shown once, when it is made.',
})
export class ApiKeyDto {
  @ApiProperty({ example: 'key_01jd8x1p9m3v5q7r2t4w6y8z0a' })
  id!: string;

  @ApiProperty({ example: 'ws_01jd8x1p9m3v5q7r2t4w6y8z0a' })
  workspaceId!: string;

  @ApiProperty({ example: 'campaign service' })
  name!: string;

  @ApiProperty({
    description: 'How the key begins, for people to recognise it by.',
    example: 'pk_01jd8x1p9m3v5q7r2t4w6y8z0a',
  })
  prefix!: string;

  @ApiProperty({ enum: SCOPES, enumName: 'Scope', isArray: true, example: ['publish:read', 'publish:write'] })
  scopes!: Scope[];

  @ApiProperty({
    type: RateLimitDto,
    nullable: true,
    description: 'A limit of the key’s own; `null` = the instance’s default.',
  })
  rateLimit!: RateLimitDto | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The key whose place this one took.',
    example: 'key_01jd8x1p9m3v5q7r2t4w6y8z09',
  })
  replaces!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The key that took the place of this one, which works until `expiresAt`.',
    example: null,
  })
  replacedBy!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T09:00:00.000Z' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T09:00:00.000Z' })
  updatedAt!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: EXPIRES,
    example: '2027-12-01T09:00:00.000Z',
  })
  expiresAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  revokedAt!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'To the minute.',
    example: '2026-12-01T09:30:00.000Z',
  })
  lastUsedAt!: string | null;
}

@ApiSchema({ name: 'NewApiKey', description: 'A key with its secret, which is shown this once.' })
export class NewApiKeyDto extends ApiKeyDto {
  @ApiProperty({
    description: 'The secret: send it as `Authorization: Bearer <key>`.',
    example: 'pk_01jd8x1p9m3v5q7r2t4w6y8z0a_3q2-7wJm…',
  })
  key!: string;
}

@ApiSchema({ name: 'ApiKeyList' })
export class ApiKeyListDto {
  @ApiProperty({ type: [ApiKeyDto] })
  items!: ApiKeyDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  nextCursor!: string | null;
}
