/** Every endpoint, asked with another workspace's key for an owner's things: nothing of them is told or changed. */
import { startTestGateway, type TestGateway } from './gateway-harness';
import { heraldManifest } from './herald';
import {
  CLIENT_REFERENCE,
  ENDPOINT_BODY,
  IDEMPOTENCY_KEY,
  KEY_BODY,
  MARK,
  Rows,
  SCHEDULED_AT,
  setUpTenants,
} from './isolation-tenants';
import { type Operation, operationsOf, pathOf } from './isolation-operations';
import { type Answer, IsolationWalker } from './isolation-walker';
import { diskMedia, JPEG } from './media-harness';

jest.setTimeout(120_000);

type Look = (walk: IsolationWalker, operation: Operation) => Promise<void>;

const PAST = '2020-01-01T00:00:00Z';
const FUTURE = '2100-01-01T00:00:00Z';
const again = { headers: { 'idempotency-key': 'again' } };

/** What the owner's posts can be found by, and whether by that the stranger's own can be found as well. */
const postFilters = ({ owner }: IsolationWalker) => ({
  accountId: owner.accountId,
  clientReference: CLIENT_REFERENCE,
  provider: 'generic:postato',
  platform: 'x',
});
const SHARED = {
  createdSince: PAST,
  createdUntil: FUTURE,
  since: PAST,
  until: FUTURE,
  sort: 'dueAt',
};

