/** What providers send: genuine, repeated, forged, stale, unsigned, huge, and far too much of it. */
import { newId } from '../src/database/ids';
import { providing, startTestApi, type TestApi } from './api-harness';
import { until } from './gateway-harness';
import { connectHooking, hookingUpstream, sendHook } from './hooking-provider';

jest.setTimeout(60_000);

const SECRET = 'whsec_by-hand';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi([providing([hookingUpstream().provider])]);
}, 60_000);
afterEach(() => jest.restoreAllMocks());
afterAll(() => api.close());

const connect = () => connectHooking(api, { webhookSecrets: [SECRET] });
const rows = (sql: string, ...values: unknown[]) => api.db.query<Record<string, unknown>[]>(sql, values);
const stored = async (id: string) =>
  (await rows('select dedupe_key from inbound_hooks where connection_id = $1', id)).length;
const countsOf = async (id: string) => {
  const { body } = await api.call('GET', `/v1/connections/${id}/webhooks`);
  const counts = body.counts as { outcome: string; count: number; lastAt: string }[];
  return Object.fromEntries(counts.map(({ outcome, count }) => [outcome, count]));
};

it('takes a genuine one once, whatever it calls its body, and answers a repeated one alike', async () => {
  const id = await connect();
  for (const type of ['application/json', 'text/plain', 'application/cloudevents+json']) {
    expect((await sendHook(api, id, { id: 'evt_1' }, { secret: SECRET, type })).status).toBe(204);
  }
  expect(await stored(id)).toBe(1);
  await until(async () => (await countsOf(id)).repeated === 2);
  expect(await countsOf(id)).toEqual({ taken: 1, repeated: 2 });
});

it('refuses and counts everything else, which does nothing', async () => {
  const id = await connect();
  const event = { id: 'evt_1' };
  const status = async (body: unknown, options: Parameters<typeof sendHook>[3]) =>
    (await sendHook(api, id, body, options)).status;
  expect(await status(event, { secret: 'whsec_other' })).toBe(401);
  expect(await status(event, { secret: SECRET, age: 301 })).toBe(401);
  expect(await status(event, {})).toBe(401);
  expect(await status(event, { headers: { 'x-sig': 'nonsense' } })).toBe(401);
  expect(await status({ odd: true }, { secret: SECRET })).toBe(400);
  expect(await status('', {})).toBe(401);
  expect(await status('x'.repeat(256 * 1024 + 1), { secret: SECRET })).toBe(413);
  expect(await stored(id)).toBe(0);
  await until(async () => Object.keys(await countsOf(id)).length === 4);
  expect(await countsOf(id)).toEqual({ forged: 1, stale: 1, unsigned: 2, malformed: 2 });
});

it('knows no connection that there is not, nor one whose provider takes none, nor one without a secret', async () => {
  const event = { id: 'evt_1' };
  const nobodies = ['conn_nobody', newId('conn'), newId('post')];
  for (const id of nobodies) {
    expect((await sendHook(api, id, event, { secret: SECRET })).status).toBe(404);
  }
  const id = await connectHooking(api);
  expect((await sendHook(api, id, event, { secret: SECRET })).status).toBe(401);
  await until(async () => (await countsOf(id)).no_secret === 1);
});

it('knows a secret that was changed a moment ago, and none that is gone', async () => {
  const id = await connect();
  expect((await sendHook(api, id, { id: 'evt_1' }, { secret: SECRET })).status).toBe(204);
  const credentials = { webhookSecrets: ['whsec_next'] };
  await api.call('PATCH', `/v1/connections/${id}`, { body: { credentials } });
  expect((await sendHook(api, id, { id: 'evt_2' }, { secret: 'whsec_next' })).status).toBe(204);
  expect((await sendHook(api, id, { id: 'evt_3' }, { secret: SECRET })).status).toBe(401);
});

it('asks the database twenty times a second at most, however many forged and misdirected ones come', async () => {
  const [id, other] = await Promise.all([connect(), connect()]);
  await sendHook(api, id, { id: 'evt_1' }, { secret: SECRET });
  const query = jest.spyOn(api.db, 'query');
  const startedAt = performance.now();
  const replies = await Promise.all(
    Array.from({ length: 600 }, (_one, n) =>
      sendHook(api, [id, other, newId('conn')][n % 3]!, { id: `f_${n}` }, { secret: 'whsec_forged' }),
    ),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([401, 404]));
  const asked = query.mock.calls.filter(([sql]) => !sql.includes('hook_counts')).length;
  expect(asked).toBeLessThanOrEqual(20 * seconds + 2);
  process.stdout.write(`Forged flood: 600 in ${seconds.toFixed(2)} s, ${asked} statements.\n`);
  // A genuine one is taken in the middle of it.
  expect((await sendHook(api, id, { id: 'evt_2' }, { secret: SECRET })).status).toBe(204);
});

it('takes 200 at once over 20 connections with few statements, and opens no secret for them', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, connect));
  await Promise.all(ids.map((id) => sendHook(api, id, { id: 'first' }, { secret: SECRET })));
  const query = jest.spyOn(api.db, 'query');
  const startedAt = performance.now();
  const times = await Promise.all(
    Array.from({ length: 200 }, async (_one, n) => {
      const at = performance.now();
      const reply = await sendHook(
        api,
        ids[n % 20]!,
        { id: `evt_${n}`, refs: [`r${n}`] },
        { secret: SECRET },
      );
      expect(reply.status).toBe(204);
      return performance.now() - at;
    }),
  );
  const ms = performance.now() - startedAt;
  const statements = query.mock.calls.filter(([sql]) => sql.includes('inbound_hooks')).length;
  expect(statements).toBeLessThan(60);
  const worst = Math.max(...times).toFixed(0);
  process.stdout.write(
    `200 hooks at once: ${ms.toFixed(0)} ms, ${statements} statements, worst ${worst} ms.\n`,
  );
});
