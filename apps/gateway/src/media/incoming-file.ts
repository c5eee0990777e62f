/** A file on its way in: judged by its first bytes, then counted and hashed while it passes. */
import { createHash } from 'node:crypto';
import { type Issue, problem, ProblemError } from '../http/problem';
import { HEAD_BYTES, type MediaType, sniffMedia } from './media-type';

export interface IncomingFile {
  type: MediaType;
  /** The whole file from its first byte; read once. */
  bytes: AsyncIterable<Buffer>;
  /** Of what has passed. */
  sizeBytes(): number;
  /** Hexadecimal; of what has passed. */
  sha256(): string;
  /** Why `bytes` broke off, so that it can be told from a failure of whoever read them. */
  failure(): unknown;
}

export interface IncomingLimits {
  maxBytes: number;
  /** Milliseconds without a byte after which the sender is given up. */
  idleMs: number;
  /** The field of the request that brought the file: `file` or `url`. */
  field: string;
}

/**
 * Reads the beginning, to tell what it is.
 *
 * @throws ProblemError VALIDATION for an empty file, UNSUPPORTED_MEDIA_TYPE for one that is no media,
 *   PAYLOAD_TOO_LARGE; the latter also while `bytes` are read
 */
export async function openIncoming(
  source: AsyncIterable<Uint8Array>,
  limits: IncomingLimits,
): Promise<IncomingFile> {
  const passing = patiently(counted(source, limits.maxBytes), limits);
  const { head, ended } = await readHead(passing);
  if (head.length === 0) {
    throw problem.validation([{ path: limits.field, rule: 'not_empty', message: 'The file is empty.' }]);
  }
  const sniffed = await sniffMedia(head);
  if (!sniffed.ok) {
    await passing.return(undefined);
    throw notMedia(sniffed.found, limits.field);
  }
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let failure: unknown = null;
  async function* bytes(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of following(head, ended ? [] : passing)) {
        hash.update(chunk);
        sizeBytes += chunk.length;
        yield chunk;
      }
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  return {
    type: sniffed.type,
    bytes: bytes(),
    sizeBytes: () => sizeBytes,
    sha256: () => hash.copy().digest('hex'),
    failure: () => failure,
  };
}

async function readHead(passing: AsyncGenerator<Buffer>): Promise<{ head: Buffer; ended: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const step = await passing.next();
    if (step.done) return { head: Buffer.concat(chunks), ended: true };
    chunks.push(step.value);
    length += step.value.length;
  }
  return { head: Buffer.concat(chunks), ended: false };
}

async function* following(
  head: Buffer,
  rest: AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncGenerator<Buffer> {
  yield head;
  yield* rest;
}

async function* counted(source: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Buffer> {
  let passed = 0;
  for await (const chunk of source) {
    passed += chunk.length;
    if (passed > maxBytes) throw tooLarge(maxBytes);
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
}

/** Waits for each chunk so long and no longer. */
async function* patiently(source: AsyncGenerator<Buffer>, limits: IncomingLimits): AsyncGenerator<Buffer> {
  try {
    for (;;) {
      const step = await within(source.next(), limits);
      if (step.done) return;
      yield step.value;
    }
  } finally {
    // A source that hangs in `next` never hears of it; whoever opened it closes what is beneath.
    void source.return(undefined).catch(() => undefined);
  }
}

async function within<T>(next: Promise<T>, { idleMs, field }: IncomingLimits): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(incomplete(field, `nothing came for ${idleMs / 1000} s`)), idleMs);
  });
  try {
    return await Promise.race([next, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function tooLarge(maxBytes: number): ProblemError {
  return new ProblemError(
    'PAYLOAD_TOO_LARGE',
    `The file exceeds the limit of ${maxBytes} bytes (POSTERN_MEDIA_MAX_BYTES).`,
    { extensions: { limitBytes: maxBytes } },
  );
}

/** The file did not arrive whole. */
export function incomplete(field: string, reason: string): ProblemError {
  return problem.validation([
    { path: field, rule: 'media.complete', message: `The file did not arrive whole: ${reason}.` },
  ]);
}

function notMedia(found: string | null, field: string): ProblemError {
  const what = found === null ? 'of no type that is known' : found;
  const message = `The file is ${what}; images (JPEG, PNG, GIF, WebP, AVIF, HEIC, BMP, TIFF) and videos (MP4, MOV, WebM, MKV, AVI, MPEG, 3GP) are taken.`;
  const issue: Issue = { path: field, rule: 'media.type', message };
  return new ProblemError('UNSUPPORTED_MEDIA_TYPE', message, { issues: [issue] });
}
