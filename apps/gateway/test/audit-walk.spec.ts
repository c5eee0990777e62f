/** Every operation that changes something leaves an entry in the audit log, and no entry holds a secret. */
import { AUDITED_OPERATIONS } from './audit-operations';
import { type AuditScene, startAuditScene } from './audit-scene';

jest.setTimeout(60_000);

interface Row {
  id: string;
  workspace_id: string;
  actor_type: string;
  actor_id: string | null;
  action: string;
  subject_type: string;
  subject_id: string;
  request_id: string | null;
  before: unknown;
  after: unknown;
}

let scene: AuditScene;
beforeAll(async () => {
  scene = await startAuditScene();
}, 60_000);
afterAll(() => scene.close());

const rowsOf = (requestId: string | null) =>
  scene.gateway.api.db.query<Row[]>('select * from audit_log where request_id = $1 order by id', [requestId]);
const count = async () => {
  const [row] = await scene.gateway.api.db.query<{ n: number }[]>('select count(*)::int as n from audit_log');
  return row!.n;
};

it('knows every operation of the API that is no GET', async () => {
  const { body } = await scene.call('GET', '/openapi.json');
  const { paths } = body as { paths: Record<string, Record<string, { operationId?: string }>> };
  const served = Object.values(paths).flatMap((methods) =>
    Object.entries(methods)
      .filter(([method]) => ['post', 'put', 'patch', 'delete'].includes(method))
      .map(([method, { operationId }]) => operationId ?? `a ${method} without operationId`),
  );
  const unknown = served.filter((id) => !(id in AUDITED_OPERATIONS));
  expect({ 'add to test/audit-operations.ts': unknown }).toEqual({ 'add to test/audit-operations.ts': [] });
  const gone = Object.keys(AUDITED_OPERATIONS).filter((id) => !served.includes(id));
  expect({ 'no longer served': gone }).toEqual({ 'no longer served': [] });
});

it.each(Object.entries(AUDITED_OPERATIONS))('%s', async (_id, operation) => {
  const before = await count();
  const reply = await operation.run?.(scene);
  if ('changesNothing' in operation) {
    expect(operation.changesNothing).not.toBe('');
    expect(await count()).toBe(before);
    if (reply) expect(reply.status).toBeLessThan(300);
    return;
  }
  expect([reply!.status < 300, reply!.body]).toEqual([true, reply!.body]);
  const entry = (await rowsOf(reply!.headers.get('x-request-id'))).find(
    ({ action }) => action === operation.action,
  );
  expect(entry).toMatchObject({
    workspace_id: expect.stringMatching(/^ws_/),
    actor_type: 'api_key',
    actor_id: scene.keyId,
    subject_type: operation.action.split('.')[0],
    subject_id: expect.stringMatching(/^(ws|key|conn|pg|post|imp|med|man|we|whd|ses)_/),
  });
  expect({ before: entry!.before, after: entry!.after }).toEqual({
    before: operation.before,
    after: operation.after,
  });
});

it('holds no secret in any entry', async () => {
  const log = JSON.stringify(await scene.gateway.api.db.query('select * from audit_log'));
  expect(scene.secrets.length).toBeGreaterThan(8);
  for (const secret of scene.secrets) {
    expect(secret.length).toBeGreaterThan(15);
    // A key's first half is its prefix, which the log may show.
    const own = secret.startsWith('pk_') ? secret.slice(-43) : secret;
    expect(log.includes(own)).toBe(false);
  }
});

it('has no entry of what was refused', async () => {
  const before = await count();
  const { postId } = await scene.heldGroup();
  const made = await count();
  expect(made).toBe(before + 1);
  for (const [method, path, body] of [
    ['POST', '/v1/workspaces', { name: '' }],
    ['PATCH', '/v1/connections/conn_none', { name: 'a' }],
    ['POST', `/v1/posts/${postId}/resolve`, { outcome: 'published', note: 'n' }],
    ['POST', `/v1/posts/${postId}/retry`, {}],
    ['DELETE', `/v1/api-keys/${scene.keyId}`, undefined],
  ] as const) {
    expect((await scene.call(method, path, body)).status).toBeGreaterThanOrEqual(400);
  }
  expect(await count()).toBe(made);
});
