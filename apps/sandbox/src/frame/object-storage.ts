import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { SimClock } from './clock';
import { digestOf, type Digest } from './digest';

const LIFETIME_SECONDS = 3600;

/** What an upstream keeps its uploads in: presigned PUTs as S3 answers them, one hour each. */
export interface ObjectStorage {
  readonly clock: SimClock;
  /** Signs the URLs. */
  readonly secret: string;
  /** Absolute, without a trailing slash: `http://host:port/postpost/_storage`. */
  readonly baseUrl: () => string;
  /** Fault operation and log name. */
  readonly operation: string;
  readonly onStored: (key: string, contentType: string, file: Digest) => void;
}

/** A URL that takes one PUT with exactly this content type within the hour. */
export function presignPut(storage: ObjectStorage, key: string, contentType: string): string {
  const date = amzDate(storage.clock.now());
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Date': date,
    'X-Amz-Expires': String(LIFETIME_SECONDS),
    'X-Amz-SignedHeaders': 'content-type;host',
    'X-Amz-Signature': sign(storage.secret, key, contentType, date),
  });
  return `${storage.baseUrl()}/${key}?${query.toString()}`;
}

/** Registers `PUT /_storage/<key>`; refusals are 403 with an XML body, as S3's are. */
export async function serveObjectStorage(app: FastifyInstance, storage: ObjectStorage): Promise<void> {
  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, parsed) => parsed(null, payload));
    scope.put<{ Params: { '*': string }; Querystring: Record<string, string> }>(
      '/_storage/*',
      { config: { operation: storage.operation }, bodyLimit: Number.MAX_SAFE_INTEGER },
      async (request, reply) => {
        const file = await digestOf((request.body as AsyncIterable<Buffer> | undefined) ?? []);
        const key = request.params['*'];
        const contentType = request.headers['content-type'] ?? '';
        const fault = refusalOf(storage, key, contentType, request.query);
        if (fault !== null) return reply.code(403).type('application/xml').send(fault);
        storage.onStored(key, contentType, file);
        return reply.code(200).send();
      },
    );
    done();
  });
}

function refusalOf(
  storage: ObjectStorage,
  key: string,
  contentType: string,
  query: Record<string, string>,
): string | null {
  const date = query['X-Amz-Date'] ?? '';
  const given = Buffer.from(query['X-Amz-Signature'] ?? '');
  const wanted = Buffer.from(sign(storage.secret, key, contentType, date));
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    return xml(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    );
  }
  if (storage.clock.now() > fromAmzDate(date) + LIFETIME_SECONDS * 1000) {
    return xml('AccessDenied', 'Request has expired');
  }
  return null;
}

function xml(code: string, message: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
}

function sign(secret: string, key: string, contentType: string, date: string): string {
  return createHmac('sha256', secret).update(`PUT\n${key}\n${contentType}\n${date}`).digest('hex');
}

/** `20310501T120000Z`. */
function amzDate(atMs: number): string {
  return new Date(atMs).toISOString().replace(/[-:]|\.\d+/g, '');
}

function fromAmzDate(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
