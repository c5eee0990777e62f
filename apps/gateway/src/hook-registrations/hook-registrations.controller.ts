import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { MAX_IDEMPOTENCY_KEY } from '../http/idempotency-key';
import { IdempotencyInterceptor } from '../http/idempotency.interceptor';
import { UpstreamTime } from '../http/upstream-time';
import { HookRegistrationViews } from './hook-registration-views';
import {
  ConnectionWebhooksDto,
  RegisterWebhooksDto,
  RemoveWebhooksQuery,
  WebhookRegistrationDto,
} from './hook-registrations.dto';
import { HookRegistrationsService } from './hook-registrations.service';

@ApiTags('connections')
@ApiBearerAuth('key')
@Controller('v1/connections')
export class HookRegistrationsController {
  constructor(
    private readonly registrations: HookRegistrationsService,
    private readonly views: HookRegistrationViews,
  ) {}

  @Get(':id/webhooks')
  @RequireScope('connections:read')
  @ApiOperation({
    operationId: 'getConnectionWebhooks',
    summary: 'How the provider calls us, and what became of it',
  })
  @ApiOkResponse({ type: ConnectionWebhooksDto })
  get(@Caller() caller: Caller, @Param('id') id: string): Promise<ConnectionWebhooksDto> {
    return this.views.get(caller.workspaceId, id);
  }

  @Post(':id/webhooks')
  @UseInterceptors(IdempotencyInterceptor)
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Makes the request repeatable: the same key and body give the first answer again.',
    schema: { type: 'string', maxLength: MAX_IDEMPOTENCY_KEY },
  })
  @HttpCode(200)
  @RequireScope('connections:write')
  @ApiOperation({
    operationId: 'registerConnectionWebhooks',
    summary: 'Have the provider call us, or rotate the secret by which it does',
    description:
      'The first call registers our address at the provider, every later one gets a new secret; webhooks under the ' +
      'old one are taken until it expires. Secrets are never shown. After a lost reply repeat it.',
  })
  @ApiOkResponse({ type: WebhookRegistrationDto })
  @ApiConflictResponse({
    description:
      'The provider refuses (`error` says why), or has no API for it: the detail says what to enter by hand.',
  })
  register(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Body() body: RegisterWebhooksDto,
    @UpstreamTime() upstream: UpstreamTime,
  ): Promise<WebhookRegistrationDto> {
    return this.registrations.register(caller.workspaceId, id, body.url ?? null, upstream);
  }

  @Delete(':id/webhooks')
  @HttpCode(204)
  @RequireScope('connections:write')
  @ApiOperation({
    operationId: 'removeConnectionWebhooks',
    summary: 'Have the provider call us no longer',
    description:
      'Forgets the secrets that it gave; those entered by hand stay. Where nothing is registered, nothing is done. ' +
      'A provider that refuses, or cannot be asked, is a conflict or unavailable unless `force=true`.',
  })
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'The provider refuses; `error` says why.' })
  remove(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Query() query: RemoveWebhooksQuery,
    @UpstreamTime() upstream: UpstreamTime,
  ): Promise<void> {
    return this.registrations.remove(caller.workspaceId, id, query.force === 'true', upstream);
  }
}
