import {
  newMergedPost,
  type JsonObject,
  type MergeState,
  type PostContent,
  type PostStatus,
  type SubmissionTarget,
  type TargetOptions,
} from '@postern/core';
import { newId } from '../database/ids';
import type { Issue } from '../http/problem';
import { handOver, waitingStatus, type HandOver } from '../posts/hand-over';
import { DAY_SECONDS, type ContentDto } from './create-post-group.dto';
import {
  accountOf,
  createIssues,
  mediaIdsOf,
  providerOf,
  type CreateInput,
  type TargetAccount,
} from './create-rules';
import { resolveContent } from './resolve-content';

/** Everything that one create writes. Times are Dates on the database's clock. */
export interface GroupDraft {
  id: string;
  workspaceId: string;
  status: PostStatus;
  content: PostContent;
  metadata: JsonObject;
  clientReference: string | null;
  scheduledAt: Date | null;
  maxLatenessSeconds: number;
  duplicateWindowSeconds: number | null;
  createdAt: Date;
  /** Stored media that its contents name. */
  mediaIds: string[];
  posts: PostDraft[];
  submissions: SubmissionDraft[];
}

export interface PostDraft {
  id: string;
  position: number;
  account: TargetAccount;
  content: PostContent;
  /** What the target brought of its own. */
  ownContent: ContentDto;
  options: TargetOptions;
  status: PostStatus;
  merge: MergeState;
  submissionId: string | null;
}

export interface SubmissionDraft extends HandOver {
  id: string;
  connectionId: string;
  provider: string;
}

/** The rules of a create beyond the shape of its body; then the rows it writes. Pure but for the ids. */
export function draftGroup(input: CreateInput): { issues: Issue[] } | { draft: GroupDraft } {
  const issues = createIssues(input);
  if (issues.length > 0) return { issues };

  const { dto, now } = input;
  const scheduledAt = dto.scheduledAt ? new Date(dto.scheduledAt) : null;
  const status: PostStatus = dto.draft ? 'draft' : waitingStatus(scheduledAt, now);
  const { merge } = newMergedPost(status);
  const posts = dto.targets.map((target, position): PostDraft => ({
    id: newId('post'),
    position,
    account: accountOf(input, target.accountId),
    content: resolveContent(dto.content, target.content),
    ownContent: target.content ?? {},
    options: (target.options ?? {}) as TargetOptions,
    status,
    merge,
    submissionId: null,
  }));
  const maxLatenessSeconds = dto.maxLatenessSeconds ?? DAY_SECONDS;
  const submissions = dto.draft ? [] : planSubmissions(input, posts, scheduledAt, maxLatenessSeconds);
  return {
    draft: {
      id: newId('pg'),
      workspaceId: input.workspaceId,
      status,
      content: resolveContent(dto.content),
      metadata: (dto.metadata ?? {}) as JsonObject,
      clientReference: dto.clientReference ?? null,
      scheduledAt,
      maxLatenessSeconds,
      duplicateWindowSeconds: dto.duplicateWindowSeconds ?? null,
      createdAt: now,
      mediaIds: mediaIdsOf(dto),
      posts,
      submissions,
    },
  };
}

function planSubmissions(
  input: CreateInput,
  posts: PostDraft[],
  scheduledAt: Date | null,
  maxLatenessSeconds: number,
): SubmissionDraft[] {
  const { now } = input;
  const connections = [...new Set(posts.map((post) => post.account.connectionId))];
  return connections.flatMap((connectionId) => {
    const own = posts.filter((post) => post.account.connectionId === connectionId);
    const first = own[0];
    if (first === undefined) return [];
    const provider = providerOf(input, first.account);
    const { scheduling } = first.account;
    const { capabilities } = provider.descriptor;
    const times = handOver({ scheduledAt, now, maxLatenessSeconds, scheduling, capabilities });
    return provider.plan(own.map(toTarget)).map((targets) => {
      const submission: SubmissionDraft = {
        id: newId('sub'),
        connectionId,
        provider: first.account.provider,
        ...times,
      };
      const ids = new Set(targets.map((target) => target.postId));
      for (const post of own) if (ids.has(post.id)) post.submissionId = submission.id;
      return submission;
    });
  });
}

function toTarget({ id, account, content, options }: PostDraft): SubmissionTarget {
  return {
    postId: id,
    platform: account.platform,
    accountReference: account.reference,
    accountData: account.data,
    content,
    options,
  };
}
