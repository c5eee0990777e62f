import type { WebhookEndpoint } from '@postern/client';
import type { Tone } from '../../components/status-badge';

/** `disabled`: by Postern, after failures; `paused`: by a person. */
export type EndpointState = 'active' | 'failing' | 'paused' | 'disabled';

type Marks = Pick<WebhookEndpoint, 'active' | 'disabledReason' | 'consecutiveFailures'>;

export function endpointState({ active, disabledReason, consecutiveFailures }: Marks): EndpointState {
  if (!active) return disabledReason === null ? 'paused' : 'disabled';
  return consecutiveFailures > 0 ? 'failing' : 'active';
}

export const ENDPOINT_TONES: Record<EndpointState, Tone> = {
  active: 'good',
  failing: 'warning',
  paused: 'quiet',
  disabled: 'bad',
};
