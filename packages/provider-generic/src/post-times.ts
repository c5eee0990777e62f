/** When a post was made, by the upstream's clock, and how far that clock is off. */
import { millisecondsOf, type HttpReply } from '@postern/provider-kit';
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

/** How far the upstream's clock is ahead, by the time on its reply, which comes in whole seconds. */
export function skewOf({ headers }: Pick<HttpReply, 'headers'>, now: number): number {
  const sentAt = Date.parse(headers['date'] ?? '');
  return Number.isNaN(sentAt) ? 0 : clockSkew(sentAt, now);
}

/** `sentAt`: of a reply, by the upstream's clock. */
export function clockSkew(sentAt: number | null, now: number): number {
  const skew = sentAt === null ? 0 : sentAt - now;
  return Math.abs(skew) < 2_000 || Math.abs(skew) > MOST_SKEW_MS ? 0 : skew;
}