/** One for every operation: who adds an endpoint, adds how a stranger would look for others' things by it. */
const LOOKS: Record<string, Look> = {
  listApiKeys: (walk, operation) => walk.list(operation, {}),
  createApiKey: async (walk, operation) => {
    const headers = { 'idempotency-key': `${IDEMPOTENCY_KEY} ${operation.path}` };
    // The owner's very request: no replay of their answer, which shows a key.
    const own = await walk.ask(operation, { body: KEY_BODY, headers });
    expect([own.status, own.headers.get('idempotency-replayed')]).toEqual([201, null]);
    const other = { ...KEY_BODY, workspaceId: walk.owner.workspaceId };
    expect((await walk.ask(operation, { body: other })).status).toBe(403);
  },
  getApiKey: (walk, operation) => walk.hidden(operation, 'key'),
  updateApiKey: (walk, operation) => walk.hidden(operation, 'key', [{ body: { name: 'taken' } }]),
  revokeApiKey: (walk, operation) => walk.hidden(operation, 'key', [{}, { query: { force: 'true' } }]),
  rotateApiKey: (walk, operation) =>
    walk.hidden(operation, 'key', [{ body: {} }, { body: { overlapSeconds: 0 }, ...again }]),

  // A session is found by its cookie alone; nothing of it can be named.
  createSession: async (walk, operation) => {
    const made = await walk.ask(operation, { body: { apiKey: walk.stranger.key } });
    expect([made.status, made.body.workspace.id]).toEqual([201, walk.stranger.workspaceId]);
  },
  getSession: async (walk, operation) => {
    expect((await walk.ask(operation)).status).toBe(401);
    // The stranger's key wins over the owner's cookie, and shows nothing of it.
    const cookie = await walk.ownersCookie();
    expect((await walk.ask(operation, { headers: { cookie } })).status).toBe(401);
  },
  endSession: async (walk, operation) => {
    const cookie = await walk.ownersCookie();
    for (const query of [{}, { everywhere: 'true' }] as Record<string, string>[])
      expect((await walk.ask(operation, { headers: { cookie }, query })).status).toBe(401);
  },
  getSessionMethods: async (walk, operation) => {
    expect((await walk.ask(operation)).status).toBe(200);
  },

  listAuditLog: (walk, operation) =>
    walk.list(
      operation,
      { subjectId: walk.owner.ids.group[0]!, actorId: walk.owner.ids.key[0]! },
      { action: ['post_group.create', 'api_key.create'], since: PAST, until: FUTURE },
    ),

  listWorkspaces: (walk, operation) => walk.list(operation, {}),
  createWorkspace: async (walk, operation) => {
    expect((await walk.ask(operation, { body: { name: 'x' } })).status).toBe(403);
  },
  getWorkspace: (walk, operation) => walk.hidden(operation, 'workspace'),
  updateWorkspace: (walk, operation) => walk.hidden(operation, 'workspace', [{ body: { name: 'taken' } }]),

  listAccounts: (walk, operation) =>
    walk.list(
      operation,
      { connectionId: walk.owner.ids.connection[0]!, provider: 'generic:postato' },
      { platform: 'instagram', status: 'connected' },
    ),
  getAccount: (walk, operation) => walk.hidden(operation, 'account'),

  listConnections: (walk, operation) => walk.list(operation, { provider: 'generic:postato' }),
  createConnection: async (walk, operation) => {
    const headers = { 'idempotency-key': `${IDEMPOTENCY_KEY} ${operation.path}` };
    const body = { ...(walk.owner.connectionBody as object), credentials: {} };
    const refused = await walk.ask(operation, { body, headers });
    expect([refused.status, refused.headers.get('idempotency-replayed')]).toEqual([422, null]);
  },
  getConnection: (walk, operation) => walk.hidden(operation, 'connection'),
  updateConnection: (walk, operation) =>
    walk.hidden(operation, 'connection', [
      { body: { name: 'taken' } },
      { body: { credentials: { apiKey: 'taken' } } },
    ]),
  deleteConnection: (walk, operation) =>
    walk.hidden(operation, 'connection', [{}, { query: { force: 'true' } }]),
  checkConnection: (walk, operation) => walk.hidden(operation, 'connection', [{}, again]),
  getConnectionWebhooks: (walk, operation) => walk.hidden(operation, 'connection'),
  registerConnectionWebhooks: (walk, operation) =>
    walk.hidden(operation, 'connection', [
      { body: {} },
      { body: { url: `https://stranger.test/hooks/${walk.owner.ids.connection[0]!}` }, ...again },
    ]),
  removeConnectionWebhooks: (walk, operation) =>
    walk.hidden(operation, 'connection', [{}, { query: { force: 'true' } }]),
  syncConnection: (walk, operation) => walk.hidden(operation, 'connection', [{}, again]),
  listProviders: async (walk, operation) => {
    expect((await walk.ask(operation)).status).toBe(200);
  },

  listManifests: (walk, operation) => walk.list(operation, {}),
  createManifest: async (walk, operation) => {
    const headers = { 'idempotency-key': `${IDEMPOTENCY_KEY} ${operation.path}` };
    // Of an id that the owner has, too.
    const body = { manifest: { ...heraldManifest('https://stranger.test'), id: MARK } };
    const made = await walk.ask(operation, { body, headers });
    expect([made.status, made.headers.get('idempotency-replayed')]).toEqual([201, null]);
  },
  getManifest: (walk, operation) => walk.hidden(operation, 'manifest', [{}, { query: { version: '1' } }]),
  updateManifest: (walk, operation) =>
    walk.hidden(operation, 'manifest', [{ body: { manifest: heraldManifest('https://stranger.test') } }]),
  deleteManifest: (walk, operation) => walk.hidden(operation, 'manifest'),
  listManifestVersions: async (walk, operation) => {
    const path = pathOf(operation, walk.owner.ids.manifest[0]!);
    const { nextCursor } = (await walk.own(operation, { path, query: { limit: '1' } })).body;
    expect(nextCursor).toEqual(expect.any(String));
    const query = { limit: '1', cursor: nextCursor as string };
    await walk.hidden(operation, 'manifest', [{}, { query }]);
    await walk.ask(operation, { path: pathOf(operation, walk.stranger.ids.manifest[0]!), query });
  },
  getManifestPreset: async (walk, operation) => {
    expect((await walk.ask(operation, { path: pathOf(operation, 'postato') })).status).toBe(200);
  },
  explainManifest: (walk, operation) => notToBeNamed(walk, operation, {}),
  tryManifest: (walk, operation) => notToBeNamed(walk, operation, { operation: 'check' }),
  checkManifest: async (walk, operation) => {
    const reply = await walk.ask(operation, { body: { manifest: heraldManifest('https://stranger.test') } });
    expect(reply.body.valid).toBe(true);
  },

  createMedia: async (walk, operation) => {
    const raw = new FormData();
    raw.append('file', new Blob([new Uint8Array(JPEG)]), 'a.jpg');
    // The same file under the same idempotency key.
    const reply = await walk.ask(operation, {
      raw,
      headers: { 'idempotency-key': `${IDEMPOTENCY_KEY} ${MARK}` },
    });
    expect([reply.status, reply.headers.get('idempotency-replayed')]).toEqual([201, null]);
  },
  getMedia: (walk, operation) => walk.hidden(operation, 'media'),
  deleteMedia: (walk, operation) => walk.hidden(operation, 'media'),

  createPostGroup: async (walk, operation) => {
    for (const body of foreignContents(walk)) expectNotThere(await walk.ask(operation, { body }));
  },
  listPostGroups: (walk, operation) =>
    walk.list(operation, postFilters(walk), {
      ...SHARED,
      status: ['published', 'failed', 'canceled', 'draft'],
    }),
  getPostGroup: (walk, operation) => walk.hidden(operation, 'group'),
  validatePostGroup: async (walk, operation) => {
    for (const body of foreignContents(walk)) {
      const reply = await walk.ask(operation, { body });
      expectNotThere({ ...reply, status: 422, body: { code: 'VALIDATION', ...reply.body } });
      // Nor is it told where such an account is.
      const targets = reply.body.targets as { accountId: string; platform: string | null }[];
      for (const { accountId, platform } of targets)
        if (accountId === walk.owner.accountId) expect(platform).toBeNull();
    }
  },
  updatePostGroup: async (walk, operation) => {
    await walk.hidden(operation, 'group', [{ body: { metadata: { taken: true } } }]);
    // The owner's accounts and media do not come into the own group either.
    for (const { content, targets } of foreignContents(walk)) {
      const reply = await walk.ask(operation, {
        path: pathOf(operation, walk.stranger.draftId),
        body: { content, targets },
      });
      expectNotThere(reply);
    }
  },
  publishPostGroup: (walk, operation) => walk.hidden(operation, 'group', [{ body: {} }, again]),
  cancelPostGroup: (walk, operation) =>
    walk.hidden(operation, 'group', [{}, { body: { reason: 'taken' } }, { query: { reason: 'taken' } }]),
  reschedulePostGroup: (walk, operation) =>
    walk.hidden(operation, 'group', [{ body: { scheduledAt: SCHEDULED_AT }, ...again }]),
  retryPostGroup: (walk, operation) =>
    walk.hidden(operation, 'group', [{ body: {} }, { body: { force: true }, ...again }]),

  createImport: async (walk, operation) => {
    const headers = { 'idempotency-key': `${IDEMPOTENCY_KEY} ${operation.path}` };
    // No replay of the owner's answer under their key; and what is kept under it names nothing of theirs.
    const own = await walk.ask(operation, { body: { csv: 'text,accounts\na,x:@b', dryRun: true }, headers });
    expect([own.status, own.headers.get('idempotency-replayed')]).toEqual([200, null]);
    const { accountId, handle } = await importedAccount(walk);
    const csv = `text,accounts\na,${accountId}\nb,${handle}\nc,"${walk.stranger.accountId},${accountId}"`;
    const reply = await walk.ask(operation, { body: { csv, dryRun: true } });
    const rows = reply.body.rows as { result: string; issues: { rule: string }[] }[];
    for (const { result, issues } of rows)
      expect([result, issues[0]!.rule]).toEqual(['invalid', 'account.exists']);
  },
  listImports: (walk, operation) => walk.list(operation, {}),
  getImport: (walk, operation) => walk.hidden(operation, 'import'),
  listImportRows: async (walk, operation) => {
    const path = pathOf(operation, walk.owner.ids.import[0]!);
    const { nextCursor } = (await walk.own(operation, { path, query: { limit: '1' } })).body;
    expect(nextCursor).toEqual(expect.any(String));
    const query = { limit: '1', cursor: nextCursor as string };
    await walk.hidden(operation, 'import', [{}, { query }, { query: { result: 'created' } }]);
    await walk.ask(operation, { path: pathOf(operation, walk.stranger.ids.import[0]!), query });
  },

  listPosts: (walk, operation) => {
    const { post, group, connection } = walk.owner.ids;
    return walk.list(
      operation,
      { ...postFilters(walk), id: post, groupId: group[0]!, connectionId: connection[0]! },
      { ...SHARED, status: ['published', 'failed', 'canceled', 'draft'], errorCode: 'AUTH_EXPIRED' },
    );
  },
  getPost: (walk, operation) => walk.hidden(operation, 'post'),
  getPostTimeline: async (walk, operation) => {
    const path = pathOf(operation, walk.owner.ids.post[0]!);
    const { nextCursor } = (await walk.own(operation, { path, query: { limit: '1' } })).body;
    expect(nextCursor).toEqual(expect.any(String));
    await walk.hidden(operation, 'post', [{}, { query: { limit: '1', cursor: nextCursor as string } }]);
    // By way of an own post neither.
    const own = pathOf(operation, walk.stranger.ids.post[0]!);
    await walk.ask(operation, { path: own, query: { cursor: nextCursor as string } });
  },
  cancelPost: (walk, operation) =>
    walk.hidden(operation, 'post', [{}, { body: { reason: 'taken' } }, { query: { reason: 'taken' } }]),
  reschedulePost: (walk, operation) =>
    walk.hidden(operation, 'post', [{ body: { scheduledAt: SCHEDULED_AT }, ...again }]),
  retryPost: (walk, operation) =>
    walk.hidden(operation, 'post', [{ body: {} }, { body: { force: true }, ...again }]),
  resolvePost: (walk, operation) =>
    walk.hidden(operation, 'post', [
      { body: { outcome: 'not_published', note: 'taken' } },
      { body: { outcome: 'published', platformPostId: '1', note: 'taken' } },
    ]),
  bulkRetryPosts: async (walk, operation) => {
    const { accountId } = walk.owner;
    const filters = [
      { accountId },
      { provider: 'generic:postato' },
      { errorCode: ['AUTH_EXPIRED'], accountId },
    ];
    for (const filter of filters) {
      const reply = await walk.ask(operation, { body: { filter, force: true, limit: 1000 } });
      expect([reply.status, reply.body]).toEqual([200, { results: [] }]);
    }
    // The stranger's own, and nobody else's.
    const all = await walk.ask(operation, { body: { filter: {}, force: true } });
    expect(all.status).toBe(200);
  },

  getStatsOverview: async (walk, operation) => {
    for (const query of [{}, { hours: '168' }] as Record<string, string>[]) {
      const [own, theirs] = [await walk.own(operation, { query }), await walk.ask(operation, { query })];
      expect([own.status, theirs.status, own.body.throughput.length > 0]).toEqual([200, 200, true]);
    }
  },
  getStatsPunctuality: async (walk, operation) => {
    for (const query of [{}, { hours: '168' }] as Record<string, string>[]) {
      const [own, theirs] = [await walk.own(operation, { query }), await walk.ask(operation, { query })];
      expect([own.status, theirs.status, own.body.overall.posts > 0]).toEqual([200, 200, true]);
    }
  },

  listEvents: async (walk, operation) => {
    const { group, post } = walk.owner.ids;
    const queries: Record<string, string>[] = [
      {},
      { after: '0', type: 'post.published' },
      { groupId: group[0]! },
      { postId: post[0]! },
      { groupId: group[0]!, postId: post[0]!, type: 'post.*', waitSeconds: '1' },
    ];
    for (const query of queries) {
      const [own, theirs] = [await walk.own(operation, { query }), await walk.ask(operation, { query })];
      expect([query, own.body.items.length > 0, theirs.status]).toEqual([query, true, 200]);
      if ('groupId' in query || 'postId' in query) expect(theirs.body.items).toEqual([]);
    }
    // From the middle of the owner's log on.
    const { nextCursor } = (await walk.own(operation, { query: { limit: '1' } })).body;
    await walk.ask(operation, { query: { after: nextCursor as string, limit: '100' } });
  },
  streamEvents: async (walk, operation) => {
    const { group, post } = walk.owner.ids;
    const news = walk.newEvents();
    const [all, resumed, ...others] = await walk.overhear(
      operation,
      [
        { query: { after: '0' } },
        { headers: { 'last-event-id': '1' } },
        { query: { after: '0', groupId: group[0]! } },
        { query: { after: '0', postId: post[0]!, type: 'post.*' } },
      ],
      news,
    );
    // The stranger's own are told: the streams did listen.
    for (const text of [all, resumed]) expect(text).toContain(news.stranger);
    for (const text of others) expect(text).not.toContain('data:');
  },

  listWebhookEndpoints: (walk, operation) => walk.list(operation, {}),
  createWebhookEndpoint: async (walk, operation) => {
    const headers = { 'idempotency-key': `${IDEMPOTENCY_KEY} ${operation.path}` };
    // The owner's very request: no replay of their answer, which shows a secret.
    const own = await walk.ask(operation, { body: ENDPOINT_BODY, headers });
    expect([own.status, own.headers.get('idempotency-replayed')]).toEqual([201, null]);
  },
  getWebhookEndpoint: (walk, operation) => walk.hidden(operation, 'endpoint'),
  updateWebhookEndpoint: (walk, operation) =>
    walk.hidden(operation, 'endpoint', [
      { body: { url: 'https://taken.test/' } },
      { body: { active: false } },
    ]),
  deleteWebhookEndpoint: (walk, operation) => walk.hidden(operation, 'endpoint'),
  rotateWebhookEndpointSecret: (walk, operation) =>
    walk.hidden(operation, 'endpoint', [{ body: {} }, { body: { overlapSeconds: 0 }, ...again }]),
  testWebhookEndpoint: (walk, operation) => walk.hidden(operation, 'endpoint', [{}, again]),
  replayWebhookEndpoint: (walk, operation) => {
    const since = new Date(Date.now() - 3_600_000).toISOString();
    return walk.hidden(operation, 'endpoint', [{ body: { since } }, { body: { since, after: 0 }, ...again }]);
  },
  listWebhookDeliveries: async (walk, operation) => {
    const { endpoint, delivery } = walk.owner.ids;
    const path = `${operation.path}/${delivery[0]}`;
    const { eventId, status, eventType } = (await walk.own(operation, { path })).body as Record<
      string,
      string
    >;
    await walk.list(
      operation,
      { endpointId: endpoint[0]!, eventId: eventId! },
      { status: status!, eventType: eventType!, createdSince: PAST, createdUntil: FUTURE },
    );
  },
  getWebhookDelivery: (walk, operation) => walk.hidden(operation, 'delivery'),
  replayWebhookDelivery: (walk, operation) => walk.hidden(operation, 'delivery', [{}, again]),

  takeProviderWebhook: async (walk, operation) => {
    for (const id of walk.owner.ids.connection) {
      const reply = await walk.ask(operation, {
        path: pathOf(operation, id),
        body: { type: 'post.published' },
      });
      // The address is the upstream's to know; without its signature it does nothing.
      expect([401, 404]).toContain(reply.status);
    }
  },
  getLiveness: async (walk, operation) => void (await walk.ask(operation)),
  getReadiness: async (walk, operation) => void (await walk.ask(operation)),
};

