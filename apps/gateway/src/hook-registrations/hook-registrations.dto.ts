import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsString, Length } from 'class-validator';
import { MayBeAbsent, MayBeNull } from '../http/fields';
import { HOOK_OUTCOMES, type HookOutcome } from '../hooks/hook-outcome';

@ApiSchema({ name: 'RegisterWebhooks' })
export class RegisterWebhooksDto {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    minLength: 1,
    maxLength: 2048,
    description:
      'Where the provider shall send its webhooks; it must end in `/hooks/{id}`. By default that path on the ' +
      'public address of this gateway (`POSTERN_PUBLIC_URL`).',
    example: 'https://postern.example.com/hooks/conn_01jd…',
  })
  @MayBeNull()
  @IsString()
  @Length(1, 2048)
  url?: string | null;
}

export class RemoveWebhooksQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description:
      'Forget it here although the provider refuses or cannot be asked. What it goes on to send is then refused; ' +
      'remove it there by hand.',
  })
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  @Transform(({ value }: { value: unknown }) => value)
  force?: 'true' | 'false';
}

@ApiSchema({ name: 'WebhookRegistration' })
export class WebhookRegistrationDto {
  @ApiProperty({ description: 'Where the provider sends its webhooks.' })
  url!: string;

  @ApiProperty({ description: 'The provider’s own id of it.' })
  registrationId!: string;

  @ApiProperty({ format: 'date-time' })
  registeredAt!: string;

  @ApiProperty({ format: 'date-time', description: 'When the secret was given that is in use now.' })
  rotatedAt!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until when webhooks under a secret before that are taken, too; null: there is none.',
  })
  previousSecretExpiresAt!: string | null;
}

@ApiSchema({ name: 'HookSecretCounts', description: 'How many secrets webhooks are verified with.' })
export class HookSecretCountsDto {
  @ApiProperty({ type: 'integer', description: 'Given by the provider when it was asked to call us.' })
  registered!: number;

  @ApiProperty({ type: 'integer', description: 'Entered by a person, in the credentials.' })
  byHand!: number;
}

@ApiSchema({ name: 'HookCount' })
export class HookCountDto {
  @ApiProperty({ enum: HOOK_OUTCOMES.filter((outcome) => outcome !== 'unknown'), enumName: 'HookOutcome' })
  outcome!: HookOutcome;

  @ApiProperty({ type: 'integer' })
  count!: number;

  @ApiProperty({ format: 'date-time' })
  lastAt!: string;
}

@ApiSchema({ name: 'ConnectionWebhooks', description: 'How the provider of a connection calls us.' })
export class ConnectionWebhooksDto {
  @ApiProperty({
    type: WebhookRegistrationDto,
    nullable: true,
    description: 'What was registered through this API; null: nothing.',
  })
  registration!: WebhookRegistrationDto | null;

  @ApiProperty({ description: 'Whether the provider has an API by which we can be registered.' })
  canRegister!: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What to enter at the provider by hand; null: `POSTERN_PUBLIC_URL` is not set.',
  })
  address!: string | null;

  @ApiProperty({ type: HookSecretCountsDto })
  secrets!: HookSecretCountsDto;

  @ApiProperty({
    type: [HookCountDto],
    description: 'What became of webhooks so far; a second or so behind.',
  })
  counts!: HookCountDto[];
}
