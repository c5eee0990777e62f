/** Turns a request body into bytes or a stream of bytes, with the headers that describe it. */
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { HttpBody } from '@postern/core';

export interface EncodedBody {
  data: string | Readable | undefined;
  headers: Record<string, string>;
  /** For the evidence; streams are described, not copied. */
  shown: string | null;
}

export function encodeBody(body: HttpBody | undefined): EncodedBody {
  if (!body) return { data: undefined, headers: {}, shown: null };
  switch (body.kind) {
    case 'json':
      return text(JSON.stringify(body.value), 'application/json');
    case 'raw':
      return text(body.text, body.contentType);
    case 'form':
      return text(new URLSearchParams(body.fields).toString(), 'application/x-www-form-urlencoded');
    case 'media':
      return {
        data: Readable.from(body.media.stream, { objectMode: false }),
        headers: {
          'Content-Type': body.media.contentType,
          ...(body.media.sizeBytes === null ? {} : { 'Content-Length': String(body.media.sizeBytes) }),
        },
        shown: describe(body.media),
      };
    case 'multipart':
      return multipart(body);
  }
}

function text(data: string, contentType: string): EncodedBody {
  return { data, headers: { 'Content-Type': contentType }, shown: data };
}

type Multipart = Extract<HttpBody, { kind: 'multipart' }>;

function multipart(body: Multipart): EncodedBody {
  const boundary = `postern-${randomBytes(16).toString('hex')}`;
  const heads = body.files.map(({ name, media }) =>
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"; filename="${quoted(media.fileName)}"\r\n` +
        `Content-Type: ${media.contentType}\r\n\r\n`,
    ),
  );
  const fields = Buffer.from(
    body.fields
      .map(
        ([name, value]) =>
          `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`,
      )
      .join(''),
  );
  const end = Buffer.from(`--${boundary}--\r\n`);
  async function* parts(): AsyncGenerator<Uint8Array> {
    if (fields.length > 0) yield fields;
    for (const [index, { media }] of body.files.entries()) {
      yield heads[index] ?? Buffer.alloc(0);
      yield* media.stream;
      yield Buffer.from('\r\n');
    }
    yield end;
  }
  const sizes = body.files.map(({ media }) => media.sizeBytes);
  const headers: Record<string, string> = { 'Content-Type': `multipart/form-data; boundary=${boundary}` };
  if (sizes.every((size) => size !== null)) {
    const files = sizes.reduce((sum, size, index) => sum + size + (heads[index]?.length ?? 0) + 2, 0);
    headers['Content-Length'] = String(fields.length + files + end.length);
  }
  const shown = [
    ...body.fields.map(([name, value]) => `${name}=${value}`),
    ...body.files.map(({ name, media }) => `${name}=${describe(media)}`),
  ];
  return { data: Readable.from(parts(), { objectMode: false }), headers, shown: shown.join('\n') };
}

/** As the HTML standard escapes names in form data. */
function quoted(value: string): string {
  return value.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function describe(media: { fileName: string; contentType: string; sizeBytes: number | null }): string {
  return `<${media.fileName}, ${media.contentType}, ${media.sizeBytes ?? 'unknown'} bytes>`;
}
