import { presignPut, type ObjectStorage } from '../frame/object-storage';
import type { Slice } from '../frame/state-store';
import type { SimContext } from '../frame/simulator';
import { Refusal } from './refusal';
import { isObjectId, objectId, type PostpostState } from './state';

/** Upload URLs and the media rows that they leave behind, used or not. */
export class Media {
  readonly storage: ObjectStorage;

  constructor(
    private readonly context: SimContext,
    private readonly slice: Slice<PostpostState>,
  ) {
    this.storage = {
      clock: context.clock,
      secret: 'postpost-sandbox-bucket',
      baseUrl: () => `${context.baseUrl()}/postpost/_storage`,
      operation: 'postpost.storage-put',
      onStored: (key, _contentType, sizeBytes) => {
        const row = this.slice.value.media.find(({ storageKey }) => storageKey === key);
        if (row !== undefined) row.sizeBytes = sizeBytes;
      },
    };
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
    this.slice.value.media.push({
      _id: mediaId,
      postGroupId,
      storageKey,
      fileUrl,
      contentType,
      type,
      sizeBytes: null,
    });
    return { success: true, uploadUrl: presignPut(this.storage, storageKey, contentType), fileUrl, mediaId };
  }
}
