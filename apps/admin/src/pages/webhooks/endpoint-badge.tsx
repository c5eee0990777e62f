import type { WebhookEndpoint } from '@postern/client';
import { ToneBadge } from '../../components/status-badge';
import { texts } from '../../texts';
import { ENDPOINT_TONES, endpointState } from './endpoint-state';

export function EndpointBadge({ endpoint }: { endpoint: WebhookEndpoint }) {
  const state = endpointState(endpoint);
  return <ToneBadge tone={ENDPOINT_TONES[state]}>{texts.webhooks.states[state]}</ToneBadge>;
}
