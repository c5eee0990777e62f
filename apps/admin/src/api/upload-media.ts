import type { Fetch, Media } from '@postern/client';
import { posternWith } from './client';

interface UploadOrder {
  signal: AbortSignal;
  /** From 0 to 1. */
  onProgress: (share: number) => void;
  idempotencyKey: string;
}

export function uploadMedia(file: File, { signal, onProgress, idempotencyKey }: UploadOrder): Promise<Media> {
  return posternWith(toldOfProgress(onProgress)).media.upload(file, { signal, idempotencyKey });
}

/** What `fetch` does, by the older way of asking: it alone says how much has left. */
function toldOfProgress(tell: (share: number) => void): Fetch {
  return (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      if (body instanceof ReadableStream) throw new TypeError('A stream is not sent in this way.');
      signal.throwIfAborted();
      const request = new XMLHttpRequest();
      request.open(method, url);
      request.responseType = 'arraybuffer';
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
        if (lengthComputable && total > 0) tell(loaded / total);
      };
      request.onload = () => resolve(replyOf(request));
      request.onerror = () => reject(new TypeError('The connection failed.'));
      request.onabort = () => reject(toError(signal.reason));
      signal.addEventListener('abort', () => request.abort(), { once: true });
      request.send(body);
    });
}

function replyOf(request: XMLHttpRequest): Response {
  const lines = request.getAllResponseHeaders().trim().split(/\r?\n/);
  const headers = lines.flatMap((line): [string, string][] => {
    const [name = '', ...value] = line.split(':');
    return name === '' ? [] : [[name, value.join(':').trim()]];
  });
  const { status } = request;
  const body = status === 204 || status === 304 ? null : (request.response as ArrayBuffer);
  return new Response(body, { status, headers });
}

const toError = (reason: unknown) => (reason instanceof Error ? reason : new Error(String(reason)));
