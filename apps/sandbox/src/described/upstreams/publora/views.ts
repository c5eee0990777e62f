import type { Change, WebhookEvent } from '../../description';
import { resultOf, type Failure, type Group, type Row } from '../../model';

/** Stored with a group besides what the engine keeps. */
export interface Stored {
  /** The time that was last taken, for drafts too; it stays when a post is paused. */
  scheduledTime?: string;
  /** It was made a draft while it was being published already: the word is told, and changes nothing. */
  saysDraft?: boolean;
  /** By the request for an address, whether a file came or not. */
  mediaUrls?: string[];
  platformSettings?: unknown;
}

export function storedOf({ extra }: Group): Stored {
  return extra;
}

export function statusOf(group: Group): string {
  switch (group.phase) {
    case 'draft':
    case 'held':
    case 'canceled':
      return 'draft';
    case 'scheduled':
    case 'queued':
    case 'publishing':
      return storedOf(group).saysDraft === true ? 'draft' : 'scheduled';
    case 'done': {
      const result = resultOf(group);
      return result === 'partial' ? 'partially_published' : result === 'published' ? 'published' : 'failed';
    }
  }
}

function processingStatusOf({ phase }: Group): string {
  if (phase === 'done') return 'finished';
  return phase === 'publishing' ? 'processing' : 'pending';
}

function rowStatusOf(group: Group, { phase }: Row, nowMs: number): string {
  switch (phase) {
    case 'published':
    case 'failed':
      return phase;
    case 'publishing':
    case 'retrying':
      return 'processing';
    case 'waiting':
    case 'canceled':
    case 'unpublished':
      if (group.phase === 'draft') return 'draft';
      return Date.parse(group.scheduledAt ?? '') <= nowMs ? 'pending' : 'scheduled';
  }
}

/** The id as the network has it: what follows the first dash. */
function rawId({ accountId }: Row): string {
  return accountId.slice(accountId.indexOf('-') + 1);
}

const ERRORS: Readonly<Record<Failure, Readonly<Record<string, unknown>>>> = {
  'fail-auth': {
    ...{ code: 'PLATFORM_AUTH_EXPIRED', message: 'The access token has expired' },
    ...{ platformStatusCode: 401, platformError: 'invalid_token', retryable: false },
  },
  'fail-content': {
    ...{ code: 'INVALID_CONTENT', message: 'The platform does not take this content' },
    ...{ platformStatusCode: 400, platformError: 'policy', retryable: false },
  },
  'fail-rate': {
    ...{ code: 'RATE_LIMITED', message: 'Too many posts' },
    ...{ platformStatusCode: 429, platformError: 'quota', retryable: true },
  },
  'fail-server': {
    ...{ code: 'PLATFORM_SERVER_ERROR', message: 'The platform is out of order' },
    ...{ platformStatusCode: 503, platformError: 'unavailable', retryable: true },
  },
  'fail-network': {
    ...{ code: 'NETWORK_ERROR', message: 'The platform was not reached' },
    ...{ platformStatusCode: null, platformError: null, retryable: true },
  },
  // A code of no table, and one member fewer.
  'fail-odd': {
    ...{ code: 'ACCOUNT_CHECKPOINT', message: 'The owner of the account must act' },
    ...{ platformError: 'checkpoint', retryable: false },
  },
};

/** What of the reading depends on which page of the documentation is believed. */
export interface Reading {
  readonly isNewer: boolean;
  readonly nothing: null | undefined;
  readonly isCompound: boolean;
  readonly nowMs: number;
}

/** The answer of get-post. */
export function groupView(group: Group, reading: Reading): Record<string, unknown> {
  const { platformSettings = {}, scheduledTime } = storedOf(group);
  return {
    success: true,
    postGroupId: group.id,
    ...(reading.isNewer
      ? {
          status: statusOf(group),
          processingStatus: processingStatusOf(group),
          scheduledTime: scheduledTime ?? null,
          platforms: group.rows.map(({ accountId }) => accountId),
          platformSettings,
        }
      : {}),
    posts: group.rows.map((row) => rowView(group, row, reading)),
  };
}

function rowView(group: Group, row: Row, { isNewer, nothing, isCompound, nowMs }: Reading): unknown {
  const { id, platform, texts, failure, finalAt, liveId, liveUrl } = row;
  return {
    _id: id,
    platform,
    platformId: isCompound ? row.accountId : rawId(row),
    content: texts[0],
    status: rowStatusOf(group, row, nowMs),
    postedId: liveId ?? (isNewer ? null : nothing),
    ...(isNewer ? { permalink: liveUrl } : {}),
    error: failure === null ? nothing : { ...ERRORS[failure], failedAt: finalAt },
  };
}

/** One row of list-posts. */
export function listedView(group: Group, nowMs: number): Record<string, unknown> {
  const { scheduledTime, mediaUrls = [] } = storedOf(group);
  return {
    postGroupId: group.id,
    content: group.text,
    status: statusOf(group),
    ...(scheduledTime === undefined ? {} : { scheduledTime }),
    createdAt: group.createdAt,
    updatedAt: group.updatedAt,
    platforms: group.rows.map((row) => ({
      platformId: row.accountId,
      platform: row.platform,
      status: rowStatusOf(group, row, nowMs),
    })),
    mediaUrls,
  };
}

/** One event for each platform post, never one for the group. */
export function eventsOf({ kind, group, row, at, variant }: Change): WebhookEvent[] {
  switch (kind) {
    case 'scheduled':
      return group.rows.map((each) =>
        event('post.scheduled', group, each, at, { scheduledAt: group.scheduledAt }),
      );
    case 'row':
      if (row === null) return [];
      if (row.failure !== null) {
        const { code, message } = ERRORS[row.failure];
        return [event('post.failed', group, row, at, { error: { code, message }, failedAt: row.finalAt })];
      }
      return [
        event('post.published', group, row, at, {
          publishedAt: row.finalAt,
          ...(variant('getPost') === 'newer'
            ? { platformId: row.accountId, postedId: row.liveId, permalink: row.liveUrl }
            : {}),
        }),
      ];
    case 'created':
    case 'updated':
    case 'canceled':
    case 'removed':
    case 'done':
      return [];
  }
}

function event(name: string, { id }: Group, row: Row, at: string, more: object): WebhookEvent {
  const data = { postId: row.id, postGroupId: id, platform: row.platform, ...more };
  return { event: name, body: { event: name, timestamp: at, data } };
}
