import type { PosternEvent } from '@postern/client';
import { EMPTY_TAIL, MOST, type Tail, tailAfter } from './tail';

const event = (sequence: number): PosternEvent => ({
  id: `evt_${sequence}`,
  sequence,
  timestamp: '2026-12-01T08:00:00Z',
  type: 'test.ping',
  data: {},
});
const come = (tail: Tail, ...sequences: number[]) =>
  sequences.reduce((all, sequence) => tailAfter(all, { kind: 'came', event: event(sequence) }), tail);
const numbers = (events: readonly PosternEvent[]) => events.map(({ sequence }) => sequence);

it('keeps the newest first, each once', () => {
  expect(numbers(come(EMPTY_TAIL, 1, 2, 2, 3).shown)).toEqual([3, 2, 1]);
});

it('stands still while it is paused, and goes on with what came', () => {
  const paused = come(tailAfter(come(EMPTY_TAIL, 1), { kind: 'pause' }), 2, 3);
  expect([numbers(paused.shown), numbers(paused.held)]).toEqual([[1], [3, 2]]);
  expect(numbers(tailAfter(paused, { kind: 'goOn' }).shown)).toEqual([3, 2, 1]);
});

it('is bounded, and counts what left it', () => {
  const tail = come(EMPTY_TAIL, ...Array.from({ length: MOST + 3 }, (_, index) => index + 1));
  expect([tail.shown.length, tail.dropped, tail.shown.at(-1)?.sequence]).toEqual([MOST, 3, 4]);
  expect(tailAfter(tail, { kind: 'clear' })).toEqual(EMPTY_TAIL);
});
