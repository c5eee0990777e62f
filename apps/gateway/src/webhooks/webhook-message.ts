/** What is sent of an event: all of it or its ids only, by itself or as a CloudEvent. Pure. */
import type { EventView } from '../events/event-view';

export const WEBHOOK_PAYLOADS = ['full', 'thin'] as const;
export type WebhookPayload = (typeof WEBHOOK_PAYLOADS)[number];

export const WEBHOOK_FORMATS = ['standard', 'cloudevents'] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

export interface WebhookMessage {
  contentType: string;
  body: string;
}

export interface MessageShape {
  workspaceId: string;
  payload: WebhookPayload;
  format: WebhookFormat;
}

export function webhookMessage(
  event: EventView,
  { workspaceId, payload, format }: MessageShape,
): WebhookMessage {
  const shown = payload === 'thin' ? { ...event, data: idsOf(event.data) } : event;
  switch (format) {
    case 'standard':
      return { contentType: 'application/json', body: JSON.stringify(shown) };
    case 'cloudevents':
      return {
        contentType: 'application/cloudevents+json; charset=utf-8',
        body: JSON.stringify(cloudEvent(shown, workspaceId)),
      };
  }
}

/** The members of an event that name things: whoever wants more reads it, with a key of theirs. */
function idsOf(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).filter(([name, value]) => name.endsWith('Id') && typeof value === 'string'),
  );
}

/** CloudEvents 1.0, structured mode. `sequence` is its extension of that name, whose values compare as text. */
function cloudEvent(event: EventView, workspaceId: string): Record<string, unknown> {
  const { postId, groupId } = event.data;
  const subject = postId ?? groupId;
  return {
    specversion: '1.0',
    id: event.id,
    source: `/workspaces/${workspaceId}`,
    type: event.type,
    ...(typeof subject === 'string' ? { subject } : {}),
    time: event.timestamp,
    datacontenttype: 'application/json',
    sequence: String(event.sequence).padStart(16, '0'),
    data: event.data,
  };
}
