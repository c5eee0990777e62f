/** Keys as admins make, change, rotate and end them. */
import type { AddressInfo } from 'node:net';
import { createApi } from '../src/http/bootstrap';
import type { Scope } from '../src/http/auth/caller';
import { KnownKeysRepository } from '../src/api-keys/known-keys.repository';
import type { ApiKeyDto, NewApiKeyDto } from '../src/api-keys/api-keys.dto';
import { expectProblem, itemsOf, startTestApi, type Reply, type TestApi } from './api-harness';

jest.setTimeout(60_000);

const PATH = '/v1/api-keys';

let api: TestApi;
/** The admin key of a workspace of each test's own. */
let admin: string;
let workspaceId: string;
beforeAll(async () => {
  api = await startTestApi();
}, 60_000);
beforeEach(async () => {
  ({ key: admin, workspaceId } = await api.newWorkspace());
});
afterAll(() => api.close());
afterEach(() => jest.restoreAllMocks());

const as = (key: string, method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  api.call(method, path, { key, body, headers });
const make = async (more: object = {}, key = admin): Promise<NewApiKeyDto> => {
  const made = await as(key, 'POST', PATH, { name: 'service', scopes: ['publish:read'], ...more });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return made.body as NewApiKeyDto;
};
const read = async (id: string) => (await as(admin, 'GET', `${PATH}/${id}`)).body as ApiKeyDto;
const rotate = async (id: string, body?: object) =>
  (await as(admin, 'POST', `${PATH}/${id}/rotate`, body)).body as NewApiKeyDto;
const works = async (key: string) => (await as(key, 'GET', '/v1/post-groups')).status === 200;
/** How the key of this test's workspace that the harness wrote is called. */
const adminId = async () => itemsOf(await as(admin, 'GET', PATH)).find(({ name }) => name === 'test')!.id;
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

it('makes a key whose secret is shown once and stored as a hash only', async () => {
  const made = await make({ expiresAt: inAnHour(), rateLimit: { limit: 5, windowSeconds: 10 } });
  expect(made).toMatchObject({
    id: expect.stringMatching(/^key_/),
    workspaceId,
    name: 'service',
    scopes: ['publish:read'],
    rateLimit: { limit: 5, windowSeconds: 10 },
    replaces: null,
    replacedBy: null,
    revokedAt: null,
    lastUsedAt: null,
  });
  expect(made.key.startsWith(`${made.prefix}_`)).toBe(true);
  expect(await works(made.key)).toBe(true);
  const { key, ...rest } = made;
  expect({ ...(await read(made.id)), lastUsedAt: null }).toEqual(rest);
  const everything = JSON.stringify(await api.db.query('select * from api_keys'));
  expect(everything).not.toContain(key.slice(-43));
});

it('lists all of the workspace’s, page by page, newest first', async () => {
  const ids = [(await adminId()) as unknown, (await make()).id, (await make()).id].reverse();
  const first = await as(admin, 'GET', `${PATH}?limit=2`);
  const second = await as(admin, 'GET', `${PATH}?limit=2&cursor=${first.body.nextCursor}`);
  expect([...itemsOf(first), ...itemsOf(second)].map(({ id }) => id)).toEqual(ids);
  expect(second.body.nextCursor).toBeNull();
  expect(JSON.stringify([first.body, second.body])).not.toContain('"key"');
});

it.each<[object, string, string]>([
  [{ scopes: [] }, 'scopes', 'min_items'],
  [{ scopes: ['everything'] }, 'scopes', 'one_of'],
  [{ scopes: ['admin', 'admin'] }, 'scopes', 'unique'],
  [{ name: '' }, 'name', 'length'],
  [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt', 'expiresAt.future'],
  [{ expiresAt: 'tomorrow' }, 'expiresAt', 'time.offset'],
  [{ rateLimit: { limit: 0, windowSeconds: 1 } }, 'rateLimit.limit', 'min'],
  [{ rateLimit: { limit: 1 } }, 'rateLimit.windowSeconds', 'required'],
  [{ key: 'pk_mine' }, 'key', 'unknown_field'],
])('refuses %j at %s', async (more, path, rule) => {
  const reply = await as(admin, 'POST', PATH, { name: 'a', scopes: ['admin'], ...more });
  expect(expectProblem(reply, 422, 'VALIDATION').issues).toMatchObject([{ path, rule }]);
});

describe('scopes', () => {
  it('are given only by whom has them', async () => {
    const reply = await as(admin, 'POST', PATH, { name: 'a', scopes: ['admin', 'instance'] });
    expect(expectProblem(reply, 403, 'FORBIDDEN_SCOPE').scope).toBe('instance');
    const made = await make({ scopes: ['admin'] });
    const raised = await as(admin, 'PATCH', `${PATH}/${made.id}`, { scopes: ['instance'] });
    expectProblem(raised, 403, 'FORBIDDEN_SCOPE');
    const { key } = await make({ scopes: ['publish:write', 'webhooks:write'] });
    expectProblem(await as(key, 'GET', PATH), 403, 'FORBIDDEN_SCOPE');
  });

  it('protect a key that has more: nobody becomes operator by rotating the operator’s key', async () => {
    const operator = await api.newKey(workspaceId, ['instance']);
    const path = `${PATH}/${operator.id}`;
    for (const [method, at, body] of [
      ['POST', `${path}/rotate`, { overlapSeconds: 60 }],
      ['PATCH', path, { name: 'mine' }],
      ['DELETE', `${path}?force=true`, undefined],
    ] as const) {
      expect(expectProblem(await as(admin, method, at, body), 403, 'FORBIDDEN_SCOPE').scope).toBe('instance');
    }
    expect(await works(operator.key)).toBe(true);
  });

  it('take effect when they change, at once where they were changed', async () => {
    const made = await make({ scopes: ['publish:read', 'connections:read'] });
    expect((await as(made.key, 'GET', '/v1/connections')).status).toBe(200);
    const changed = await as(admin, 'PATCH', `${PATH}/${made.id}`, {
      scopes: ['publish:read'],
      name: 'less',
    });
    expect(changed.body).toMatchObject({ name: 'less', scopes: ['publish:read'] });
    expectProblem(await as(made.key, 'GET', '/v1/connections'), 403, 'FORBIDDEN_SCOPE');
  });
});

describe('for another workspace', () => {
  it('keys are made by the operator alone', async () => {
    const other = await api.newWorkspace();
    const refused = await as(admin, 'POST', PATH, {
      name: 'a',
      scopes: ['publish:read'],
      workspaceId: other.workspaceId,
    });
    expect(expectProblem(refused, 403, 'FORBIDDEN_SCOPE').scope).toBe('instance');
    const operator = await api.newKey(workspaceId, ['instance']);
    const made = await make({ scopes: ['admin'], workspaceId: other.workspaceId }, operator.key);
    expect(made.workspaceId).toBe(other.workspaceId);
    expect(itemsOf(await as(made.key, 'GET', '/v1/workspaces')).map(({ id }) => id)).toEqual([
      other.workspaceId,
    ]);
    const [entry] = itemsOf(await as(other.key, 'GET', `/v1/audit-log?subjectId=${made.id}`));
    expect(entry).toMatchObject({ action: 'api_key.create', actor: { id: operator.id, name: null } });
    expect(itemsOf(await as(admin, 'GET', PATH)).map(({ id }) => id)).not.toContain(made.id);
  });

  it('must name one that exists', async () => {
    const operator = await api.newKey(workspaceId, ['instance']);
    const reply = await as(operator.key, 'POST', PATH, { name: 'a', scopes: ['admin'], workspaceId: 'ws_x' });
    expect(expectProblem(reply, 422, 'VALIDATION').issues).toMatchObject([
      { path: 'workspaceId', rule: 'workspace.exists' },
    ]);
  });

  it('keys do not exist', async () => {
    const { key: stranger } = await api.newWorkspace();
    const { id } = await make();
    for (const [method, path, body] of [
      ['GET', `${PATH}/${id}`],
      ['PATCH', `${PATH}/${id}`, { name: 'stolen' }],
      ['DELETE', `${PATH}/${id}?force=true`],
      ['POST', `${PATH}/${id}/rotate`, {}],
    ] as const) {
      expectProblem(await as(stranger, method, path, body), 404, 'NOT_FOUND');
    }
  });
});

describe('revoking', () => {
  it('ends a key at once where it was asked for, within 5 seconds elsewhere, and keeps it listed', async () => {
    const replica = await createApi(api.config);
    try {
      await replica.listen(0, '127.0.0.1');
      const { port } = replica.getHttpServer().address() as AddressInfo;
      const there = async (key: string) => {
        const headers = { authorization: `Bearer ${key}` };
        return (await fetch(`http://127.0.0.1:${port}/v1/post-groups`, { headers })).status;
      };
      const made = await make();
      expect([await works(made.key), await there(made.key)]).toEqual([true, 200]);
      expect((await as(admin, 'DELETE', `${PATH}/${made.id}`)).status).toBe(204);
      expectProblem(await as(made.key, 'GET', '/v1/post-groups'), 401, 'UNAUTHENTICATED');
      const later = Date.now() + 5_000;
      jest.spyOn(Date, 'now').mockReturnValue(later);
      expect(await there(made.key)).toBe(401);
      const { revokedAt } = await read(made.id);
      expect(revokedAt).toEqual(expect.any(String));
      // Again is no error, and no news.
      expect((await as(admin, 'DELETE', `${PATH}/${made.id}`)).status).toBe(204);
      expect((await read(made.id)).revokedAt).toBe(revokedAt);
      const log = await as(admin, 'GET', `/v1/audit-log?subjectId=${made.id}&action=api_key.revoke`);
      expect(itemsOf(log)).toHaveLength(1);
    } finally {
      await replica.close();
    }
  });

  it('lets a request go on that came before', async () => {
    const made = await make({ scopes: ['admin'] });
    const replies = await Promise.all([
      as(made.key, 'POST', PATH, { name: 'late', scopes: ['publish:read'] }),
      as(admin, 'DELETE', `${PATH}/${made.id}`),
    ]);
    expect([201, 401]).toContain(replies[0].status);
    expect(replies[1].status).toBe(204);
    expect(await works(made.key)).toBe(false);
  });

  it('of the key in use or of the last admin key must be meant', async () => {
    const id = await adminId();
    const own = expectProblem(await as(admin, 'DELETE', `${PATH}/${id}`), 409, 'CONFLICT');
    expect(own.detail).toContain('force=true');
    const operator = await api.newKey(workspaceId, ['instance']);
    // The operator's key administers the workspace as well.
    expect((await as(operator.key, 'DELETE', `${PATH}/${id}`)).status).toBe(204);
    expectProblem(await as(operator.key, 'DELETE', `${PATH}/${operator.id}`), 409, 'CONFLICT');
    expect((await as(operator.key, 'DELETE', `${PATH}/${operator.id}?force=true`)).status).toBe(204);
    expect(await works(operator.key)).toBe(false);
  });

  it('never leaves a workspace without admin, whoever asks at the same time', async () => {
    const second = await make({ scopes: ['admin'] });
    const id = await adminId();
    const replies = await Promise.all([
      as(admin, 'DELETE', `${PATH}/${second.id}`),
      as(second.key, 'DELETE', `${PATH}/${id}`),
    ]);
    const statuses = replies.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(204);
    expect([401, 409]).toContain(statuses[1]);
  });

  it('counts no key that is on its way out', async () => {
    const id = await adminId();
    const rotated = await rotate(id, { overlapSeconds: 60 });
    expectProblem(await as(admin, 'DELETE', `${PATH}/${rotated.id}`), 409, 'CONFLICT');
    const lowered = await as(admin, 'PATCH', `${PATH}/${rotated.id}`, { scopes: ['publish:read'] });
    expect(expectProblem(lowered, 409, 'CONFLICT').detail).toContain('last admin key');
  });
});

describe('rotating', () => {
  it('makes a new key beside the old one, which works until the overlap is over', async () => {
    const limit = { limit: 50, windowSeconds: 10 };
    const old = await make({ scopes: ['publish:read', 'publish:write'], rateLimit: limit, name: 'r' });
    const reply = await as(admin, 'POST', `${PATH}/${old.id}/rotate`, { overlapSeconds: 60 });
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      name: 'r',
      scopes: old.scopes,
      rateLimit: limit,
      replaces: old.id,
      expiresAt: null,
    });
    expect([await works(old.key), await works((reply.body as NewApiKeyDto).key)]).toEqual([true, true]);
    const after = await read(old.id);
    expect(after.replacedBy).toBe(reply.body.id);
    const ahead = Date.parse(after.expiresAt as string) - Date.now();
    expect(ahead > 50_000 && ahead <= 60_000).toBe(true);
    const later = Date.now() + 61_000;
    jest.spyOn(Date, 'now').mockReturnValue(later);
    expect(await works(old.key)).toBe(false);
  });

  it('without overlap ends the old key at once', async () => {
    const old = await make();
    const rotated = await rotate(old.id);
    expect([await works(old.key), await works(rotated.key)]).toEqual([false, true]);
  });

  it('never makes the old key live longer, and may give the new one another end', async () => {
    const old = await make({ expiresAt: new Date(Date.now() + 30_000).toISOString() });
    const rotated = await as(admin, 'POST', `${PATH}/${old.id}/rotate`, {
      overlapSeconds: 3600,
      expiresAt: inAnHour(),
    });
    const after = await read(old.id);
    expect(after.expiresAt).toBe(old.expiresAt);
    expect(rotated.body.expiresAt > old.expiresAt!).toBe(true);
  });

  it('happens once, however many ask at the same time', async () => {
    const old = await make();
    const ask = () => as(admin, 'POST', `${PATH}/${old.id}/rotate`, { overlapSeconds: 60 });
    const replies = await Promise.all([ask(), ask(), ask()]);
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const made = replies.find(({ status }) => status === 201)!.body;
    const refused = replies.filter(({ status }) => status === 409);
    for (const reply of refused) expect(expectProblem(reply, 409, 'CONFLICT').detail).toContain(made.id);
    expect(itemsOf(await as(admin, 'GET', PATH)).filter(({ replaces }) => replaces === old.id)).toHaveLength(
      1,
    );
  });

  it('is not for keys that have ended', async () => {
    const revoked = await make();
    await as(admin, 'DELETE', `${PATH}/${revoked.id}`);
    const expired = await api.newKey(workspaceId, ['publish:read'], { expiresAt: new Date(Date.now() - 1) });
    for (const id of [revoked.id, expired.id]) {
      expectProblem(await as(admin, 'POST', `${PATH}/${id}/rotate`, {}), 409, 'CONFLICT');
      expectProblem(await as(admin, 'PATCH', `${PATH}/${id}`, { name: 'again' }), 409, 'CONFLICT');
    }
  });
});

