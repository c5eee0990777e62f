import type { ApiKey } from '@postern/client';
import type { Tone } from '../../components/status-badge';

/** `replaced`: another took its place, and it works until it expires. */
export type KeyState = 'active' | 'replaced' | 'expired' | 'revoked';

type Marks = Pick<ApiKey, 'revokedAt' | 'expiresAt' | 'replacedBy'>;

/** @param now milliseconds */
export function keyState({ revokedAt, expiresAt, replacedBy }: Marks, now: number): KeyState {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt !== null && Date.parse(expiresAt) <= now) return 'expired';
  return replacedBy === null ? 'active' : 'replaced';
}

export const isWorking = (state: KeyState) => state === 'active' || state === 'replaced';

export const KEY_TONES: Record<KeyState, Tone> = {
  active: 'good',
  replaced: 'warning',
  expired: 'quiet',
  revoked: 'quiet',
};

/** What works first, each part in the order in which it came. */
export function workingFirst<Key extends Marks>(keys: readonly Key[], now: number): Key[] {
  const works = (key: Key) => isWorking(keyState(key, now));
  return [...keys.filter(works), ...keys.filter((key) => !works(key))];
}
