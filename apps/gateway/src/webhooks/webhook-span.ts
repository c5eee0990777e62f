import { SpanKind } from '@opentelemetry/api';
import { inSpan, noteInSpan } from '../tracing/spans';
import { hostOf } from '../tracing/upstream-spans';
import type { ClaimedDelivery, LaneClaim } from './webhook-claims.repository';
import type { WebhookAnswer } from './webhook-sender';

/** An attempt is a part of the trace of the request that made the group of which it tells. */
export function inWebhookSpan<T>(
  claim: LaneClaim,
  delivery: ClaimedDelivery,
  work: () => Promise<T>,
): Promise<T> {
  const { traceContext: parent } = delivery;
  return inSpan('webhook', () => ({ kind: SpanKind.CLIENT, parent, attributes: of(claim, delivery) }), work);
}

export function noteAnswer({ outcome, status }: WebhookAnswer): void {
  noteInSpan({
    'postern.outcome': outcome,
    ...(status === null ? {} : { 'http.response.status_code': status }),
  });
}

function of({ workspaceId, endpointId, url }: LaneClaim, { id, attempts, event }: ClaimedDelivery) {
  return {
    'http.request.method': 'POST',
    ...hostOf(url),
    'postern.workspace_id': workspaceId,
    'postern.webhook_endpoint_id': endpointId,
    'postern.webhook_delivery_id': id,
    'postern.attempt': attempts + 1,
    ...(event === null ? {} : { 'postern.event_id': event.id, 'postern.event_type': event.type }),
    ...(event?.group_id == null ? {} : { 'postern.post_group_id': event.group_id }),
  };
}
