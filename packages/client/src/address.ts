import { PosternError } from './errors';
import type { CallInput, Operation } from './operation';

/** @throws PosternError for an address that cannot be called, or one that holds a password */
export function baseOf(given: string): string {
  let url: URL;
  try {
    url = new URL(given);
  } catch (cause) {
    throw new PosternError('CONFIGURATION', 'baseUrl is no address; write e.g. https://postern.internal', {
      cause,
    });
  }
  if (!['http:', 'https:'].includes(url.protocol)) {
    throw new PosternError('CONFIGURATION', `baseUrl begins with ${url.protocol}; write http: or https:`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new PosternError('CONFIGURATION', 'baseUrl holds a user or password; the key goes into apiKey');
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

export function addressOf(base: string, operation: Operation, { path = {}, query = {} }: CallInput): string {
  const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    segment(operation, name, path[name]),
  );
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, unknown][]) {
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (one !== undefined && one !== null) parameters.append(name, textOf(one));
    }
  }
  const search = parameters.toString();
  return `${base}${filled}${search === '' ? '' : `?${search}`}`;
}

/** An empty id would call the list instead, and `..` another path. */
function segment(operation: Operation, name: string, value: string | undefined): string {
  if (typeof value !== 'string' || value === '' || value === '.' || value === '..') {
    throw new PosternError(
      'CONFIGURATION',
      `${operation.id} needs ${name}; it was given "${String(value)}".`,
    );
  }
  return encodeURIComponent(value);
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}
