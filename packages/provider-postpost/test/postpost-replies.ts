/** Replies in the shapes of PostPost's documentation, with invented values. */
import type { HttpOutcome, JsonObject, PostReference, Submission, SubmissionTarget } from '@postern/core';
import { reply } from './scripted-http';

export const GROUP_ID = '6710aa00bb11cc22dd33ee44';
export const ROW_ID = '6710aa00bb11cc22dd330001';
export const NOW = Date.parse('2026-05-04T09:00:00.000Z');
export const LATER = '2026-05-04T12:00:00.000Z';

export function row(status: string, more: JsonObject = {}): JsonObject {
  return { _id: ROW_ID, platform: 'mastodon', platformId: '1102', content: 'Release day!', status, ...more };
}

export function groupReply(...posts: JsonObject[]): HttpOutcome {
  return groupOf(GROUP_ID, ...posts);
}

export function groupOf(postGroupId: string, ...posts: JsonObject[]): HttpOutcome {
  return reply(200, { success: true, postGroupId, posts });
}

export const CREATED = reply(200, { success: true, postGroupId: GROUP_ID });
export const DELETED = reply(200, { success: true });
export const NOT_FOUND = reply(404, { error: 'Post group not found' });

export function updated(status: string, scheduledTime?: string): HttpOutcome {
  const postGroup = { _id: GROUP_ID, status, ...(scheduledTime === undefined ? {} : { scheduledTime }) };
  return reply(200, { success: true, message: 'Post updated successfully', postGroup });
}

export function listReply(rows: { id: string; status: string }[], hasNextPage = false): HttpOutcome {
  return reply(200, {
    success: true,
    posts: rows.map(({ id, status }) => ({
      postGroupId: id,
      content: 'Release day!',
      status: 'scheduled',
      scheduledTime: LATER,
      platforms: [{ platformId: 'mastodon-1102', platform: 'mastodon', status }],
      mediaUrls: [],
    })),
    pagination: {
      page: 1,
      limit: 100,
      totalItems: rows.length,
      totalPages: 1,
      hasNextPage,
      hasPrevPage: false,
    },
  });
}

/** PostPost docs, create-post: a plan's limit is a 403 with a code. */
export const LIMIT_REACHED = reply(403, {
  error: 'Post limit reached',
  code: 'POST_LIMIT_REACHED',
  metric: 'posts.platform_monthly',
  message: 'You have used 100 of 100 posts.',
  scope: 'connection',
  limit: 100,
  used: null,
  remaining: null,
  blockedPlatforms: [{ platformSelection: 'mastodon-1102', used: 100, remaining: 0 }],
});

export function targetOf(
  more: Partial<SubmissionTarget> = {},
  content: Partial<SubmissionTarget['content']> = {},
) {
  return {
    postId: 'pst_1',
    platform: 'mastodon',
    accountReference: 'mastodon-1102',
    accountData: {},
    content: { text: 'Release day!', media: [], thread: [], firstComment: null, ...content },
    options: {},
    ...more,
  } satisfies SubmissionTarget;
}

export function submissionOf(target: SubmissionTarget, more: Partial<Submission> = {}): Submission {
  return {
    id: 'sub_1',
    idempotencyKey: 'sub_1.1.1',
    scheduledAt: null,
    targets: [target],
    checkpoint: null,
    firstAttemptAt: NOW,
    ...more,
  };
}

export function refOf(more: Partial<PostReference> = {}): PostReference {
  return {
    postId: 'pst_1',
    platform: 'mastodon',
    accountReference: 'mastodon-1102',
    accountData: {},
    text: 'Release day!',
    id: GROUP_ID,
    data: { scheduledAt: '2026-05-04T08:59:00.000Z', rowId: null },
    ...more,
  };
}