describe('a repetition', () => {
  const twice = async (path: string, body: object): Promise<[Reply, Reply]> => {
    const headers = { 'idempotency-key': `again-${path}` };
    return [await as(admin, 'POST', path, body, headers), await as(admin, 'POST', path, body, headers)];
  };

  it('gives the same key with the same secret, which no record holds in clear text', async () => {
    const created = await twice(PATH, { name: 'a', scopes: ['publish:read'] });
    const rotated = await twice(`${PATH}/${created[0].body.id}/rotate`, { overlapSeconds: 5 });
    for (const [first, second] of [created, rotated]) {
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.headers.get('idempotency-replayed')).toBe('true');
      expect(second.body).toEqual(first.body);
    }
    const records = JSON.stringify(await api.db.query('select path, response from idempotency_records'));
    expect(records).toContain(PATH);
    for (const [first] of [created, rotated])
      expect(records).not.toContain((first.body as NewApiKeyDto).key.slice(-43));
  });

  it('with another body is a conflict', async () => {
    const headers = { 'idempotency-key': 'other' };
    await as(admin, 'POST', PATH, { name: 'a', scopes: ['publish:read'] }, headers);
    const other = await as(admin, 'POST', PATH, { name: 'b', scopes: ['publish:read'] }, headers);
    expectProblem(other, 409, 'IDEMPOTENCY_CONFLICT');
  });

  it('whose sealing key is gone says so', async () => {
    const headers = { 'idempotency-key': 'sealed' };
    const body = { name: 'a', scopes: ['publish:read'] satisfies Scope[] };
    await as(admin, 'POST', PATH, body, headers);
    await api.db.query(
      `update idempotency_records set response = jsonb_set(response::jsonb, '{keyId}', '"gone"') where key = 'sealed'`,
    );
    const reply = await as(admin, 'POST', PATH, body, headers);
    expect(expectProblem(reply, 409, 'CONFLICT').detail).toContain('encryption key');
  });
});

it('is looked up once for all who present it at the same moment', async () => {
  const { key } = await make();
  const looks = jest.spyOn(api.app.get(KnownKeysRepository), 'findByHash');
  expect(await Promise.all(Array.from({ length: 30 }, () => works(key)))).toEqual(Array(30).fill(true));
  expect(looks).toHaveBeenCalledTimes(1);
});
