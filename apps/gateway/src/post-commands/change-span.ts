import { SpanKind } from '@opentelemetry/api';
import { inSpan } from '../tracing/spans';
import type { ClaimedChange } from './claimed-change';

/** A part of the trace of the request that asked for it; others' commands that it takes along are linked. */
export function inChangeSpan<T>(
  commandId: string,
  claimed: readonly ClaimedChange[],
  work: () => Promise<T>,
): Promise<T> {
  const own = claimed.find(({ id }) => id === commandId) ?? null;
  const others = claimed.filter(({ id }) => id !== commandId);
  return inSpan(
    'change',
    () => ({
      kind: SpanKind.CONSUMER,
      parent: own?.traceContext ?? null,
      links: others.flatMap(({ traceContext }) => traceContext ?? []),
      attributes: {
        'postern.command_id': commandId,
        'postern.post_ids': claimed.map(({ postId }) => postId),
        ...(own === null
          ? {}
          : {
              'postern.command': own.kind,
              'postern.connection_id': own.connectionId,
              'postern.provider': own.provider,
              'postern.attempt': own.attempts,
            }),
      },
    }),
    work,
  );
}
