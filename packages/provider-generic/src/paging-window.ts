/** Lists that are asked by time: which windows to ask for, and how to halve one that overflows. */
import type { JsonObject } from '@postern/core';
import { utcOf } from '@postern/provider-kit';
import type { Paging } from './manifest-schema';

export type WindowPaging = Extract<Paging, { kind: 'window' }>;

/** Milliseconds, in whole seconds. */
export interface TimeWindow {
  from: number;
  to: number;
}

/** An upstream that fills a shorter one than this cannot be walked by time. */
const SHORTEST_MS = 60_000;

/** The fewest windows that hold all the times (milliseconds) with their margins, latest first. */
export function windowsAround(times: readonly number[], paging: WindowPaging): TimeWindow[] {
  const windows: TimeWindow[] = [];
  for (const time of [...times].sort((a, b) => a - b)) {
    const from = Math.floor(time / 1_000 - paging.beforeSeconds) * 1_000;
    const to = Math.ceil(time / 1_000 + paging.afterSeconds) * 1_000;
    const last = windows.at(-1);
    if (last && (to <= last.to || to - last.from <= paging.maxSpanSeconds * 1_000)) {
      last.to = Math.max(last.to, to);
    } else {
      windows.push({ from, to });
    }
  }
  return windows.reverse();
}

/** Latest first; `null` where it is too short to halve. */
export function halvesOf({ from, to }: TimeWindow): [TimeWindow, TimeWindow] | null {
  if (to - from < 2 * SHORTEST_MS) return null;
  const middle = Math.floor((from + to) / 2_000) * 1_000;
  return [
    { from: middle, to },
    { from, to: middle },
  ];
}

export function windowScope({ from, to }: TimeWindow): JsonObject {
  return { from: utcOf(from), to: utcOf(to) };
}
