import { Inject, Injectable } from '@nestjs/common';
import { EVENT_TYPES, type EventType } from '@postern/core';
import { auditRow } from '../audit/audit-entry';
import { CONFIG, type Config } from '../config/config';
import { type EventTypePattern, typesOf } from '../events/event-filter';
import { problem } from '../http/problem';
import { keepReply } from '../http/request-context';
import type { WebhookDeliveryDto } from './webhook-deliveries.dto';
import { noDelivery } from './webhook-deliveries.service';
import { type DeliveryRow, toDeliveryDto } from './webhook-delivery-view';
import { requireActive, requireKept } from './webhook-endpoint-rules';
import { sendingEntry } from './webhook-endpoint-view';
import { WebhookEndpointsRepository } from './webhook-endpoints.repository';
import { MOST_REPLAYED, type ReplayWebhookEventsDto, type WebhookReplayDto } from './webhook-replays.dto';
import { deliveryIn, replayOne, replaySince } from './webhook-replays.repository';
import { WebhookWake } from './webhook-wake';

/** Where hardly any is wanted, a request ends all the same. */
const LOOK_AT_MOST = 100_000;

/** Events that are sent once more: the worker finds new deliveries, and goes its way. */
@Injectable()
export class WebhookReplaysService {
  constructor(
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly workers: WebhookWake,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async since(workspaceId: string, id: string, dto: ReplayWebhookEventsDto): Promise<WebhookReplayDto> {
    requireKept(dto.since, this.config.eventKeepDays, Date.now());
    const replayed = await this.endpoints.change(workspaceId, async (endpoints) => {
      const row = await endpoints.lock(id);
      if (row === null) throw problem.notFound(`webhook endpoint ${id}`);
      requireActive(row);
      const reply = await replaySince(endpoints.em, workspaceId, {
        endpointId: id,
        // In UTC: Postgres takes no offset beyond 16 hours, RFC 3339 does.
        since: new Date(dto.since).toISOString(),
        types: wantedTypes(row.events, dto.events),
        after: dto.after ?? 0,
        most: MOST_REPLAYED,
        lookAt: LOOK_AT_MOST,
      });
      await endpoints.audit(sendingEntry('replay', row, { ...dto, count: reply.count }));
      await keepReply(endpoints.em, reply);
      return reply;
    });
    if (replayed.count > 0) await this.workers.wake(id);
    return replayed;
  }

  async again(workspaceId: string, id: string): Promise<WebhookDeliveryDto> {
    const made = await this.endpoints.change(workspaceId, async (endpoints) => {
      const delivery = await deliveryIn(endpoints.em, workspaceId, id);
      if (delivery === null) throw noDelivery(id);
      const endpoint = await endpoints.lock(delivery.endpoint_id);
      if (endpoint === null) throw noDelivery(id);
      requireActive(endpoint);
      requireEnded(delivery);
      const row = await replayOne(endpoints.em, delivery);
      if (row === null) throw problem.conflict(`The event ${delivery.event_id} is no longer in the log.`);
      const view = toDeliveryDto(row);
      await endpoints.audit(
        auditRow({
          workspaceId,
          action: 'webhook_delivery.replay',
          subjectId: id,
          before: null,
          after: { deliveryId: row.id, endpointId: row.endpoint_id, eventId: row.event_id },
        }),
      );
      await keepReply(endpoints.em, view);
      return view;
    });
    await this.workers.wake(made.endpointId);
    return made;
  }
}

/** Tests are no news to anybody, least of all to other endpoints. */
function wantedTypes(
  patterns: readonly EventTypePattern[],
  asked: readonly EventTypePattern[] | undefined,
): EventType[] {
  const [wanted, narrowed] = [typesOf(patterns) ?? EVENT_TYPES, typesOf(asked) ?? EVENT_TYPES];
  return wanted.filter((type) => narrowed.includes(type) && type !== 'test.ping');
}

function requireEnded({ id, status, next_attempt_at: nextAttemptAt }: DeliveryRow): void {
  if (status !== 'pending') return;
  throw problem.conflict(
    `The delivery ${id} is still on its way; its next attempt is due at ${nextAttemptAt.toISOString()}.`,
  );
}
