/** Manifests of a workspace: what is stored, what is refused, and what runs. */
import { type Body, expectProblem, itemsOf, type Reply } from './api-harness';
import { startTestGateway, type TestGateway, until } from './gateway-harness';
import { type Herald, heraldManifest, startHerald, TOKEN } from './herald';
import { rowCounts } from './row-counts';

jest.setTimeout(60_000);

let gateway: TestGateway;
let herald: Herald;
let other: Herald;
beforeAll(async () => {
  [gateway, herald, other] = await Promise.all([startTestGateway(), startHerald(), startHerald()]);
}, 60_000);
afterAll(async () => {
  await gateway.close();
  await Promise.all([herald.close(), other.close()]);
});

/** One workspace, as whoever holds its key. */
async function workspace() {
  const { workspaceId, key } = await gateway.api.newWorkspace();
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    gateway.api.call(method, `/v1${path}`, { key, body, headers });
  return {
    workspaceId,
    call,
    add: async (manifest: object = heraldManifest(herald.url)): Promise<Body> => {
      const reply = await call('POST', '/manifests', { manifest });
      expect([reply.status, reply.body]).toEqual([201, expect.anything()]);
      return reply.body;
    },
    connect: async (): Promise<{ id: string; accountId: string }> => {
      const body = { provider: 'generic:herald', name: 'Herald', credentials: { token: TOKEN } };
      const { status, body: connection } = await call('POST', '/connections', body);
      expect([status, connection]).toMatchObject([201, { status: 'active', error: null }]);
      const accounts = itemsOf(await call('GET', `/accounts?connectionId=${connection.id}`));
      return { id: connection.id as string, accountId: accounts[0]!.id };
    },
    publish: async (accountId: string, text: string): Promise<Body> => {
      const reply = await call('POST', '/post-groups', { content: { text }, targets: [{ accountId }] });
      expect([reply.status, reply.body]).toEqual([201, expect.anything()]);
      return reply.body;
    },
    /** The one post of a group, once it is so. */
    post: async (group: Body, status: string): Promise<Body> => {
      let shown: Body = null;
      await until(async () => {
        shown = (await call('GET', `/post-groups/${group.id}`)).body.posts[0];
        return shown.status === status;
      }).catch((error: Error) => {
        throw new Error(`${error.message} ${JSON.stringify(shown)}`);
      });
      return shown;
    },
  };
}
type Workspace = Awaited<ReturnType<typeof workspace>>;

