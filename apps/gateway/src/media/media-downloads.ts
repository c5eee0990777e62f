import { Inject, Injectable } from '@nestjs/common';
import { MediaUnavailableError } from '@postern/core';
import { CONFIG, type Config } from '../config/config';
import { problem } from '../http/problem';
import { incomplete, tooLarge } from './incoming-file';
import { type FetchedMedia, MediaFetcher } from './media-fetcher';
import { type ArrivingFile, safeFileName } from './media-upload';

/** For the whole file: the caller waits for it. */
const WHOLE_MS = 5 * 60_000;

/** Files that the gateway fetches for a caller who named their address. */
@Injectable()
export class MediaDownloads {
  constructor(
    private readonly fetcher: MediaFetcher,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws ProblemError VALIDATION where the address cannot be fetched, PAYLOAD_TOO_LARGE where it says so */
  async open(url: string): Promise<ArrivingFile> {
    const media = await this.fetcher.open(url).catch((error: unknown) => {
      throw asProblem(error);
    });
    const { maxBytes } = this.config.media;
    if (media.sizeBytes !== null && media.sizeBytes > maxBytes) {
      media.stream.destroy();
      throw tooLarge(maxBytes);
    }
    const timer = setTimeout(() => {
      media.stream.destroy(new MediaUnavailableError(`it took longer than ${WHOLE_MS / 1000} s`, true));
    }, WHOLE_MS);
    timer.unref();
    return {
      fileName: safeFileName(media.fileName),
      bytes: bytesOf(media),
      close: () => {
        clearTimeout(timer);
        media.stream.destroy();
      },
    };
  }
}

async function* bytesOf({ stream }: FetchedMedia): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    // Also where fewer bytes came than were announced.
    throw incomplete('url', error instanceof Error ? error.message : 'the connection broke');
  }
}

function asProblem(error: unknown): unknown {
  if (!(error instanceof MediaUnavailableError)) return error;
  return problem.validation([{ path: 'url', rule: 'media.url', message: error.message }]);
}
