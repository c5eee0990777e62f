import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '../http/auth/scope.decorators';
import { ProviderRegistry } from './provider-registry';
import { ProviderListDto } from './providers.dto';

@ApiTags('providers')
@ApiBearerAuth('key')
@Controller('v1/providers')
export class ProvidersController {
  constructor(private readonly registry: ProviderRegistry) {}

  @Get()
  @RequireScope('accounts:read')
  @ApiOperation({
    operationId: 'listProviders',
    summary: 'What each provider can do, and what a connection to it needs',
  })
  @ApiOkResponse({ type: ProviderListDto })
  list(): ProviderListDto {
    return { items: this.registry.descriptions(), nextCursor: null };
  }
}
