/** Dimensions and duration, read from the parts of a file that tell them. */
import { imageSize } from 'image-size';
import { ALL_FORMATS, CustomSource, Input, Logging, LogLevel } from 'mediabunny';

// Callers' odd files are no news of ours, and it would print them past the logger.
Logging.level = LogLevel.Silent;

export interface Measures {
  /** Pixels as shown: rotation is applied. */
  width: number | null;
  height: number | null;
  durationMs: number | null;
}

/** A file that can be read in parts. */
export interface RangeReader {
  sizeBytes: number;
  /** Bytes from `start` up to and without `end`. */
  read: (start: number, end: number) => Promise<Uint8Array>;
}

export const NOT_MEASURED: Measures = { width: null, height: null, durationMs: null };

/** An image tells its size near its beginning, unless a camera's preview or a colour profile lies before. */
const IMAGE_HEADS = [64 * 1024, 1024 * 1024, 8 * 1024 * 1024];
/** What a hostile or damaged video may have us read and wait for. */
const MAX_READ_BYTES = 64 * 1024 * 1024;
const MAX_MS = 15_000;

/** What the file tells of itself. A file that tells nothing is no error: its measures are `null`. */
export async function measure(contentType: string, file: RangeReader): Promise<Measures> {
  try {
    return contentType.startsWith('image/') ? await measureImage(file) : await measureVideo(file);
  } catch {
    // The parsers throw whatever they stumble over; a file that they cannot read may still be fit to publish.
    return NOT_MEASURED;
  }
}

async function measureImage({ sizeBytes, read }: RangeReader): Promise<Measures> {
  for (const length of IMAGE_HEADS) {
    const head = await read(0, Math.min(length, sizeBytes));
    const { width, height, orientation } = sizeOf(head) ?? {};
    if (width && height) {
      // EXIF: from 5 on the picture lies on its side.
      const lies = orientation !== undefined && orientation >= 5;
      return { width: lies ? height : width, height: lies ? width : height, durationMs: null };
    }
    if (length >= sizeBytes) break;
  }
  return NOT_MEASURED;
}

function sizeOf(head: Uint8Array): ReturnType<typeof imageSize> | null {
  try {
    return imageSize(head);
  } catch {
    // Cut off before the size: a longer beginning may tell.
    return null;
  }
}

async function measureVideo({ sizeBytes, read }: RangeReader): Promise<Measures> {
  let allowed = MAX_READ_BYTES;
  const source = new CustomSource({
    getSize: () => sizeBytes,
    read: (start, end) => {
      allowed -= end - start;
      if (allowed < 0) throw new Error('The file has too much read to tell its measures.');
      return read(start, end);
    },
    prefetchProfile: 'fileSystem',
    handleUnhandledError: () => undefined,
  });
  const input = new Input({ source, formats: ALL_FORMATS });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Measures>((resolve) => {
    timer = setTimeout(() => resolve(NOT_MEASURED), MAX_MS);
  });
  try {
    return await Promise.race([measuresOf(input), late]);
  } finally {
    clearTimeout(timer);
    input.dispose();
  }
}

async function measuresOf(input: Input): Promise<Measures> {
  const track = await input.getPrimaryVideoTrack();
  const [width, height] = track
    ? await Promise.all([track.getDisplayWidth(), track.getDisplayHeight()])
    : [null, null];
  const seconds = (await input.getDurationFromMetadata()) ?? (await input.computeDuration());
  const durationMs = Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1000) : null;
  return { width, height, durationMs };
}
