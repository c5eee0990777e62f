import type { HttpReply } from '@postern/provider-kit';
import { errorFromOutcome } from '@postern/provider-kit';
import { testContext } from '@postern/provider-kit/testing';
import { createEngine } from './engine';
import { errorContext } from './error-map';
import { loadPreset, type Manifest } from './index';

const NOW = 1_800_000_000_000;

function errorOf(
  limits: Manifest['limits'],
  reply: Partial<HttpReply>,
  errors: Partial<Manifest['errors']> = {},
) {
  const preset = loadPreset('postato');
  const engine = createEngine({ ...preset, limits, errors: { ...preset.errors, ...errors } });
  const { ctx } = testContext({ credentials: {}, now: () => NOW });
  const whole: HttpReply = {
    kind: 'response',
    status: 429,
    headers: {},
    json: {},
    text: '',
    requestId: null,
    durationMs: 1,
    ...reply,
  };
  return errorFromOutcome(whole, errorContext(engine, ctx));
}

describe('what an upstream tells of its limits', () => {
  const reset = (format: 'seconds' | 'unix-seconds' | 'iso' | 'http-date') => ({
    reset: { header: 'X-Reset', format },
  });
  it.each<[string, Manifest['limits'], Partial<HttpReply>, number | null]>([
    ['seconds', reset('seconds'), { headers: { 'x-reset': '30' } }, 30],
    ['unix seconds', reset('unix-seconds'), { headers: { 'x-reset': String(NOW / 1_000 + 40) } }, 40],
    ['an ISO time', reset('iso'), { headers: { 'x-reset': new Date(NOW + 50_000).toISOString() } }, 50],
    [
      'an HTTP date',
      reset('http-date'),
      { headers: { 'x-reset': new Date(NOW + 60_000).toUTCString() } },
      60,
    ],
    [
      'a reset that has passed',
      reset('unix-seconds'),
      { headers: { 'x-reset': String(NOW / 1_000 - 40) } },
      0,
    ],
    ['a reset that is none', reset('iso'), { headers: { 'x-reset': 'soon' } }, null],
    ['Retry-After first', reset('seconds'), { headers: { 'x-reset': '30', 'retry-after': '5' } }, 5],
    ['the body', { retryAfter: 'extensions.wait' }, { json: { extensions: { wait: 12.2 } } }, 13],
    [
      'calls that are left',
      { ...reset('seconds'), remaining: 'x-left' },
      { headers: { 'x-reset': '30', 'x-left': '4' } },
      null,
    ],
    [
      'none left',
      { ...reset('seconds'), remaining: 'x-left' },
      { headers: { 'x-reset': '30', 'x-left': '0' } },
      30,
    ],
    [
      'all used',
      { ...reset('seconds'), used: 'x-used', limit: 'x-max' },
      { headers: { 'x-reset': '30', 'x-used': '250', 'x-max': '250' } },
      30,
    ],
    [
      'some used',
      { ...reset('seconds'), used: 'x-used', limit: 'x-max' },
      { headers: { 'x-reset': '30', 'x-used': '9', 'x-max': '250' } },
      null,
    ],
    ['another refusal', reset('seconds'), { status: 422, headers: { 'x-reset': '30' } }, null],
  ])('%s', (_what, limits, reply, retryAfter) => {
    expect(errorOf(limits, reply).retryAfter).toBe(retryAfter);
  });
});

describe('error envelopes', () => {
  it.each<[string, unknown, string | null]>([
    ['a number', { error: { code: 156 } }, '156'],
    ['a word', { code: 'too_long' }, 'too_long'],
    ['a sentence, which is no code', { error: 'It is too long.' }, null],
  ])('code: %s', (_what, json, code) => {
    expect(errorOf(undefined, { status: 400, json }).upstreamCode).toBe(code);
  });

  it('faults per field as zod’s formatter gives them', () => {
    const json = {
      error: 'Invalid payload',
      details: { content: { _errors: ['Required', 'Too short'] }, at: ['Past'] },
    };
    const { upstreamMessage } = errorOf(undefined, { status: 400, json });
    expect(upstreamMessage).toBe('Invalid payload (content: Required, Too short; at: Past)');
  });
});
