import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '../http/auth/scope.decorators';
import { HEALTHY, Traffic } from '../traffic/traffic';
import { toHealthDto } from '../traffic/traffic.dto';
import { ProviderRegistry } from './provider-registry';
import { ProviderListDto } from './providers.dto';

@ApiTags('providers')
@ApiBearerAuth('key')
@Controller('v1/providers')
export class ProvidersController {
  constructor(
    private readonly registry: ProviderRegistry,
    private readonly traffic: Traffic,
  ) {}

  @Get()
  @RequireScope('accounts:read')
  @ApiOperation({
    operationId: 'listProviders',
    summary: 'What each provider can do, and what a connection to it needs',
  })
  @ApiOkResponse({ type: ProviderListDto })
  async list(): Promise<ProviderListDto> {
    const health = await this.traffic.providerHealth(
      this.registry.all().map(({ descriptor }) => descriptor.id),
    );
    return {
      items: this.registry.descriptions((id) => toHealthDto(health.get(id) ?? HEALTHY)),
      nextCursor: null,
    };
  }
}
