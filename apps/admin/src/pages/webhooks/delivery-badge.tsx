import type { WebhookDeliveryStatus } from '@postern/client';
import { type Tone, ToneBadge } from '../../components/status-badge';
import { texts } from '../../texts';

const TONES: Record<WebhookDeliveryStatus, Tone> = { pending: 'busy', delivered: 'good', failed: 'bad' };

export function DeliveryBadge({ status }: { status: WebhookDeliveryStatus }) {
  return <ToneBadge tone={TONES[status]}>{texts.webhooks.deliveries.statuses[status]}</ToneBadge>;
}
