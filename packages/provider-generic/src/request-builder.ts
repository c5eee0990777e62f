/** From an operation of the manifest and a scope to one HTTP request. */
import type {
  HttpBody,
  HttpRequest,
  Json,
  OpenMedia,
  ProviderContext,
  PublishErrorCode,
} from '@postern/core';
import { headerScope, type Engine, type Scope } from './engine';
import { ExpressionError } from './expression';
import type { Operation, QueryValue } from './manifest-schema';
import { renderEntries, renderTemplate } from './template';
import { readPath, readText } from './value-path';

/** A request of this manifest cannot be made with what is known; nothing was sent. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem';
  constructor(
    message: string,
    readonly code: PublishErrorCode = 'CONNECTION_DISABLED',
    /** Whether the same request may be possible later. */
    readonly retryable = false,
  ) {
    super(message);
  }
}

/** As a checkpoint keeps it. Of `multipart/form-data` the text is a JSON list of `[name, value]`, without the files. */
export interface SerialisedBody {
  text: string;
  contentType: string;
}

export type BodyFile = { name: string; media: OpenMedia };

const MULTIPART = 'multipart/form-data';

interface RequestParts {
  engine: Engine;
  ctx: ProviderContext;
  scope: Scope;
  /** The operation's path in the manifest, for messages. */
  place: string;
}

/** The body, byte for byte as it will be sent; `null` where the operation has none. */
export async function serialiseBody(
  { engine, scope, place }: RequestParts,
  operation: Operation,
): Promise<SerialisedBody | null> {
  if (operation.body === undefined) return null;
  const value = await engine.expressions.evaluate(operation.body, `${place}.body`, scope);
  if (value === undefined) throw new RequestProblem(`${place}.body gives nothing.`);
  switch (operation.encoding) {
    case 'json':
      return { text: JSON.stringify(value), contentType: 'application/json' };
    case 'form':
      return {
        text: new URLSearchParams(formFields(value, place)).toString(),
        contentType: 'application/x-www-form-urlencoded',
      };
    case 'multipart':
      return { text: JSON.stringify(formFields(value, place)), contentType: MULTIPART };
  }
}

/** Throws `RequestProblem` where a placeholder of the address finds nothing. */
export function buildRequest(
  parts: RequestParts,
  operation: Operation,
  body: SerialisedBody | null,
  moreHeaders: Record<string, string> = {},
  files: BodyFile[] = [],
): HttpRequest {
  const { engine, ctx, scope, place } = parts;
  const query = renderQuery(operation.query, scope);
  return {
    method: operation.method,
    url: addressOf(engine, operation.path, scope, place),
    ...(Object.keys(query).length > 0 ? { query } : {}),
    headers: {
      ...renderEntries(
        { ...engine.manifest.transport.headers, ...operation.headers },
        headerScope(engine, ctx, scope),
      ),
      ...moreHeaders,
    },
    ...(body ? { body: bodyOf(body, files) } : {}),
    timeoutMs: operation.timeoutMs ?? engine.manifest.transport.timeoutMs,
    budget: operation.budget ?? (operation.method === 'GET' ? 'read' : 'write'),
  };
}

/**
 * A request whose body is made now, for all that need not be repeated byte for byte. Throws `RequestProblem` where
 * it cannot be made.
 */
export async function requestOf(parts: RequestParts, operation: Operation): Promise<HttpRequest> {
  try {
    return buildRequest(parts, operation, await serialiseBody(parts, operation));
  } catch (error) {
    if (error instanceof ExpressionError) throw new RequestProblem(error.message, 'INTERNAL');
    throw error;
  }
}

/** A parameter that finds nothing is left out, so that only what is declared and known is ever asked. */
function renderQuery(
  query: Record<string, QueryValue> | undefined,
  scope: Scope,
): Record<string, string | string[]> {
  const rendered: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(query ?? {})) {
    if (typeof value === 'string') {
      const text = renderTemplate(value, scope);
      if (text !== null) rendered[name] = text;
      continue;
    }
    const found = readPath(scope, value.each);
    const items = Array.isArray(found) ? found.map((each) => readText(each, '$')) : [];
    const known = items.filter((each) => each !== null);
    if (known.length === 0) continue;
    if (value.as === 'comma') rendered[name] = known.join(',');
    else rendered[value.as === 'brackets' ? `${name}[]` : name] = known;
  }
  return rendered;
}

/** The absolute address; always below the manifest's base, whatever a value contains. */
export function addressOf(engine: Engine, path: string, scope: Scope, place: string): string {
  const base = renderTemplate(engine.manifest.transport.baseUrl, scope)?.replace(/\/+$/, '');
  const rendered = renderTemplate(path, scope, encodeSegment);
  if (base === undefined || rendered === null) {
    throw new RequestProblem(`${place}.path needs a value that is not known: ${path}`);
  }
  if (!/^https?:\/\//i.test(base) || !URL.canParse(base)) {
    throw new RequestProblem('transport.baseUrl gives no http(s) address.');
  }
  return base + rendered;
}

/** Dots alone would climb out of the path. */
function encodeSegment(value: string): string {
  return /^\.+$/.test(value) ? value.replaceAll('.', '%252E') : encodeURIComponent(value);
}

function bodyOf(body: SerialisedBody, files: BodyFile[]): HttpBody {
  if (body.contentType !== MULTIPART) return { kind: 'raw', ...body };
  return { kind: 'multipart', fields: JSON.parse(body.text) as [string, string][], files };
}

/** A list repeats its field; what is absent or null is left out; an object goes out as JSON. */
function formFields(value: Json, place: string): [name: string, value: string][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RequestProblem(`${place}.body must give an object for a form.`);
  }
  return Object.entries(value).flatMap(([name, field]) =>
    (Array.isArray(field) ? field : [field])
      .filter((each) => each !== null)
      .map((each): [string, string] => [
        name,
        typeof each === 'object' ? JSON.stringify(each) : String(each),
      ]),
  );
}
