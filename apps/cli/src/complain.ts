import { CommanderError } from 'commander';
import {
  ApiError,
  AuthenticationError,
  NetworkError,
  PermissionError,
  PosternError,
  TimeoutError,
  UnreadableReplyError,
  WaitTimeoutError,
} from '@postern/client';
import { EXIT, type ExitStatus, UsageError } from './exit-status';
import { Interrupted, type Terminal } from './terminal';

/** Says what went wrong, to a person or as JSON, and answers the exit status. */
export function complain(error: unknown, json: boolean, terminal: Terminal): ExitStatus {
  // Commander has written its own words already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof Interrupted) return EXIT.interrupted;
  terminal.err(json ? `${JSON.stringify({ error: asData(error) })}\n` : `${lines(error).join('\n')}\n`);
  return statusOf(error);
}

function statusOf(error: unknown): ExitStatus {
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof PosternError && error.code === 'CONFIGURATION') return EXIT.usage;
  if (error instanceof WaitTimeoutError) return EXIT.unfinished;
  if (error instanceof NetworkError || error instanceof TimeoutError) return EXIT.unreachable;
  return error instanceof UnreadableReplyError ? EXIT.unreachable : EXIT.failed;
}

function lines(error: unknown): string[] {
  if (!(error instanceof ApiError)) return [error instanceof Error ? error.message : String(error)];
  const detail = error.problem?.detail ?? error.message;
  const issues = error.issues.map(({ path, rule, message }) => `  ${path || 'body'}: ${message} [${rule}]`);
  const hint = hintFor(error);
  const request = error.requestId === null ? [] : [`(${error.code}, request ${error.requestId})`];
  return [detail, ...issues, ...(hint === null ? [] : [hint]), ...request];
}

function hintFor(error: ApiError): string | null {
  if (error instanceof AuthenticationError)
    return 'Check POSTERN_API_KEY: it may be of another gateway, or expired.';
  if (error instanceof PermissionError)
    return 'An administrator can give the key that scope, or you another key.';
  if (error.retryAfter !== null) return `Try again in ${error.retryAfter} s.`;
  return null;
}

function asData(error: unknown): Record<string, unknown> {
  if (error instanceof ApiError) {
    const { code, status, issues, requestId, retryAfter, problem } = error;
    return { code, status, message: problem?.detail ?? error.message, issues, requestId, retryAfter };
  }
  const code =
    error instanceof PosternError ? error.code : error instanceof UsageError ? 'USAGE' : 'INTERNAL';
  return { code, message: error instanceof Error ? error.message : String(error) };
}
