import { createHmac } from 'node:crypto';
import { genericWebhooks } from './generic-webhook';
import type { WebhookManifest } from './manifest-schema';

const NOW = 1_800_000_000_000;
const AT = String(NOW / 1_000);
const BODY = '{"type":"post.published","id":"evt_1","sent":"2027-01-15T08:00:00Z","data":{"id":"p1"}}';
const mac = (text: string, key = 'new') => createHmac('sha256', key).update(text).digest('hex');

type Signature = WebhookManifest['signature'];

function verify(
  signature: Signature,
  headers: Record<string, string>,
  { body = BODY, secrets = ['old', 'new'], more = {} } = {},
) {
  const manifest: WebhookManifest = {
    signature,
    type: 'type',
    dedupe: ['type'],
    references: ['data.id'],
    accountEvents: [],
    ...more,
  };
  const verdict = genericWebhooks(manifest).verify(Buffer.from(body), headers, secrets, NOW);
  return verdict.ok ? 'ok' : verdict.reason;
}

const timed = (signs: 'body' | 'timestamp.body'): Signature => ({
  scheme: 'timestamp-header',
  header: 'X-Sig',
  prefix: 'v0=',
  timestampHeader: 'X-Time',
  signs,
  toleranceSeconds: 300,
});

describe('a time in a header of its own', () => {
  const signed = `v0=${mac(`${AT}.${BODY}`)}`;
  it.each<[string, 'body' | 'timestamp.body', Record<string, string>, string]>([
    ['both signed', 'timestamp.body', { 'x-sig': signed, 'x-time': AT }, 'ok'],
    ['the body alone signed', 'body', { 'x-sig': `v0=${mac(BODY)}`, 'x-time': AT }, 'ok'],
    ['an ISO time', 'body', { 'x-sig': `v0=${mac(BODY)}`, 'x-time': new Date(NOW).toISOString() }, 'ok'],
    ['a moved time', 'timestamp.body', { 'x-sig': signed, 'x-time': String(NOW / 1_000 + 1) }, 'forged'],
    [
      'a replay',
      'timestamp.body',
      { 'x-sig': `v0=${mac(`${NOW / 1_000 - 301}.${BODY}`)}`, 'x-time': String(NOW / 1_000 - 301) },
      'stale',
    ],
    [
      'a time of tomorrow',
      'body',
      { 'x-sig': `v0=${mac(BODY)}`, 'x-time': String(NOW / 1_000 + 301) },
      'stale',
    ],
    ['no time', 'body', { 'x-sig': `v0=${mac(BODY)}` }, 'malformed'],
    ['a time that is none', 'body', { 'x-sig': `v0=${mac(BODY)}`, 'x-time': 'now' }, 'malformed'],
    ['no prefix', 'body', { 'x-sig': mac(BODY), 'x-time': AT }, 'malformed'],
    ['another key', 'body', { 'x-sig': `v0=${mac(BODY, 'other')}`, 'x-time': AT }, 'forged'],
    ['no signature', 'body', { 'x-time': AT }, 'no_signature'],
  ])('%s', (_what, signs, headers, verdict) => {
    expect(verify(timed(signs), headers)).toBe(verdict);
  });
});

describe('a signature over JSON that was written again', () => {
  const scheme: Signature = { scheme: 'hmac-json', header: 'x-sig', prefix: '' };
  const spaced = BODY.replaceAll(',', ', ');
  it.each([
    ['the same bytes', BODY, mac(BODY), 'ok'],
    ['other spaces', spaced, mac(BODY), 'ok'],
    ['the raw bytes, spaces and all', spaced, mac(spaced), 'ok'],
    ['another value', BODY.replace('p1', 'p2'), mac(BODY), 'forged'],
    ['no JSON', 'hello', mac(BODY), 'forged'],
    ['an older secret', BODY, mac(BODY, 'old'), 'ok'],
  ])('%s', (_what, body, signature, verdict) => {
    expect(verify(scheme, { 'x-sig': signature }, { body })).toBe(verdict);
  });

  it('needs a secret', () => {
    expect(verify(scheme, { 'x-sig': mac(BODY, '') }, { secrets: [''] })).toBe('no_secret');
  });
});

describe('a time in the signed body', () => {
  const scheme: Signature = { scheme: 'hmac-hex', header: 'x-sig', prefix: '' };
  const fresh = BODY.replace('2027-01-15T08:00:00Z', new Date(NOW - 1_000).toISOString());
  const more = { sentAt: { path: 'sent', toleranceSeconds: 300 } };
  const old = BODY.replace('2027-01-15T08:00:00Z', new Date(NOW - 301_000).toISOString());
  it.each([
    ['a fresh one', fresh, mac(fresh), 'ok'],
    ['a replay', old, mac(old), 'stale'],
    ['a forged one, however old', old, mac(fresh), 'forged'],
    ['none', '{}', mac('{}'), 'malformed'],
  ])('%s', (_what, body, signature, verdict) => {
    expect(verify(scheme, { 'x-sig': signature }, { body, more })).toBe(verdict);
  });
});

it('takes unsigned deliveries only where the manifest says so', () => {
  expect(verify({ scheme: 'none' }, {}, { secrets: [] })).toBe('ok');
});

it('tells deliveries apart by the id in a header', () => {
  const of: WebhookManifest = {
    signature: { scheme: 'none' },
    type: 'type',
    idHeader: 'X-Event',
    dedupe: ['type'],
    references: ['data.id'],
    accountEvents: [],
  };
  const parse = (id?: string) =>
    genericWebhooks(of).parse(Buffer.from(BODY), id === undefined ? {} : { 'x-event': id })?.dedupeKey;
  expect(parse('7')).toBe('id:7');
  expect(parse('7')).not.toBe(parse('8'));
  expect(parse()).toMatch(/^[0-9a-f]{64}$/);
});
