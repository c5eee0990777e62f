import type { Change } from '../../description';
import type { Account, Failure, Group, Row } from '../../model';

const NAMES: Readonly<Record<number, string>> = {
  ...{ 400: 'Bad Request', 401: 'Unauthorized', 404: 'Not Found', 422: 'Unprocessable Entity' },
  ...{ 429: 'Too Many Requests', 500: 'Internal Server Error', 503: 'Service Unavailable' },
};

export function errorBody(statusCode: number, message: string | readonly string[]): Record<string, unknown> {
  return { message, error: NAMES[statusCode], statusCode };
}

/** `processed` says that it is over, and nothing of how. */
export function statusOf({ phase }: Group): string {
  switch (phase) {
    case 'draft':
    case 'held':
    case 'canceled':
      return 'draft';
    case 'scheduled':
      return 'scheduled';
    case 'queued':
    case 'publishing':
      return 'processing';
    case 'done':
      return 'processed';
  }
}

/** Nothing in it tells an outcome. */
export function postView(group: Group, accounts: readonly Account[]): Record<string, unknown> {
  const { external_id, media, platform_configurations, account_configurations } = group.extra;
  return {
    id: group.id,
    external_id,
    caption: group.text,
    status: statusOf(group),
    scheduled_at: group.scheduledAt,
    social_accounts: group.rows.map(({ accountId, platform, handle }) => ({
      ...{ id: accountId, platform, username: handle },
      status: statusOfAccount(accounts.find(({ id }) => id === accountId)),
    })),
    ...{ media, platform_configurations, account_configurations },
    created_at: group.createdAt,
    updated_at: group.updatedAt,
  };
}

export function accountView(account: Account, userId: string): Record<string, unknown> {
  const { id, platform, handle } = account;
  return { id, platform, username: handle, status: statusOfAccount(account), user_id: userId };
}

function statusOfAccount(account: Account | undefined): 'connected' | 'disconnected' {
  return account?.status === 'connected' ? 'connected' : 'disconnected';
}

/** `error` and `details` have no shape of their own: a sentence here, an object there. */
const ERRORS: Readonly<Record<Failure, { readonly error: unknown; readonly details: unknown }>> = {
  'fail-auth': { error: 'The account must be connected again', details: { status: 401 } },
  'fail-content': { error: { message: 'The platform refused the content' }, details: null },
  'fail-rate': { error: { message: 'Too many posts', code: 429 }, details: 'rate limit' },
  'fail-server': { error: 'The platform had an internal error', details: { status: 503 } },
  'fail-network': { error: 'fetch failed', details: null },
  'fail-odd': { error: { code: 'checkpoint_required' }, details: {} },
};

export function resultView(group: Group, row: Row): Record<string, unknown> {
  const isLive = row.phase === 'published';
  const said = row.failure === null ? { error: null, details: null } : ERRORS[row.failure];
  return {
    id: row.id,
    post_id: group.id,
    social_account_id: row.accountId,
    success: isLive,
    ...said,
    platform_data: isLive ? { id: row.liveId, ...(row.liveUrl === null ? {} : { url: row.liveUrl }) } : {},
  };
}

/** Each change has its event; a post's end has none, but each row's result. */
export function eventOf({ kind, group, row }: Change): { event: string; data: unknown } | null {
  switch (kind) {
    case 'created':
      return { event: 'social.post.created', data: postView(group, []) };
    case 'updated':
      return { event: 'social.post.updated', data: postView(group, []) };
    case 'removed':
      return { event: 'social.post.deleted', data: postView(group, []) };
    case 'row':
      return row === null ? null : { event: 'social.post.result.created', data: resultView(group, row) };
    case 'scheduled':
    case 'canceled':
    case 'done':
      return null;
  }
}
