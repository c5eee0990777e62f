/** Decides what a broken exchange means: did not one byte leave, or may the upstream have acted? */
import type { HttpOutcome } from '@postern/core';
import { BLOCKED_CODE } from './address-guard';
import type { SocketWatch } from './http-transport';

export type BrokenOutcome = Exclude<HttpOutcome, { kind: 'response' }>;

export interface Failure {
  error: unknown;
  watch: SocketWatch;
  /** Our own timer fired. */
  timedOut: boolean;
  timeoutMs: number;
  durationMs: number;
}

/**
 * `not_sent` only where the request never had a connection: refused, not resolved, blocked, time-out while
 * connecting, or a TLS handshake that failed. From a connection on it is `no_reply`.
 */
export function classifyFailure(failure: Failure): BrokenOutcome {
  const { watch, durationMs } = failure;
  const code = codeOf(failure.error);
  const message = failure.timedOut
    ? `No whole reply within ${failure.timeoutMs} ms.`
    : sentence(failure.error);
  if (!watch.connected || (!watch.secured && isHandshakeError(code))) {
    return { kind: 'not_sent', cause: notSentCause(code), message, retryAfter: null };
  }
  if (failure.timedOut) return { kind: 'no_reply', cause: 'timeout', message, durationMs };
  return { kind: 'no_reply', cause: noReplyCause(failure.error, code), message, durationMs };
}

export function notSent(
  cause: Extract<BrokenOutcome, { kind: 'not_sent' }>['cause'],
  message: string,
  retryAfter: number | null = null,
): BrokenOutcome {
  return { kind: 'not_sent', cause, message, retryAfter };
}

function notSentCause(code: string): Extract<BrokenOutcome, { kind: 'not_sent' }>['cause'] {
  if (code === BLOCKED_CODE) return 'blocked';
  if (code === 'ENOTFOUND' || code.startsWith('EAI_') || code === 'EDNS') return 'dns';
  if (
    code.startsWith('ERR_INVALID') ||
    code.startsWith('ERR_HTTP_INVALID') ||
    code === 'ERR_UNESCAPED_CHARACTERS'
  )
    return 'invalid';
  return 'refused';
}

function noReplyCause(error: unknown, code: string): Extract<BrokenOutcome, { kind: 'no_reply' }>['cause'] {
  if (sentence(error).startsWith('maxContentLength')) return 'too_large';
  if (code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT') return 'timeout';
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNABORTED') return 'reset';
  return 'aborted';
}

function isHandshakeError(code: string): boolean {
  return (
    code === 'EPROTO' ||
    code.startsWith('CERT_') ||
    code.startsWith('ERR_TLS_') ||
    code.startsWith('UNABLE_TO_') ||
    code.startsWith('ERR_SSL_') ||
    code === 'DEPTH_ZERO_SELF_SIGNED_CERT' ||
    code === 'SELF_SIGNED_CERT_IN_CHAIN'
  );
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  return cause === undefined ? '' : codeOf(cause);
}

function sentence(error: unknown): string {
  return error instanceof Error && error.message !== ''
    ? error.message
    : codeOf(error) || 'The connection failed.';
}