/** The owner's manifest is none that can be told of, and the own one is. */
async function notToBeNamed(walk: IsolationWalker, operation: Operation, more: object): Promise<void> {
  const asked = (id: string) => walk.ask(operation, { body: { manifestId: id, ...more } });
  expect((await asked(walk.owner.ids.manifest[0]!)).status).toBe(404);
  expect((await asked(walk.stranger.ids.manifest[0]!)).status).toBe(200);
}

/** The owner's account, by its id and by its handle. */
async function importedAccount({ owner }: IsolationWalker): Promise<{ accountId: string; handle: string }> {
  const { accountId } = owner;
  const { body } = await gateway.api.call('GET', `/v1/accounts/${accountId}`, { key: owner.key });
  return { accountId, handle: `${body.platform}:${body.handle}` };
}

/** The owner's accounts and media, alone and beside the own ones. */
function foreignContents({ owner, stranger }: IsolationWalker) {
  const content = { text: 'a' };
  const ofOthers = { text: 'a', media: [{ mediaId: owner.ids.media[0]! }] };
  const own = { accountId: stranger.accountId };
  return [
    { content, targets: [{ accountId: owner.accountId }] },
    { content, targets: [own, { accountId: owner.accountId }] },
    { content: ofOthers, targets: [own] },
    { content, targets: [{ ...own, content: ofOthers }] },
  ];
}

