import { resultOf, type Failure, type Group, type Row } from '../../model';

/** One error as Ayrshare tells it; alone it is also the body of a refusal. */
export function errorBody(action: string, code: number, message: string): Record<string, unknown> {
  return { action, status: 'error', code, message };
}

/** `pending` waits for its time; one failed network makes the whole an `error`. */
export function statusOf(group: Group): string {
  switch (group.phase) {
    case 'draft':
    case 'held':
      return group.extra.heldFor === 'approval' ? 'awaiting approval' : 'paused';
    case 'scheduled':
      return 'pending';
    case 'queued':
    case 'publishing':
      return 'processing';
    case 'canceled':
      return 'deleted';
    case 'done':
      return resultOf(group) === 'published' ? 'success' : 'error';
  }
}

export interface PostView {
  readonly id: string;
  readonly status: string;
  readonly refId: unknown;
  readonly postIds: readonly Record<string, unknown>[];
  readonly errors: readonly Record<string, unknown>[];
  readonly [member: string]: unknown;
}

/** Two lists beside each other: what went out, and what did not. */
export function postView(group: Group): PostView {
  return {
    id: group.id,
    refId: group.extra.refId,
    post: group.text,
    status: statusOf(group),
    type: group.extra.type === 'scheduled' ? 'scheduled' : 'now',
    platforms: group.rows.map(({ platform }) => platform),
    postIds: group.rows.filter(({ phase }) => phase === 'published').map(idView),
    errors: group.rows.filter(({ phase }) => phase === 'failed').map(errorView),
    mediaUrls: group.extra.mediaUrls,
    scheduleDate: group.scheduledAt,
    created: group.createdAt,
  };
}

function idView({ platform, liveId, liveUrl }: Row): Record<string, unknown> {
  return { status: 'success', id: liveId, postUrl: liveUrl, platform };
}

const ERRORS: Readonly<Record<Failure, readonly [code: number, message: string]>> = {
  'fail-auth': [161, 'The account must be linked again'],
  'fail-content': [110, 'The platform refused the content'],
  'fail-rate': [169, 'The platform limits the rate of posts'],
  'fail-server': [108, 'The platform had an internal error'],
  'fail-network': [105, 'The platform could not be reached'],
  'fail-odd': [999, 'The platform asks for a checkpoint'],
};

function errorView({ platform, failure, extra }: Row): Record<string, unknown> {
  const [code, message] = ERRORS[failure ?? 'fail-odd'];
  const error =
    extra.isDuplicate === true
      ? errorBody('post', 137, 'Duplicate or similar content posted within the same two day period')
      : errorBody('post', code, message);
  return { ...error, platform };
}
