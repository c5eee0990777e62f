/** A group as it is read, as a draft to go on with. */
import type { Content, MediaItem, Post, PostGroup } from '@postern/client';
import {
  type ContentDraft,
  type Draft,
  type MediaDraft,
  type Member,
  MEMBERS,
  type TargetDraft,
} from './draft';
import { typedOption } from './option-values';

/** Posts that were canceled stay in the group, and out of the edit. */
const openPosts = ({ posts }: PostGroup): Post[] => posts.filter(({ status }) => status !== 'canceled');

export function draftOf(group: PostGroup): Draft {
  return {
    content: contentDraft(group.content, 'g'),
    targets: openPosts(group).map((post) => targetDraft(post, group.content)),
    scheduledAt: group.scheduledAt,
    clientReference: group.clientReference ?? '',
    maxLatenessMinutes: '',
    metadata: Object.keys(group.metadata).length === 0 ? '' : JSON.stringify(group.metadata, null, 2),
  };
}

/** What differs from the group's is the post's own. */
function targetDraft({ id, accountId, content, options }: Post, group: Content): TargetDraft {
  const draft = contentDraft(content, id);
  const own = MEMBERS.filter((member) => JSON.stringify(content[member]) !== JSON.stringify(group[member]));
  return {
    accountId,
    own: Object.fromEntries(own.map((member) => [member, draft[member]])),
    options: Object.fromEntries(Object.entries(options).map(([name, value]) => [name, typedOption(value)])),
  };
}

/** Keys are made of the places, so that the same group gives the same draft. */
function contentDraft({ text, media, thread, firstComment }: Content, key: string): ContentDraft {
  const items = (list: readonly MediaItem[], at: string) =>
    list.map((item, index) => mediaDraft(item, `${at}.${index}`));
  return {
    text,
    media: items(media, key),
    thread: thread.map((part, index) => ({
      key: `${key}.t${index}`,
      text: part.text,
      media: items(part.media, `${key}.t${index}`),
    })),
    firstComment: firstComment ?? '',
  };
}

const mediaDraft = ({ mediaId, url, altText }: MediaItem, key: string): MediaDraft => ({
  key,
  mediaId,
  url,
  altText: altText ?? '',
  name: url ?? mediaId ?? '',
});

/** Whether a group can still be edited, as far as it shows. */
export const isEditable = (group: PostGroup): boolean => {
  const open = openPosts(group);
  return open.length > 0 && open.every(({ status }) => EDITABLE.has(status));
};
const EDITABLE: ReadonlySet<Post['status']> = new Set(['draft', 'scheduled', 'queued']);

export type Difference = Member | 'targets' | 'scheduledAt' | 'clientReference' | 'metadata' | 'status';

/** In what two states of a group differ, as an editor cares. */
export function differences(before: PostGroup, after: PostGroup): Difference[] {
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const [own, theirs] = [draftOf(before), draftOf(after)];
  return [
    ...MEMBERS.filter((member) => !same(before.content[member], after.content[member])),
    ...(same(own.targets, theirs.targets) ? [] : ['targets' as const]),
    ...(before.scheduledAt === after.scheduledAt ? [] : ['scheduledAt' as const]),
    ...(before.clientReference === after.clientReference ? [] : ['clientReference' as const]),
    ...(same(before.metadata, after.metadata) ? [] : ['metadata' as const]),
    ...(before.status === after.status ? [] : ['status' as const]),
  ];
}
