/** What the suite of the contract does not see: webhooks that were switched off, the tenth of them, and the edges. */
import { createHmac } from 'node:crypto';
import { testContext } from '@postern/provider-kit/testing';
import { BASE_URL, reply, scriptedHttp } from '../test/scripted-http';
import { createPostPostProvider } from './postpost-provider';

const URL = 'https://postern.example/hooks/conn_1';
const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const OFF = '65f0000000000000000000a1';
const MADE = '65f0000000000000000000a2';
const EVENTS = ['post.scheduled', 'post.published', 'post.failed', 'token.expiring'];
const { verify, parse, registration } = createPostPostProvider().webhooks!;
const bytes = (event: object) => Buffer.from(JSON.stringify(event));

async function register(answers: Parameters<typeof scriptedHttp>[0]) {
  const http = scriptedHttp(answers);
  const { ctx } = testContext({ credentials: { apiKey: 'k', baseUrl: BASE_URL }, now: () => NOW, http });
  return { http, result: await registration!.register(ctx, { url: URL, registrationId: OFF }) };
}

it('one that was switched off is deleted, then made anew: switching it on keeps its failures', async () => {
  const { http, result } = await register({
    'GET webhooks': reply(200, { webhooks: [{ _id: OFF, url: URL, isActive: false, events: EVENTS }] }),
    'DELETE webhooks': reply(200, { success: true }),
    'POST webhooks': reply(201, { webhook: { _id: MADE, secret: 's'.repeat(20) } }),
  });
  expect(result).toMatchObject({ outcome: 'done', registrationId: MADE, overlapSeconds: 0 });
  expect(http.calls()).toEqual(['GET /webhooks', `DELETE /webhooks/${OFF}`, 'POST /webhooks']);
});

it('ten of others’ there already are a refusal in PostPost’s words, which repeating does not end', async () => {
  const others = Array.from({ length: 10 }, (_one, n) => ({
    _id: `65f0000000000000000000b${n}`,
    url: `https://others.example/${n}`,
    isActive: true,
    events: EVENTS,
  }));
  const { http, result } = await register({
    'GET webhooks': reply(200, { webhooks: others }),
    'POST webhooks': reply(400, { error: 'Maximum of 10 webhooks per user' }),
  });
  expect(result).toMatchObject({ outcome: 'rejected', error: { retryable: false } });
  expect(JSON.stringify(result)).toContain('Maximum of 10 webhooks per user');
  expect(http.calls()).toEqual(['GET /webhooks', 'POST /webhooks']);
});

it.each([
  [3_600, true],
  [3_601, false],
  [-300, true],
  [-301, false],
])('takes what says that it was sent %i seconds ago: %s', (age, taken) => {
  const body = bytes({
    event: 'post.published',
    timestamp: new Date(NOW - age * 1_000).toISOString(),
    data: {},
  });
  const signature = createHmac('sha256', 'secret').update(body).digest('hex');
  const verdict = verify(body, { 'x-postpost-signature': signature }, ['secret'], NOW);
  expect(verdict).toEqual(taken ? { ok: true } : { ok: false, reason: 'stale' });
});

it.each([
  ['post.published', undefined, false],
  ['post.failed', 'PLATFORM_REJECTED', false],
  ['post.failed', 'PLATFORM_AUTH_EXPIRED', true],
  ['token.expiring', undefined, true],
])('%s with error %s concerns the account: %s', (event, code, concerns) => {
  const data = { postId: 'p1', platformId: 'x-1', ...(code && { error: { code, message: 'm' } }) };
  const hint = parse(bytes({ event, timestamp: new Date(NOW).toISOString(), data }), {});
  expect(hint?.concernsAccount).toBe(concerns);
});
