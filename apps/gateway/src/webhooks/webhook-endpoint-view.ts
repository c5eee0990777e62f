import { type AuditRow, auditRow } from '../audit/audit-entry';
import type { EventTypePattern } from '../events/event-filter';
import type { DisabledReason, WebhookEndpointDto } from './webhook-endpoints.dto';
import type { WebhookFormat, WebhookPayload } from './webhook-message';

/** An endpoint with what its worker notes of it. */
export interface EndpointRow {
  id: string;
  workspace_id: string;
  url: string;
  description: string | null;
  events: EventTypePattern[];
  payload: WebhookPayload;
  format: WebhookFormat;
  active: boolean;
  disabled_reason: DisabledReason | null;
  disabled_at: Date | null;
  created_at: Date;
  updated_at: Date;
  failures: number;
  failing_since: Date | null;
  last_success_at: Date | null;
  last_failure_at: Date | null;
  /** Only where it has not passed, by the database's clock. */
  paused_until: Date | null;
  /** At most `MOST_PENDING`. */
  pending: number;
  /** Those that sign, newest first. */
  secrets: { createdAt: string; expiresAt: string | null }[];
  /** `created_at` with its microseconds. */
  position: string;
}

export function toEndpointDto(row: EndpointRow): WebhookEndpointDto {
  return {
    id: row.id,
    url: row.url,
    events: row.events,
    description: row.description,
    payload: row.payload,
    format: row.format,
    active: row.active,
    disabledReason: row.disabled_reason,
    disabledAt: timeOf(row.disabled_at),
    lastSuccessAt: timeOf(row.last_success_at),
    lastFailureAt: timeOf(row.last_failure_at),
    consecutiveFailures: row.failures,
    failingSince: timeOf(row.failing_since),
    pausedUntil: timeOf(row.paused_until),
    pendingDeliveries: row.pending,
    secrets: row.secrets.map(({ createdAt, expiresAt }) => ({
      createdAt: new Date(createdAt).toISOString(),
      expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    })),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** The entry of a change: what a person wrote, not what a worker notes. */
export function endpointEntry(
  verb: 'create' | 'update' | 'delete',
  before: EndpointRow | null,
  after: EndpointRow | null,
): AuditRow {
  const row = after ?? before;
  if (row === null) throw new Error('An entry is about something.');
  return auditRow({
    workspaceId: row.workspace_id,
    action: `webhook_endpoint.${verb}`,
    subjectId: row.id,
    before: before && shown(before),
    after: after && shown(after),
  });
}

/** Of secrets only when they were made and when they end. */
export function rotationEntry(before: EndpointRow, after: EndpointRow): AuditRow {
  return auditRow({
    workspaceId: after.workspace_id,
    action: 'webhook_endpoint.rotate_secret',
    subjectId: after.id,
    before: { secrets: toEndpointDto(before).secrets },
    after: { secrets: toEndpointDto(after).secrets },
  });
}

/** Something was sent again, or as a test: `after` says what. */
export function sendingEntry(verb: 'test' | 'replay', row: EndpointRow, after: object): AuditRow {
  const { id: subjectId, workspace_id: workspaceId } = row;
  return auditRow({ workspaceId, action: `webhook_endpoint.${verb}`, subjectId, before: null, after });
}

function shown({ url, description, events, payload, format, active, disabled_reason }: EndpointRow) {
  return { url, description, events, payload, format, active, disabledReason: disabled_reason };
}

export function timeOf(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
