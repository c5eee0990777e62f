import type { ApiOperation } from './api-operations';
import type { CatalogueEntry } from './mcp-catalogue';

/** The request that a tool call stands for. */
export interface ToolRequest {
  method: string;
  /** Path and query. */
  url: string;
  idempotencyKey: string | null;
  /** `undefined` where the operation takes none. */
  body: Record<string, unknown> | undefined;
}

/** What a tool call is refused with before there is a request; the sentence is for the agent. */
export class ToolArgumentsError extends Error {
  override readonly name = 'ToolArgumentsError';
}

/**
 * Puts the arguments where the operation expects them. Whether they keep the rules is the operation's to say:
 * what it does not know goes into its body or query and is refused there by name.
 *
 * @throws ToolArgumentsError
 */
export function toolRequest(entry: CatalogueEntry, args: Record<string, unknown>): ToolRequest {
  const { by, operation } = choose(entry, args);
  const { idempotencyKey, ...rest } = args;
  if (idempotencyKey !== undefined && typeof idempotencyKey !== 'string') {
    throw new ToolArgumentsError('idempotencyKey must be a text.');
  }
  const given = Object.entries(rest).filter(([name]) => name !== by);
  const inQuery = new Set(operation.body === null ? given.map(([name]) => name) : []);
  return {
    method: operation.method,
    url: `${pathOf(operation, by, args)}${queryOf(given.filter(([name]) => inQuery.has(name)))}`,
    idempotencyKey: idempotencyKey ?? null,
    body:
      operation.body === null ? undefined : Object.fromEntries(given.filter(([name]) => !inQuery.has(name))),
  };
}

function choose(entry: CatalogueEntry, args: Record<string, unknown>): CatalogueEntry['operations'][number] {
  const fitting = entry.operations.filter(({ by }) => by === null || args[by] !== undefined);
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  throw new ToolArgumentsError('Give exactly one of groupId and postId.');
}

function pathOf(operation: ApiOperation, by: string | null, args: Record<string, unknown>): string {
  if (by === null) return operation.path;
  const id = args[by];
  if (typeof id !== 'string' || id === '') throw new ToolArgumentsError(`${by} must be an id.`);
  return operation.path.replace('{id}', encodeURIComponent(id));
}

function queryOf(given: [string, unknown][]): string {
  const query = new URLSearchParams();
  for (const [name, value] of given) {
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (item !== null && item !== undefined)
        query.append(name, typeof item === 'string' ? item : JSON.stringify(item));
    }
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
