/** What a receiver does with a request: three in ten fail, each in a way that receivers really have. */
import type { Seeded } from '../random/seeded';

export type Mood =
  /** Takes it and says so, perhaps slowly. */
  | { kind: 'take'; afterMs: number }
  /** Has taken it, and its answer gets lost: what comes again is a repetition. */
  | { kind: 'take and reset' }
  | { kind: 'reset' }
  /** Says nothing for longer than anybody waits. */
  | { kind: 'hang' }
  | { kind: 'answer'; status: 500 | 503 | 404 }
  /** With a pause in seconds, which is to be obeyed. */
  | { kind: 'answer'; status: 429; retryAfter: number }
  /** To another address of its own, where nobody may ever ask. */
  | { kind: 'answer'; status: 302 };

export const FAILURE_SHARE = 0.3;
const SLOW_SHARE = 0.15;

export function drawMood(chance: Seeded): Mood {
  if (!chance.chance(FAILURE_SHARE)) {
    return { kind: 'take', afterMs: chance.chance(SLOW_SHARE) ? chance.whole(100, 1_200) : 0 };
  }
  return chance.pick<Mood>([
    { kind: 'take and reset' },
    { kind: 'take and reset' },
    { kind: 'reset' },
    { kind: 'hang' },
    { kind: 'answer', status: 500 },
    { kind: 'answer', status: 500 },
    { kind: 'answer', status: 503 },
    { kind: 'answer', status: 404 },
    { kind: 'answer', status: 429, retryAfter: 1 },
    { kind: 'answer', status: 302 },
  ]);
}

export function wordOf(mood: Mood): string {
  return mood.kind === 'answer' ? String(mood.status) : mood.kind;
}
