import type { JsonObject, PostContent, TargetOptions } from '@postern/core';
import { newId } from '../database/ids';
import { canonicalJson } from '../http/canonical-json';
import {
  DAY_SECONDS,
  type ContentDto,
  type CreatePostGroupDto,
  type MediaItemDto,
  type TargetDto,
} from '../post-groups/create-post-group.dto';
import { accountOf, type CreateInput, type TargetAccount } from '../post-groups/create-rules';
import { resolveContent } from '../post-groups/resolve-content';
import { openPosts, type EditableGroup, type EditablePost } from './editable-group';
import type { PublishDto, UpdatePostGroupDto } from './update-post-group.dto';

/** What an edit writes. Posts that it does not name stay as they are. */
export interface GroupEdit {
  kind: 'update' | 'publish';
  /** `null`: the group itself stays as it is. */
  group: GroupColumns | null;
  kept: KeptPost[];
  added: AddedPost[];
  removed: string[];
}

export interface GroupColumns {
  content: PostContent;
  metadata: JsonObject;
  clientReference: string | null;
  scheduledAt: Date | null;
  maxLatenessSeconds: number;
}

interface EditedPost {
  id: string;
  position: number;
  content: PostContent;
  ownContent: ContentDto;
  options: TargetOptions;
  scheduledAt: Date | null;
}

export interface KeptPost extends EditedPost {
  accountId: string;
  /** What is sent is another. */
  rewritten: boolean;
  /** That, or until when it may be sent. */
  updated: boolean;
  moved: boolean;
  /** Until when it may be handed over where its time stays; `null`: as its time says. */
  latestAt: Date | null;
}

export interface AddedPost extends EditedPost {
  account: TargetAccount;
}

/**
 * The group that the edit would make, as its caller would have to create it. Its time is given only where the
 * edit names one: that of the others was checked when it was named.
 */
export function editedDto(group: EditableGroup, patch: UpdatePostGroupDto): CreatePostGroupDto {
  return {
    content: mergedContent(group.content, patch.content),
    targets: patch.targets ?? openPosts(group).map(toTarget),
    scheduledAt: patch.scheduledAt,
    draft: group.view.status === 'draft',
  };
}

/** Pure but for the ids of new posts. `input`: of `editedDto`, which has passed its rules. */
export function planUpdate(group: EditableGroup, patch: UpdatePostGroupDto, input: CreateInput): GroupEdit {
  const { dto } = input;
  const columns = editedColumns(group, patch, dto);
  const open = new Map(openPosts(group).map((post) => [post.accountId, post]));
  const kept: KeptPost[] = [];
  const added: AddedPost[] = [];
  dto.targets.forEach((target, position) => {
    const edited = {
      position,
      content: resolveContent(dto.content, target.content),
      ownContent: target.content ?? {},
      options: (target.options ?? {}) as TargetOptions,
    };
    const post = open.get(target.accountId);
    if (post !== undefined) {
      const times = { scheduledAt: patch.scheduledAt, later: later(group, columns) };
      kept.push(keptPost(post, edited, times));
    } else {
      const account = accountOf(input, target.accountId);
      added.push({ ...edited, id: newId('post'), scheduledAt: columns.scheduledAt, account });
    }
  });
  const staying = new Set(kept.map(({ id }) => id));
  const removed = [...open.values()].filter(({ id }) => !staying.has(id)).map(({ id }) => id);
  return { kind: 'update', group: differs(columns, columnsOf(group)) ? columns : null, kept, added, removed };
}

/** Sends the draft as it is, at its posts' times or at the one that is named. Pure. */
export function planPublish(group: EditableGroup, { scheduledAt }: PublishDto): GroupEdit {
  const at = scheduledAt === undefined ? undefined : instantOf(scheduledAt);
  const kept = openPosts(group).map((post, position) => {
    const time = at === undefined ? post.scheduledAt : at;
    const moved = time?.getTime() !== post.scheduledAt?.getTime();
    return { ...post, position, scheduledAt: time, rewritten: true, updated: true, moved, latestAt: null };
  });
  const columns = at === undefined ? null : { ...columnsOf(group), scheduledAt: at };
  return { kind: 'publish', group: columns, kept, added: [], removed: [] };
}

