import { ApiExtraModels, ApiProperty, ApiPropertyOptional, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import type { Json, JsonObject, ProviderCapabilities, PublishError } from '@postern/core';
import { Allow, ArrayMaxSize, IsIn, IsInt, IsObject, IsString, Max, MaxLength, Min } from 'class-validator';
import { MaxJsonBytes, MayBeAbsent } from '../http/fields';
import { Nested, NestedList } from '../http/nested';
import { PublishErrorDto } from '../http/publish-error.dto';
import { TRIAL_OPERATIONS, type TrialOperation } from '../providers/manifest-language';
import { CapabilitiesDto } from '../providers/providers.dto';
import { OneManifest } from './one-manifest';
import { MANIFEST_MEMBER, ManifestIssueDto, MAX_MANIFEST_BYTES } from './manifests.dto';

const MAX_ID = 64;
const MAX_REPLIES = 10;
const MAX_REPLY_BYTES = 256 * 1024;
const free = { type: 'object', additionalProperties: true } as const;

/** The manifest that is meant: exactly one of three. */
class NamedManifestDto {
  @ApiPropertyOptional({ ...MANIFEST_MEMBER, description: 'A manifest that need not be stored.' })
  @OneManifest()
  @MaxJsonBytes(MAX_MANIFEST_BYTES)
  manifest?: Record<string, unknown>;

  @ApiPropertyOptional({ description: 'A stored one, in its newest version.', maxLength: MAX_ID })
  @MayBeAbsent()
  @IsString()
  @MaxLength(MAX_ID)
  manifestId?: string;

  @ApiPropertyOptional({ description: 'One that ships with Postern.', maxLength: MAX_ID, example: 'postato' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(MAX_ID)
  preset?: string;
}

@ApiSchema({ name: 'ExplainManifest', description: 'Give `manifest`, `manifestId` or `preset`.' })
export class ExplainManifestDto extends NamedManifestDto {}

@ApiSchema({ name: 'TrialAccount' })
class TrialAccountDto {
  @ApiProperty({ maxLength: 1_000, example: 'desk-1' })
  @IsString()
  @MaxLength(1_000)
  reference!: string;

  @ApiProperty({ maxLength: 100, example: 'x' })
  @IsString()
  @MaxLength(100)
  platform!: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' } })
  @MayBeAbsent()
  @IsObject()
  @MaxJsonBytes()
  data?: Record<string, string>;
}

@ApiSchema({ name: 'TrialReference', description: 'The post upstream that is read or changed.' })
class TrialReferenceDto {
  @ApiProperty({ maxLength: 1_000, example: '65f0c1d2e3' })
  @IsString()
  @MaxLength(1_000)
  id!: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' } })
  @MayBeAbsent()
  @IsObject()
  @MaxJsonBytes()
  data?: Record<string, string>;
}

@ApiSchema({ name: 'TrialReply', description: 'What the upstream would answer, as it was pasted.' })
class TrialReplyDto {
  @ApiProperty({ type: 'integer', minimum: 100, maximum: 599, example: 201 })
  @IsInt()
  @Min(100)
  @Max(599)
  status!: number;

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' } })
  @MayBeAbsent()
  @IsObject()
  @MaxJsonBytes()
  headers?: Record<string, string>;

  @ApiPropertyOptional({
    anyOf: [free, { type: 'array', items: {} }, { type: 'string' }, { type: 'null' }],
    description: 'JSON; a text that is JSON is read as such.',
    example: { id: '65f0c1d2e3', status: 'queued' },
  })
  @Allow()
  @MaxJsonBytes(MAX_REPLY_BYTES)
  body?: Json;
}

@ApiSchema({ name: 'TryManifest', description: 'Give `manifest`, `manifestId` or `preset`.' })
export class TryManifestDto extends NamedManifestDto {
  @ApiProperty({
    enum: TRIAL_OPERATIONS,
    enumName: 'TrialOperation',
    description: '`webhook` reads a pasted delivery.',
    example: 'createPost',
  })
  @IsIn(TRIAL_OPERATIONS)
  operation!: TrialOperation;

  @ApiPropertyOptional({
    ...free,
    writeOnly: true,
    description: 'Properties of a connection; samples stand in for what is missing. Never kept, never shown.',
    example: { token: '…' },
  })
  @MayBeAbsent()
  @IsObject()
  @MaxJsonBytes()
  credentials?: JsonObject;

  @ApiPropertyOptional({ type: TrialAccountDto })
  @MayBeAbsent()
  @Nested(() => TrialAccountDto)
  account?: TrialAccountDto;

  @ApiPropertyOptional({
    ...free,
    description: 'The post that is sent: `text`, `media`, `thread`, `options`, `scheduledAt`.',
    example: { text: 'Opening day' },
  })
  @MayBeAbsent()
  @IsObject()
  @MaxJsonBytes()
  post?: JsonObject;

  @ApiPropertyOptional({ type: TrialReferenceDto })
  @MayBeAbsent()
  @Nested(() => TrialReferenceDto)
  ref?: TrialReferenceDto;

  @ApiPropertyOptional({ type: TrialReplyDto })
  @MayBeAbsent()
  @Nested(() => TrialReplyDto)
  reply?: TrialReplyDto;

  @ApiPropertyOptional({
    type: [TrialReplyDto],
    maxItems: MAX_REPLIES,
    description: 'For several requests, in their order; the last one answers whatever follows.',
  })
  @MayBeAbsent()
  @NestedList(() => TrialReplyDto)
  @ArrayMaxSize(MAX_REPLIES)
  replies?: TrialReplyDto[];
}

@ApiSchema({ name: 'ExplainedOperation' })
class ExplainedOperationDto {
  @ApiProperty({ example: 'createPost' }) name!: string;
  @ApiProperty({ example: 'POST /posts' }) request!: string;
  @ApiProperty({ example: 'Publishes or schedules a post.' }) purpose!: string;
}

const LEVELS = ['post', 'group', 'rule'] as const;

@ApiSchema({ name: 'ExplainedStatus' })
class ExplainedStatusDto {
  @ApiProperty({ enum: LEVELS, enumName: 'StatusLevel', description: 'Whose word it is.', example: 'post' })
  level!: (typeof LEVELS)[number];
  @ApiProperty({ description: 'The upstream’s.', example: 'in line' }) word!: string;
  @ApiProperty({ description: 'What Postern shows.', example: 'queued' }) means!: string;
}

@ApiSchema({ name: 'ExplainedPlatform' })
class ExplainedPlatformDto {
  @ApiProperty({ example: 'x' }) platform!: string;
  @ApiProperty({ description: 'The upstream’s.', example: 'twitter' }) word!: string;
  @ApiProperty({ type: [String], example: [] }) notes!: string[];
}

@ApiSchema({ name: 'ManifestExplanation', description: 'A manifest in plain words.' })
export class ManifestExplanationDto {
  @ApiProperty({ example: 'generic:herald' }) provider!: string;
  @ApiProperty({ example: 'Herald' }) name!: string;
  @ApiProperty({ type: [String], example: ['Each target is a post of its own.'] }) summary!: string[];
  @ApiProperty({ type: [ExplainedOperationDto] }) operations!: ExplainedOperationDto[];
  @ApiProperty({ type: [ExplainedStatusDto] }) statuses!: ExplainedStatusDto[];
  @ApiProperty({ type: [ExplainedPlatformDto] }) platforms!: ExplainedPlatformDto[];
  @ApiProperty({ type: CapabilitiesDto }) capabilities!: ProviderCapabilities;
  @ApiProperty({ type: [String], example: ['At most 60 writes a minute.'] }) limits!: string[];
  @ApiProperty({ type: [String], description: 'What is not known for certain.', example: [] })
  notes!: string[];
  @ApiProperty({ type: [ManifestIssueDto] }) warnings!: ManifestIssueDto[];
}

@ApiSchema({ name: 'TrialRequest' })
class TrialRequestDto {
  @ApiProperty({ example: 'POST' }) method!: string;
  @ApiProperty({ example: 'https://herald.example/v1/posts' }) url!: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Secrets are shown as `***`.',
    example: { authorization: 'Bearer ***' },
  })
  headers!: Record<string, string>;
  @ApiProperty({ type: String, nullable: true, example: '{"text":"Opening day"}' }) body!: string | null;
}

const snapshot = { ...free, description: 'What Postern would know of the post.', example: {} } as const;

@ApiSchema({ name: 'TrialOfPost' })
class TrialOfPostDto {
  @ApiProperty({ enum: ['post'], example: 'post' }) kind!: 'post';
  @ApiProperty({ example: 'accepted' }) outcome!: string;
  @ApiProperty({ type: String, nullable: true, example: '65f0c1d2e3' }) id!: string | null;
  @ApiProperty({ ...snapshot, nullable: true }) snapshot!: object | null;
  @ApiProperty({ type: PublishErrorDto, nullable: true }) error!: PublishError | null;
}

@ApiSchema({ name: 'TrialRow' })
class TrialRowDto {
  @ApiProperty({ type: String, nullable: true, example: '65f0c1d2e3' }) id!: string | null;
  @ApiProperty(snapshot) snapshot!: object;
}

@ApiSchema({ name: 'TrialOfList' })
class TrialOfListDto {
  @ApiProperty({ enum: ['list'], example: 'list' }) kind!: 'list';
  @ApiProperty({ type: [TrialRowDto] }) rows!: TrialRowDto[];
  @ApiProperty({ example: false }) nextPage!: boolean;
}

@ApiSchema({ name: 'TrialOfAccounts' })
class TrialOfAccountsDto {
  @ApiProperty({ enum: ['accounts'], example: 'accounts' }) kind!: 'accounts';
  @ApiProperty({ type: 'array', items: free, example: [] }) accounts!: object[];
}

@ApiSchema({ name: 'TrialOfWebhook' })
class TrialOfWebhookDto {
  @ApiProperty({ enum: ['webhook'], example: 'webhook' }) kind!: 'webhook';
  @ApiProperty({ type: String, nullable: true, example: 'post.published' }) type!: string | null;
  @ApiProperty({ type: [String], example: [] }) references!: string[];
}

@ApiSchema({ name: 'TrialOfCheck' })
class TrialOfCheckDto {
  @ApiProperty({ enum: ['check'], example: 'check' }) kind!: 'check';
  @ApiProperty({ example: true }) ok!: boolean;
  @ApiProperty({ type: String, nullable: true, example: 'a@example.com' }) identity!: string | null;
  @ApiProperty({ type: PublishErrorDto, nullable: true }) error!: PublishError | null;
}

const READINGS = [TrialOfPostDto, TrialOfListDto, TrialOfAccountsDto, TrialOfWebhookDto, TrialOfCheckDto];

@ApiSchema({ name: 'ManifestTrial', description: 'What would be sent, and how a pasted reply is read.' })
@ApiExtraModels(...READINGS)
export class ManifestTrialDto {
  @ApiProperty({ type: [TrialRequestDto] }) requests!: TrialRequestDto[];

  @ApiProperty({
    anyOf: [...READINGS.map((one) => ({ $ref: getSchemaPath(one) })), { type: 'null' }],
    description: 'Null where no reply was given.',
    example: null,
  })
  reading!: TrialOfPostDto | TrialOfListDto | TrialOfAccountsDto | TrialOfWebhookDto | TrialOfCheckDto | null;

  @ApiProperty({
    type: [String],
    description: 'Why a request cannot be made, or the reply not be read.',
    example: [],
  })
  problems!: string[];
}
