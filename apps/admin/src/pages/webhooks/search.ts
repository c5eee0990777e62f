import type { EventTypePattern, ListWebhookDeliveriesQuery, WebhookDeliveryStatus } from '@postern/client';
import { isPattern } from '../../components/event-types';
import { idIn, listIn, momentIn, textIn } from '../../components/search-values';

/** Which deliveries are shown; everything that is absent does not narrow. */
export interface DeliverySearch {
  status?: WebhookDeliveryStatus[];
  eventType?: EventTypePattern[];
  eventId?: string;
  since?: string;
  until?: string;
  cursor?: string;
}

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed'] as const;

const isStatus = (value: string): value is WebhookDeliveryStatus =>
  (DELIVERY_STATUSES as readonly string[]).includes(value);

/** What an address says, without what makes no sense. */
export function deliverySearch(raw: Record<string, unknown>): DeliverySearch {
  return {
    ...listIn(raw, 'status', isStatus),
    ...listIn(raw, 'eventType', isPattern),
    ...idIn(raw, 'eventId'),
    ...momentIn(raw, 'since'),
    ...momentIn(raw, 'until'),
    ...textIn(raw, 'cursor'),
  };
}

export function deliveryQuery(endpointId: string, search: DeliverySearch): ListWebhookDeliveriesQuery {
  const { since, until, ...rest } = search;
  return { ...rest, endpointId, createdSince: since, createdUntil: until, limit: 50 };
}

export function isNarrowed({ cursor: _, ...filters }: DeliverySearch): boolean {
  return Object.keys(filters).length > 0;
}
