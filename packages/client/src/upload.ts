import { type ByteStream, chunksOf } from './chunks';
import type { RequestOptions } from './request-options';

/**
 * A file to upload. A `Blob` or `File` (in Node: `fs.openAsBlob(path)`) is read while it is sent, and again if
 * it must be repeated; so is a function that opens a stream. A stream itself can be sent once only.
 */
export type Upload = Blob | Uint8Array<ArrayBuffer> | ByteStream | (() => ByteStream);

export interface UploadOptions extends RequestOptions {
  /** As in `picture.jpg`; a `File` has its own. */
  filename?: string;
  /** Default: the blob's own, else unknown; the gateway looks at the bytes anyway. */
  contentType?: string;
}

/** The body of one try. */
export interface Payload {
  body: string | FormData | ReadableStream<Uint8Array>;
  /** Absent where the runtime knows it better. */
  contentType?: string;
  streamed?: boolean;
}

const FIELD = 'file';
const UNKNOWN_TYPE = 'application/octet-stream';

export function payloadOf(
  file: Upload,
  options: UploadOptions,
): { payload: () => Payload; repeatable: boolean } {
  if (file instanceof Blob || file instanceof Uint8Array) {
    const blob = asBlob(file, options.contentType);
    const name = options.filename ?? ('name' in blob ? String(blob.name) : 'upload');
    return {
      repeatable: true,
      payload: () => {
        const form = new FormData();
        form.append(FIELD, blob, name);
        return { body: form };
      },
    };
  }
  const opener = typeof file === 'function' ? file : () => file;
  return {
    repeatable: typeof file === 'function',
    payload: () => streamedForm(opener(), options),
  };
}

function asBlob(file: Blob | Uint8Array<ArrayBuffer>, contentType: string | undefined): Blob {
  if (file instanceof Blob && (contentType === undefined || file.type === contentType)) return file;
  const type = contentType ?? UNKNOWN_TYPE;
  // A slice keeps pointing to the file: nothing is read here.
  return file instanceof Blob ? file.slice(0, file.size, type) : new Blob([file], { type });
}

/** multipart/form-data by hand (RFC 7578), because FormData wants to know the size beforehand. */
function streamedForm(
  stream: ByteStream,
  { filename = 'upload', contentType = UNKNOWN_TYPE }: UploadOptions,
): Payload {
  const boundary = `postern-${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16)).join('')}`;
  const encoder = new TextEncoder();
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="${FIELD}"; filename="${escaped(filename)}"\r\n` +
    `Content-Type: ${contentType.replace(/[\r\n]/g, '')}\r\n\r\n`;
  async function* parts(): AsyncGenerator<Uint8Array> {
    yield encoder.encode(head);
    yield* chunksOf(stream);
    yield encoder.encode(`\r\n--${boundary}--\r\n`);
  }
  return {
    body: toReadable(parts()),
    contentType: `multipart/form-data; boundary=${boundary}`,
    streamed: true,
  };
}

const escaped = (name: string) => name.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');

function toReadable(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await chunks.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => {
      await chunks.return(undefined);
    },
  });
}
