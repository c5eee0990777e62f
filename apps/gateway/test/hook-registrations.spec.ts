/** Providers that are asked to call us: once, again, at the same time, and broken off in the middle. */
import { publishError } from '@postern/core';
import { PROVIDERS } from '../src/providers/provider-list';
import { HookRegistrationsRepository } from '../src/hook-registrations/hook-registrations.repository';
import { type Body, expectProblem } from './api-harness';
import { accountOn, startTestGateway, type TestGateway, until } from './gateway-harness';
import { connectHooking, hookingUpstream, sendHook } from './hooking-provider';

jest.setTimeout(60_000);

const PUBLIC = 'https://postern.test/gate/';
const upstream = hookingUpstream();
let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway({
    providers: [...PROVIDERS, upstream.provider],
    config: { publicUrl: PUBLIC, pollCapSeconds: null },
  });
}, 60_000);
beforeEach(() => Object.assign(upstream, { endpoints: [], registered: 0, atOnce: 0, overlapSeconds: 3600 }));
afterEach(() => jest.restoreAllMocks());
afterAll(() => gateway.close());

const call: TestGateway['api']['call'] = (...args) => gateway.api.call(...args);
const connect = () => connectHooking(gateway.api);
const register = (id: string, body: unknown = {}, headers = {}) =>
  call('POST', `/v1/connections/${id}/webhooks`, { body, headers });
const shown = async (id: string): Promise<Body> =>
  (await call('GET', `/v1/connections/${id}/webhooks`)).body as unknown;
const hook = async (id: string, event: string, secret: string) =>
  (await sendHook(gateway.api, id, { id: event }, { secret })).status;
const query = (sql: string, ...values: unknown[]) =>
  gateway.api.db.query<Record<string, unknown>[]>(sql, values);

it('registers once, then rotates; the old secret holds until it expires, and none is shown or readable', async () => {
  const id = await connect();
  expect(await shown(id)).toMatchObject({
    registration: null,
    canRegister: true,
    secrets: { registered: 0 },
  });
  const first = await register(id);
  const url = `https://postern.test/gate/hooks/${id}`;
  expect(first).toMatchObject({ status: 200, body: { url, previousSecretExpiresAt: null } });
  const [one] = upstream.endpoints;
  const oldSecret = one!.secret;
  expect(await hook(id, 'evt_1', oldSecret)).toBe(204);

  const second = await register(id);
  expect(second.body).toMatchObject({ registrationId: one!.id, registeredAt: first.body.registeredAt });
  expect(second.body.rotatedAt > first.body.rotatedAt).toBe(true);
  const left = Date.parse(second.body.previousSecretExpiresAt as string) - Date.now();
  expect(left / 60_000).toBeCloseTo(60, 0);
  expect(upstream.endpoints).toHaveLength(1);
  const newSecret = upstream.endpoints[0]!.secret;
  expect(newSecret).not.toBe(oldSecret);
  expect([await hook(id, 'evt_2', newSecret), await hook(id, 'evt_3', oldSecret)]).toEqual([204, 204]);
  expect(await shown(id)).toMatchObject({ registration: second.body, secrets: { registered: 2, byHand: 0 } });

  await query(`update hook_secrets set expires_at = now() + interval '300 ms' where expires_at is not null`);
  await until(async () => (await hook(id, 'evt_4', oldSecret)) === 401, 5_000);
  expect(await hook(id, 'evt_5', newSecret)).toBe(204);

  const everything = JSON.stringify([first.body, second.body, await shown(id)]);
  const kept = JSON.stringify(
    await query(
      `select encode(secret, 'escape') from hook_secrets union all select "after"::text from audit_log`,
    ),
  );
  for (const secret of [oldSecret, newSecret]) expect([everything, kept].join().includes(secret)).toBe(false);
});

it('a given address leads here; without any it says which setting is missing', async () => {
  const id = await connect();
  const given = `http://10.0.0.1:8080/a/hooks/${id}`;
  expect((await register(id, { url: given })).body).toMatchObject({ url: given });
  const shouted = ` HTTP://GATE.test:80/hooks/${id}`;
  expect((await register(id, { url: shouted })).body).toMatchObject({ url: `http://gate.test/hooks/${id}` });
  for (const [url, rule] of [
    ['nowhere', 'url'],
    [`ftp://a.test/hooks/${id}`, 'url.protocol'],
    [`https://u:p@a.test/hooks/${id}`, 'url.credentials'],
    [`https://a.test/hooks/${id}?token=1`, 'url.plain'],
    ['https://a.test/hooks/conn_other', 'url.leads_here'],
  ]) {
    const { issues } = expectProblem(await register(id, { url }), 422, 'VALIDATION');
    expect(issues).toEqual([expect.objectContaining({ path: 'url', rule })]);
  }
  gateway.api.config.publicUrl = null;
  const { detail } = expectProblem(await register(id), 422, 'VALIDATION');
  gateway.api.config.publicUrl = PUBLIC;
  expect(detail).toContain('POSTERN_PUBLIC_URL');
});

