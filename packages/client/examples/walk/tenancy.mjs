import { Postern } from '@postern/client';
import { expect, refused } from './walk.mjs';

/** A workspace of the walk's own, so that it meets nothing of others, with a key of its own. */
export async function walkTenancy(walk, instance, open) {
  const step = walk.step.bind(walk);
  walk.chapter('Is anybody there?');
  await step('the process runs', () => instance.health.liveness());
  await step('it can serve, and posts go out', () => instance.health.readiness());

  walk.chapter('Workspaces and keys');
  const name = `Walk ${new Date().toISOString()}`;
  const workspace = await step('a workspace for this walk', () => instance.workspaces.create({ name }));
  await step('the workspaces of the instance', async () => {
    const all = await instance.workspaces.list().toArray();
    expect(
      all.some(({ id }) => id === workspace.id),
      'the new workspace is in the list',
    );
  });
  await step('renamed', () => instance.workspaces.update(workspace.id, { name: `${name}, renamed` }));
  await step('read again', async () => {
    const { name: now } = await instance.workspaces.get(workspace.id);
    expect(now.endsWith('renamed'), 'the name has changed');
  });
  const admin = await step('its first key, shown once', () =>
    instance.apiKeys.create({ name: 'walk', scopes: ['admin'], workspaceId: workspace.id }),
  );
  const postern = open(admin.key);

  await walkSession(walk, admin.key);
  const reader = await step('a key that may only read', () =>
    postern.apiKeys.create({ name: 'reader', scopes: ['publish:read'] }),
  );
  await step('which is refused where it would write', () =>
    refused(
      () => open(reader.key).postGroups.create({ targets: [{ accountId: 'acct_x' }] }),
      'PermissionError',
    ),
  );
  await step('the keys of the workspace', async () => {
    const keys = await postern.apiKeys.list().toArray();
    expect(keys.length === 2 && keys.every((key) => !('key' in key)), 'two keys, neither shown again');
  });
  await step('renamed', () => postern.apiKeys.update(reader.id, { name: 'reader of the walk' }));
  await step('read', () => postern.apiKeys.get(reader.id));
  const rotated = await step('rotated: both work for a minute', () =>
    postern.apiKeys.rotate(reader.id, { overlapSeconds: 60 }),
  );
  await step('revoked', () => postern.apiKeys.revoke(rotated.id));
  await step('which ends it at once', () =>
    refused(() => open(rotated.key).posts.list().first(), 'AuthenticationError'),
  );

  const finish = async () => {
    walk.chapter('Who did what');
    await step('the audit log, newest first', async () => {
      const entries = await postern.auditLog.list().toArray(500);
      expect(entries.length > 5, 'the walk has left traces');
      expect(!JSON.stringify(entries).includes(admin.key), 'and no key among them');
    });
  };
  return { postern, finish };
}

/** As a browser does, which keeps the cookie by itself. */
async function walkSession(walk, apiKey) {
  const step = walk.step.bind(walk);
  let cookie = '';
  let csrfToken = null;
  const fetchWithCookie = async (url, init) => {
    const reply = await walk.fetch(url, { ...init, headers: { ...init.headers, cookie } });
    cookie = reply.headers.getSetCookie()[0]?.split(';', 1)[0] ?? cookie;
    return reply;
  };
  const page = new Postern({
    baseUrl: walk.baseUrl,
    session: { csrfToken: () => csrfToken },
    fetch: fetchWithCookie,
  });
  await step('how a person can sign in', async () => {
    expect((await page.session.methods()).apiKey, 'with a key');
  });
  const session = await step('signed in with the key', () => page.session.create({ apiKey }));
  await step('who is signed in, and what they may do', async () => {
    expect((await page.session.get()).scopes.includes('publish:write'), 'what the key may do');
  });
  await step('which no page of others can use', () => refused(() => page.session.end(), 'PermissionError'));
  csrfToken = session.csrfToken;
  await step('signed out', () => page.session.end());
  await step('and it is over', () => refused(() => page.session.get(), 'AuthenticationError'));
}
