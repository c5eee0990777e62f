import { Module } from '@nestjs/common';
import { addressGuardProvider } from '../connections/address-guard.provider';
import { WebhookDeliveriesController } from './webhook-deliveries.controller';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository';
import { WebhookDeliveriesService } from './webhook-deliveries.service';
import { WebhookEndpointsController } from './webhook-endpoints.controller';
import { WebhookEndpointsRepository } from './webhook-endpoints.repository';
import { WebhookEndpointsService } from './webhook-endpoints.service';
import { WebhookReplaysService } from './webhook-replays.service';
import { WebhookWake } from './webhook-wake';

/** Webhook endpoints and their deliveries as the API shows and changes them. Who sends is a worker. */
@Module({
  controllers: [WebhookEndpointsController, WebhookDeliveriesController],
  providers: [
    WebhookDeliveriesRepository,
    WebhookDeliveriesService,
    WebhookEndpointsRepository,
    WebhookEndpointsService,
    WebhookReplaysService,
    WebhookWake,
    addressGuardProvider,
  ],
})
export class WebhookEndpointsModule {}
