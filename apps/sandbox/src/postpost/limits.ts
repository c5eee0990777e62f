import type { GroupIndex } from './group-index';
import type { PostGroup, PostpostState } from './state';
import { splitConnectionId } from './state';
import { Refusal } from './refusal';

/** What is about to be created or scheduled. */
export interface Intent {
  readonly userId: string;
  /** Compound connection ids. */
  readonly platformIds: readonly string[];
  /** null = a draft: only the platforms of the plan are checked. */
  readonly scheduledAtMs: number | null;
  /** Left out of the counts when an existing group is rescheduled. */
  readonly exceptGroupId?: string;
}

interface Figures {
  limit: number | null;
  used: number | null;
  requested: number | null;
  remaining: number | null;
}

/** Throws the 403 limit object (PostPost docs, create-post): a quota is never a 429 here. */
export function checkPlan(state: PostpostState, index: GroupIndex, nowMs: number, intent: Intent): void {
  const { plan } = state.settings;
  checkPlatforms(state, nowMs, intent);
  if (plan.connectionsOverLimitBy > 0) {
    throw limit(state, nowMs, 'CONNECTIONS_OVER_LIMIT', 'Account over channel limit', 'connections.total', {
      overLimitBy: plan.connectionsOverLimitBy,
    });
  }
  if (intent.scheduledAtMs === null) return;
  if (plan.monthlyPosts !== null || plan.scheduledPosts !== null) checkCounts(state, index, nowMs, intent);
  checkHorizon(state, nowMs, intent.scheduledAtMs);
}

function checkCounts(state: PostpostState, index: GroupIndex, nowMs: number, intent: Intent): void {
  const { plan } = state.settings;
  const counted = accountOf(state, intent.userId)
    .flatMap((userId) => index.ofUser(userId))
    .filter((group) => !group.deleted && group._id !== intent.exceptGroupId && group.status !== 'draft');
  const thisMonth = counted.filter(({ scheduledTime, createdAt }) =>
    (scheduledTime ?? createdAt).startsWith(monthOf(nowMs)),
  );
  checkCount(state, nowMs, intent, plan.monthlyPosts, thisMonth, {
    code: 'POST_LIMIT_REACHED',
    error: 'Post limit reached',
    metric: 'posts.platform_monthly',
  });
  const waiting = counted.filter(({ status }) => status === 'scheduled');
  checkCount(state, nowMs, intent, plan.scheduledPosts, waiting, {
    code: 'SCHEDULED_POST_LIMIT_REACHED',
    error: 'Scheduled post limit reached',
    metric: 'posts.scheduled_active',
  });
}

/** A plan is its key owner's, managed users included. */
function accountOf({ users }: PostpostState, userId: string): string[] {
  const ownerId = users.find(({ _id }) => _id === userId)?.parentUser ?? userId;
  const managed = users.filter(({ parentUser }) => parentUser === ownerId);
  return [ownerId, ...managed.map(({ _id }) => _id)];
}

function checkPlatforms(state: PostpostState, nowMs: number, { platformIds }: Intent): void {
  const allowed = state.settings.plan.allowedPlatforms;
  if (allowed === null) return;
  const wanted = platformIds.map((id) => splitConnectionId(id).platform);
  const disallowedPlatforms = [...new Set(wanted.filter((platform) => !allowed.includes(platform)))];
  if (disallowedPlatforms.length === 0) return;
  throw limit(state, nowMs, 'PLATFORM_NOT_AVAILABLE', 'Platform not available', 'posts.platform_monthly', {
    disallowedPlatforms,
    allowedPlatforms: allowed,
  });
}

function checkCount(
  state: PostpostState,
  nowMs: number,
  { platformIds }: Intent,
  max: number | null,
  groups: readonly PostGroup[],
  { code, error, metric }: { code: string; error: string; metric: string },
): void {
  if (max === null) return;
  const posts = groups.flatMap((group) => group.posts);
  if (state.settings.plan.countedPer === 'account') {
    const used = posts.length;
    const figures = { limit: max, used, requested: platformIds.length, remaining: Math.max(0, max - used) };
    if (used + platformIds.length > max)
      throw limit(state, nowMs, code, error, metric, { ...figures, scope: 'account' });
    return;
  }
  const blockedPlatforms = [...new Set(platformIds)].flatMap((platformSelection) => {
    const used = posts.filter(({ connectionId }) => connectionId === platformSelection).length;
    const requested = platformIds.filter((id) => id === platformSelection).length;
    return used + requested > max ? [{ platformSelection, used, remaining: Math.max(0, max - used) }] : [];
  });
  if (blockedPlatforms.length === 0) return;
  const figures: Figures = { limit: max, used: null, requested: platformIds.length, remaining: null };
  throw limit(state, nowMs, code, error, metric, { ...figures, scope: 'connection', blockedPlatforms });
}

function checkHorizon(state: PostpostState, nowMs: number, scheduledAtMs: number): void {
  const { horizonDays } = state.settings.plan;
  if (horizonDays === null) return;
  const maxMs = nowMs + horizonDays * 86_400_000;
  if (scheduledAtMs <= maxMs) return;
  throw limit(
    state,
    nowMs,
    'SCHEDULE_HORIZON_REACHED',
    'Schedule horizon reached',
    'posts.schedule_horizon_days',
    {
      limit: horizonDays,
      scheduledTime: new Date(scheduledAtMs).toISOString(),
      maxScheduledDate: new Date(maxMs).toISOString(),
      periodStart: null,
      periodEnd: null,
    },
  );
}

function limit(
  state: PostpostState,
  nowMs: number,
  code: string,
  error: string,
  metric: string,
  extra: Partial<Figures> & Record<string, unknown>,
): Refusal {
  const now = new Date(nowMs);
  return new Refusal(403, {
    error,
    code,
    metric,
    message: `${error} on the ${state.settings.plan.name} plan.`,
    limit: null,
    used: null,
    requested: null,
    remaining: null,
    periodStart: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth())).toISOString(),
    periodEnd: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1)).toISOString(),
    planName: state.settings.plan.name,
    ...extra,
  });
}

function monthOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 7);
}
