import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiBody,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { PageQuery } from '../http/pagination';
import { Repeatable } from '../http/repeatable';
import { SealedIdempotencyInterceptor } from '../http/sealed-idempotency.interceptor';
import { validate } from '../http/validate';
import {
  CreateWebhookEndpointDto,
  NewWebhookEndpointDto,
  RotateWebhookSecretDto,
  UpdateWebhookEndpointDto,
  WebhookEndpointDto,
  WebhookEndpointListDto,
} from './webhook-endpoints.dto';
import { WebhookEndpointsService } from './webhook-endpoints.service';
import { ReplayWebhookEventsDto, WebhookReplayDto, WebhookTestDto } from './webhook-replays.dto';
import { WebhookReplaysService } from './webhook-replays.service';

@ApiTags('webhook endpoints')
@ApiBearerAuth('key')
@Controller('v1/webhook-endpoints')
export class WebhookEndpointsController {
  constructor(
    private readonly endpoints: WebhookEndpointsService,
    private readonly replays: WebhookReplaysService,
  ) {}

  @Get()
  @RequireScope('webhooks:read')
  @ApiOperation({ operationId: 'listWebhookEndpoints', summary: 'Webhook endpoints, newest first' })
  @ApiOkResponse({ type: WebhookEndpointListDto })
  list(@Caller() caller: Caller, @Query() query: PageQuery): Promise<WebhookEndpointListDto> {
    return this.endpoints.list(caller.workspaceId, query);
  }

  @Post()
  @Repeatable(SealedIdempotencyInterceptor)
  @RequireScope('webhooks:write')
  @ApiOperation({
    operationId: 'createWebhookEndpoint',
    summary: 'Have events sent to an address',
    description:
      'It is told of what happens from now on. The secret is in this answer and in no other; a repetition with the ' +
      'same Idempotency-Key gives it again for as long as the record is kept.',
  })
  @ApiCreatedResponse({ type: NewWebhookEndpointDto })
  @ApiConflictResponse({ description: 'The workspace has as many endpoints as it may have.' })
  create(@Caller() caller: Caller, @Body() body: CreateWebhookEndpointDto): Promise<NewWebhookEndpointDto> {
    return this.endpoints.create(caller.workspaceId, body);
  }

  @Get(':id')
  @RequireScope('webhooks:read')
  @ApiOperation({ operationId: 'getWebhookEndpoint', summary: 'One webhook endpoint, and how it does' })
  @ApiOkResponse({ type: WebhookEndpointDto })
  get(@Caller() caller: Caller, @Param('id') id: string): Promise<WebhookEndpointDto> {
    return this.endpoints.get(caller.workspaceId, id);
  }

  @Patch(':id')
  @RequireScope('webhooks:write')
  @ApiOperation({
    operationId: 'updateWebhookEndpoint',
    summary: 'Change a webhook endpoint, or switch it on or off',
    description:
      'Switched on again it goes on with what is pending and with what happens from then on. What it missed: replay it.',
  })
  @ApiOkResponse({ type: WebhookEndpointDto })
  update(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Body() body: UpdateWebhookEndpointDto,
  ): Promise<WebhookEndpointDto> {
    return this.endpoints.update(caller.workspaceId, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('webhooks:write')
  @ApiOperation({
    operationId: 'deleteWebhookEndpoint',
    summary: 'Delete a webhook endpoint',
    description: 'With its deliveries: what is on its way is not sent any more.',
  })
  @ApiNoContentResponse()
  remove(@Caller() caller: Caller, @Param('id') id: string): Promise<void> {
    return this.endpoints.remove(caller.workspaceId, id);
  }

  @Post(':id/rotate-secret')
  @Repeatable(SealedIdempotencyInterceptor)
  @RequireScope('webhooks:write')
  @ApiBody({ type: RotateWebhookSecretDto, required: false })
  @ApiOperation({
    operationId: 'rotateWebhookEndpointSecret',
    summary: 'Make a new secret',
    description:
      'The new one signs at once; so do the earlier ones until the overlap is over, so that a receiver that knows any ' +
      'of them takes every delivery.',
  })
  @ApiCreatedResponse({ type: NewWebhookEndpointDto })
  @ApiConflictResponse({ description: 'Too many earlier secrets still sign.' })
  rotateSecret(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<NewWebhookEndpointDto> {
    return this.endpoints.rotate(caller.workspaceId, id, validate(RotateWebhookSecretDto, body ?? {}));
  }

  @Post(':id/test')
  @HttpCode(202)
  @Repeatable()
  @RequireScope('webhooks:write')
  @ApiOperation({
    operationId: 'testWebhookEndpoint',
    summary: 'Send a test',
    description: 'A `test.ping`, to this endpoint alone, whatever types it wants.',
  })
  @ApiAcceptedResponse({ type: WebhookTestDto })
  @ApiConflictResponse({ description: 'The endpoint is not active.' })
  test(@Caller() caller: Caller, @Param('id') id: string): Promise<WebhookTestDto> {
    return this.endpoints.test(caller.workspaceId, id);
  }

  @Post(':id/replay')
  @HttpCode(202)
  @Repeatable()
  @RequireScope('webhooks:write')
  @ApiOperation({
    operationId: 'replayWebhookEndpoint',
    summary: 'Send all events since a time again',
    description:
      'Those that the endpoint wants, in their order, at most 5,000 per request; tests excepted, and what is on its ' +
      'way anyway. Each has the `webhook-id` that it had.',
  })
  @ApiAcceptedResponse({ type: WebhookReplayDto })
  @ApiConflictResponse({ description: 'The endpoint is not active.' })
  replay(
    @Caller() caller: Caller,
    @Param('id') id: string,
    @Body() body: ReplayWebhookEventsDto,
  ): Promise<WebhookReplayDto> {
    return this.replays.since(caller.workspaceId, id, body);
  }
}