/** Whether the edit leaves everything as it is. */
export function changesNothing(group: EditableGroup, edit: GroupEdit): boolean {
  const order = openPosts(group).map(({ id }) => id);
  return (
    edit.group === null &&
    edit.added.length === 0 &&
    edit.removed.length === 0 &&
    edit.kept.every(({ id, updated, moved }, index) => !updated && !moved && order[index] === id) &&
    edit.kept.every(({ id, ownContent }) => {
      const before = group.posts.find((post) => post.id === id);
      return before !== undefined && !differs(before.ownContent, ownContent);
    })
  );
}

function editedColumns(
  group: EditableGroup,
  patch: UpdatePostGroupDto,
  dto: CreatePostGroupDto,
): GroupColumns {
  const given = <T>(value: T | undefined, stored: T): T => (value === undefined ? stored : value);
  return {
    content: resolveContent(dto.content),
    metadata: (given(patch.metadata, group.metadata) ?? {}) as JsonObject,
    clientReference: given(patch.clientReference, group.clientReference),
    scheduledAt: patch.scheduledAt === undefined ? group.scheduledAt : instantOf(patch.scheduledAt),
    maxLatenessSeconds: given(patch.maxLatenessSeconds, group.maxLatenessSeconds) ?? DAY_SECONDS,
  };
}

function columnsOf(group: EditableGroup): GroupColumns {
  const { content, metadata, clientReference, scheduledAt, maxLatenessSeconds } = group;
  return { content, metadata, clientReference, scheduledAt, maxLatenessSeconds };
}

/** Milliseconds by which a post may be handed over later than before. */
function later(before: EditableGroup, after: GroupColumns): number {
  return (after.maxLatenessSeconds - before.maxLatenessSeconds) * 1000;
}

function keptPost(
  post: EditablePost,
  edited: Omit<EditedPost, 'id' | 'scheduledAt'>,
  times: { scheduledAt: string | null | undefined; later: number },
): KeptPost {
  const scheduledAt = times.scheduledAt === undefined ? post.scheduledAt : instantOf(times.scheduledAt);
  const moved = scheduledAt?.getTime() !== post.scheduledAt?.getTime();
  const rewritten = differs(edited.content, post.content) || differs(edited.options, post.options);
  return {
    ...edited,
    id: post.id,
    accountId: post.accountId,
    scheduledAt,
    moved,
    rewritten,
    updated: rewritten || (post.latestAt !== null && times.later !== 0),
    // What is late already does not become punctual by being edited.
    latestAt: moved || post.latestAt === null ? null : new Date(post.latestAt.getTime() + times.later),
  };
}

function toTarget({ accountId, ownContent, options }: EditablePost): TargetDto {
  return { accountId, content: ownContent, options: options };
}

function mergedContent(stored: PostContent, patch: ContentDto | null | undefined): ContentDto {
  const before = toContentDto(stored);
  if (patch === undefined) return before;
  if (patch === null) return {};
  const given = Object.entries(patch).filter(([, member]) => member !== undefined);
  return { ...before, ...(Object.fromEntries(given) as ContentDto) };
}

/** What is empty was not given: a rule that is broken for want of it points at whoever could give it. */
function toContentDto({ text, media, thread, firstComment }: PostContent): ContentDto {
  return {
    ...(text === '' ? {} : { text }),
    ...(media.length === 0 ? {} : { media: media.map(toMediaDto) }),
    ...(thread.length === 0
      ? {}
      : { thread: thread.map((part) => ({ text: part.text, media: (part.media ?? []).map(toMediaDto) })) }),
    ...(firstComment === null ? {} : { firstComment }),
  };
}

function toMediaDto({ mediaId, url, altText }: PostContent['media'][number]): MediaItemDto {
  return { ...(mediaId ? { mediaId } : { url }), altText };
}

/** The members in which a post's content differs from its group's: its own, where nobody has noted which are. */
export function differingContent(own: PostContent, group: PostContent): ContentDto {
  const members = ['text', 'media', 'thread', 'firstComment'] as const;
  const differing = new Set<string>(members.filter((member) => differs(own[member], group[member])));
  const all = { text: own.text, ...toContentDto(own) };
  return Object.fromEntries(Object.entries(all).filter(([member]) => differing.has(member)));
}

function instantOf(time: string | null): Date | null {
  return time === null ? null : new Date(time);
}

function differs(one: unknown, other: unknown): boolean {
  return canonicalJson(one) !== canonicalJson(other);
}
