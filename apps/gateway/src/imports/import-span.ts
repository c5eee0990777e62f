import { SpanKind } from '@opentelemetry/api';
import { inSpan } from '../tracing/spans';
import type { TakenImport } from './import-work.repository';

/** One turn makes many groups, whose posts go on in its trace. */
export function inImportSpan<T>(
  { id, workspaceId, requestId }: TakenImport,
  work: () => Promise<T>,
): Promise<T> {
  const attributes = {
    'postern.workspace_id': workspaceId,
    'postern.import_id': id,
    'postern.request_id': requestId,
  };
  return inSpan('import', () => ({ kind: SpanKind.CONSUMER, parent: null, attributes }), work);
}
