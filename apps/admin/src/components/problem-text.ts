import { ApiError, NetworkError, TimeoutError } from '@postern/client';
import { texts } from '../texts';

/** What went wrong, as a person may be told. */
export function problemText(error: unknown): string {
  if (error instanceof ApiError) {
    const issues = error.issues.map(({ path, message }) => (path ? `${path}: ${message}` : message));
    return [error.problem?.detail ?? error.message, ...issues].join('\n');
  }
  if (error instanceof TimeoutError || error instanceof NetworkError) return texts.common.unreachable;
  return error instanceof Error ? error.message : texts.common.unknownError;
}
