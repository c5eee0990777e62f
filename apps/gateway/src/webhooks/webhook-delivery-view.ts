import type { EventType } from '@postern/core';
import { EVENT_COLUMNS, type EventRow, eventView } from '../events/event-view';
import { cursorTime } from '../http/pagination';
import type {
  DeliveryStatus,
  WebhookAttemptDto,
  WebhookDeliveryDto,
  WebhookRequestDto,
} from './webhook-deliveries.dto';
import { timeOf } from './webhook-endpoint-view';
import { type MessageShape, webhookMessage } from './webhook-message';

export interface AttemptRow {
  number: number;
  attempted_at: Date;
  duration_ms: number;
  url: string;
  response_status: number | null;
  response_body: string | null;
  error: string | null;
}

/** A delivery, and of its last attempt what begins with `last_`: all null where there was none. */
export interface DeliveryRow {
  id: string;
  workspace_id: string;
  endpoint_id: string;
  event_id: string;
  event_type: EventType;
  sequence: number;
  replay_of: string | null;
  status: DeliveryStatus;
  attempts: number;
  next_attempt_at: Date;
  created_at: Date;
  ended_at: Date | null;
  /** `created_at` with its microseconds. */
  position: string;
  last_number: number | null;
  last_attempted_at: Date;
  last_duration_ms: number;
  last_url: string;
  last_response_status: number | null;
  last_response_body: string | null;
  last_error: string | null;
}

/** Of `webhook_deliveries d` and `LAST_ATTEMPT`. */
export const DELIVERY_COLUMNS = `d.id, d.workspace_id, d.endpoint_id, d.event_id, d.event_type,
  d.sequence::float8 as sequence, d.replay_of, d.status, d.attempts, d.next_attempt_at, d.created_at, d.ended_at,
  ${cursorTime('d.created_at')} as position, a.number as last_number, a.attempted_at as last_attempted_at,
  a.duration_ms as last_duration_ms, a.url as last_url, a.response_status as last_response_status,
  a.response_body as last_response_body, a.error as last_error`;
export const LAST_ATTEMPT = `left join lateral (
  select * from webhook_attempts t where t.delivery_id = d.id order by t.number desc limit 1) a on true`;

/** The event of a delivery, beside how its endpoint wants it. */
export type SentEventRow = EventRow & Pick<MessageShape, 'payload' | 'format'>;
export const SENT_EVENT = `select ${EVENT_COLUMNS}, w.payload, w.format
  from webhook_deliveries d join webhook_endpoints w on w.id = d.endpoint_id join events e on e.id = d.event_id`;

export function toDeliveryDto(row: DeliveryRow): WebhookDeliveryDto {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    eventId: row.event_id,
    eventType: row.event_type,
    sequence: row.sequence,
    status: row.status,
    attemptCount: row.attempts,
    lastAttempt: lastAttempt(row),
    nextAttemptAt: row.status === 'pending' ? row.next_attempt_at.toISOString() : null,
    replayOf: row.replay_of,
    createdAt: row.created_at.toISOString(),
    endedAt: timeOf(row.ended_at),
  };
}

function lastAttempt(row: DeliveryRow): WebhookAttemptDto | null {
  if (row.last_number === null) return null;
  return toAttemptDto({
    number: row.last_number,
    attempted_at: row.last_attempted_at,
    duration_ms: row.last_duration_ms,
    url: row.last_url,
    response_status: row.last_response_status,
    response_body: row.last_response_body,
    error: row.last_error,
  });
}

export function toAttemptDto(row: AttemptRow): WebhookAttemptDto {
  return {
    number: row.number,
    attemptedAt: row.attempted_at.toISOString(),
    durationMs: row.duration_ms,
    url: row.url,
    responseStatus: row.response_status,
    responseBody: row.response_body,
    error: row.error,
  };
}

export function toRequestDto(workspaceId: string, row: SentEventRow): WebhookRequestDto {
  const { payload, format } = row;
  const { contentType, body } = webhookMessage(eventView(row), { workspaceId, payload, format });
  return { headers: { 'content-type': contentType, 'webhook-id': row.id }, body };
}
