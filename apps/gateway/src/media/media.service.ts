import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { newId } from '../database/ids';
import { canonicalHash } from '../http/canonical-json';
import { problem, ProblemError } from '../http/problem';
import { type IncomingFile, openIncoming } from './incoming-file';
import { measure, type RangeReader } from './media-measures';
import { MediaRepository, type MediaIdempotency, type NewMedia } from './media.repository';
import { toMediaView } from './media-row';
import { MediaLinks } from './media-links';
import { MEDIA_STORE, type MediaStore, storageKey, StoreRefusedError } from './media-store';
import type { ArrivingFile } from './media-upload';
import type { MediaDto, MediaFactsView } from './media.dto';
import { MediaDownloads } from './media-downloads';

/** The answer to a create: a new medium, or what the first request with the same key was told. */
export interface CreatedMedia {
  body: MediaDto;
  replayed: boolean;
}

interface TakenMedia {
  body: MediaFactsView;
  replayed: boolean;
}

const DAY_MS = 86_400_000;
/** Without a byte of an upload. */
const IDLE_MS = 30_000;

@Injectable()
export class MediaService {
  private readonly logger = new Logger('Media');

  constructor(
    private readonly repository: MediaRepository,
    private readonly downloads: MediaDownloads,
    private readonly links: MediaLinks,
    @Inject(MEDIA_STORE) private readonly store: MediaStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Stores a file that the caller sends. Its bytes and its name are what a repetition is compared by. */
  async upload(workspaceId: string, file: ArrivingFile, key: string | null): Promise<CreatedMedia> {
    const idempotency = (sha256: string) =>
      key === null ? null : { key, bodyHash: canonicalHash({ file: sha256, fileName: file.fileName }) };
    return this.shown(await this.take(workspaceId, file, 'file', idempotency));
  }

  /** Stores what an address holds now. */
  async fetch(workspaceId: string, url: string, key: string | null): Promise<CreatedMedia> {
    const idempotency = key === null ? null : { key, bodyHash: canonicalHash({ url }) };
    const first = idempotency && (await this.replay(workspaceId, idempotency));
    if (first) return this.shown(first);
    const file = await this.downloads.open(url);
    return this.shown(await this.take(workspaceId, file, 'url', () => idempotency));
  }

  async get(workspaceId: string, id: string): Promise<MediaDto> {
    const row = await this.repository.find(workspaceId, id);
    if (row === null) throw problem.notFound(`medium ${id}`);
    return { ...toMediaView(row), contentUrl: this.links.pathOf(id) };
  }

  async remove(workspaceId: string, id: string): Promise<void> {
    const { keepDays } = this.config.media;
    const deletion = await this.repository.beginDelete(workspaceId, id, keepDays, toMediaView);
    switch (deletion.outcome) {
      case 'missing':
        throw problem.notFound(`medium ${id}`);
      case 'needed':
        throw problem.conflict(
          `The medium ${id} is in use: ${deletion.groupIds.join(', ')} can still need it.`,
          { groupIds: deletion.groupIds },
        );
      case 'deleting':
        await this.discard({ id, storageKey: deletion.storageKey });
    }
  }

  private shown({ body, replayed }: TakenMedia): CreatedMedia {
    return { body: { ...body, contentUrl: this.links.pathOf(body.id) }, replayed };
  }

  private async take(
    workspaceId: string,
    file: ArrivingFile,
    field: 'file' | 'url',
    idempotency: (sha256: string) => MediaIdempotency | null,
  ): Promise<TakenMedia> {
    try {
      const incoming = await openIncoming(file.bytes, {
        maxBytes: this.config.media.maxBytes,
        idleMs: IDLE_MS,
        field,
      });
      const id = newId('med');
      const { contentType, extension } = incoming.type;
      const media = {
        id,
        workspaceId,
        storageKey: storageKey(id, extension),
        fileName: namedAs(file.fileName, extension),
        contentType,
      };
      const createdAt = await this.repository.begin(media);
      return await this.keep(media, incoming, createdAt, idempotency);
    } finally {
      file.close();
    }
  }

  /** The row stands: from here on the file is either kept or removed with it. */
  private async keep(
    media: NewMedia,
    incoming: IncomingFile,
    createdAt: Date,
    idempotency: (sha256: string) => MediaIdempotency | null,
  ): Promise<TakenMedia> {
    let left: 'file' | 'row' | 'nothing' = 'file';
    try {
      await this.write(media, incoming);
      const view = await this.viewOf(media, incoming, createdAt);
      const record = idempotency(view.sha256);
      if (await this.repository.stored(media, view, record)) {
        left = 'nothing';
        return { body: view, replayed: false };
      }
      if (record === null) throw problem.unavailable('The upload took too long.');
      const first = await this.replay(media.workspaceId, record);
      if (first === null) throw problem.idempotencyInFlight();
      return first;
    } catch (error) {
      if (error instanceof ProblemError && error.cause instanceof StoreRefusedError) left = 'row';
      throw error;
    } finally {
      if (left !== 'nothing') await this.discard(media, left);
    }
  }

  private async write(media: NewMedia, incoming: IncomingFile): Promise<void> {
    try {
      await this.store.write(media.storageKey, media.contentType, incoming.bytes);
    } catch (error) {
      const failure = incoming.failure();
      if (failure instanceof ProblemError) throw failure;
      if (error instanceof StoreRefusedError) {
        throw problem.unavailable(`${error.message} Its operator looks at POSTERN_MEDIA_S3_*.`, error);
      }
      throw problem.unavailable('The file cannot be stored at the moment.', failure ?? error);
    }
  }

  private async viewOf(media: NewMedia, incoming: IncomingFile, createdAt: Date): Promise<MediaFactsView> {
    const sizeBytes = incoming.sizeBytes();
    const measures = await measure(media.contentType, this.readerOf(media.storageKey, sizeBytes));
    const expiresAt = new Date(createdAt.getTime() + this.config.media.keepDays * DAY_MS);
    return {
      id: media.id,
      contentType: media.contentType,
      sizeBytes,
      ...measures,
      sha256: incoming.sha256(),
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    };
  }

  private readerOf(key: string, sizeBytes: number): RangeReader {
    return {
      sizeBytes,
      read: async (start, end) => {
        const chunks: Buffer[] = [];
        for await (const chunk of await this.store.read(key, { start, end: end - 1 })) {
          chunks.push(chunk as Buffer);
        }
        return Buffer.concat(chunks);
      },
    };
  }

  private async replay(workspaceId: string, record: MediaIdempotency): Promise<TakenMedia | null> {
    const first = await this.repository.recorded(workspaceId, record);
    if (first === null) return null;
    if (!first.sameBody) throw problem.idempotencyConflict();
    return { body: first.response as MediaFactsView, replayed: true };
  }

  /** Whatever does not work now is done by the sweep: the row still says that there is a file. */
  private async discard(
    media: { id: string; storageKey: string },
    left: 'file' | 'row' = 'file',
  ): Promise<void> {
    try {
      if (!(await this.repository.giveUp(media.id))) return;
      if (left === 'file') await this.store.remove(media.storageKey);
      await this.repository.removed(media.id);
    } catch (error) {
      this.logger.warn({
        msg: 'The file of a medium stays until the next sweep.',
        mediaId: media.id,
        err: error,
      });
    }
  }
}

/** Upstreams go by the extension, so it must tell what the bytes are. */
function namedAs(fileName: string, extension: string): string {
  const same = extension === 'jpg' ? /\.jpe?g$/i : new RegExp(`\\.${extension}$`, 'i');
  return same.test(fileName) ? fileName : `${fileName.replace(/\.[A-Za-z0-9]{1,5}$/, '')}.${extension}`;
}
