/** AWS Signature Version 4 as a store checks it, from its specification alone: no code of the SDK. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface S3Keys {
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
}

export interface SignedRequest {
  method: string;
  /** As it came: path and query, percent-encoded. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** S3's word for what is wrong. */
export type Refusal =
  | 'AccessDenied'
  | 'InvalidAccessKeyId'
  | 'SignatureDoesNotMatch'
  | 'RequestTimeTooSkewed'
  | 'ExpiredToken'
  | 'XAmzContentSHA256Mismatch'
  | 'NotImplemented';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SKEW_MS = 15 * 60_000;
const WEEK_SECONDS = 7 * 24 * 3600;
/** What an address carries is signed apart from this. */
const SIGNATURE = 'X-Amz-Signature';

/** `null`: the request is signed by these keys, in its headers or in its query. */
export function refusalOf(request: SignedRequest, keys: S3Keys): Refusal | null {
  const query = new URL(request.url, 'http://store').searchParams;
  return query.has(SIGNATURE) ? ofAddress(request, query, keys) : ofHeaders(request, keys);
}

function ofHeaders(request: SignedRequest, keys: S3Keys): Refusal | null {
  const { authorization = '' } = request.headers;
  const [, credential = '', names = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    ) ?? [];
  if (signature === '') return 'AccessDenied';
  const date = header(request, 'x-amz-date');
  if (Math.abs(timeOf(date) - Date.now()) > SKEW_MS) return 'RequestTimeTooSkewed';
  const payload = header(request, 'x-amz-content-sha256');
  // As stores do that know no chunks with trailers.
  if (payload.startsWith('STREAMING-')) return 'NotImplemented';
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== sha256(request.body)) return 'XAmzContentSHA256Mismatch';
  return judge({ request, keys, credential, names, signature, date, payload });
}

function ofAddress(request: SignedRequest, query: URLSearchParams, keys: S3Keys): Refusal | null {
  const of = (name: string) => query.get(`X-Amz-${name}`) ?? '';
  const seconds = Number(of('Expires'));
  if (of('Algorithm') !== ALGORITHM || !(seconds >= 1 && seconds <= WEEK_SECONDS)) return 'AccessDenied';
  const signedAt = timeOf(of('Date'));
  if (!(signedAt < Date.now() + SKEW_MS)) return 'RequestTimeTooSkewed';
  if (signedAt + seconds * 1000 < Date.now()) return 'ExpiredToken';
  return judge({
    request,
    keys,
    credential: of('Credential'),
    names: of('SignedHeaders'),
    signature: of('Signature'),
    date: of('Date'),
    payload: 'UNSIGNED-PAYLOAD',
  });
}

interface Claim {
  request: SignedRequest;
  keys: S3Keys;
  credential: string;
  names: string;
  signature: string;
  date: string;
  payload: string;
}

function judge({ request, keys, credential, names, signature, date, payload }: Claim): Refusal | null {
  const [accessKeyId, ...scope] = credential.split('/');
  if (accessKeyId !== keys.accessKeyId) return 'InvalidAccessKeyId';
  const day = date.slice(0, 8);
  if (scope.join('/') !== `${day}/${keys.region}/s3/aws4_request`) return 'AccessDenied';
  if (!names.split(';').includes('host')) return 'AccessDenied';
  const canonical = canonicalRequest(request, names, payload);
  const text = [ALGORITHM, date, scope.join('/'), sha256(canonical)].join('\n');
  const key = [day, keys.region, 's3', 'aws4_request'].reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${keys.secretAccessKey}`),
  );
  const given = Buffer.from(signature, 'hex');
  const ours = hmac(key, text);
  return given.length === ours.length && timingSafeEqual(given, ours) ? null : 'SignatureDoesNotMatch';
}

/** S3 encodes a path once, and normalises none. */
function canonicalRequest(request: SignedRequest, names: string, payload: string): string {
  const [path = '', search = ''] = request.url.split('?', 2);
  const query = search
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith(`${SIGNATURE}=`))
    .map((pair) => {
      const [name = '', value = ''] = pair.split('=', 2);
      return `${encoded(decodeURIComponent(name))}=${encoded(decodeURIComponent(value))}`;
    })
    .sort();
  const headers = names.split(';').map((name) => `${name}:${header(request, name)}\n`);
  const segments = path.split('/').map((segment) => encoded(decodeURIComponent(segment)));
  return [request.method, segments.join('/'), query.join('&'), headers.join(''), names, payload].join('\n');
}

function header({ headers }: SignedRequest, name: string): string {
  return [headers[name] ?? ''].flat().join(',').trim().replace(/ +/g, ' ');
}

/** RFC 3986: everything but the unreserved characters. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Of `20261121T121500Z`. */
function timeOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'));
}

function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