function expectNotThere({ status, body }: Answer): void {
  expect({ status, body }).toMatchObject({ status: 422, body: { code: 'VALIDATION' } });
  const issues = body.issues as { rule: string }[];
  expect(issues.map(({ rule }) => rule)).toContainEqual(expect.stringMatching(/^(account|media)\.exists$/));
}

let gateway: TestGateway;
let rows: Rows;
let walk: IsolationWalker;
let operations: Operation[];
const disk = diskMedia();

beforeAll(async () => {
  gateway = await startTestGateway({
    // So that providers that take media by address only may be given ours.
    config: { ...disk.config, publicUrl: 'http://postern.test' },
  });
  rows = await Rows.of(gateway);
  walk = await IsolationWalker.of(gateway, await setUpTenants(gateway), rows);
  operations = operationsOf((await gateway.api.call('GET', '/openapi.json', { key: null })).body);
}, 120_000);
afterAll(async () => {
  await rows.end();
  await gateway.close();
  disk.clear();
});

it('has a look for every operation, and none for what is not there', () => {
  expect(Object.keys(LOOKS).sort()).toEqual(operations.map(({ operationId }) => operationId).sort());
});

it('tells and changes nothing of the owner’s, by any operation', async () => {
  for (const operation of operations) {
    await LOOKS[operation.operationId]!(walk, operation);
    await walk.unchanged(operation);
    expect([operation.operationId, walk.missed(operation)]).toEqual([operation.operationId, []]);
  }
  expect(walk.leaks).toEqual([]);
  const asked = operations.filter(({ operationId }) => walk.requests.has(operationId)).length;
  const requests = [...walk.requests.values()].reduce((sum, one) => sum + one, 0);
  process.stdout.write(
    `Isolation walk: ${asked} of ${operations.length} operations (${((100 * asked) / operations.length).toFixed(0)} %), ` +
      `${requests} requests, ${walk.leaks.length} leaks.\n`,
  );
  expect(asked).toBe(operations.length);
});

it('has left nothing in the stranger’s rows that leads to the owner’s', async () => {
  const theirs = await rows.idsWithin(walk.owner.workspaceId);
  const found = [...(await rows.idsWithin(walk.stranger.workspaceId))].filter((id) => theirs.has(id));
  expect(found).toEqual([]);
});
