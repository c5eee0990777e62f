import { SpanKind } from '@opentelemetry/api';
import type { OpenConnection } from '../connections/connection-contexts';
import { inSpan } from '../tracing/spans';

/** A read is about many posts of many requests, again and again for days: a trace of its own, with links to theirs. */
export function inReadSpan<T>(
  connection: OpenConnection['connection'],
  posts: number,
  links: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const attributes = {
    'postern.workspace_id': connection.workspaceId,
    'postern.connection_id': connection.id,
    'postern.provider': connection.providerId,
    'postern.posts': posts,
  };
  return inSpan('read', () => ({ kind: SpanKind.CONSUMER, parent: null, links, attributes }), work);
}
