import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { HEALTHY, Traffic } from '../traffic/traffic';
import { toHealthDto } from '../traffic/traffic.dto';
import { ProviderRegistry } from './provider-registry';
import { pausedAs } from './provider-source';
import { ProviderListDto, toProviderDto } from './providers.dto';

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
    description: 'Those of this build, and those that the manifests of the workspace make.',
  })
  @ApiOkResponse({ type: ProviderListDto })
  async list(@Caller() { workspaceId }: Caller): Promise<ProviderListDto> {
    const usable = await this.registry.ofWorkspace(workspaceId);
    const health = await this.traffic.providerHealth(usable.map(({ source }) => pausedAs(source)));
    return {
      items: usable.map(({ source, provider }) =>
        toProviderDto(provider.descriptor, toHealthDto(health.get(pausedAs(source)) ?? HEALTHY)),
      ),
      nextCursor: null,
    };
  }
}