describe('storing', () => {
  it('keeps a manifest with what follows from it, and shows it as it was written', async () => {
    const own = await workspace();
    const manifest = heraldManifest(herald.url);
    const made = await own.call('POST', '/manifests', { manifest, notes: 'The first.' });
    expect({ status: made.status, tag: made.headers.get('etag'), body: made.body }).toEqual({
      status: 201,
      tag: '"1"',
      body: {
        id: expect.stringMatching(/^man_[0-9a-z]{26}$/),
        provider: 'generic:herald',
        name: 'Herald',
        version: 1,
        notes: 'The first.',
        problem: null,
        manifest,
        warnings: expect.any(Array),
        capabilities: expect.objectContaining({ cancel: false, unknownResolution: 'idempotency_key' }),
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
      },
    });
    const shown = await own.call('GET', `/manifests/${made.body.id}`);
    expect(shown.body).toEqual(made.body);
    // The order of its members, too.
    expect(JSON.stringify(shown.body.manifest)).toBe(JSON.stringify(manifest));
    const { manifest: _one, warnings: _two, ...summary } = made.body as Record<string, unknown>;
    expect((await own.call('GET', '/manifests')).body).toEqual({ items: [summary], nextCursor: null });
    const providers = itemsOf(await own.call('GET', '/providers'));
    expect(providers.filter(({ id }) => id === 'generic:herald')).toMatchObject([
      { name: 'Herald', configSchema: { required: ['token'] }, health: { breaker: 'closed' } },
    ]);
    const log = itemsOf(await own.call('GET', `/audit-log?subjectId=${made.body.id}`));
    expect(log).toMatchObject([
      { action: 'manifest.create', before: null, after: { provider: 'generic:herald', version: 1 } },
    ]);
  });

  const good = () => heraldManifest(herald.url);
  const bad: [string, () => unknown, { path: string; rule?: string; message?: RegExp }][] = [
    ['no manifest', () => undefined, { path: 'manifest', rule: 'required' }],
    ['a list', () => [], { path: 'manifest', rule: 'object' }],
    ['a text', () => JSON.stringify(good()), { path: 'manifest', rule: 'object' }],
    ['an empty object', () => ({}), { path: 'manifest.manifest' }],
    ['an unknown key', () => ({ ...good(), dcos: 'x' }), { path: 'manifest.dcos', message: /"docs"/ }],
    [
      'a misspelt word, at its place',
      () => change('operations', { check: { method: 'GTE', path: '/me' } }),
      { path: 'manifest.operations.check.method', message: /"GET"/ },
    ],
    [
      'a create that asks',
      () => change('operations', { createPost: { method: 'GET', path: '/x' } }),
      { path: 'manifest.operations.createPost.method' },
    ],
    [
      'a secret in an address',
      () => change('transport', { baseUrl: 'https://x.test/{connection.token}' }),
      { path: 'manifest.transport.baseUrl' },
    ],
    [
      'an expression that reaches out',
      () => change('operations', { createPost: { method: 'POST', path: '/x', body: "$eval('1')" } }),
      { path: 'manifest.operations.createPost.body' },
    ],
    [
      'the id of a preset',
      () => ({ ...good(), id: 'postato' }),
      { path: 'manifest.id', rule: 'manifest.id_of_preset' },
    ],
    [
      'more than is reasonable',
      () => ({ ...good(), notes: ['x'.repeat(300_000)] }),
      { path: 'manifest', rule: 'max_bytes' },
    ],
  ];
  const change = (section: 'operations' | 'transport', more: object) => {
    const manifest = good();
    return { ...manifest, [section]: { ...manifest[section], ...more } };
  };

  it.each(bad)('refuses %s, and writes nothing', async (_name, manifest, issue) => {
    const own = await workspace();
    const before = await rowCounts(gateway.api.db);
    for (const [method, path] of [['POST', '/manifests']] as const) {
      const { issues } = expectProblem(
        await own.call(method, path, { manifest: manifest() }),
        422,
        'VALIDATION',
      );
      expect(issues).toContainEqual({
        path: issue.path,
        rule: issue.rule ?? expect.stringMatching(/^manifest\.[a-z_]+$/),
        message: issue.message ? expect.stringMatching(issue.message) : expect.stringMatching(/.{8}/),
      });
    }
    expect(await rowCounts(gateway.api.db)).toEqual(before);
  });

  it.each([
    ['an unknown member', { manifest: {}, name: 'x' }, 'name'],
    ['notes that are none', { manifest: {}, notes: 4 }, 'notes'],
    ['notes without end', { manifest: {}, notes: 'x'.repeat(2_001) }, 'notes'],
  ])('refuses %s', async (_name, body, path) => {
    const own = await workspace();
    const { issues } = expectProblem(await own.call('POST', '/manifests', body), 422, 'VALIDATION');
    expect(issues).toContainEqual(expect.objectContaining({ path }));
  });

  it('refuses a second one of the same id, but repeats the first under its key', async () => {
    const own = await workspace();
    const body = { manifest: heraldManifest(herald.url) };
    const key = { 'idempotency-key': 'first' };
    const [one, two] = await Promise.all([
      own.call('POST', '/manifests', body, key),
      own.call('POST', '/manifests', body, key),
    ]);
    expect([one.status, two.status, one.body.id]).toEqual([201, 201, two.body.id]);
    const third = await own.call('POST', '/manifests', body);
    expectProblem(third, 409, 'CONFLICT');
    expect(itemsOf(await own.call('GET', '/manifests'))).toHaveLength(1);
  });

  it('needs its scopes', async () => {
    const { workspaceId } = await workspace();
    const { key } = await gateway.api.newKey(workspaceId, ['connections:read']);
    expect((await gateway.api.call('GET', '/v1/manifests', { key })).status).toBe(200);
    const body = { manifest: heraldManifest(herald.url) };
    const refused = await gateway.api.call('POST', '/v1/manifests', { key, body });
    expect(expectProblem(refused, 403, 'FORBIDDEN_SCOPE')).toMatchObject({ scope: 'connections:write' });
  });

  it('gives a preset to start from', async () => {
    const own = await workspace();
    const { body } = await own.call('GET', '/manifest-presets/postato');
    expect(body).toMatchObject({ name: 'postato', manifest: { id: 'postato', manifest: 'postern/v1' } });
    await own.add({ ...(body.manifest as object), id: 'postato-of-ours' });
    expectProblem(await own.call('GET', '/manifest-presets/nobody'), 404, 'NOT_FOUND');
  });
});