it('a provider without an API for it is registered by hand, and the answer says how', async () => {
  const { registration: _none, ...webhooks } = upstream.provider.webhooks!;
  const was = upstream.provider.webhooks;
  const id = await connect();
  Object.assign(upstream.provider, { webhooks });
  const { detail } = expectProblem(await register(id), 409, 'CONFLICT');
  Object.assign(upstream.provider, { webhooks: was });
  expect(detail).toContain(`https://postern.test/gate/hooks/${id}`);
  expect(detail).toContain('webhookSecrets');
});

it('two at once go one after another, and a key repeated gives its first answer', async () => {
  const id = await connect();
  const replies = await Promise.all([register(id), register(id), register(id)]);
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect([upstream.endpoints.length, upstream.registered, upstream.atOnce]).toEqual([1, 3, 1]);
  expect(await hook(id, 'evt_1', upstream.endpoints[0]!.secret)).toBe(204);
  const headers = { 'idempotency-key': 'once' };
  const [made, again] = [await register(id, {}, headers), await register(id, {}, headers)];
  expect([again.body, upstream.registered]).toEqual([made.body, 4]);
});

it('what broke off between the upstream and us is healed by repeating it', async () => {
  const id = await connect();
  const repository = gateway.api.app.get(HookRegistrationsRepository, { strict: false });
  jest.spyOn(repository, 'store').mockRejectedValueOnce(new Error('The process died.'));
  expect((await register(id)).status).toBe(500);
  const lost = upstream.endpoints[0]!.secret;
  expect(await hook(id, 'evt_1', lost)).toBe(401);
  // Nor did it give its turn back.
  await query(
    `update hook_registrations set holder = 'dead', held_until = now() + interval '1 second' where connection_id = $1`,
    id,
  );
  expect((await register(id)).status).toBe(200);
  expect(upstream.endpoints).toHaveLength(1);
  expect(await hook(id, 'evt_1', upstream.endpoints[0]!.secret)).toBe(204);
});

it('what the upstream refuses is told, and leaves everything as it was', async () => {
  const id = await connect();
  upstream.refuses = 'now';
  expect(expectProblem(await register(id), 503, 'UNAVAILABLE').error).toMatchObject({ retryable: true });
  upstream.refuses = 'for good';
  expectProblem(await register(id), 409, 'CONFLICT');
  expect((await shown(id)).registration).toBeNull();
  await register(id);
  upstream.refuses = 'for good';
  expectProblem(await call('DELETE', `/v1/connections/${id}/webhooks`), 409, 'CONFLICT');
  expect(await hook(id, 'evt_1', upstream.endpoints[0]!.secret)).toBe(204);
});

it('is taken back by itself, with its connection, and where it was only begun', async () => {
  const [id, other] = [await connect(), await connect()];
  await register(id);
  await register(other);
  const { secret } = upstream.endpoints[0]!;
  const remove = () => call('DELETE', `/v1/connections/${id}/webhooks`);
  expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
  expect(upstream.endpoints.map(({ url }) => url)).toEqual([expect.stringContaining(other)]);
  expect(await hook(id, 'evt_1', secret)).toBe(401);
  expect(await shown(id)).toMatchObject({ registration: null, secrets: { registered: 0 } });

  const repository = gateway.api.app.get(HookRegistrationsRepository, { strict: false });
  jest.spyOn(repository, 'store').mockRejectedValueOnce(new Error('The process died.'));
  await register(id);
  expect(upstream.endpoints).toHaveLength(2);
  expect((await remove()).status).toBe(204);
  expect(upstream.endpoints).toHaveLength(1);

  expect((await call('DELETE', `/v1/connections/${other}`)).status).toBe(204);
  await until(() => upstream.endpoints.length === 0);
  expect(await query('select from hook_secrets where connection_id = $1', other)).toEqual([]);
});

