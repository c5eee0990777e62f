/** When a post was made, by the upstream's clock, and how far that clock is off. */
import { millisecondsOf } from '@postern/provider-kit';
import type { Engine } from './engine';
import { ownRow, type RowOwner } from './post-rows';
import { readText } from './value-path';

/** A clock that is off by more than this is no clock. */
export const MOST_SKEW_MS = 15 * 60_000;

/** Milliseconds; of the owner's row, or of the whole. */
export function createdAtOf(engine: Engine, element: unknown, owner: RowOwner): number | null {
  const path = engine.manifest.find?.createdAt;
  if (path === undefined) return null;
  const { view } = ownRow(engine, element, owner);
  return millisecondsOf(view.text(path) ?? readText(element, path));
}

/**
 * How far the upstream's clock is ahead, by the time on its reply, which comes in whole seconds. `askedAt` and
 * `heardAt`: of the exchange, by our clock. A reply lies between them, and where it was late, or we were busy, that
 * is no skew: it would make a post from before an attempt look as if it came after. `null`: the reply tells no
 * time, or one that is none, so that the clock may be off by as much as one can be.
 */
export function skewOf(
  headers: Readonly<Record<string, string>>,
  askedAt: number,
  heardAt: number,
): number | null {
  const sentAt = Date.parse(headers['date'] ?? '');
  if (Number.isNaN(sentAt)) return null;
  const skew = sentAt > heardAt ? sentAt - heardAt : Math.min(0, sentAt - askedAt);
  if (Math.abs(skew) > MOST_SKEW_MS) return null;
  return Math.abs(skew) < 2_000 ? 0 : skew;
}
