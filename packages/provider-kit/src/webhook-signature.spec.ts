import { createHmac } from 'node:crypto';
import { parseTimedSignature, verifyHexSignature, verifyTimedSignature } from './webhook-signature';

const body = Buffer.from('{"id":"evt_1"}');
const secret = 'whsec_one';
const now = 1_800_000_000_000;
const at = now / 1000;
const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex');
const sign = (key: string, time: number | string = at) => hmac(key, `${time}.${body.toString()}`);
const verify = (header: string | undefined, secrets: string[] = [secret]) =>
  verifyTimedSignature({ rawBody: body, header, secrets, now, toleranceSeconds: 300 });

describe('verifyTimedSignature', () => {
  it('accepts a genuine one, among several signatures and secrets', () => {
    expect(verify(`t=${at},v1=${sign(secret)}`)).toEqual({ ok: true });
    expect(verify(`t=${at}, v1=${'0'.repeat(64)}, v1=${sign(secret).toUpperCase()}, v0=x`)).toEqual({
      ok: true,
    });
    expect(verify(`t=${at},v1=${sign('new')}`, ['old', 'new'])).toEqual({ ok: true });
  });

  it.each([
    ['no secret', `t=${at},v1=${sign('')}`, [], 'no_secret'],
    ['an empty secret', `t=${at},v1=${sign('')}`, [''], 'no_secret'],
    ['no header', undefined, [secret], 'no_signature'],
    ['an empty header', '', [secret], 'no_signature'],
    ['no time', `v1=${sign(secret)}`, [secret], 'malformed'],
    ['two times', `t=${at},t=${at},v1=${sign(secret)}`, [secret], 'malformed'],
    ['a time that is none', `t=1e9,v1=${sign(secret, '1e9')}`, [secret], 'malformed'],
    ['no signature', `t=${at}`, [secret], 'malformed'],
    ['a short signature', `t=${at},v1=abcd`, [secret], 'malformed'],
    ['a signature that is no hex', `t=${at},v1=${'z'.repeat(64)}`, [secret], 'malformed'],
    ['another key', `t=${at},v1=${sign('other')}`, [secret], 'forged'],
    ['another time', `t=${at + 1},v1=${sign(secret)}`, [secret], 'forged'],
    ['too old', `t=${at - 301},v1=${sign(secret, at - 301)}`, [secret], 'stale'],
    ['too new', `t=${at + 301},v1=${sign(secret, at + 301)}`, [secret], 'stale'],
  ] as const)('refuses %s', (_name, header, secrets, reason) => {
    expect(verify(header, [...secrets])).toEqual({ ok: false, reason });
  });

  it('covers the raw bytes', () => {
    const check = { header: `t=${at},v1=${sign(secret)}`, secrets: [secret], now, toleranceSeconds: 300 };
    expect(verifyTimedSignature({ ...check, rawBody: Buffer.from('{"id": "evt_1"}') })).toEqual({
      ok: false,
      reason: 'forged',
    });
  });

  it('keeps the time as it was written', () => {
    expect(parseTimedSignature(`t=007,v1=${'A'.repeat(64)}`)).toEqual({
      timestamp: 7,
      timestampText: '007',
      signatures: ['a'.repeat(64)],
    });
  });
});

describe('verifyHexSignature', () => {
  const check = (header: string | undefined, secrets = [secret], more = {}) =>
    verifyHexSignature({ rawBody: body, header, secrets, ...more });

  it('accepts with and without a prefix', () => {
    expect(check(hmac(secret, body.toString()))).toEqual({ ok: true });
    expect(check(`sha256=${hmac(secret, body.toString())}`, [secret], { prefix: 'sha256=' })).toEqual({
      ok: true,
    });
    expect(check(hmac(secret, `9.${body.toString()}`), [secret], { signedPrefix: '9.' })).toEqual({
      ok: true,
    });
  });

  it('refuses everything else', () => {
    expect(check(hmac(secret, body.toString()), [])).toEqual({ ok: false, reason: 'no_secret' });
    expect(check(undefined)).toEqual({ ok: false, reason: 'no_signature' });
    expect(check('abc')).toEqual({ ok: false, reason: 'malformed' });
    expect(check(hmac(secret, body.toString()), [secret], { prefix: 'sha256=' })).toEqual({
      ok: false,
      reason: 'malformed',
    });
    expect(check(hmac('other', body.toString()))).toEqual({ ok: false, reason: 'forged' });
  });
});
