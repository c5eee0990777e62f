/** Whether a reply is what the document says. */
import type { PlacedOperation } from '../../src/http/openapi/document-types';
import type { ReceivedReply } from './exchange';
import type { ServedDocument } from './served-document';

/** Headers of HTTP itself, of caches, browsers and proxies, which no operation needs to name. */
const OF_HTTP = new Set([
  'allow',
  'cache-control',
  'connection',
  'content-length',
  'content-security-policy',
  'content-type',
  'date',
  'keep-alive',
  'referrer-policy',
  'transfer-encoding',
  'vary',
  'x-accel-buffering',
  'x-content-type-options',
  'x-frame-options',
]);

/** What is wrong, in words; `null` for a good reply. */
export function flawOfReply(
  served: ServedDocument,
  placed: PlacedOperation,
  reply: ReceivedReply,
): string | null {
  const { status } = reply;
  const response = served.responseOf(placed, status);
  // A probe that fails says so with 503, as it is described.
  if (status >= 500 && !(status === 503 && placed.path.startsWith('/health')))
    return `a server error: ${reply.text.slice(0, 300)}`;
  if (response === undefined) return `the status is not documented: ${reply.text.slice(0, 300)}`;
  const strange = Object.keys(reply.headers).filter(
    (name) => !OF_HTTP.has(name) && !names(response.headers, name),
  );
  if (strange.length > 0) return `headers that are not documented: ${strange.join(', ')}`;
  return flawOfBody(served, placed, reply, Object.keys(response.content ?? {}));
}

const names = (headers: object | undefined, name: string): boolean =>
  Object.keys(headers ?? {}).some((known) => known.toLowerCase() === name);

function flawOfBody(
  served: ServedDocument,
  placed: PlacedOperation,
  { status, headers, text }: ReceivedReply,
  types: string[],
): string | null {
  if (types.length === 0)
    return text === '' ? null : `a body where none is documented: ${text.slice(0, 300)}`;
  const type = String(headers['content-type'] ?? '').split(';', 1)[0] ?? '';
  if (!types.includes(type)) return `the content type ${type || '(none)'} is not documented`;
  if (!type.endsWith('json')) return null;
  const body = parsed(text);
  if (body === undefined) return `the body is no JSON: ${text.slice(0, 300)}`;
  const flaw = served.flawOf(placed, status, type, body);
  if (flaw !== null)
    return `the body is not as documented: ${JSON.stringify(flaw).slice(0, 600)} in ${text.slice(0, 600)}`;
  const { requestId } = body as { requestId?: unknown };
  const mismatch =
    status >= 400 && type === 'application/problem+json' && requestId !== headers['x-request-id'];
  return mismatch ? 'requestId is not the header X-Request-Id' : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
