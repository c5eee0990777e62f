/** Targets, submissions and references for tests. */
import type { PostReference, Submission, SubmissionTarget } from '@postern/core';

export function target(more: Partial<SubmissionTarget> = {}): SubmissionTarget {
  const { content, ...rest } = more;
  return {
    postId: 'post_1',
    platform: 'x',
    accountReference: 'acc_1',
    accountData: { workspaceId: 'wks_1' },
    content: { text: 'Hello', media: [], thread: [], firstComment: null, ...content },
    options: {},
    ...rest,
  };
}

export function submission(of: SubmissionTarget = target(), more: Partial<Submission> = {}): Submission {
  return {
    id: 'sub_1',
    idempotencyKey: 'sub_1.1.1',
    scheduledAt: null,
    targets: [of],
    checkpoint: null,
    firstAttemptAt: Date.now(),
    ...more,
  };
}

export function reference(id = 'pst_1', more: Partial<PostReference> = {}): PostReference {
  return {
    postId: `post_${id}`,
    id,
    data: {},
    platform: 'x',
    accountReference: 'acc_1',
    accountData: { workspaceId: 'wks_1' },
    text: 'Hello',
    ...more,
  };
}
