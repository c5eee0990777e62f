import type { Failure, Group, Row } from '../../model';

/** What one call makes is for one account. */
export interface Stored {
  /** Each state of a post has an id of its own; none of them is that of the submission. */
  scheduleId: string;
  publishedId: string;
  failedId: string;
  target: Readonly<Record<string, unknown>>;
}

/** All groups are made by create, which stores exactly this. */
export function storedOf({ extra }: Group): Stored {
  return extra as unknown as Stored;
}

export function rowOf({ rows }: Group): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('A post without an account.');
  return row;
}

const MESSAGES: Readonly<Record<Failure, string>> = {
  'fail-auth': 'The account is no longer connected. Please log in again.',
  'fail-content': 'The platform rejected the content.',
  'fail-rate': 'The platform limits the number of posts.',
  'fail-server': 'The platform had an internal error.',
  'fail-network': 'The platform could not be reached.',
  'fail-odd': 'Something unexpected happened (code 1199).',
};

export type Status = 'scheduled' | 'in-progress' | 'published' | 'failed';

export function statusOf(group: Group): Status {
  switch (group.phase) {
    case 'scheduled':
    case 'draft':
    case 'held':
    case 'canceled':
      return 'scheduled';
    case 'queued':
    case 'publishing':
      return 'in-progress';
    case 'done':
      return rowOf(group).phase === 'published' ? 'published' : 'failed';
  }
}

/** Flat: what does not apply is absent. */
export function submissionView(group: Group): Record<string, unknown> {
  const { failure, liveUrl } = rowOf(group);
  const status = statusOf(group);
  return {
    postSubmissionId: group.id,
    status,
    ...(status === 'scheduled' ? { scheduledTime: group.scheduledAt } : {}),
    ...(liveUrl === null ? {} : { publicUrl: liveUrl }),
    ...(failure === null ? {} : { errorMessage: MESSAGES[failure] }),
  };
}

/** A row of the list; null = what is under way is in no list. */
export function itemView(group: Group): ({ id: string; at: string } & Record<string, unknown>) | null {
  const { scheduleId, publishedId, failedId } = storedOf(group);
  const { accountId, platform, texts, mediaUrls, failure, liveUrl, finalAt } = rowOf(group);
  const content = { accountId, platform, text: texts[0], mediaUrls, createdAt: group.createdAt };
  const end = finalAt ?? group.updatedAt;
  const status = statusOf(group);
  switch (status) {
    case 'in-progress':
      return null;
    case 'scheduled': {
      const at = group.scheduledAt ?? group.createdAt;
      return { id: scheduleId, at, ...content, state: { type: status, scheduledAt: at } };
    }
    case 'published': {
      const url = liveUrl === null ? {} : { publicUrl: liveUrl };
      return { id: publishedId, at: end, ...content, state: { type: status, publishedAt: end, ...url } };
    }
    case 'failed': {
      const errorMessage = failure === null ? null : MESSAGES[failure];
      return { id: failedId, at: end, ...content, state: { type: status, failedAt: end, errorMessage } };
    }
  }
}

export function scheduleView(group: Group): Record<string, unknown> {
  const { scheduleId, target } = storedOf(group);
  const { accountId, platform, texts, mediaUrls } = rowOf(group);
  const [text, ...replies] = texts;
  const content = {
    ...{ text, mediaUrls, platform },
    ...(replies.length === 0
      ? {}
      : { additionalPosts: replies.map((reply) => ({ text: reply, mediaUrls: [] })) }),
  };
  return { id: scheduleId, scheduledAt: group.scheduledAt, draft: { accountId, content, target } };
}
