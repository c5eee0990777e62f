import { presignPut, type ObjectStorage } from '../frame/object-storage';
import { derivedFrom, type Slice } from '../frame/state-store';
import type { SimContext } from '../frame/simulator';
import { Refusal } from './refusal';
import { isObjectId, objectId, type MediaRow, type PostpostState } from './state';

interface Index {
  readonly byKey: Map<string, MediaRow>;
  readonly byGroup: Map<string, MediaRow[]>;
}

/** Upload URLs and the media rows that they leave behind, used or not. */
export class Media {
  readonly storage: ObjectStorage;
  private readonly index: () => Index;

  constructor(
    private readonly context: SimContext,
    private readonly slice: Slice<PostpostState>,
  ) {
    this.index = derivedFrom(slice, ({ media }) => {
      const index: Index = { byKey: new Map(), byGroup: new Map() };
      for (const row of media) note(index, row);
      return index;
    });
    this.storage = {
      clock: context.clock,
      secret: 'postpost-sandbox-bucket',
      baseUrl: () => `${context.baseUrl()}/postpost/_storage`,
      operation: 'postpost.storage-put',
      onStored: (key, _contentType, file) => {
        const row = this.index().byKey.get(key);
        if (row !== undefined) Object.assign(row, file);
      },
    };
  }

  of(postGroupId: string): readonly MediaRow[] {
    return this.index().byGroup.get(postGroupId) ?? [];
  }

  removeOf(postGroupId: string): void {
    const rows = this.of(postGroupId);
    if (rows.length === 0) return;
    const { byKey, byGroup } = this.index();
    for (const { storageKey } of rows) byKey.delete(storageKey);
    byGroup.delete(postGroupId);
    this.slice.value.media = this.slice.value.media.filter((row) => row.postGroupId !== postGroupId);
  }

  /** The row is bound to the group now, not when bytes arrive; whose group it is, PostPost does not ask. */
  createUploadUrl(body: unknown): Record<string, unknown> {
    const { fileName, contentType, postGroupId, type } = (body ?? {}) as Record<string, unknown>;
    if (!fileName || !contentType || !postGroupId) {
      throw Refusal.because(400, 'fileName, contentType, and postGroupId are required');
    }
    const readable =
      typeof fileName === 'string' && typeof contentType === 'string' && typeof type === 'string';
    // `type` is optional on paper; without it the storage key cannot be built.
    if (!readable || type === '' || !isObjectId(postGroupId)) {
      throw Refusal.because(500, 'Failed to create upload URL');
    }
    const name = fileName
      .trim()
      .replaceAll(' ', '_')
      .replace(/[^A-Za-z0-9_.-]/g, '');
    const mediaId = objectId();
    // The media id keeps two files of one name and millisecond apart.
    const storageKey = `${type}s/${this.context.clock.now()}-${mediaId.slice(-6)}-${name}`;
    const fileUrl = `${this.storage.baseUrl()}/${storageKey}`;
    const index = this.index();
    const row = {
      _id: mediaId,
      postGroupId,
      storageKey,
      fileUrl,
      contentType,
      type,
      sizeBytes: null,
      sha256: null,
    };
    this.slice.value.media.push(row);
    note(index, row);
    return { success: true, uploadUrl: presignPut(this.storage, storageKey, contentType), fileUrl, mediaId };
  }
}

function note({ byKey, byGroup }: Index, row: MediaRow): void {
  byKey.set(row.storageKey, row);
  const rows = byGroup.get(row.postGroupId);
  if (rows === undefined) byGroup.set(row.postGroupId, [row]);
  else rows.push(row);
}
