import { ApiProperty, ApiSchema } from '@nestjs/swagger';

const seconds = { type: 'number', nullable: true, minimum: 0 } as const;

@ApiSchema({ name: 'Lateness', description: 'How late posts started. All null where none was due.' })
export class LatenessDto {
  @ApiProperty({ type: 'integer', example: 41, description: 'Posts that were due.' })
  posts!: number;

  @ApiProperty({ type: 'integer', example: 0, description: 'Of these, those that never began.' })
  neverStarted!: number;

  @ApiProperty({ ...seconds, example: 0.151, description: 'Half of them were no later, in seconds.' })
  p50Seconds!: number | null;

  @ApiProperty({ ...seconds, example: 0.508, description: '99 of 100 were no later, in seconds.' })
  p99Seconds!: number | null;

  @ApiProperty({ ...seconds, example: 0.62, description: 'The latest one, in seconds.' })
  maxSeconds!: number | null;
}

@ApiSchema({ name: 'LatenessOfHour', description: 'How late the posts started that were due in one hour.' })
export class LatenessOfHourDto extends LatenessDto {
  @ApiProperty({ format: 'date-time', example: '2026-12-01T09:00:00.000Z', description: 'When it begins.' })
  hour!: string;
}

@ApiSchema({ name: 'Punctuality' })
export class PunctualityDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-30T10:00:00.000Z', description: 'From when on.' })
  since!: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T09:30:00.000Z', description: 'Now.' })
  until!: string;

  @ApiProperty({ type: LatenessDto, description: 'Over all hours.' })
  overall!: LatenessDto;

  @ApiProperty({ type: [LatenessOfHourDto], description: 'Every hour, oldest first.' })
  hours!: LatenessOfHourDto[];
}
