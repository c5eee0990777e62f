import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsString, IsUrl, MaxLength } from 'class-validator';

@ApiSchema({ name: 'MediaFromUrl' })
export class MediaFromUrlDto {
  @ApiProperty({
    description: 'Public http(s) address that is fetched now.',
    example: 'https://example.com/a.jpg',
    maxLength: 4096,
  })
  @IsString()
  @IsUrl(
    { require_tld: false, protocols: ['http', 'https'], require_protocol: true, validate_length: false },
    { message: 'url must be an http or https address' },
  )
  @MaxLength(4096)
  url!: string;
}

@ApiSchema({ name: 'MediaUpload' })
export class MediaUploadDto {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description: 'One image or video, with a file name. Its type is told by its bytes.',
  })
  file!: string;
}

@ApiSchema({ name: 'Media', description: 'An image or video that is stored in Postern.' })
export class MediaDto {
  @ApiProperty({ example: 'med_01j9zk3t8q4m2v7w5x6y0abcde' })
  id!: string;

  @ApiProperty({ description: 'As its bytes tell, not as it was declared.', example: 'image/jpeg' })
  contentType!: string;

  @ApiProperty({ type: 'integer', example: 48213, minimum: 1 })
  sizeBytes!: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Pixels as shown; null where the file does not tell.',
    example: 1080,
  })
  width!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 1350 })
  height!: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Of a video, in milliseconds; null for images and where the file does not tell.',
    example: null,
  })
  durationMs!: number | null;

  @ApiProperty({
    description: 'Hexadecimal, of the whole file.',
    pattern: '^[0-9a-f]{64}$',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  sha256!: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T08:00:00.000Z' })
  createdAt!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it is deleted unless a post comes to need it; null while a post needs it.',
    example: '2026-12-31T08:00:00.000Z',
  })
  expiresAt!: string | null;

  @ApiProperty({
    format: 'uri-reference',
    description:
      'Where its bytes are, relative to the API; holds for a day at least. Whoever has it needs no key.',
    example: '/media/med_01j9zk3t8q4m2v7w5x6y0abcde/content?expires=1796169600&signature=wQ3kX8',
  })
  contentUrl!: string;
}

/** What is kept of a medium; its address is made anew whenever it is shown. */
export type MediaFactsView = Omit<MediaDto, 'contentUrl'>;