describe('tools', () => {
  const manifest = () => heraldManifest('https://herald.example');
  const post = async (tool: string, body: object, status = 200): Promise<Body> => {
    const own = await workspace();
    const before = await rowCounts(gateway.api.db);
    const reply = await own.call('POST', `/manifests/${tool}`, body);
    expect([reply.status, reply.body]).toEqual([status, expect.anything()]);
    expect(await rowCounts(gateway.api.db)).toEqual(before);
    return reply.body;
  };

  it('check says what is wrong, where, and what was meant', async () => {
    const { operations, ...rest } = manifest();
    const { method: _method, ...createPost } = operations.createPost;
    const misspelt = { ...rest, operations: { ...operations, createPost: { ...createPost, methd: 'POST' } } };
    expect(await post('check', { manifest: misspelt })).toEqual({
      valid: false,
      capabilities: null,
      issues: expect.arrayContaining([
        {
          path: 'operations.createPost.methd',
          rule: 'manifest.unknown_key',
          severity: 'error',
          message: expect.any(String),
          suggestion: 'method',
        },
      ]),
    });
    const fine = await post('check', { manifest: manifest() });
    expect(fine).toMatchObject({ valid: true, capabilities: { cancel: false } });
    const severities = (fine.issues as { severity: string }[]).map(({ severity }) => severity);
    expect(severities).not.toContain('error');
  });

  it('explain tells of manifests, presets and stored ones', async () => {
    expect(await post('explain', { manifest: manifest() })).toMatchObject({
      provider: 'generic:herald',
      summary: expect.arrayContaining([expect.any(String)]),
      statuses: expect.arrayContaining([{ level: 'post', word: 'Out', means: expect.any(String) }]),
    });
    expect(await post('explain', { preset: 'postato' })).toMatchObject({ provider: 'generic:postato' });
    const own = await workspace();
    const { id } = await own.add();
    const told = await own.call('POST', '/manifests/explain', { manifestId: id });
    expect([told.status, told.body.provider]).toEqual([200, 'generic:herald']);
  });

  it('try shows the requests without secrets, reads what is pasted, and sends nothing', async () => {
    const sent = herald.calls.length;
    const secret = 'a-secret-of-the-trial';
    const trial = await post('try', {
      manifest: heraldManifest(herald.url),
      operation: 'createPost',
      post: { text: 'Hello' },
      account: { reference: 'desk-7', platform: 'x' },
      credentials: { token: secret },
      reply: { status: 200, body: `{"ref":"b7","state":"In Line","echo":"${secret}"}` },
    });
    expect(JSON.stringify(trial)).not.toContain(secret);
    expect(trial).toMatchObject({
      requests: [{ method: 'POST', url: `${herald.url}/v1/bulletins` }],
      reading: { kind: 'post', outcome: 'accepted', id: 'b7', snapshot: { status: 'queued' } },
      problems: [],
    });
    expect(JSON.parse(trial.requests[0].body as string)).toMatchObject({ words: 'Hello', desk: 'desk-7' });
    expect(herald.calls).toHaveLength(sent);
  });

  it.each([
    ['none', {}, 'manifest'],
    ['two at once', { preset: 'postato', manifestId: 'man_x' }, 'manifest'],
    ['a manifest that does not pass', { manifest: {} }, 'manifest.manifest'],
    ['another operation', { preset: 'postato', operation: 'destroy' }, 'operation'],
    ['a post without text', { preset: 'postato', post: {} }, 'post.text'],
  ])('try refuses %s', async (_name, body, path) => {
    const { issues } = await post('try', { operation: 'createPost', ...body }, 422);
    expect(issues).toContainEqual(expect.objectContaining({ path }));
  });

  it('know no manifest that is not there', async () => {
    await post('explain', { manifestId: 'man_nobody' }, 404);
    await post('explain', { preset: 'nobody' }, 404);
  });
});

