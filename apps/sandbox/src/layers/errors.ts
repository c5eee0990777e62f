import type { z } from 'zod';
import type { FaultRule } from '../frame/faults';
import type { RenderedError } from '../frame/simulator';
import { requestId } from './ids';

/** A documented refusal. The code tells them apart, never the message. */
export class LayersError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details?: Readonly<Record<string, unknown>>,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export interface Issue {
  readonly path: string;
  readonly message: string;
}

export function validation(issues: readonly Issue[], status = 422): LayersError {
  const [first] = issues;
  const message = first === undefined ? 'The request is invalid.' : `${first.path}: ${first.message}`;
  return new LayersError(status, 'VALIDATION', message, { issues });
}

export function invalid(path: string, message: string): LayersError {
  return validation([{ path, message }]);
}

export function notFound(what: string): LayersError {
  return new LayersError(404, 'NOT_FOUND', `${what} not found.`);
}

export function conflict(message: string, details?: Record<string, unknown>): LayersError {
  return new LayersError(409, 'CONFLICT', message, details);
}

/** Parses or throws `422 VALIDATION`; an unknown key is named by its own path. */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap((issue): Issue[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'Unknown key.' }))
      : [{ path: issue.path.join('.'), message: issue.message }],
  );
  throw validation(issues);
}

/** Every 4xx and 5xx has this shape (Layers docs, errors). */
export function envelope(error: LayersError, id: string): unknown {
  const { code, message, details } = error;
  return { error: { code, message, requestId: id, ...(details === undefined ? {} : { details }) } };
}

/** Injected faults in Layers' words. */
export function renderFault(rule: FaultRule): RenderedError {
  const error = faultError(rule);
  return { status: error.status, headers: error.headers, body: envelope(error, requestId()) };
}

function faultError({ kind }: FaultRule): LayersError {
  switch (kind) {
    case 'refuse':
      return validation([{ path: 'targets.0', message: 'The target cannot take this content.' }]);
    case '429':
      return new LayersError(429, 'RATE_LIMITED', 'Too many requests.');
    case '503':
      return new LayersError(503, 'INTERNAL', 'The service is temporarily unavailable.');
    default:
      return new LayersError(500, 'INTERNAL', 'Something went wrong.');
  }
}
