import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { PROBLEM_CODES, type ProblemCode } from './problem';
import { PublishErrorDto } from './publish-error.dto';

@ApiSchema({ name: 'Issue', description: 'A rule that a field of the request breaks.' })
export class IssueDto {
  @ApiProperty({ example: 'targets[1].content.text' })
  path!: string;

  @ApiProperty({ description: 'A stable word.', example: 'unknown_field' })
  rule!: string;

  @ApiProperty({ description: 'One sentence for a person.' })
  message!: string;
}

@ApiSchema({ name: 'Problem', description: 'An error, as RFC 9457 describes it.' })
export class ProblemDto {
  @ApiProperty({ format: 'uri-reference', example: '/docs/errors/VALIDATION' })
  type!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty({ type: 'integer', example: 422 })
  status!: number;

  @ApiProperty({ description: 'What is wrong with this very request.' })
  detail!: string;

  @ApiProperty({ enum: PROBLEM_CODES, enumName: 'ProblemCode' })
  code!: ProblemCode;

  @ApiProperty({ description: 'The same as in the header X-Request-Id and in the log.' })
  requestId!: string;

  @ApiPropertyOptional({ type: [IssueDto] })
  issues?: IssueDto[];

  @ApiPropertyOptional({ description: 'With `FORBIDDEN_SCOPE`: the scope that the key lacks.' })
  scope?: string;

  @ApiPropertyOptional({ type: PublishErrorDto, description: 'Where a provider was asked and failed.' })
  error?: PublishErrorDto;
}
