import type { Change } from '../../description';
import { resultOf, type Failure, type Group, type Row } from '../../model';

export function postView(group: Group, rowView: (row: Row) => unknown): Record<string, unknown> {
  return {
    _id: group.id,
    content: group.text,
    status: statusOf(group),
    scheduledFor: group.scheduledAt,
    timezone: group.extra.timezone,
    platforms: group.rows.map(rowView),
    mediaItems: group.extra.mediaItems,
    metadata: group.extra.metadata,
    createdAt: group.createdAt,
    updatedAt: group.updatedAt,
  };
}

export function statusOf(group: Group): string {
  switch (group.phase) {
    case 'draft':
    case 'held':
      return 'draft';
    case 'scheduled':
      return 'scheduled';
    case 'queued':
    case 'publishing':
      return 'publishing';
    case 'canceled':
      return 'cancelled';
    case 'done':
      return resultOf(group);
  }
}

const ROW_WORDS: Readonly<Record<Row['phase'], string>> = {
  ...{ waiting: 'pending', canceled: 'pending', unpublished: 'pending' },
  ...{ publishing: 'publishing', retrying: 'publishing', published: 'published', failed: 'failed' },
};

const CATEGORIES: Readonly<Record<Failure, readonly [category: string, source: string]>> = {
  'fail-auth': ['auth_expired', 'user'],
  'fail-content': ['platform_rejected', 'platform'],
  'fail-rate': ['account_issue', 'platform'],
  'fail-server': ['platform_error', 'platform'],
  'fail-network': ['system_error', 'system'],
  'fail-odd': ['unknown', 'platform'],
};

/** As it was sent: the account is its id. */
export function sentRow(row: Row): Record<string, unknown> {
  const { failure } = row;
  return {
    platform: row.platform,
    accountId: row.accountId,
    status: ROW_WORDS[row.phase],
    ...(row.phase === 'published'
      ? { platformPostId: row.liveId, platformPostUrl: row.liveUrl, publishedAt: row.finalAt }
      : {}),
    ...(failure === null
      ? {}
      : {
          errorMessage: `The platform did not take the post (${failure})`,
          errorCategory: CATEGORIES[failure][0],
          errorSource: CATEGORIES[failure][1],
        }),
  };
}

/** As it is read: the account is an object. */
export function readRow(row: Row): Record<string, unknown> {
  const { accountId: _id, platform, handle } = row;
  return { ...sentRow(row), accountId: { _id, platform, username: handle, displayName: handle } };
}

export function eventsOf({ kind, group }: Change): string[] {
  switch (kind) {
    case 'scheduled':
      return ['post.scheduled'];
    case 'canceled':
      return ['post.cancelled'];
    case 'done':
      return [`post.${resultOf(group)}`];
    case 'created':
    case 'updated':
    case 'removed':
    case 'row':
      return [];
  }
}

export function eventBody(event: string, { group, at }: Change): unknown {
  const { id, rows, extra } = group;
  const post = { id, status: statusOf(group), platforms: rows.map(sentRow), metadata: extra.metadata };
  return { event, timestamp: at, post };
}
