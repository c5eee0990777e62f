import { type ApiError, apiError, UnreadableReplyError } from './errors';
import type { Problem } from './generated/models';
import type { Operation } from './operation';

/** The longest piece of a stranger's reply that a message shows. */
const SHOWN = 200;

/** @throws UnreadableReplyError */
export function readBody(operation: Operation, response: Response, text: string): unknown {
  if (operation.reply === 'text') return text;
  if (operation.reply === 'none' || response.status === 204) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const shown = text.slice(0, SHOWN);
    throw new UnreadableReplyError(
      `${operation.method} ${operation.path} answered ${response.status}, but not with JSON: ${shown}`,
      response.status,
      { cause },
    );
  }
}

export function refusalOf(operation: Operation, response: Response, text: string): ApiError {
  const problem = problemOf(text);
  const status = response.status;
  const detail = problem?.detail ?? `not with a problem document: ${text.slice(0, SHOWN)}`;
  const code = problem?.code ?? `HTTP_${status}`;
  return apiError({
    status,
    code,
    message: `${operation.method} ${operation.path} answered ${status} ${code}: ${detail}`,
    problem,
    requestId: problem?.requestId ?? response.headers.get('x-request-id'),
    retryAfter: retryAfterOf(response.headers, Date.now()),
  });
}

/** Seconds, from either form of the header (RFC 9110, 10.2.3). */
export function retryAfterOf(headers: Headers, nowMs: number): number | null {
  const given = headers.get('retry-after')?.trim();
  if (!given) return null;
  if (/^\d+$/.test(given)) return Number(given);
  const at = Date.parse(given);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - nowMs) / 1000));
}

function problemOf(text: string): (Problem & Record<string, unknown>) | null {
  try {
    const document = JSON.parse(text) as unknown;
    if (typeof document !== 'object' || document === null) return null;
    const { code, detail } = document as Record<string, unknown>;
    if (typeof code !== 'string' || typeof detail !== 'string') return null;
    return document as Problem & Record<string, unknown>;
  } catch {
    // A proxy's page; the caller gets the beginning of it.
    return null;
  }
}
