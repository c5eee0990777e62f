import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { ProviderCapabilities } from '@postern/core';
import { IsObject, IsString, MaxLength, Validate, ValidatorConstraint } from 'class-validator';
import { MaxJsonBytes, MayBeAbsent, MayBeNull } from '../http/fields';
import { CapabilitiesDto } from '../providers/providers.dto';

/** Largest manifest, as JSON in UTF-8: ten times the largest that is known. */
export const MAX_MANIFEST_BYTES = 256 * 1024;
const MAX_NOTES = 2_000;

const EXAMPLE_MANIFEST = { manifest: 'postern/v1', id: 'herald', name: 'Herald' };

export const MANIFEST_MEMBER = {
  type: 'object',
  additionalProperties: true,
  description: `The manifest itself, \`postern/v1\`. At most ${MAX_MANIFEST_BYTES / 1024} KiB as JSON.`,
  example: EXAMPLE_MANIFEST,
} as const;

/** As a text column of the API's lists takes it: `"2"` is no number, and neither is `1e1`. */
@ValidatorConstraint({ name: 'version' })
class IsVersion {
  validate(value: unknown): boolean {
    return typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value);
  }

  defaultMessage(): string {
    return 'version must be a whole number from 1 on';
  }
}

export class ManifestQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    description: 'An earlier version; the newest where absent.',
    example: 1,
  })
  @MayBeAbsent()
  @Validate(IsVersion)
  version?: string;
}

@ApiSchema({ name: 'CheckManifest' })
export class CheckManifestDto {
  @ApiProperty(MANIFEST_MEMBER)
  @IsObject()
  @MaxJsonBytes(MAX_MANIFEST_BYTES)
  manifest!: Record<string, unknown>;
}

@ApiSchema({ name: 'CreateManifest' })
export class CreateManifestDto extends CheckManifestDto {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: MAX_NOTES,
    description: 'What this version is, or changes, in your words.',
    example: 'Second step of media uploads',
  })
  @MayBeNull()
  @IsString()
  @MaxLength(MAX_NOTES)
  notes?: string | null;
}

@ApiSchema({ name: 'UpdateManifest', description: 'A whole manifest, which becomes the next version.' })
export class UpdateManifestDto extends CreateManifestDto {}

export const SEVERITIES = ['error', 'warning'] as const;

@ApiSchema({ name: 'ManifestIssue' })
export class ManifestIssueDto {
  @ApiProperty({
    description: 'Within the manifest; empty for the whole.',
    example: 'operations.createPost.method',
  })
  path!: string;

  @ApiProperty({ description: 'Stable.', example: 'manifest.unknown_key' })
  rule!: string;

  @ApiProperty({
    enum: SEVERITIES,
    enumName: 'Severity',
    description: 'An error keeps the manifest from being stored and run; a warning does not.',
    example: 'error',
  })
  severity!: (typeof SEVERITIES)[number];

  @ApiProperty({ example: 'There is no key "methd" here.' })
  message!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The right name that is probably meant.',
    example: 'method',
  })
  suggestion!: string | null;
}

@ApiSchema({ name: 'ManifestCheck' })
export class ManifestCheckDto {
  @ApiProperty({ description: 'It can be stored: nothing below is an error.' })
  valid!: boolean;

  @ApiProperty({ type: [ManifestIssueDto] })
  issues!: ManifestIssueDto[];

  @ApiProperty({ type: CapabilitiesDto, nullable: true, description: 'What follows from what it contains.' })
  capabilities!: ProviderCapabilities | null;
}

@ApiSchema({ name: 'ManifestSummary', description: 'A manifest of the workspace, in its newest version.' })
export class ManifestSummaryDto {
  @ApiProperty()
  id!: string;

  @ApiProperty({ description: 'What connections name as their `provider`.', example: 'generic:herald' })
  provider!: string;

  @ApiProperty({ example: 'Herald' })
  name!: string;

  @ApiProperty({ type: 'integer', example: 3 })
  version!: number;

  @ApiProperty({ type: String, nullable: true, description: 'On this version.', example: null })
  notes!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why this Postern does not run it: it was stored by another one. Its posts wait.',
    example: null,
  })
  problem!: string | null;

  @ApiProperty({ type: CapabilitiesDto, nullable: true })
  capabilities!: ProviderCapabilities | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time', description: 'When this version was stored.' })
  updatedAt!: string;
}

@ApiSchema({ name: 'Manifest', description: 'One version of a manifest.' })
export class ManifestDto extends ManifestSummaryDto {
  @ApiProperty({ ...MANIFEST_MEMBER, description: 'As it was stored.' })
  manifest!: Record<string, unknown>;

  @ApiProperty({ type: [ManifestIssueDto], description: 'What could be better.' })
  warnings!: ManifestIssueDto[];
}

@ApiSchema({ name: 'ManifestList' })
export class ManifestListDto {
  @ApiProperty({ type: [ManifestSummaryDto] })
  items!: ManifestSummaryDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

@ApiSchema({ name: 'ManifestVersion' })
export class ManifestVersionDto {
  @ApiProperty({ type: 'integer', example: 3 })
  version!: number;

  @ApiProperty({ type: String, nullable: true, example: 'Second step of media uploads' })
  notes!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
}

@ApiSchema({ name: 'ManifestVersionList' })
export class ManifestVersionListDto {
  @ApiProperty({ type: [ManifestVersionDto] })
  items!: ManifestVersionDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

@ApiSchema({ name: 'ManifestPreset', description: 'A manifest that ships with Postern, to start from.' })
export class ManifestPresetDto {
  @ApiProperty({ example: 'postato' })
  name!: string;

  @ApiProperty(MANIFEST_MEMBER)
  manifest!: Record<string, unknown>;
}
