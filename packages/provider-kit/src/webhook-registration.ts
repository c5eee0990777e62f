/** What an upstream's refusal or silence means for the registration of a webhook. */
import { publishError, type PublishError, type PublishErrorCategory } from '@postern/core';
import { createRedactor } from './redact';
import type { HttpReply } from './upstream-error';

/** As `classifyCreate` and `classifyRead` say it. */
export interface RegistrationFailure {
  outcome: 'rejected' | 'unknown' | 'missing' | 'failed';
  error: PublishError;
  reply: HttpReply | null;
}

/**
 * The contract's answer. A doubt needs no person: registering again finds what was made, so it is retryable. A
 * success that cannot be used may hold a secret and is not repeated, and neither are `secrets` that were sent along.
 */
export function registrationRefused(
  failure: RegistrationFailure,
  secrets: readonly string[] = [],
): { outcome: 'rejected'; error: PublishError } {
  const isDoubt = failure.outcome === 'unknown' || isSuccess(failure);
  const error = isDoubt ? unheard(failure) : refused(failure.error);
  return { outcome: 'rejected', error: withoutSecrets(error, secrets) };
}

function isSuccess({ error, reply }: RegistrationFailure): boolean {
  const status = reply?.status ?? error.upstreamHttpStatus;
  return status !== null && status >= 200 && status < 300;
}

function unheard(failure: RegistrationFailure): PublishError {
  const { error } = failure;
  return publishError({
    ...error,
    retryable: true,
    message: 'The provider gave no usable answer: its webhook may or may not have been changed.',
    remedy: 'Ask again: what was made is found, and gets a new secret.',
    upstreamMessage: isSuccess(failure) ? null : error.upstreamMessage,
    platformMessage: null,
  });
}

function refused(error: PublishError): PublishError {
  const remedy = error.retryable ? 'Ask again after a while.' : REMEDIES[error.category];
  // An address or an event that is refused is no content of a post.
  const isContent = error.category === 'content';
  if (!isContent && error.code !== 'UPSTREAM_REJECTED') return publishError({ ...error, remedy });
  const said = error.upstreamMessage ?? error.message;
  const message = `The provider refuses the webhook: ${said}`;
  return publishError({ ...error, code: 'UPSTREAM_REJECTED', message, remedy });
}

/** Those of the error table speak of posts. */
const REMEDIES: Partial<Record<PublishErrorCategory, string>> = {
  auth: 'Check the connection’s credentials and what they may do at the provider, then ask again.',
  limit: 'Free or raise the limit at the provider, then ask again.',
  content: 'Change what the message names, or enter the webhook at the provider by hand.',
  upstream: 'Change what the message names, or enter the webhook at the provider by hand.',
};

function withoutSecrets(error: PublishError, secrets: readonly string[]): PublishError {
  if (secrets.length === 0) return error;
  const redactor = createRedactor(secrets);
  const clean = (words: string | null) => (words === null ? null : redactor.text(words));
  return {
    ...error,
    message: redactor.text(error.message),
    upstreamCode: clean(error.upstreamCode),
    upstreamMessage: clean(error.upstreamMessage),
    platformMessage: clean(error.platformMessage),
  };
}