it('what cannot be taken back is made no more of, and forgotten here with force alone', async () => {
  const id = await connect();
  const remove = (more = '') => call('DELETE', `/v1/connections/${id}/webhooks${more}`);
  const repository = gateway.api.app.get(HookRegistrationsRepository, { strict: false });
  jest.spyOn(repository, 'store').mockRejectedValueOnce(new Error('The process died.'));
  await register(id);
  const refuse = jest.spyOn(upstream.provider.webhooks!.registration!, 'remove');
  const error = publishError({ code: 'UPSTREAM_REJECTED', message: 'Nobody can.' });
  refuse.mockResolvedValue({ outcome: 'rejected', error });
  for (const _time of [1, 2]) {
    expect(expectProblem(await remove(), 409, 'CONFLICT').detail).toContain('Nobody can. With force=true');
  }
  // The second one found what the first had kept.
  expect([upstream.endpoints.length, upstream.registered]).toEqual([1, 2]);
  const { secret } = upstream.endpoints[0]!;
  expect(await hook(id, 'evt_1', secret)).toBe(204);
  expect([(await remove('?force=true')).status, (await remove()).status]).toEqual([204, 204]);
  expect(await shown(id)).toMatchObject({ registration: null, secrets: { registered: 0 } });
  await until(async () => (await hook(id, 'evt_2', secret)) === 401, 5_000);
});

it('of a connection that is deleted meanwhile leaves nothing upstream', async () => {
  const id = await connect();
  const calls = upstream.provider.webhooks!.registration!;
  const made = calls.register.bind(calls);
  jest.spyOn(calls, 'register').mockImplementationOnce(async (...args) => {
    const result = await made(...args);
    expect((await call('DELETE', `/v1/connections/${id}`)).status).toBe(204);
    return result;
  });
  expectProblem(await register(id), 404, 'NOT_FOUND');
  expect([upstream.registered, upstream.endpoints]).toEqual([1, []]);
  expect(await query('select from hook_secrets where connection_id = $1', id)).toEqual([]);
});

it('of another workspace, or of a deleted connection, does not exist; nothing is asked upstream', async () => {
  const id = await connect();
  const { key } = await gateway.api.newWorkspace();
  const path = `/v1/connections/${id}/webhooks`;
  const all = (options: { key?: string }) =>
    Promise.all([
      call('POST', path, { body: {}, ...options }),
      call('GET', path, options),
      call('DELETE', `${path}?force=true`, options),
    ]);
  expect((await all({ key })).map(({ status }) => status)).toEqual([404, 404, 404]);
  await call('DELETE', `/v1/connections/${id}`);
  expect((await all({})).map(({ status }) => status)).toEqual([404, 404, 404]);
  expect(upstream.registered).toBe(0);
});

describe('with a worker', () => {
  beforeAll(() => gateway.startWorker(), 60_000);

  it('a post that is not to be read for an hour is known to be out when the upstream tells', async () => {
    const { id, accounts } = await gateway.connect('layers');
    const url = `${gateway.api.url}/hooks/${id}`;
    expect((await register(id, { url })).status).toBe(200);
    const group = await gateway.publish({
      content: { text: 'Hooked', media: [{ url: `${gateway.sandbox.url}/samples/a.jpg` }] },
      targets: [{ accountId: accountOn(accounts, 'instagram') }],
    });
    const far = `update posts set next_read_at = now() + interval '1 hour' where group_id = $1
      and next_read_at is not null and hinted_at is null`;
    const pushing = setInterval(() => void query(far, group.id), 20);
    const final = await gateway.final(group.id, 12_000).finally(() => clearInterval(pushing));
    expect(final.status).toBe('published');
    const [times] = await query(
      `select extract(epoch from e.created_at - p.hinted_at) * 1000 as ms from posts p join events e on e.post_id = p.id
       where p.group_id = $1 and e.type = 'post.published'`,
      group.id,
    );
    process.stdout.write(`From the hook to the event: ${Number(times!.ms).toFixed(0)} ms.\n`);
    expect(Number(times!.ms)).toBeLessThan(5_000);
  });

  it('accounts are listed anew where a webhook speaks of one, once for many of them', async () => {
    upstream.accounts = [{ reference: 'a' }];
    const id = await connect();
    await register(id);
    const { secret } = upstream.endpoints[0]!;
    upstream.accounts = [{ reference: 'a', status: 'reauth_required' }];
    upstream.listed = 0;
    for (const event of ['evt_1', 'evt_2', 'evt_3']) {
      const body = { id: event, type: 'account.trouble' };
      expect((await sendHook(gateway.api, id, body, { secret })).status).toBe(204);
    }
    const statusOf = async () =>
      (await call('GET', `/v1/accounts?connectionId=${id}`)).body.items[0].status as string;
    await until(async () => (await statusOf()) === 'reauth_required', 5_000);
    expect(upstream.listed).toBe(1);
  });
});
