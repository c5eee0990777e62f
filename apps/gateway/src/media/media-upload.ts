/** Reading a multipart/form-data request that brings one file, as a stream. */
import multipart, { type Multipart } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '../http/problem';
import { incomplete } from './incoming-file';

export const MEDIA_PATH = '/v1/media';

/** A file on its way, before anything is known of it. */
export interface ArrivingFile {
  fileName: string;
  /** Rejects with a `ProblemError` where the sender is at fault. Read once. */
  bytes: AsyncIterable<Uint8Array>;
  /** Lets go of whatever the bytes come from. */
  close(): void;
}

const MULTIPART = /^multipart\/form-data\b/i;
const BODYLESS = ['GET', 'HEAD', 'OPTIONS'];

/** Form data are read on one path only; everywhere else they are as unsupported as before. */
export async function acceptUploads(fastify: FastifyInstance, maxBytes: number): Promise<void> {
  await fastify.register(multipart, {
    throwFileSizeLimit: false,
    // One byte more than is taken: whoever counts says so by its own limit.
    limits: { fileSize: maxBytes + 1, files: 2, fields: 2, fieldSize: 1024, headerPairs: 50 },
  });
  fastify.addHook('preParsing', (request, _reply, _payload, done) => {
    const type = request.headers['content-type'];
    const refused =
      type !== undefined &&
      MULTIPART.test(type) &&
      request.routeOptions.url !== MEDIA_PATH &&
      !BODYLESS.includes(request.method);
    done(refused ? problem.unsupportedMediaType(type) : null);
  });
}

/**
 * The file of the field `file`. Its bytes end only after the whole form was read, so that a form with anything
 * else in it is refused before the file counts as arrived.
 */
export async function fileOf(request: FastifyRequest): Promise<ArrivingFile> {
  const parts = request.parts();
  const part = await nextOf(parts);
  if (part === undefined) throw refused('file', 'required', 'The form holds no field named file.');
  if (part.fieldname !== 'file') throw unknownField(part.fieldname);
  if (part.type !== 'file')
    throw refused('file', 'file', 'The field file holds no file: it has no file name.');
  return {
    fileName: safeFileName(part.filename),
    bytes: bytesOf(part.file, parts),
    close: () => part.file.destroy(),
  };
}

async function* bytesOf(
  file: AsyncIterable<Buffer>,
  parts: AsyncIterator<Multipart>,
): AsyncGenerator<Buffer> {
  try {
    yield* file;
  } catch (error) {
    throw incomplete('file', error instanceof Error ? error.message : 'the form breaks off');
  }
  const next = await nextOf(parts);
  if (next !== undefined) {
    throw next.fieldname === 'file'
      ? refused('file', 'max_items', 'One request brings one file.')
      : unknownField(next.fieldname);
  }
}

/** Whatever the parser says of the form is the sender's fault. */
async function nextOf(parts: AsyncIterator<Multipart>): Promise<Multipart | undefined> {
  try {
    const step = (await parts.next()) as IteratorResult<Multipart, undefined>;
    return step.value;
  } catch (error) {
    throw incomplete('file', error instanceof Error ? error.message : 'the form cannot be read');
  }
}

function refused(path: string, rule: string, message: string): Error {
  return problem.validation([{ path, rule, message }]);
}

function unknownField(name: string): Error {
  return refused(name.slice(0, 200), 'unknown_field', `${name.slice(0, 200)} is not a known field`);
}

/** The last part of the name, in characters that no header, shell or file system trips over. */
export function safeFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const safe = last
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^[._]+/, '')
    .slice(-100);
  return safe === '' ? 'media' : safe;
}
