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

/** What a submission is born with. */
export interface HandOver {
  /** When the provider shall publish; `null` = as soon as it is handed over. */
  scheduledAt: Date | null;
  /** When it is handed over. */
  nextAttemptAt: Date;
  /** What was not handed over by then fails with TOO_LATE. */
  latestAt: Date;
}

export interface HandOverInput {
  scheduledAt: Date | null;
  /** Database clock. */
  now: Date;
  maxLatenessSeconds: number;
  /** The connection's choice; `null` = as the provider can. */
  scheduling: 'upstream' | 'gateway' | null;
  capabilities: Pick<ProviderDescriptor['capabilities'], 'scheduling'>;
}

/** Pure. A time that has passed means at once, and its lateness is counted from now. */
export function handOver(input: HandOverInput): HandOver {
  const { scheduledAt, now, capabilities } = input;
  const at = scheduledAt !== null && scheduledAt > now ? scheduledAt : null;
  const keeper = input.scheduling ?? (capabilities.scheduling ? 'upstream' : 'gateway');
  const upstream = keeper === 'upstream' && at !== null && at.getTime() - now.getTime() > NEAR_MS;
  return {
    scheduledAt: upstream ? at : null,
    nextAttemptAt: upstream ? now : (at ?? now),
    latestAt: new Date((at ?? now).getTime() + input.maxLatenessSeconds * 1000),
  };
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
