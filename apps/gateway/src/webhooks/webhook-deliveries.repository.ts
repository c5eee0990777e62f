import { Injectable } from '@nestjs/common';
import type { EventType } from '@postern/core';
import { DataSource } from 'typeorm';
import { Reads } from '../database/reads';
import type { Cursor } from '../http/pagination';
import type { DeliveryStatus } from './webhook-deliveries.dto';
import {
  type AttemptRow,
  DELIVERY_COLUMNS,
  type DeliveryRow,
  LAST_ATTEMPT,
  SENT_EVENT,
  type SentEventRow,
} from './webhook-delivery-view';

/** Which deliveries are asked for. Times are RFC 3339. */
export interface DeliveryFilter {
  endpointId?: string;
  status?: DeliveryStatus[];
  /** `null` = of every type. */
  eventTypes: EventType[] | null;
  eventId?: string;
  createdSince?: string;
  createdUntil?: string;
}

/** Those of a deleted one are on their way out. */
const OF_AN_ENDPOINT = `not exists (select from webhook_endpoints w
  where w.id = d.endpoint_id and w.deleted_at is not null offset 0)`;

@Injectable()
export class WebhookDeliveriesRepository {
  constructor(
    private readonly db: DataSource,
    private readonly reads: Reads,
  ) {}

  /** Newest first; one row more than `limit` where there is a further page. */
  list(
    workspaceId: string,
    filter: DeliveryFilter,
    page: { limit: number; after: Cursor | null },
  ): Promise<DeliveryRow[]> {
    const parameters: unknown[] = [workspaceId, page.limit + 1];
    const value = (parameter: unknown) => `$${parameters.push(parameter)}`;
    // In UTC: Postgres takes no offset beyond 16 hours, RFC 3339 does.
    const time = (at: string) => `${value(new Date(at).toISOString())}::timestamptz`;
    const where = ['d.workspace_id = $1', OF_AN_ENDPOINT];
    if (filter.endpointId !== undefined) where.push(`d.endpoint_id = ${value(filter.endpointId)}`);
    if (filter.status) where.push(`d.status = any(${value(filter.status)}::text[])`);
    if (filter.eventTypes) where.push(`d.event_type = any(${value(filter.eventTypes)}::text[])`);
    if (filter.eventId !== undefined) where.push(`d.event_id = ${value(filter.eventId)}`);
    if (filter.createdSince !== undefined) where.push(`d.created_at >= ${time(filter.createdSince)}`);
    if (filter.createdUntil !== undefined) where.push(`d.created_at <= ${time(filter.createdUntil)}`);
    const { after } = page;
    if (after) where.push(`(d.created_at, d.id) < (${value(after.at)}::timestamptz, ${value(after.id)})`);
    return this.reads.query<DeliveryRow>(
      `select ${DELIVERY_COLUMNS} from webhook_deliveries d ${LAST_ATTEMPT}
        where ${where.join(' and ')} order by d.created_at desc, d.id desc limit $2`,
      parameters,
    );
  }

  async find(workspaceId: string, id: string): Promise<DeliveryRow | null> {
    const [row] = await this.db.query<DeliveryRow[]>(
      `select ${DELIVERY_COLUMNS} from webhook_deliveries d ${LAST_ATTEMPT}
        where d.workspace_id = $1 and d.id = $2 and ${OF_AN_ENDPOINT}`,
      [workspaceId, id],
    );
    return row ?? null;
  }

  /** Oldest first. */
  attempts(workspaceId: string, id: string): Promise<AttemptRow[]> {
    return this.db.query<AttemptRow[]>(
      `select number, attempted_at, duration_ms, url, response_status, response_body, error from webhook_attempts
        where workspace_id = $1 and delivery_id = $2 order by number`,
      [workspaceId, id],
    );
  }

  /** `null`: it is no longer in the log. */
  async sentEvent(workspaceId: string, id: string): Promise<SentEventRow | null> {
    const [row] = await this.db.query<SentEventRow[]>(
      `${SENT_EVENT} where d.workspace_id = $1 and d.id = $2 and e.workspace_id = $1`,
      [workspaceId, id],
    );
    return row ?? null;
  }
}
