/** What the suite of the contract does not see: endpoints that Layers has paused, and the edges of the tolerance. */
import { createHmac } from 'node:crypto';
import { testContext } from '@postern/provider-kit/testing';
import { scriptedHttp, type Route } from './fixtures/scripted-http';
import { createLayersProvider } from './layers-provider';
import { LAYERS_EVENTS } from './layers-registration';

const URL = 'https://postern.example/hooks/conn_1';
const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const { verify, parse, registration } = createLayersProvider().webhooks!;
const credentials = { apiKey: 'lp_live_KEY_secretsecret', baseUrl: 'https://api.layers.com/' };

const endpoint = (more: object) => ({
  id: 'whe_1',
  url: URL,
  status: 'active',
  events: LAYERS_EVENTS,
  ...more,
});
const rotated: Route = [
  'POST /v1/webhook-endpoints/*/rotate-secret',
  { json: { signingSecret: 's'.repeat(20) } },
];

async function register(known: object[], routes: Route[], registrationId: string | null = 'whe_1') {
  const http = scriptedHttp([['GET /v1/webhook-endpoints', { json: { items: known } }], ...routes]);
  const { ctx } = testContext({ credentials, now: () => NOW, http });
  const result = await registration!.register(ctx, { url: URL, registrationId });
  const bodies = http.requests.map(({ body }) => (body?.kind === 'json' ? body.value : undefined));
  return { result, calls: http.paths(), bodies };
}

it.each(['auto_paused', 'paused'])(
  'an endpoint that is %s works again before its secret is spent',
  async (status) => {
    const patched: Route = ['PATCH /v1/webhook-endpoints/whe_1', { json: endpoint({}) }];
    const { result, calls, bodies } = await register([endpoint({ status })], [patched, rotated]);
    expect(result).toMatchObject({ outcome: 'done', registrationId: 'whe_1' });
    expect(calls.slice(1)).toEqual([
      'PATCH /v1/webhook-endpoints/whe_1',
      'POST /v1/webhook-endpoints/whe_1/rotate-secret',
    ]);
    expect(bodies[1]).toEqual({ status: 'active' });
  },
);

it('one that works is taken rather than one that is paused, which goes', async () => {
  const known = [endpoint({ id: 'whe_2', status: 'auto_paused' }), endpoint({})];
  const gone: Route = ['DELETE /v1/webhook-endpoints/whe_2', { status: 204 }];
  const { result, calls } = await register(known, [rotated, gone], null);
  expect(result).toMatchObject({ registrationId: 'whe_1' });
  expect(calls.at(-1)).toBe('DELETE /v1/webhook-endpoints/whe_2');
});

it.each([
  [300, true],
  [301, false],
  [-300, true],
  [-301, false],
])('takes what was signed %i seconds ago: %s', (age, taken) => {
  const rawBody = Buffer.from('{"id":"evt_1","type":"post.published"}');
  const at = NOW / 1000 - age;
  const mac = createHmac('sha256', 'whsec_1').update(`${at}.`).update(rawBody).digest('hex');
  const verdict = verify(rawBody, { 'x-layers-signature': `t=${at},v1=${mac}` }, ['whsec_1'], NOW);
  expect(verdict).toEqual(taken ? { ok: true } : { ok: false, reason: 'stale' });
});

it('asks for every event that speaks of accounts, and only those concern them', () => {
  const concerns = LAYERS_EVENTS.filter(
    (type) => parse(Buffer.from(JSON.stringify({ id: 'evt_1', type, data: {} })), {})?.concernsAccount,
  );
  expect(concerns).toEqual(['social_account.needs_reauth', 'social_account.revoked']);
});
