/** Sends a plan over the wire as it is, and says how a person can send it again. */
import { Agent, request as httpRequest } from 'node:http';
import type { PlacedOperation } from '../../src/http/openapi/document-types';
import type { Pool } from './pool';
import type { BodyPlan, FormPart, KeyKind, RequestPlan } from './request-plan';

export interface SentRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Buffer | null;
}

export interface ReceivedReply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** Empty for a stream, which is left as soon as it began. */
  text: string;
}

const BOUNDARY = 'postern-contract';

export function toRequest(
  baseUrl: string,
  { path, method }: PlacedOperation,
  plan: RequestPlan,
  pool: Pool,
  keys: Record<KeyKind, string | null>,
): SentRequest {
  const address = path.replace(/\{(\w+)\}/g, (_whole, name: string) => escape(pool.resolve(plan.path[name])));
  const query = plan.query.flatMap(([name, value]) =>
    [pool.resolve(value)].flat().map((item) => `${escape(name)}=${escape(item)}`),
  );
  const { type, bytes } = bodyOf(plan.body, pool);
  const key = keys[plan.key];
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(plan.headers)) headers[name] = String(pool.resolve(value));
  if (key !== null) headers.authorization = `Bearer ${key}`;
  if (type !== null) headers['content-type'] = type;
  if (bytes !== null) headers['content-length'] = String(bytes.length);
  return {
    method: method.toUpperCase(),
    url: `${baseUrl}${address}${query.length > 0 ? `?${query.join('&')}` : ''}`,
    headers,
    body: bytes,
  };
}

/** Half of a surrogate pair cannot be written in an address. */
const escape = (value: unknown): string =>
  encodeURIComponent(String(value).replace(/\p{Surrogate}/gu, '\ufffd'));

function bodyOf(plan: BodyPlan, pool: Pool): { type: string | null; bytes: Buffer | null } {
  switch (plan.kind) {
    case 'none':
      return { type: null, bytes: null };
    case 'json': {
      const text = JSON.stringify(pool.resolve(plan.value)) as string | undefined;
      return { type: 'application/json', bytes: Buffer.from(text ?? '') };
    }
    case 'bytes':
      return { type: plan.type, bytes: Buffer.from(plan.text) };
    case 'form':
      return { type: `multipart/form-data; boundary=${BOUNDARY}`, bytes: formBytes(plan.parts, pool) };
  }
}

function formBytes(parts: FormPart[], pool: Pool): Buffer {
  const chunks = parts.flatMap(({ name, value, filename, type }) => {
    const file = filename === null ? '' : `; filename="${filename.replaceAll('"', '%22')}"`;
    const kind = type === null ? '' : `Content-Type: ${type}\r\n`;
    const given = pool.resolve(value);
    return [
      Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${kind}\r\n`),
      given instanceof Uint8Array ? Buffer.from(given) : Buffer.from(String(given)),
      Buffer.from('\r\n'),
    ];
  });
  return Buffer.concat([...chunks, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

export class Wire {
  private readonly agent = new Agent({ keepAlive: true });

  send({ method, url, headers, body }: SentRequest): Promise<ReceivedReply> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(url, { method, headers, agent: this.agent }, (response) => {
        const chunks: Buffer[] = [];
        const done = (text: string) =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        if (response.headers['content-type']?.startsWith('text/event-stream')) {
          response.destroy();
          done('');
          return;
        }
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done(Buffer.concat(chunks).toString('utf8')));
        response.on('error', reject);
      });
      request.setTimeout(20_000, () => request.destroy(new Error('No answer within 20 s.')));
      request.on('error', reject);
      request.end(body ?? undefined);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

/** The request as a command line. */
export function toCurl({ method, url, headers, body }: SentRequest): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const lines = Object.entries(headers)
    .filter(([name]) => name !== 'content-length')
    .map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const data = body === null ? [] : [`--data-binary ${quoted(body.toString('utf8').slice(0, 4_000))}`];
  return ['curl', '-i', '-X', method, quoted(url), ...lines, ...data].join(' ');
}
