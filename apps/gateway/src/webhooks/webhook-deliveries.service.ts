import { Injectable } from '@nestjs/common';
import { typesOf } from '../events/event-filter';
import { decodeCursor, filterHash, type Page, toPage } from '../http/pagination';
import { problem } from '../http/problem';
import { checkRanges } from '../posts/time-range';
import type {
  WebhookDeliveriesQuery,
  WebhookDeliveryDetailDto,
  WebhookDeliveryDto,
} from './webhook-deliveries.dto';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository';
import { type DeliveryRow, toAttemptDto, toDeliveryDto, toRequestDto } from './webhook-delivery-view';

/** What was sent to the endpoints of a workspace, and what they answered. */
@Injectable()
export class WebhookDeliveriesService {
  constructor(private readonly repository: WebhookDeliveriesRepository) {}

  async list(workspaceId: string, query: WebhookDeliveriesQuery): Promise<Page<WebhookDeliveryDto>> {
    const { limit, cursor, eventType, ...rest } = query;
    checkRanges(rest);
    const filter = { ...rest, eventTypes: typesOf(eventType) };
    const hash = filterHash({ list: 'webhook-deliveries', filter });
    const after = decodeCursor(cursor, hash);
    const rows = await this.repository.list(workspaceId, filter, { limit, after });
    const position = (row: DeliveryRow) => ({ at: row.position, id: row.id });
    return toPage(rows, { limit, hash }, position, toDeliveryDto);
  }

  async get(workspaceId: string, id: string): Promise<WebhookDeliveryDetailDto> {
    const row = await this.repository.find(workspaceId, id);
    if (row === null) throw noDelivery(id);
    const attempts = await this.repository.attempts(workspaceId, id);
    const event = await this.repository.sentEvent(workspaceId, id);
    return {
      ...toDeliveryDto(row),
      attempts: attempts.map(toAttemptDto),
      request: event && toRequestDto(workspaceId, event),
    };
  }
}

export function noDelivery(id: string) {
  return problem.notFound(`webhook delivery ${id}`);
}
