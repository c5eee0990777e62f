/** From an operation of the manifest and a scope to one HTTP request. */
import type { HttpBody, HttpRequest, Json, ProviderContext } from '@postern/core';
import { headerScope, type Engine, type Scope } from './engine';
import type { Operation, QueryValue } from './manifest-schema';
import { renderEntries, renderTemplate } from './template';
import { readPath, readText } from './value-path';

/** A request of this manifest cannot be made with what is known; nothing was sent. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem';
}

export interface SerialisedBody {
  text: string;
  contentType: string;
}

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
  if (operation.encoding === 'json') {
    return { text: JSON.stringify(value), contentType: 'application/json' };
  }
  return { text: formText(value, place), contentType: 'application/x-www-form-urlencoded' };
}

/** Throws `RequestProblem` where a placeholder of the address finds nothing. */
export function buildRequest(
  parts: RequestParts,
  operation: Operation,
  body: SerialisedBody | null,
  moreHeaders: Record<string, string> = {},
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
    ...(body ? { body: { kind: 'raw', ...body } satisfies HttpBody } : {}),
    timeoutMs: operation.timeoutMs ?? engine.manifest.transport.timeoutMs,
    budget: operation.budget ?? (operation.method === 'GET' ? 'read' : 'write'),
  };
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

function formText(value: Json, place: string): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RequestProblem(`${place}.body must give an object for a form.`);
  }
  const form = new URLSearchParams();
  for (const [name, field] of Object.entries(value)) {
    for (const each of Array.isArray(field) ? field : [field]) {
      if (each !== null) form.append(name, typeof each === 'object' ? JSON.stringify(each) : String(each));
    }
  }
  return form.toString();
}
