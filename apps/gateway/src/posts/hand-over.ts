/** When a post goes to its provider, and who keeps its time. One rule for creates, reschedules and retries. */
import type { ProviderDescriptor } from '@postern/core';
import type { Issue } from '../http/problem';

const DAY_MS = 86_400_000;
/** A time further away is a slip of the keyboard. */
export const MAX_AHEAD_DAYS = 3650;
/** A caller's clock may be this much ahead of the database's. */
const PAST_TOLERANCE_MS = 60_000;

/**
 * A time this near is kept here, also where the provider keeps times: by the time it has the post, the
 * moment may be past, and upstreams then refuse it, move it or publish at once.
 */
const NEAR_MS = 60_000;

/** How far inside the provider's reach a time must be, because its clock may be behind. */
const REACH_MARGIN_MS = 5 * 60_000;

/** What a submission is born with. */
export interface HandOver {
  /** When the provider shall publish; `null` = as soon as it is handed over. */
  scheduledAt: Date | null;
  /** When it is handed over. */
  nextAttemptAt: Date;
  /** What was not handed over by then fails with TOO_LATE. */
  latestAt: Date;
}

export type SchedulingCapabilities = Pick<
  ProviderDescriptor['capabilities'],
  'scheduling' | 'schedulingMaxAheadSeconds'
>;
/** Of a provider that is not there any more. */
export const NO_SCHEDULING: SchedulingCapabilities = { scheduling: false, schedulingMaxAheadSeconds: null };

export interface HandOverInput {
  scheduledAt: Date | null;
  /** Database clock. */
  now: Date;
  maxLatenessSeconds: number;
  /** The connection's choice; `null` = as the provider can. */
  scheduling: 'upstream' | 'gateway' | null;
  capabilities: SchedulingCapabilities;
}

/**
 * Pure. A time that has passed means at once, and its lateness is counted from now. A time beyond the provider's
 * reach is kept here until it is within it, and by the provider from then on.
 */
export function handOver(input: HandOverInput): HandOver {
  const { scheduledAt, now, capabilities } = input;
  const at = scheduledAt !== null && scheduledAt > now ? scheduledAt : null;
  const keeper = input.scheduling ?? (capabilities.scheduling ? 'upstream' : 'gateway');
  const taken = keeper === 'upstream' && at !== null ? takenAt(at, now, capabilities) : null;
  return {
    scheduledAt: taken === null ? null : at,
    nextAttemptAt: taken ?? at ?? now,
    latestAt: new Date((at ?? now).getTime() + input.maxLatenessSeconds * 1000),
  };
}

/** Whether a provider that keeps times would refuse this one as too far away. */
export function isBeyondReach(
  at: Date,
  now: Date,
  { schedulingMaxAheadSeconds: reach }: SchedulingCapabilities,
): boolean {
  return reach !== null && at.getTime() - now.getTime() > reach * 1000 - REACH_MARGIN_MS;
}

/** When the provider can take the time; `null` where that would be too near to it. */
function takenAt(at: Date, now: Date, capabilities: SchedulingCapabilities): Date | null {
  const reach = capabilities.schedulingMaxAheadSeconds;
  const earliest = reach === null ? now.getTime() : at.getTime() - reach * 1000 + REACH_MARGIN_MS;
  const taken = Math.max(now.getTime(), earliest);
  return at.getTime() - taken > NEAR_MS ? new Date(taken) : null;
}

/** What a post shows while it waits here. */
export function waitingStatus(scheduledAt: Date | null, now: Date): 'scheduled' | 'queued' {
  return scheduledAt !== null && scheduledAt > now ? 'scheduled' : 'queued';
}

/** The rules of a time that a caller asks for, beyond its form. */
export function scheduledAtIssues(scheduledAt: string, now: Date, hint: string): Issue[] {
  const ahead = new Date(scheduledAt).getTime() - now.getTime();
  if (ahead < -PAST_TOLERANCE_MS) {
    const message = `${scheduledAt} has passed; ${hint}.`;
    return [{ path: 'scheduledAt', rule: 'scheduledAt.future', message }];
  }
  if (ahead > MAX_AHEAD_DAYS * DAY_MS) {
    const message = `${scheduledAt} is more than ${MAX_AHEAD_DAYS} days ahead.`;
    return [{ path: 'scheduledAt', rule: 'scheduledAt.horizon', message }];
  }
  return [];
}