describe('versions', () => {
  it('are made by changes, kept, and listed newest first', async () => {
    const own = await workspace();
    const { id } = await own.add();
    for (const nth of [2, 3]) {
      const manifest = { ...heraldManifest(herald.url), name: `Herald ${nth}` };
      const changed = await own.call('PATCH', `/manifests/${id}`, { manifest, notes: `The ${nth}.` });
      expect([changed.status, changed.headers.get('etag')]).toEqual([200, `"${nth}"`]);
      expect(changed.body).toMatchObject({ version: nth, name: `Herald ${nth}`, notes: `The ${nth}.` });
    }
    const first = await own.call('GET', `/manifests/${id}/versions?limit=2`);
    expect(itemsOf(first).map(({ version, notes }) => [version, notes])).toEqual([
      [3, 'The 3.'],
      [2, 'The 2.'],
    ]);
    const rest = await own.call('GET', `/manifests/${id}/versions?limit=2&cursor=${first.body.nextCursor}`);
    expect([itemsOf(rest), rest.body.nextCursor]).toMatchObject([[{ version: 1, notes: null }], null]);
    expect((await own.call('GET', `/manifests/${id}?version=1`)).body).toMatchObject({
      version: 1,
      name: 'Herald',
      manifest: { name: 'Herald' },
    });
    expectProblem(await own.call('GET', `/manifests/${id}?version=4`), 404, 'NOT_FOUND');
    for (const version of ['0', 'x', '1e1', '-1', '9999999999']) {
      expectProblem(await own.call('GET', `/manifests/${id}?version=${version}`), 422, 'VALIDATION');
    }
    const made = itemsOf(await own.call('GET', `/audit-log?subjectId=${id}&action=manifest.update`));
    expect(made.map(({ before, after }) => [before, after])).toMatchObject([
      [{ version: 2 }, { version: 3 }],
      [{ version: 1 }, { version: 2 }],
    ]);
  });

  it('are none of what says the same', async () => {
    const own = await workspace();
    const { id, manifest } = await own.add();
    const reordered = Object.fromEntries(Object.entries(manifest as object).reverse());
    const same = await own.call('PATCH', `/manifests/${id}`, { manifest: reordered });
    expect([same.status, same.body.version]).toEqual([200, 1]);
  });

  it('are not made of what is refused', async () => {
    const own = await workspace();
    const { id } = await own.add();
    const before = await rowCounts(gateway.api.db);
    const manifest = heraldManifest(herald.url);
    const patch = (body: unknown, headers = {}) => own.call('PATCH', `/manifests/${id}`, body, headers);
    const renamed = await patch({ manifest: { ...manifest, id: 'crier' } });
    expect(expectProblem(renamed, 422, 'VALIDATION').issues).toMatchObject([
      { path: 'manifest.id', rule: 'manifest.id_fixed' },
    ]);
    expectProblem(await patch({ manifest: { ...manifest, dcos: 1 } }), 422, 'VALIDATION');
    expectProblem(await patch({ notes: 'x' }), 422, 'VALIDATION');
    const changed = { manifest: { ...manifest, name: 'Other' } };
    expectProblem(await patch(changed, { 'if-match': '"2"' }), 409, 'CONFLICT');
    expectProblem(await patch(changed, { 'if-match': 'x' }), 422, 'VALIDATION');
    expect(await rowCounts(gateway.api.db)).toEqual(before);
    expect((await own.call('GET', `/manifests/${id}`)).body).toMatchObject({ version: 1, name: 'Herald' });
  });

  it('come one after the other, however many are made at once', async () => {
    const own = await workspace();
    const { id } = await own.add();
    const patch = (nth: number, headers: Record<string, string>): Promise<Reply> =>
      own.call(
        'PATCH',
        `/manifests/${id}`,
        { manifest: { ...heraldManifest(herald.url), name: `H${nth}` } },
        headers,
      );
    const free = await Promise.all([1, 2, 3, 4, 5].map((nth) => patch(nth, {})));
    expect(free.map(({ body }) => body.version as number).sort()).toEqual([2, 3, 4, 5, 6]);
    const bound = await Promise.all([6, 7, 8, 9].map((nth) => patch(nth, { 'if-match': '"6"' })));
    expect(bound.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect((await own.call('GET', `/manifests/${id}`)).body.version).toBe(7);
    expect(itemsOf(await own.call('GET', `/manifests/${id}/versions`))).toHaveLength(7);
  });
});

describe('a connection to it', () => {
  it('publishes through the whole gateway, and follows the newest version without a restart', async () => {
    const own = await workspace();
    const { id } = await own.add();
    const { accountId } = await own.connect();
    await gateway.startWorker();
    const first = await own.post(await own.publish(accountId, 'One'), 'published');
    expect(first).toMatchObject({
      provider: 'generic:herald',
      platform: 'x',
      platformPostUrl: 'https://bird.test/1',
    });
    expect(herald.calls).toContain('POST /v1/bulletins');
    expect(herald.calls.join()).not.toContain('/v2');

    const next = { manifest: heraldManifest(herald.url, '/v2') };
    expect((await own.call('PATCH', `/manifests/${id}`, next)).body.version).toBe(2);
    await own.post(await own.publish(accountId, 'Two'), 'published');
    expect(herald.calls.filter((call) => call.startsWith('POST'))).toEqual([
      'POST /v1/bulletins',
      'POST /v2/bulletins',
    ]);
    await gateway.stopWorker();
  });

  it('is the workspace’s own, also where another one uses the same id', async () => {
    const [one, two] = [await workspace(), await workspace()];
    await one.add(heraldManifest(herald.url));
    expectProblem(
      await two.call('POST', '/connections', {
        provider: 'generic:herald',
        name: 'x',
        credentials: { token: TOKEN },
      }),
      422,
      'VALIDATION',
    );
    await two.add(heraldManifest(other.url));
    const ofOne = await one.connect();
    const ofTwo = await two.connect();
    await gateway.startWorker();
    const [here, there] = [herald.texts.length, other.texts.length];
    await Promise.all([
      one.post(await one.publish(ofOne.accountId, 'Mine'), 'published'),
      two.post(await two.publish(ofTwo.accountId, 'Theirs'), 'published'),
    ]);
    expect(herald.texts.slice(here)).toEqual([expect.stringContaining('Mine')]);
    expect(other.texts.slice(there)).toEqual([expect.stringContaining('Theirs')]);
    await gateway.stopWorker();
  });

  it('shares no breaker with another workspace’s of the same id', async () => {
    const [one, two] = [await workspace(), await workspace()];
    const [{ id }] = [await one.add(), await two.add()];
    const [ofOne, ofTwo] = [await one.connect(), await two.connect()];
    await gateway.api.db.query(
      `insert into traffic_pauses (scope, id, reason, paused_until) values ('provider', $1, 'breaker', now() + interval '1 h')`,
      [id],
    );
    const breakers = async (own: Workspace, connectionId: string) => {
      const { traffic } = (await own.call('GET', `/connections/${connectionId}`)).body;
      const providers = itemsOf(await own.call('GET', '/providers'));
      const { health } = providers.find((each) => each.id === 'generic:herald') as Body;
      return [traffic.breaker as string, health.breaker as string];
    };
    expect(await breakers(one, ofOne.id)).toEqual(['open', 'open']);
    expect(await breakers(two, ofTwo.id)).toEqual(['closed', 'closed']);
    await gateway.startWorker();
    const held = await one.publish(ofOne.accountId, 'Held');
    await two.post(await two.publish(ofTwo.accountId, 'Goes'), 'published');
    expect((await one.call('GET', `/post-groups/${held.id}`)).body.status).toBe('queued');
    await gateway.stopWorker();
  });

  it('keeps the manifest from being deleted, until it is deleted itself', async () => {
    const own = await workspace();
    const { id } = await own.add();
    const connection = await own.connect();
    const refused = expectProblem(await own.call('DELETE', `/manifests/${id}`), 409, 'CONFLICT');
    expect(refused.detail).toContain(connection.id);
    expect((await own.call('DELETE', `/connections/${connection.id}`)).status).toBe(204);
    expect((await own.call('DELETE', `/manifests/${id}`)).status).toBe(204);
    expectProblem(await own.call('GET', `/manifests/${id}`), 404, 'NOT_FOUND');
    expectProblem(await own.call('DELETE', `/manifests/${id}`), 404, 'NOT_FOUND');
    const provider = { provider: 'generic:herald', name: 'x', credentials: { token: TOKEN } };
    const { issues } = expectProblem(await own.call('POST', '/connections', provider), 422, 'VALIDATION');
    expect(issues).toMatchObject([{ path: 'provider', rule: 'provider.exists' }]);
    expect(itemsOf(await own.call('GET', `/audit-log?subjectId=${id}&action=manifest.delete`))).toHaveLength(
      1,
    );
    // The id is free again.
    await own.add();
  });

  it('is not made while the manifest is deleted, or keeps it', async () => {
    for (let nth = 0; nth < 5; nth += 1) {
      const own = await workspace();
      const { id } = await own.add();
      const body = { provider: 'generic:herald', name: 'x', credentials: { token: TOKEN } };
      const [made, gone] = await Promise.all([
        own.call('POST', '/connections', body),
        own.call('DELETE', `/manifests/${id}`),
      ]);
      expect([
        [201, 409],
        [422, 204],
      ]).toContainEqual([made.status, gone.status]);
    }
  });

  it('is refused, and not waited for, where a pattern takes for ever', async () => {
    const own = await workspace();
    const manifest = heraldManifest(herald.url);
    const token = { title: 'Token', writeOnly: true, pattern: '^(a+)+$' };
    await own.add({ ...manifest, connection: { properties: { token }, required: ['token'] } });
    const credentials = { token: `${'a'.repeat(60)}!` };
    const began = performance.now();
    const made = await own.call('POST', '/connections', {
      provider: 'generic:herald',
      name: 'x',
      credentials,
    });
    expectProblem(made, 422, 'VALIDATION');
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('never reaches where no upstream may be', async () => {
    const own = await workspace();
    await own.add(heraldManifest('http://10.1.2.3'));
    const body = { provider: 'generic:herald', name: 'x', credentials: { token: TOKEN } };
    const made = await own.call('POST', '/connections', body);
    expect([made.status, made.body.status]).toEqual([201, 'needs_attention']);
    expect(made.body.error.message).toMatch(/10\.1\.2\.3|private|address/i);
  });
});

describe('a stored manifest that this build does not run', () => {
  it('leaves its posts waiting and says why; a version that passes sets them going', async () => {
    const own = await workspace();
    const { id } = await own.add();
    const { id: connectionId, accountId } = await own.connect();
    const waits = await own.publish(accountId, 'Waits');
    // As another build would have stored it.
    await gateway.api.db.query(
      `with v as (insert into manifest_versions (manifest_id, version, workspace_id, manifest)
         select id, 2, workspace_id, '{"name": "Herald", "manifest": "postern/v9"}' from manifests where id = $1)
       update manifests set version = 2 where id = $1`,
      [id],
    );
    const problem = expect.stringContaining('does not pass the checks of this Postern') as string;
    expect((await own.call('GET', `/manifests/${id}`)).body).toMatchObject({ problem, capabilities: null });
    expect(itemsOf(await own.call('GET', '/manifests'))).toMatchObject([{ id, problem }]);
    expect(itemsOf(await own.call('GET', '/providers')).map((each) => each.id)).not.toContain(
      'generic:herald',
    );
    const shown = (await own.call('GET', `/connections/${connectionId}`)).body;
    expect(shown).toMatchObject({ status: 'needs_attention', error: { message: problem } });
    const group = { content: { text: 'x' }, targets: [{ accountId }] };
    const { issues } = expectProblem(await own.call('POST', '/post-groups', group), 422, 'VALIDATION');
    expect(issues).toMatchObject([{ path: 'targets[0].accountId', rule: 'provider.usable' }]);

    await gateway.startWorker();
    await until(async () => {
      const [row] = await gateway.api.db.query<{ status: string }[]>(
        'select status from connections where id = $1',
        [connectionId],
      );
      return row?.status === 'needs_attention';
    });
    expect((await own.call('GET', `/post-groups/${waits.id}`)).body.status).toBe('queued');
    const mended = { manifest: { ...heraldManifest(herald.url), name: 'Mended' } };
    expect((await own.call('PATCH', `/manifests/${id}`, mended)).body).toMatchObject({
      version: 3,
      problem: null,
    });
    await own.post(waits, 'published');
    expect((await own.call('GET', `/connections/${connectionId}`)).body.status).toBe('active');
    await gateway.stopWorker();
  });
});

it('is not there for other workspaces', async () => {
  const [own, stranger] = [await workspace(), await workspace()];
  const { id } = await own.add();
  const nothing = [
    stranger.call('GET', `/manifests/${id}`),
    stranger.call('GET', `/manifests/${id}/versions`),
    stranger.call('PATCH', `/manifests/${id}`, { manifest: heraldManifest(other.url) }),
    stranger.call('DELETE', `/manifests/${id}`),
  ];
  for (const reply of await Promise.all(nothing)) expectProblem(reply, 404, 'NOT_FOUND');
  expect(itemsOf(await stranger.call('GET', '/manifests'))).toEqual([]);
  expect(itemsOf(await stranger.call('GET', '/providers')).map((each) => each.id)).not.toContain(
    'generic:herald',
  );
});
