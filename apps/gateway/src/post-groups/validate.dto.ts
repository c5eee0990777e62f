import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { SEVERITIES, type Severity } from '../providers/content-rules.dto';
import type { Finding } from './create-rules';

@ApiSchema({ name: 'ContentIssue', description: 'A rule that a create would break, or a warning.' })
export class ContentIssueDto implements Finding {
  @ApiProperty({ description: 'Where in the request.', example: 'targets[1].content.text' })
  path!: string;

  @ApiProperty({
    description: 'Stable; `GET /v1/providers` lists the rules that are limits.',
    example: 'x.text.max_weighted_length',
  })
  rule!: string;

  @ApiProperty({
    enum: SEVERITIES,
    enumName: 'Severity',
    description: 'An error keeps the group from being created; a warning does not.',
    example: 'error',
  })
  severity!: Severity;

  @ApiProperty({
    description: 'One sentence for a person.',
    example: 'The text has 301 weighted characters; X takes 280.',
  })
  message!: string;

  @ApiProperty({ description: 'What a person can do about it.', example: 'Shorten the text by 21.' })
  fix!: string;

  @ApiProperty({
    description: 'Whose rule it is: a page of documentation, a provider, or Postern itself.',
    example: 'https://docs.x.com/fundamentals/counting-characters',
  })
  source!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of the target that is concerned; null where it is the whole request.',
    example: 'acct_01j9zk3t8q4m2v7w5x6y0abcde',
  })
  accountId!: string | null;
}

@ApiSchema({ name: 'ValidatedTarget', description: 'A target and how much room its text leaves.' })
export class ValidatedTargetDto {
  @ApiProperty({ example: 'acct_01j9zk3t8q4m2v7w5x6y0abcde' })
  accountId!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null where there is no such account.',
    example: 'x',
  })
  platform!: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    minimum: 0,
    description:
      'Of the text (the first part of a thread), in the unit of the limit that leaves the least room. Null where ' +
      'the account cannot be posted to.',
    example: 301,
  })
  length!: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    minimum: 0,
    description: 'That limit; null where nobody sets one.',
    example: 280,
  })
  maxLength!: number | null;
}

@ApiSchema({ name: 'Validation', description: 'What a create would say to the same body.' })
export class ValidationDto {
  @ApiProperty({ description: 'No issue is an error.', example: false })
  valid!: boolean;

  @ApiProperty({ type: [ContentIssueDto], description: 'Every rule that is broken, target by target.' })
  issues!: ContentIssueDto[];

  @ApiProperty({ type: [ValidatedTargetDto], description: 'The targets in the order of the request.' })
  targets!: ValidatedTargetDto[];
}
