import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiConflictResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Caller } from '../http/auth/caller';
import { RequireScope } from '../http/auth/scope.decorators';
import { Repeatable } from '../http/repeatable';
import {
  WebhookDeliveriesQuery,
  WebhookDeliveryDetailDto,
  WebhookDeliveryDto,
  WebhookDeliveryListDto,
} from './webhook-deliveries.dto';
import { WebhookDeliveriesService } from './webhook-deliveries.service';
import { WebhookReplaysService } from './webhook-replays.service';

@ApiTags('webhook deliveries')
@ApiBearerAuth('key')
@Controller('v1/webhook-deliveries')
export class WebhookDeliveriesController {
  constructor(
    private readonly deliveries: WebhookDeliveriesService,
    private readonly replays: WebhookReplaysService,
  ) {}

  @Get()
  @RequireScope('webhooks:read')
  @ApiOperation({
    operationId: 'listWebhookDeliveries',
    summary: 'Deliveries to webhook endpoints, newest first',
  })
  @ApiOkResponse({ type: WebhookDeliveryListDto })
  list(@Caller() caller: Caller, @Query() query: WebhookDeliveriesQuery): Promise<WebhookDeliveryListDto> {
    return this.deliveries.list(caller.workspaceId, query);
  }

  @Get(':id')
  @RequireScope('webhooks:read')
  @ApiOperation({
    operationId: 'getWebhookDelivery',
    summary: 'One delivery: what was sent, and each answer',
  })
  @ApiOkResponse({ type: WebhookDeliveryDetailDto })
  get(@Caller() caller: Caller, @Param('id') id: string): Promise<WebhookDeliveryDetailDto> {
    return this.deliveries.get(caller.workspaceId, id);
  }

  @Post(':id/replay')
  @HttpCode(202)
  @Repeatable()
  @RequireScope('webhooks:write')
  @ApiOperation({
    operationId: 'replayWebhookDelivery',
    summary: 'Deliver an event again',
    description: 'Makes a new delivery of the same event, whatever became of this one.',
  })
  @ApiAcceptedResponse({ type: WebhookDeliveryDto })
  @ApiConflictResponse({
    description:
      'The endpoint is not active, the delivery is still on its way, or its event is no longer kept.',
  })
  replay(@Caller() caller: Caller, @Param('id') id: string): Promise<WebhookDeliveryDto> {
    return this.replays.again(caller.workspaceId, id);
  }
}
