/** A store that speaks S3 as far as media need it: objects and parts in memory, every signature checked. */
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { S3StoreConfig } from '../src/config/media-config';
import { byteRangeOf } from '../src/media/byte-range';
import { refusalOf, type S3Keys } from './s3-signature';

export const BUCKET = 'postern-media';
const KEYS: S3Keys = {
  accessKeyId: 'AKIDPOSTERNTEST',
  secretAccessKey: 'store/secret+0123456789',
  region: 'eu-test-1',
};
/** Of every part but the last. */
const MIN_PART_BYTES = 5 * 1024 ** 2;

interface StoredObject {
  bytes: Buffer;
  contentType: string;
}

interface OpenUpload {
  key: string;
  contentType: string;
  parts: Map<number, Buffer>;
}

interface Asked {
  method: string;
  key: string;
  query: URLSearchParams;
  body: Buffer;
  headers: IncomingMessage['headers'];
}

class StoreError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

export class S3Server {
  readonly objects = new Map<string, StoredObject>();
  /** Multipart uploads that nobody completed or gave up: a real store keeps them, and their price, for ever. */
  readonly uploads = new Map<string, OpenUpload>();
  /** `PUT key partNumber`, as they came. */
  readonly log: string[] = [];
  /** Called before a request is answered; `false`: it never is. */
  answers: (asked: { method: string; query: URLSearchParams }) => boolean = () => true;
  private server: Server | null = null;
  private port = 0;

  /** Again on the same port, with what was stored. */
  async start(): Promise<void> {
    const server = createServer((request, response) => {
      this.serve(request, response).catch((error: unknown) => refuse(response, error));
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
  }

  /** In the middle of whatever it does. */
  die(): void {
    this.server?.close();
    this.server?.closeAllConnections();
    this.server = null;
  }

  /** What the gateway is told of it. */
  config(changes: Partial<S3StoreConfig> = {}): S3StoreConfig {
    const { region, accessKeyId, secretAccessKey } = KEYS;
    return {
      kind: 's3',
      bucket: BUCKET,
      region,
      endpoint: `http://127.0.0.1:${this.port}`,
      credentials: { accessKeyId, secretAccessKey },
      forcePathStyle: true,
      public: false,
      ...changes,
    };
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    const body = Buffer.concat(chunks);
    const { pathname, searchParams: query } = new URL(url, 'http://store');
    const [, bucket, ...rest] = decodeURIComponent(pathname).split('/');
    this.log.push(`${method} ${rest.join('/')} ${query.get('partNumber') ?? ''}`.trim());
    if (!this.answers({ method, query })) return;
    const refusal = refusalOf({ method, url, headers, body }, KEYS);
    if (refusal !== null) throw new StoreError(403, refusal);
    if (bucket !== BUCKET) throw new StoreError(404, 'NoSuchBucket');
    this.answer({ method, key: rest.join('/'), query, body, headers }, response);
  }

  private answer(asked: Asked, response: ServerResponse): void {
    const { method, key, query } = asked;
    if (key === '' && method === 'GET' && query.has('uploads')) return this.list(asked, response);
    if (key === '' && method === 'HEAD') return void response.end();
    if (method === 'POST' && query.has('uploads')) return this.open(asked, response);
    if (query.has('uploadId')) return this.multipart(asked, response);
    switch (method) {
      case 'PUT':
        this.objects.set(key, { bytes: asked.body, contentType: asked.headers['content-type'] ?? '' });
        return void response.setHeader('etag', etagOf(asked.body)).end();
      case 'GET':
      case 'HEAD':
        return this.read(asked, response);
      case 'DELETE':
        this.objects.delete(key);
        return void response.writeHead(204).end();
      default:
        throw new StoreError(405, 'MethodNotAllowed');
    }
  }

  private read({ method, key, headers }: Asked, response: ServerResponse): void {
    const object = this.objects.get(key);
    if (object === undefined) throw new StoreError(404, 'NoSuchKey');
    const { bytes, contentType } = object;
    const range = byteRangeOf(headers.range, bytes.length);
    if (range === 'unsatisfiable') throw new StoreError(416, 'InvalidRange');
    const { start, end } = range ?? { start: 0, end: bytes.length - 1 };
    response.writeHead(range === null ? 200 : 206, {
      'content-type': contentType,
      'content-length': end - start + 1,
      etag: etagOf(bytes),
      ...(range === null ? {} : { 'content-range': `bytes ${start}-${end}/${bytes.length}` }),
    });
    response.end(method === 'HEAD' ? undefined : bytes.subarray(start, end + 1));
  }

  private open({ key, headers }: Asked, response: ServerResponse): void {
    const id = randomUUID();
    this.uploads.set(id, { key, contentType: headers['content-type'] ?? '', parts: new Map() });
    const inner = `<Bucket>${BUCKET}</Bucket><Key>${key}</Key><UploadId>${id}</UploadId>`;
    sendXml(response, 200, `<InitiateMultipartUploadResult>${inner}</InitiateMultipartUploadResult>`);
  }

  private multipart({ method, key, query, body }: Asked, response: ServerResponse): void {
    const id = query.get('uploadId') ?? '';
    const upload = this.uploads.get(id);
    if (upload?.key !== key) throw new StoreError(404, 'NoSuchUpload');
    switch (method) {
      case 'PUT':
        upload.parts.set(Number(query.get('partNumber')), body);
        return void response.setHeader('etag', etagOf(body)).end();
      case 'DELETE':
        this.uploads.delete(id);
        return void response.writeHead(204).end();
      case 'POST':
        this.objects.set(key, { bytes: joined(upload, body.toString()), contentType: upload.contentType });
        this.uploads.delete(id);
        return sendXml(
          response,
          200,
          `<CompleteMultipartUploadResult><Key>${key}</Key></CompleteMultipartUploadResult>`,
        );
      default:
        throw new StoreError(405, 'MethodNotAllowed');
    }
  }

  private list({ query }: Asked, response: ServerResponse): void {
    const prefix = query.get('prefix') ?? '';
    const open = [...this.uploads].filter(([, { key }]) => key.startsWith(prefix));
    const inner = open.map(([id, { key }]) => `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`);
    sendXml(response, 200, `<ListMultipartUploadsResult>${inner.join('')}</ListMultipartUploadsResult>`);
  }
}

/** The parts that the completion names, in its order, each with the ETag that it was given. */
function joined({ parts }: OpenUpload, completion: string): Buffer {
  const named = [...completion.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => {
    const bytes = parts.get(Number(/<PartNumber>(\d+)</.exec(part)?.[1]));
    const etag = /<ETag>(.*?)</.exec(part)?.[1]?.replaceAll('&quot;', '"');
    if (bytes === undefined || etag !== etagOf(bytes)) throw new StoreError(400, 'InvalidPart');
    return bytes;
  });
  if (named.slice(0, -1).some((bytes) => bytes.length < MIN_PART_BYTES)) {
    throw new StoreError(400, 'EntityTooSmall');
  }
  return Buffer.concat(named);
}

function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

function refuse(response: ServerResponse, error: unknown): void {
  const { status, code } = error instanceof StoreError ? error : new StoreError(500, 'InternalError');
  sendXml(response, status, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

function sendXml(response: ServerResponse, status: number, inner: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?>${inner}`);
}
