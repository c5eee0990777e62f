import { WebhookVerificationError } from './errors';
import { sign, testEvent } from './testing';
import { verify } from './webhooks';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = 'whsec_c2VjcmV0IG9mIGFub3RoZXIgZW5kcG9pbnQ=';
/** The published example of the specification's libraries. */
const EXAMPLE = {
  body: '{"test": 2432232314}',
  at: new Date(1_614_265_330_000),
  headers: {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
};

it('takes and makes the example of Standard Webhooks', async () => {
  const { body, at, headers } = EXAMPLE;
  await expect(verify(body, headers, SECRET, { now: at })).resolves.toEqual({ test: 2_432_232_314 });
  const signed = await sign(body, SECRET, { id: headers['webhook-id'], timestamp: at });
  expect(signed).toEqual(headers);
});

it('answers the event of a test delivery, whatever form the headers have', async () => {
  const event = testEvent('post.published');
  const body = JSON.stringify(event);
  const headers = await sign(body, SECRET);
  const upper = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]),
  );
  for (const form of [headers, new Headers(headers), upper]) {
    await expect(verify(body, form, SECRET)).resolves.toEqual(event);
  }
  await expect(verify(new TextEncoder().encode(body), headers, SECRET)).resolves.toEqual(event);
});

it('takes either secret while they are rotated', async () => {
  const both = await sign('{}', [OTHER, SECRET]);
  expect(both['webhook-signature'].split(' ')).toHaveLength(2);
  await expect(verify('{}', both, SECRET)).resolves.toEqual({});
  await expect(verify('{}', await sign('{}', SECRET), [OTHER, SECRET])).resolves.toEqual({});
});

it.each<[string, (headers: Record<string, string>) => Record<string, string | string[]>]>([
  ['another id', (headers) => ({ ...headers, 'webhook-id': 'evt_other' })],
  [
    'another time',
    (headers) => ({ ...headers, 'webhook-timestamp': String(Math.floor(Date.now() / 1000) - 1) }),
  ],
  ['no id', ({ 'webhook-id': _, ...rest }) => rest],
  ['no signature', ({ 'webhook-signature': _, ...rest }) => rest],
  ['an empty signature', (headers) => ({ ...headers, 'webhook-signature': '' })],
  ['two signatures headers', (headers) => ({ ...headers, 'webhook-signature': ['v1,AAAA', 'v1,BBBB'] })],
  [
    'a signature of another version',
    (headers) => ({ ...headers, 'webhook-signature': headers['webhook-signature']!.replace('v1,', 'v2,') }),
  ],
  ['a signature that is no base64', (headers) => ({ ...headers, 'webhook-signature': 'v1,%%%' })],
  ['a time that is no number', (headers) => ({ ...headers, 'webhook-timestamp': 'now' })],
])('refuses %s', async (_, change) => {
  const headers = await sign('{}', SECRET);
  await expect(verify('{}', change(headers), SECRET)).rejects.toThrow(WebhookVerificationError);
});

it('refuses another body, another secret, and deliveries from too far back or ahead', async () => {
  const headers = await sign('{}', SECRET);
  await expect(verify('{ }', headers, SECRET)).rejects.toThrow('No signature fits');
  await expect(verify('{}', headers, OTHER)).rejects.toThrow('No signature fits');
  await expect(verify('{}', headers, [])).rejects.toThrow('No signature fits');
  for (const seconds of [-301, 302]) {
    const late = await sign('{}', SECRET, { timestamp: new Date(Date.now() + seconds * 1000) });
    await expect(verify('{}', late, SECRET)).rejects.toThrow('within 300 s');
    await expect(verify('{}', late, SECRET, { toleranceSeconds: 400 })).resolves.toEqual({});
  }
  await expect(verify('no', await sign('no', SECRET), SECRET)).rejects.toThrow('not JSON');
});

it('says what a secret looks like, and does not show the one given', async () => {
  const attempt = verify('{}', await sign('{}', SECRET), 'whsec_%secret%');
  await expect(attempt).rejects.toThrow('A webhook secret is whsec_ followed by base64.');
});
