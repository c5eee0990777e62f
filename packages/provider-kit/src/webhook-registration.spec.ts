import { publishError } from '@postern/core';
import type { HttpReply } from './upstream-error';
import { registrationRefused, type RegistrationFailure } from './webhook-registration';

const reply = (status: number): HttpReply => ({
  kind: 'response',
  status,
  headers: {},
  json: undefined,
  text: '',
  requestId: null,
  durationMs: 1,
});

function refused(failure: Partial<RegistrationFailure>, secrets: string[] = []) {
  const error = publishError({ code: 'UPSTREAM_REJECTED', upstreamMessage: 'Maximum of 10 webhooks' });
  return registrationRefused({ outcome: 'rejected', error, reply: reply(400), ...failure }, secrets).error;
}

it('says what the upstream said, and nothing of posts', () => {
  const error = refused({});
  expect(error).toMatchObject({ code: 'UPSTREAM_REJECTED', retryable: false });
  expect(error.message).toContain('Maximum of 10 webhooks');
  expect(error.remedy).not.toMatch(/post/);
});

it('takes an address that is refused for no content of a post', () => {
  const error = publishError({ code: 'CONTENT_INVALID', message: 'Layers refuses url: Must be https.' });
  const told = refused({ error, reply: reply(422) });
  expect(told).toMatchObject({ code: 'UPSTREAM_REJECTED', category: 'upstream', retryable: false });
  expect(told.message).toContain('Must be https.');
});

it('asks for another try where nobody knows what was done', () => {
  const error = publishError({ code: 'TIMEOUT', retryable: false, upstreamMessage: 'no reply in 10 s' });
  const told = refused({ outcome: 'unknown', error, reply: null });
  expect(told).toMatchObject({ code: 'TIMEOUT', retryable: true, upstreamMessage: 'no reply in 10 s' });
});

it('repeats nothing of a success that it cannot use', () => {
  const error = publishError({ code: 'UPSTREAM_ERROR', upstreamMessage: '{"secret":"whsec_abcdefgh' });
  const told = refused({ outcome: 'unknown', error, reply: reply(201) });
  expect(JSON.stringify(told)).not.toContain('whsec_abcdefgh');
  expect(told.retryable).toBe(true);
});

it('repeats no secret that was sent along', () => {
  const error = publishError({
    code: 'UPSTREAM_REJECTED',
    upstreamMessage: 'secret "abcdefgh1234" is taken',
  });
  expect(JSON.stringify(refused({ error }, ['abcdefgh1234']))).not.toContain('abcdefgh1234');
});
