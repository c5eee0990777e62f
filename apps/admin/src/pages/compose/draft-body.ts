/** What is sent of a draft. */
import type { ContentInput, CreatePostGroup, MediaItemInput, UpdatePostGroup } from '@postern/client';
import type { ContentDraft, Draft, MediaDraft, PartDraft } from './draft';
import { optionValue } from './option-values';

const MINUTE = 60;

/** A group's content tells every member, so that what is empty is found missing there, and an edit can empty it. */
function contentBody({ text, media, thread, firstComment }: ContentDraft): ContentInput {
  return {
    text,
    media: media.map(mediaBody),
    thread: thread.map(partBody),
    firstComment: firstComment.trim() === '' ? null : firstComment,
  };
}

/** A target's own: `''` is said, too, since an absent member would be the group's. */
function ownBody({ text, media, thread, firstComment }: Partial<ContentDraft>): ContentInput {
  return {
    ...(text !== undefined && { text }),
    ...(media !== undefined && { media: media.map(mediaBody) }),
    ...(thread !== undefined && { thread: thread.map(partBody) }),
    ...(firstComment !== undefined && { firstComment }),
  };
}

const partBody = ({ text, media }: PartDraft) => ({ text, media: media.map(mediaBody) });

function mediaBody({ mediaId, url, altText }: MediaDraft): MediaItemInput {
  return {
    ...(mediaId === null ? { url } : { mediaId }),
    ...(altText.trim() !== '' && { altText: altText.trim() }),
  };
}

const targetBodies = ({ targets }: Draft): CreatePostGroup['targets'] =>
  targets.map(({ accountId, own, options }) => ({
    accountId,
    ...(Object.keys(own).length > 0 && { content: ownBody(own) }),
    ...(Object.keys(options).length > 0 && {
      options: Object.fromEntries(Object.entries(options).map(([name, typed]) => [name, optionValue(typed)])),
    }),
  }));

/** Of a draft without `fieldProblems`. */
export function createBody(draft: Draft, asDraft: boolean): CreatePostGroup {
  const { scheduledAt, clientReference } = draft;
  return {
    content: contentBody(draft.content),
    targets: targetBodies(draft),
    ...(scheduledAt !== null && { scheduledAt }),
    ...(asDraft && { draft: true }),
    ...(clientReference.trim() !== '' && { clientReference: clientReference.trim() }),
    ...advancedBody(draft),
  };
}

function advancedBody({ maxLatenessMinutes, metadata }: Draft) {
  return {
    ...(maxLatenessMinutes !== '' && { maxLatenessSeconds: Number(maxLatenessMinutes) * MINUTE }),
    ...(metadata.trim() !== '' && { metadata: metadataOf(metadata) ?? {} }),
  };
}

/** The time only where it was changed: that of the others was checked when it was named, and may be each post's own. */
export function updateBody(draft: Draft, before: Draft): UpdatePostGroup {
  const { clientReference, scheduledAt } = draft;
  return {
    content: contentBody(draft.content),
    targets: targetBodies(draft),
    ...(scheduledAt !== before.scheduledAt && { scheduledAt }),
    clientReference: clientReference.trim() === '' ? null : clientReference.trim(),
    ...advancedBody(draft),
    ...(draft.metadata.trim() === '' && before.metadata.trim() !== '' && { metadata: null }),
  };
}

/** The object that a text is as JSON, or null. */
export function metadataOf(text: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    // The field says what is wrong.
    return null;
  }
}
