import { SpanKind } from '@opentelemetry/api';
import { inSpan } from '../tracing/spans';
import type { ClaimedSubmission } from './submission';

/** An attempt is a part of the trace of the request that asked for it, however long ago that was. */
export function inSubmissionSpan<T>(claim: ClaimedSubmission, work: () => Promise<T>): Promise<T> {
  const name = claim.state === 'unknown' ? 'resolve' : 'submit';
  return inSpan(
    name,
    () => ({ kind: SpanKind.CONSUMER, parent: claim.traceContext, attributes: of(claim) }),
    work,
  );
}

function of(claim: ClaimedSubmission) {
  return {
    'postern.workspace_id': claim.workspaceId,
    'postern.post_group_id': claim.groupId,
    'postern.post_ids': claim.posts.map(({ id }) => id),
    'postern.submission_id': claim.id,
    'postern.connection_id': claim.connectionId,
    'postern.provider': claim.provider,
    'postern.attempt': claim.attempts,
    'postern.late_ms': Math.max(0, Math.round(claim.claimedAt - claim.dueAt)),
  };
}
