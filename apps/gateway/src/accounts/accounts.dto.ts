import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { MayBeAbsent } from '../http/fields';
import { PageQuery } from '../http/pagination';

export const ACCOUNT_STATUSES = ['connected', 'reauth_required', 'disconnected'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

export class AccountsQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'layers' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(100)
  provider?: string;

  @ApiPropertyOptional({ description: '`twitter` is taken as `x`.', example: 'x' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(100)
  @Transform(({ value }: { value: unknown }) => (value === 'twitter' ? 'x' : value))
  platform?: string;

  @ApiPropertyOptional()
  @MayBeAbsent()
  @IsString()
  @MaxLength(100)
  connectionId?: string;

  @ApiPropertyOptional({ enum: ACCOUNT_STATUSES })
  @MayBeAbsent()
  @IsIn(ACCOUNT_STATUSES)
  status?: AccountStatus;
}

@ApiSchema({ name: 'Account', description: 'One account on a platform, seen through a connection.' })
export class AccountDto {
  @ApiProperty({ example: 'acct_01jd…' })
  id!: string;

  @ApiProperty()
  connectionId!: string;

  @ApiProperty({ example: 'layers' })
  provider!: string;

  @ApiProperty({ example: 'tiktok' })
  platform!: string;

  @ApiProperty({ type: String, nullable: true, example: '@acme' })
  handle!: string | null;

  @ApiProperty({ type: String, nullable: true })
  displayName!: string | null;

  @ApiProperty({ type: String, nullable: true })
  avatarUrl!: string | null;

  @ApiProperty({ enum: ACCOUNT_STATUSES, enumName: 'AccountStatus' })
  status!: AccountStatus;

  @ApiProperty({ description: 'The provider’s own id of the account.' })
  reference!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  tokenExpiresAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastSuccessAt!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;
}

@ApiSchema({ name: 'AccountList' })
export class AccountListDto {
  @ApiProperty({ type: [AccountDto] })
  items!: AccountDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
