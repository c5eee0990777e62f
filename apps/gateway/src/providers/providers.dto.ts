import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { ConfigSchema, ProviderCapabilities, ProviderDescriptor, RateBudget } from '@postern/core';
import { ProviderHealthDto } from '../traffic/traffic.dto';
import { PlatformAbilitiesDto, toAbilities } from './content-rules.dto';

@ApiSchema({ name: 'ProviderPlatform' })
class PlatformDto {
  @ApiProperty({ example: 'x' })
  platform!: string;

  @ApiProperty({ type: PlatformAbilitiesDto })
  rules!: PlatformAbilitiesDto;
}

@ApiSchema({ name: 'ProviderCapabilities' })
export class CapabilitiesDto implements ProviderCapabilities {
  @ApiProperty({ description: 'The provider keeps the time itself.' })
  scheduling!: boolean;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'Seconds: the provider takes no time further ahead. Postern keeps a post until its time is within reach; null = any time.',
    example: 2592000,
  })
  schedulingMaxAheadSeconds!: number | null;

  @ApiProperty()
  cancel!: boolean;

  @ApiProperty()
  reschedule!: boolean;

  @ApiProperty({ description: 'A reviewer may have to act upstream.' })
  approval!: boolean;

  @ApiProperty()
  webhooks!: boolean;

  @ApiProperty({ description: 'Hands posts to the creator’s app.' })
  handOff!: boolean;

  @ApiProperty({
    description:
      'Takes the bytes of media; otherwise addresses alone, so that stored media need a public one.',
    example: true,
  })
  mediaUpload!: boolean;

  @ApiProperty({ enum: ['idempotency_key', 'checkpoint', 'lookup', 'operator'] })
  unknownResolution!: ProviderCapabilities['unknownResolution'];

  @ApiProperty({ type: 'integer', nullable: true })
  idempotencyWindowSeconds!: number | null;
}

@ApiSchema({ name: 'RateBudget' })
class RateBudgetDto implements RateBudget {
  @ApiProperty({ type: 'integer' })
  limit!: number;

  @ApiProperty({ type: 'integer' })
  perSeconds!: number;
}

@ApiSchema({ name: 'RateBudgets' })
export class RateBudgetsDto {
  @ApiProperty({ type: RateBudgetDto })
  read!: RateBudgetDto;

  @ApiProperty({ type: RateBudgetDto })
  write!: RateBudgetDto;
}

@ApiSchema({ name: 'PollCadence', description: 'Seconds between reads of a post in that state.' })
class PollCadenceDto {
  @ApiProperty()
  queued!: number;

  @ApiProperty()
  publishing!: number;
}

@ApiSchema({ name: 'Provider' })
export class ProviderDto {
  @ApiProperty({ example: 'layers' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ format: 'uri' })
  docsUrl!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description:
      'JSON Schema of a connection’s `credentials`. Properties with `writeOnly` are secrets and are never returned.',
  })
  configSchema!: ConfigSchema;

  @ApiProperty({ type: [PlatformDto] })
  platforms!: PlatformDto[];

  @ApiProperty({ type: CapabilitiesDto })
  capabilities!: CapabilitiesDto;

  @ApiProperty({ type: RateBudgetsDto })
  rateBudgets!: RateBudgetsDto;

  @ApiProperty({ type: PollCadenceDto })
  pollCadence!: PollCadenceDto;

  @ApiProperty({ type: ProviderHealthDto })
  health!: ProviderHealthDto;
}

@ApiSchema({ name: 'ProviderList' })
export class ProviderListDto {
  @ApiProperty({ type: [ProviderDto] })
  items!: ProviderDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

export function toProviderDto(descriptor: ProviderDescriptor, health: ProviderHealthDto): ProviderDto {
  return {
    id: descriptor.id,
    name: descriptor.name,
    docsUrl: descriptor.docsUrl,
    configSchema: descriptor.configSchema,
    platforms: descriptor.platforms.map((platform) => ({
      platform: platform.platform,
      rules: toAbilities(platform),
    })),
    capabilities: descriptor.capabilities,
    rateBudgets: descriptor.rateBudgets,
    pollCadence: descriptor.pollCadence,
    health,
  };
}
