import { Injectable } from '@nestjs/common';
import { MediaUnavailableError, type ContentLookups, type MediaFacts, type MediaItem } from '@postern/core';
import { type FetchedMedia, MediaFetcher } from './media-fetcher';
import { MediaLinks } from './media-links';
import { measure } from './media-measures';
import { type StoredFacts, toMediaFacts } from './media-row';
import { sniffMedia } from './media-type';
import { MediaRepository } from './media.repository';

/** What is known of the media of a post, and what is wrong with them. */
export interface KnownMedia extends ContentLookups {
  /** Whether stored media can have public addresses, for providers that take nothing else. */
  publicAddresses: boolean;
  /** Why an item cannot be used at all; `null` where it can, or nobody has looked. */
  problemOf(item: MediaItem): MediaProblem | null;
}

export interface MediaProblem {
  /** `media.exists`: the workspace has no such medium; `media.url`: the address gives no media. */
  rule: 'media.exists' | 'media.url';
  message: string;
}

/** A validation waits for foreign servers, but not long. */
const HEADERS_MS = 3_000;
const HEAD_MS = 4_000;
/** Enough to tell type and dimensions of most images. */
const HEAD_BYTES = 64 * 1024;
const AT_ONCE = 8;

@Injectable()
export class MediaFactsService {
  constructor(
    private readonly repository: MediaRepository,
    private readonly fetcher: MediaFetcher,
    private readonly links: MediaLinks,
  ) {}

  /** Stored media by their rows, addresses by the first bytes that they answer. For `validate` alone. */
  async of(workspaceId: string, items: readonly MediaItem[]): Promise<KnownMedia> {
    const ids = distinct(items.map((item) => item.mediaId));
    const urls = distinct(items.map((item) => (item.mediaId ? null : item.url)));
    const rows = ids.length === 0 ? [] : await this.repository.findMany(workspaceId, ids);
    const stored = storedMedia(rows, this.links.available);
    const fetched = await this.lookAll(urls);
    return {
      publicAddresses: stored.publicAddresses,
      factsOf: (item) => {
        const found = item.mediaId ? undefined : fetched.get(item.url ?? '');
        return found && 'facts' in found ? found.facts : stored.factsOf(item);
      },
      problemOf: (item) => {
        if (item.mediaId) return stored.problemOf(item);
        const found = fetched.get(item.url ?? '');
        return found && 'problem' in found ? found.problem : null;
      },
    };
  }

  private async lookAll(urls: readonly string[]): Promise<Map<string, Look>> {
    const looks = new Map<string, Look>();
    const open = [...urls];
    const worker = async () => {
      for (let url = open.pop(); url !== undefined; url = open.pop()) looks.set(url, await this.look(url));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return looks;
  }

  private async look(url: string): Promise<Look> {
    try {
      const media = await this.fetcher.open(url, { headersMs: HEADERS_MS, firstBytes: HEAD_BYTES });
      const head = await headOf(media);
      const sniffed = await sniffMedia(head);
      if (!sniffed.ok) return unfit(`it holds ${sniffed.found ?? 'no image and no video'}`);
      const { contentType } = sniffed.type;
      const read = (start: number, end: number) => Promise.resolve(head.subarray(start, end));
      const measures = await measure(contentType, { sizeBytes: head.length, read });
      const kind = contentType.startsWith('video/') ? 'video' : 'image';
      return { facts: { kind, contentType, sizeBytes: media.sizeBytes, ...measures } };
    } catch (error) {
      if (error instanceof MediaUnavailableError) return unfit(error.message);
      throw error;
    }
  }
}

type Look = { facts: MediaFacts } | { problem: MediaProblem };

export function missingMedia(id: string): MediaProblem {
  return { rule: 'media.exists', message: `There is no medium ${id}, or it has expired.` };
}

/** What rows tell, for a create: it waits for no foreign server. */
export function storedMedia(
  rows: readonly (StoredFacts & { id: string })[],
  publicAddresses: boolean,
): KnownMedia {
  const stored = new Map(rows.map((row) => [row.id, toMediaFacts(row)]));
  return {
    publicAddresses,
    factsOf: ({ mediaId }) => (mediaId ? (stored.get(mediaId) ?? null) : null),
    problemOf: ({ mediaId }) => (mediaId && !stored.has(mediaId) ? missingMedia(mediaId) : null),
  };
}

function unfit(reason: string): Look {
  return { problem: { rule: 'media.url', message: `The media cannot be fetched: ${reason}` } };
}

function distinct(values: readonly (string | null | undefined)[]): string[] {
  return [...new Set(values.filter((value): value is string => Boolean(value)))];
}

async function headOf({ stream }: FetchedMedia): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  const timer = setTimeout(() => stream.destroy(), HEAD_MS);
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length >= HEAD_BYTES) break;
    }
  } catch {
    // What came until then may tell enough.
  } finally {
    clearTimeout(timer);
    stream.destroy();
  }
  return Buffer.concat(chunks).subarray(0, HEAD_BYTES);
}
