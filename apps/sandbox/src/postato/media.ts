import { z } from 'zod';
import type { Digest } from '../frame/digest';
import { isMadeBy } from '../frame/fresh-rows';
import type { NetworkMedia } from '../frame/network';
import { presignPut, type ObjectStorage } from '../frame/object-storage';
import type { SimContext } from '../frame/simulator';
import { derivedFrom, type Slice } from '../frame/state-store';
import { parseBody } from './create-input';
import { AddressedMedia, type Addressed } from './addressed-media';
import type { Speaker } from './dialect';
import { notFound, stateConflict } from './refusal';
import { freshId, type MediaRecord, type Post, type PostatoState, type PostItem } from './state';

const uploadSchema = z.object({
  filename: z.string().optional(),
  mimeType: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/, 'Must be a MIME type'),
  sizeBytes: z.number().int().nonnegative().optional(),
});
const URL_LIFETIME_MS = 3_600_000;
const DEFAULT_PAGE = 50;

/** The media library: bytes are counted, not kept. */
export class Media {
  readonly storage: ObjectStorage;
  private readonly byId: () => Map<string, MediaRecord>;
  private readonly addressed = new AddressedMedia();

  constructor(
    private readonly context: SimContext,
    private readonly slice: Slice<PostatoState>,
    private readonly speaker: Speaker,
  ) {
    this.byId = derivedFrom(slice, ({ media }) => new Map(media.map((record) => [record.id, record])));
    this.storage = {
      clock: context.clock,
      secret: 'postato-sandbox-bucket',
      baseUrl: () => `${context.baseUrl()}/generic/postato/_storage`,
      operation: 'postato.storage-put',
      onStored: (key, _mimeType, file) => {
        const record = this.byId().get(key);
        if (record !== undefined) Object.assign(record, file, { stored: true });
      },
    };
  }

  createUploadUrl(workspaceId: string, body: unknown): Record<string, unknown> {
    const { filename, mimeType, sizeBytes } = parseBody(uploadSchema, body);
    const record = this.add(workspaceId, filename ?? 'upload', mimeType, sizeBytes ?? null, false);
    return {
      mediaId: record.id,
      uploadUrl: presignPut(this.storage, record.id, mimeType),
      expiresAt: this.context.clock.iso(this.context.clock.now() + URL_LIFETIME_MS),
    };
  }

  /** Direct upload of one file. */
  store(workspaceId: string, filename: string, mimeType: string, file: Digest): Record<string, unknown> {
    const record = this.add(workspaceId, filename, mimeType, file.sizeBytes, true);
    return this.view(Object.assign(record, file));
  }

  /** Optional: a medium whose bytes are there can be used unconfirmed. */
  confirm(workspaceId: string, id: string): Record<string, unknown> {
    const record = this.find(workspaceId, id);
    if (!record.stored) throw stateConflict('The upload is not complete');
    return this.view(record);
  }

  /** @param newestMs media made later are missing */
  list(
    workspaceId: string,
    query: Readonly<Record<string, unknown>>,
    newestMs: number,
  ): Record<string, unknown> {
    const limit = Math.min(100, Number(query['limit']) || DEFAULT_PAGE);
    const offset = Number(query['offset']) || 0;
    const mine = this.slice.value.media
      .filter((record) => record.workspaceId === workspaceId && isMadeBy(record.createdAt, newestMs))
      .reverse();
    return { items: mine.slice(offset, offset + limit).map((one) => this.view(one)), total: mine.length };
  }

  /** Fetches what the post names by address; none where the sandbox is told not to. */
  fetching(post: Post): readonly Addressed[] {
    if (!this.slice.value.settings.fetchMedia) return [];
    const all = post.items.flatMap((item) => item.media);
    return this.addressed.of(
      post.id,
      all.flatMap(({ url }) => url ?? []),
    );
  }

  /** What an item's media are, as uploaded or fetched here; else only the type that the caller named is known. */
  shown(post: Post, item: PostItem): NetworkMedia[] {
    return item.media.map(({ id, url, type }) => {
      const record = id === undefined ? undefined : this.byId().get(id);
      if (record !== undefined) {
        return { contentType: record.mimeType, sizeBytes: record.sizeBytes, sha256: record.sha256 };
      }
      const file = url === undefined ? null : this.addressed.file(post.id, url);
      return file ?? { contentType: type ?? null, sizeBytes: null, sha256: null };
    });
  }

  /** The post is out, or has failed. */
  forget(post: Post): void {
    this.addressed.forget(post.id);
  }

  isStored(id: string): boolean {
    return this.byId().get(id)?.stored === true;
  }

  /** Posts that refer to it fail with `media_not_found` when they go out. */
  delete(workspaceId: string, id: string): void {
    const record = this.find(workspaceId, id);
    this.byId().delete(id);
    this.slice.value.media = this.slice.value.media.filter((other) => other !== record);
  }

  private add(
    workspaceId: string,
    filename: string,
    mimeType: string,
    sizeBytes: number | null,
    stored: boolean,
  ): MediaRecord {
    const createdAt = this.context.clock.iso();
    const about = { workspaceId, filename, mimeType, sizeBytes, sha256: null, stored, createdAt };
    const record: MediaRecord = { id: freshId('med'), ...about };
    this.byId().set(record.id, record);
    this.slice.value.media.push(record);
    return record;
  }

  private find(workspaceId: string, id: string): MediaRecord {
    const record = this.byId().get(id);
    if (record === undefined || record.workspaceId !== workspaceId) throw notFound('Media');
    return record;
  }

  private view(record: MediaRecord): Record<string, unknown> {
    const { id, mimeType, stored, filename, sizeBytes, createdAt } = record;
    return {
      id,
      type: mimeType.startsWith('video/') ? 'video' : 'image',
      mimeType,
      status: stored ? this.speaker.storedWord() : 'pending',
      url: `${this.storage.baseUrl()}/${id}`,
      filename,
      sizeBytes,
      createdAt,
    };
  }
}
