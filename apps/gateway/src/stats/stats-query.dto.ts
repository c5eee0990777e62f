import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { MayBeAbsent } from '../http/fields';

const DEFAULT_HOURS = 24;
/** A week: what a page of the day asks for, and a bound to what is read. */
const MAX_HOURS = 168;

const Digits = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value,
  );

export class StatsQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MAX_HOURS,
    default: DEFAULT_HOURS,
    example: DEFAULT_HOURS,
    description: 'How many hours by the clock (UTC) to look at, of which the last one is still going on.',
  })
  @MayBeAbsent()
  @Digits()
  @IsInt({ message: 'hours must be a whole number' })
  @Min(1)
  @Max(MAX_HOURS)
  hours: number = DEFAULT_HOURS;
}
