import type { Call } from '../../description';
import type { Group } from '../../model';
import { refuse, type Refusal } from '../../refusal';
import { statusOf, storedOf } from './views';

const DAY_MS = 86_400_000;
/** The starter plan: what is counted is platform posts, over the whole account. */
const STARTER = { monthly: 15, waiting: 3, horizonDays: 7, without: 'twitter' };
const MONTHLY = 'posts.platform_monthly';

/**
 * The limits of the plan, for every post (`at` null = a draft: only its platforms are looked at).
 * Throws the limit object, 403.
 */
export function checkPlan(call: Call, platforms: readonly string[], at: string | null, except?: Group): void {
  if (call.variant('plan') !== 'starter') return;
  if (platforms.includes(STARTER.without)) {
    const allowed = call.accounts.map(({ platform }) => platform).filter((name) => name !== STARTER.without);
    throw limited(call, 'PLATFORM_NOT_AVAILABLE', 'Platform not available', MONTHLY, {
      disallowedPlatforms: [STARTER.without],
      allowedPlatforms: [...new Set(allowed)],
    });
  }
  if (at === null) return;
  const counted = call.desk.list().filter((group) => group !== except && statusOf(group) !== 'draft');
  const month = call.now.slice(0, 7);
  const ofMonth = counted.filter((group) =>
    (storedOf(group).scheduledTime ?? group.createdAt).startsWith(month),
  );
  const waiting = counted.filter((group) => statusOf(group) === 'scheduled');
  const requested = platforms.length;
  const check = (groups: readonly Group[], limit: number, code: string, error: string, metric: string) => {
    const used = groups.flatMap(({ rows }) => rows).length;
    if (used + requested <= limit) return;
    const remaining = Math.max(0, limit - used);
    throw limited(call, code, error, metric, { limit, used, requested, remaining, scope: 'account' });
  };
  check(ofMonth, STARTER.monthly, 'POST_LIMIT_REACHED', 'Post limit reached', MONTHLY);
  const metric = 'posts.scheduled_active';
  check(waiting, STARTER.waiting, 'SCHEDULED_POST_LIMIT_REACHED', 'Scheduled post limit reached', metric);
  const maxMs = call.nowMs + STARTER.horizonDays * DAY_MS;
  if (Date.parse(at) <= maxMs) return;
  throw limited(call, 'SCHEDULE_HORIZON_REACHED', 'Schedule horizon reached', 'posts.schedule_horizon_days', {
    limit: STARTER.horizonDays,
    scheduledTime: at,
    maxScheduledDate: new Date(maxMs).toISOString(),
    ...{ used: null, requested: null, remaining: null, periodStart: null, periodEnd: null },
  });
}

function limited(call: Call, code: string, error: string, metric: string, more: object): Refusal {
  const now = new Date(call.nowMs);
  const monthStart = (later: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + later)).toISOString();
  return refuse(403, {
    ...{ error, code, metric, message: `${error}. Upgrade the Starter plan to go on.` },
    ...{ limit: null, used: null, requested: null, remaining: null },
    ...{ periodStart: monthStart(0), periodEnd: monthStart(1), planName: 'Starter' },
    ...more,
  });
}
