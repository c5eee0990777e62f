import { useLiveState } from '../api/live';
import { type Tone, ToneBadge } from '../components/status-badge';
import { texts } from '../texts';

const TONES: Record<ReturnType<typeof useLiveState>, Tone> = {
  connecting: 'waiting',
  live: 'good',
  broken: 'warning',
  off: 'quiet',
};

/** Whether what is shown follows what happens. */
export function LiveMark() {
  const state = useLiveState();
  return <ToneBadge tone={TONES[state]}>{texts.shell.live[state]}</ToneBadge>;
}
