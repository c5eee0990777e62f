import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString, IsTimeZone, MaxLength } from 'class-validator';
import { MayBeAbsent, MayBeNull } from '../http/fields';
import { PageQuery } from '../http/pagination';
import { Repeated } from '../posts/post-list.dto';
import { SEVERITIES, type Severity } from '../providers/content-rules.dto';
import { MAX_CSV, MAX_ROWS } from './csv-file';
import { COLUMNS, type Column, type ImportIssue } from './import-row';

@ApiSchema({ name: 'CreateImport' })
export class CreateImportDto {
  @ApiProperty({
    minLength: 1,
    maxLength: MAX_CSV,
    description:
      `The file itself: a header and at most ${MAX_ROWS} rows, separated by comma, semicolon or tab. ` +
      `Columns, in any order: ${COLUMNS.join(', ')}. Only \`accounts\` must be there.`,
    example: 'text,accounts,scheduled_at\n"Opening day",x:@acme,2026-12-01T09:00:00+01:00\n',
  })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_CSV)
  csv!: string;

  @ApiPropertyOptional({
    default: false,
    description: 'Only say what each row would become, by the rules of `POST /v1/post-groups/validate`.',
  })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 100,
    description: 'IANA name, for times without an offset. Where absent, such times are refused.',
    example: 'Europe/Berlin',
  })
  @MayBeNull()
  @IsString()
  @MaxLength(100)
  @IsTimeZone({ message: 'timeZone must be an IANA time zone such as Europe/Berlin' })
  timeZone?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 255,
    description: 'What the import is called in lists, e.g. the name of the file.',
    example: 'december.csv',
  })
  @MayBeNull()
  @IsString()
  @MaxLength(255)
  name?: string | null;
}

export const ROW_RESULTS = ['pending', 'valid', 'created', 'duplicate', 'invalid', 'failed'] as const;
export type RowResult = (typeof ROW_RESULTS)[number];

export class ImportRowsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ROW_RESULTS, isArray: true, description: 'Any of these.' })
  @MayBeAbsent()
  @Repeated()
  @IsIn(ROW_RESULTS, { each: true })
  result?: RowResult[];
}

@ApiSchema({ name: 'ImportIssue', description: 'What is wrong with a row, or could be better.' })
export class ImportIssueDto implements ImportIssue {
  @ApiProperty({
    type: String,
    enum: COLUMNS,
    nullable: true,
    description: 'Null where it is the whole row’s.',
    example: 'text',
  })
  column!: Column | null;

  @ApiProperty({
    description: 'Where in the create that the row stands for; empty where the cell itself cannot be read.',
    example: 'content.text',
  })
  path!: string;

  @ApiProperty({ description: 'Stable.', example: 'x.text.max_weighted_length' })
  rule!: string;

  @ApiProperty({ enum: SEVERITIES, enumName: 'Severity', example: 'error' })
  severity!: Severity;

  @ApiProperty({ example: 'The text has 301 weighted characters; X takes 280.' })
  message!: string;

  @ApiProperty({ example: 'Shorten the text by 21.' })
  fix!: string;
}

@ApiSchema({ name: 'ImportRow' })
export class ImportRowDto {
  @ApiProperty({
    type: 'integer',
    description: 'As a spreadsheet counts: the header is row 1.',
    example: 2,
  })
  row!: number;

  @ApiProperty({
    enum: ROW_RESULTS,
    enumName: 'ImportRowResult',
    description:
      '`valid`: a dry run found nothing against it. `created`: `groupId` is its group. `duplicate`: the workspace ' +
      'has a group of the same client reference, `groupId`, which was not canceled. `invalid`: a rule is broken. ' +
      '`failed`: Postern could not, see `issues`. `pending`: its turn comes.',
    example: 'created',
  })
  result!: RowResult;

  @ApiProperty({ type: String, nullable: true, example: 'pg_01j9zk3t8q4m2v7w5x6y0abcde' })
  groupId!: string | null;

  @ApiProperty({ description: 'How its text begins.', example: 'Opening day' })
  text!: string;

  @ApiProperty({ type: String, nullable: true, example: 'campaign-7/42' })
  clientReference!: string | null;

  @ApiProperty({ type: [ImportIssueDto] })
  issues!: ImportIssueDto[];
}

@ApiSchema({ name: 'ImportCounts', description: 'Rows by result.' })
export class ImportCountsDto implements Record<RowResult, number> {
  @ApiProperty({ type: 'integer', example: 0 })
  pending!: number;

  @ApiProperty({ type: 'integer', example: 0 })
  valid!: number;

  @ApiProperty({ type: 'integer', example: 40 })
  created!: number;

  @ApiProperty({ type: 'integer', example: 1 })
  duplicate!: number;

  @ApiProperty({ type: 'integer', example: 2 })
  invalid!: number;

  @ApiProperty({ type: 'integer', example: 0 })
  failed!: number;
}

export const IMPORT_STATUSES = ['running', 'done'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

@ApiSchema({ name: 'Import' })
export class ImportDto {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null of a dry run, which is not kept.',
    example: 'imp_01j9zk3t8q4m2v7w5x6y0abcde',
  })
  id!: string | null;

  @ApiProperty({ enum: IMPORT_STATUSES, enumName: 'ImportStatus', example: 'done' })
  status!: ImportStatus;

  @ApiProperty()
  dryRun!: boolean;

  @ApiProperty({ type: String, nullable: true, example: 'december.csv' })
  name!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Europe/Berlin' })
  timeZone!: string | null;

  @ApiProperty({ type: 'integer', description: 'How many rows it has.', example: 43 })
  total!: number;

  @ApiProperty({ type: ImportCountsDto })
  counts!: ImportCountsDto;

  @ApiProperty({
    type: [ImportRowDto],
    nullable: true,
    description: 'Of a dry run; of others `GET /v1/imports/{id}/rows` has them.',
  })
  rows!: ImportRowDto[] | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt!: string | null;
}

@ApiSchema({ name: 'ImportPage' })
export class ImportPageDto {
  @ApiProperty({ type: [ImportDto] })
  items!: ImportDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

@ApiSchema({ name: 'ImportRowPage' })
export class ImportRowPageDto {
  @ApiProperty({ type: [ImportRowDto] })
  items!: ImportRowDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
