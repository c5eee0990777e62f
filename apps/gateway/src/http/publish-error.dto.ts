import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import {
  PUBLISH_ERROR_CODES,
  type PublishError,
  type PublishErrorCategory,
  type PublishErrorCode,
} from '@postern/core';

const CATEGORIES: PublishErrorCategory[] = [
  'auth',
  'content',
  'limit',
  'upstream',
  'network',
  'outcome',
  'lateness',
  'internal',
];

const text = { type: String, nullable: true } as const;
const number = { type: 'integer', nullable: true } as const;

@ApiSchema({
  name: 'PublishError',
  description: 'Why something failed upstream, with the evidence. Every key is always there.',
})
export class PublishErrorDto implements PublishError {
  @ApiProperty({ enum: PUBLISH_ERROR_CODES, enumName: 'PublishErrorCode' })
  code!: PublishErrorCode;

  @ApiProperty({ enum: CATEGORIES, enumName: 'PublishErrorCategory' })
  category!: PublishErrorCategory;

  @ApiProperty({ description: 'Whether a later try can succeed without anybody changing anything.' })
  retryable!: boolean;

  @ApiProperty({ ...number, description: 'Seconds, as the upstream asked for them.' })
  retryAfter!: number | null;

  @ApiProperty()
  message!: string;

  @ApiProperty()
  remedy!: string;

  @ApiProperty(text)
  provider!: string | null;

  @ApiProperty(text)
  platform!: string | null;

  @ApiProperty(text)
  upstreamCode!: string | null;

  @ApiProperty(number)
  upstreamHttpStatus!: number | null;

  @ApiProperty(text)
  upstreamMessage!: string | null;

  @ApiProperty(text)
  upstreamRequestId!: string | null;

  @ApiProperty(text)
  platformCode!: string | null;

  @ApiProperty(number)
  platformHttpStatus!: number | null;

  @ApiProperty(text)
  platformMessage!: string | null;

  @ApiProperty({ ...text, format: 'date-time' })
  occurredAt!: string | null;

  @ApiProperty({ example: '/docs/errors/AUTH_EXPIRED' })
  docs!: string;
}
