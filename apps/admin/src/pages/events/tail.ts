import type { PosternEvent } from '@postern/client';

/** The newest events as they came. Paused, the list stands still, and what comes waits. */
export interface Tail {
  /** Newest first. */
  shown: readonly PosternEvent[];
  /** Newest first. */
  held: readonly PosternEvent[];
  paused: boolean;
  /** How many left the list, since it keeps `MOST`. */
  dropped: number;
}

export type TailAction =
  { kind: 'came'; event: PosternEvent } | { kind: 'pause' } | { kind: 'goOn' } | { kind: 'clear' };

export const MOST = 200;
export const EMPTY_TAIL: Tail = { shown: [], held: [], paused: false, dropped: 0 };

export function tailAfter(tail: Tail, action: TailAction): Tail {
  switch (action.kind) {
    case 'came':
      return came(tail, action.event);
    case 'pause':
      return { ...tail, paused: true };
    case 'goOn':
      return bounded({ ...tail, paused: false, shown: [...tail.held, ...tail.shown], held: [] });
    case 'clear':
      return { ...EMPTY_TAIL, paused: tail.paused };
  }
}

function came(tail: Tail, event: PosternEvent): Tail {
  // A stream that was opened again may bring the last one once more.
  if (tail.shown.some(({ id }) => id === event.id) || tail.held.some(({ id }) => id === event.id))
    return tail;
  return bounded(
    tail.paused ? { ...tail, held: [event, ...tail.held] } : { ...tail, shown: [event, ...tail.shown] },
  );
}

function bounded(tail: Tail): Tail {
  const over = Math.max(0, tail.shown.length - MOST) + Math.max(0, tail.held.length - MOST);
  if (over === 0) return tail;
  return {
    ...tail,
    shown: tail.shown.slice(0, MOST),
    held: tail.held.slice(0, MOST),
    dropped: tail.dropped + over,
  };
}
