import { adminOf } from '../test/admin-client';
import { LayersClient } from '../test/layers-client';
import { PostatoClient } from '../test/postato-client';
import { PostpostClient } from '../test/postpost-client';
import { startSandbox, type RunningSandbox } from './index';

const AGE_MS = 60_000;
let sandbox: RunningSandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ frozen: true, postpost: { allowPrivateWebhooks: true } });
});
afterEach(() => sandbox.stop());

interface List {
  /** How many rows a caller is shown. */
  readonly count: () => Promise<number>;
  readonly make: () => Promise<unknown>;
}

const HOOK = 'https://receiver.example/hook';

async function layersLists(): Promise<Record<string, List>> {
  const [tenant] = sandbox.addTenants('layers', 1);
  const layers = new LayersClient(sandbox, tenant);
  const { projectId } = layers.seeds;
  const get = async (path: string) => {
    const { status, body } = await layers.call('GET', path);
    expect(status).toBe(200);
    return (body.items as unknown[]).length;
  };
  const hook = { body: { url: HOOK, events: ['post.published'] } };
  const endpoint = async () =>
    String((await layers.call('POST', '/webhook-endpoints', hook)).body.endpoint.id);
  const mine = await endpoint();
  // Projects and accounts are not made through the API: these are as old as the seeds.
  return {
    'layers.list-posts': {
      count: () => get(`/projects/${projectId}/scheduled-posts`),
      make: async () => layers.publish(await layers.upload('fresh')),
    },
    'layers.list-content': {
      count: () => get(`/projects/${projectId}/content`),
      make: () => layers.upload('fresh'),
    },
    'layers.list-webhooks': { count: () => get('/webhook-endpoints'), make: endpoint },
    'layers.list-deliveries': {
      count: () => get(`/webhook-endpoints/${mine}/deliveries`),
      make: () => layers.call('POST', `/webhook-endpoints/${mine}/test`, { body: {} }),
    },
  };
}

function postpostLists(): Record<string, List> {
  const postpost = new PostpostClient(sandbox);
  const get = (path: string, member: string) => async () => {
    const { status, body } = await postpost.get(path);
    expect(status).toBe(200);
    return (body[member] as unknown[]).length;
  };
  let group = '';
  const make = async () => {
    const { body } = await postpost.create('fresh', [postpost.account('twitter')], postpost.at(0));
    return String(body.postGroupId);
  };
  return {
    'postpost.list-posts': { count: get('/list-posts', 'posts'), make },
    'postpost.post-logs': {
      count: async () => (group === '' ? 0 : get(`/post-logs/${group}`, 'logs')()),
      make: async () => {
        group = await make();
      },
    },
    'postpost.list-webhooks': {
      count: get('/webhooks', 'webhooks'),
      make: () => postpost.post('/webhooks', { name: 'n', url: HOOK, events: ['post.published'] }),
    },
    'postpost.list-users': {
      count: get('/workspace/users', 'users'),
      make: () => postpost.post('/workspace/users', { username: `u${sandbox.clock.now()}@example.com` }),
    },
  };
}

function postatoLists(): Record<string, List> {
  const postato = new PostatoClient(sandbox);
  const get =
    (path: string, member = 'items') =>
    async () => {
      const { status, body } = await postato.get(`${postato.home}${path}`);
      expect(status).toBe(200);
      return (body[member] as unknown[]).length;
    };
  return {
    'postato.list': { count: get('/posts'), make: () => postato.id() },
    'postato.list-media': {
      count: get('/media'),
      make: () => postato.post(`${postato.home}/media/upload-url`, { mimeType: 'image/png' }),
    },
    'postato.list-approvals': {
      count: get('/approvals'),
      make: () => postato.id({ content: '#needs-approval' }),
    },
  };
}

describe('hide-fresh', () => {
  it.each([
    ['layers', layersLists],
    ['postpost', postpostLists],
    ['postato', postatoLists],
  ] as const)('keeps young rows out of every list of %s, and shows the old', async (upstream, listsOf) => {
    const lists = await listsOf();
    for (const [operation, { count, make }] of Object.entries(lists)) {
      const before = await count();
      sandbox.clock.advance(2 * AGE_MS);
      await make();
      const after = await count();
      expect([operation, after]).toEqual([operation, Math.max(before + 1, after)]);
      sandbox.faults.add({ upstream, operation, kind: 'hide-fresh', delayMs: AGE_MS, times: null });
      expect([operation, await count()]).toEqual([operation, before]);
      sandbox.clock.advance(AGE_MS);
      // What time brought about by itself may have joined it.
      expect([operation, (await count()) >= after]).toEqual([operation, true]);
    }
  });

  it('covers the lists of accounts and projects too: a new customer is not there yet', async () => {
    const [first] = sandbox.addTenants('postpost', 1);
    const postpost = new PostpostClient(sandbox, { 'x-api-key': String(first?.apiKey) }, first);
    const [second] = sandbox.addTenants('postato', 1);
    const postato = new PostatoClient(sandbox, String(second?.apiKey), second);
    const counts = async () => [
      ((await postpost.get('/platform-connections')).body.connections as unknown[]).length,
      ((await postato.get(`${postato.home}/accounts`)).body.accounts as unknown[]).length,
      ((await postato.get('/v1/workspaces')).body.items as unknown[]).length,
    ];
    const all = await counts();
    expect(all.every((count) => count > 0)).toBe(true);
    for (const operation of [
      'postpost.platform-connections',
      'postato.list-accounts',
      'postato.list-workspaces',
    ]) {
      sandbox.faults.add({ upstream: '*', operation, kind: 'hide-fresh', delayMs: AGE_MS, times: null });
    }
    expect(await counts()).toEqual([0, 0, 0]);
    sandbox.clock.advance(2 * AGE_MS);
    expect(await counts()).toEqual(all);
    const layers = new LayersClient(sandbox);
    const tooYoung = { kind: 'hide-fresh', delayMs: 1e12, times: null, upstream: 'layers' } as const;
    sandbox.faults.add({ ...tooYoung, operation: 'layers.list-projects' });
    sandbox.faults.add({ ...tooYoung, operation: 'layers.list-accounts' });
    expect((await layers.call('GET', '/projects')).body.items).toEqual([]);
    const accounts = await layers.call('GET', `/projects/${layers.seeds.projectId}/social-accounts`);
    expect(accounts.body.items).toEqual([]);
  });

  it('is tested here for every list there is', async () => {
    const { body } = await adminOf(sandbox).get('/operations');
    const known = Object.values(body as Record<string, { lists: string[] }>).flatMap(({ lists }) => lists);
    const tested = [await layersLists(), postpostLists(), postatoLists()].flatMap((lists) =>
      Object.keys(lists),
    );
    const others = ['layers.list-projects', 'layers.list-accounts', 'postpost.platform-connections'];
    const more = ['postato.list-accounts', 'postato.list-workspaces'];
    // Asked by a client of their protocol, in `postato/mcp.spec.ts`.
    const tools = ['mcp.list_accounts', 'mcp.list_posts', 'mcp.list_workspaces'];
    expect(known.sort()).toEqual([...tested, ...others, ...more, ...tools].sort());
  });

  it('strikes one page alone when it shall strike once, and hides nothing that a clock set back made "later"', async () => {
    const postato = new PostatoClient(sandbox);
    await adminOf(sandbox).post('/clock', { skewMs: 3_600_000 });
    await postato.id();
    await adminOf(sandbox).post('/clock', { skewMs: 0 });
    expect(await postato.listed()).toHaveLength(1);
    sandbox.faults.add({ upstream: 'postato', operation: 'postato.list', kind: 'hide-fresh' });
    expect(await postato.listed()).toHaveLength(0);
    expect(await postato.listed()).toHaveLength(1);
    const faults = sandbox.requests.list({ operation: 'postato.list' }).map(({ fault }) => fault);
    expect(faults).toEqual([null, 'hide-fresh', null]);
  });
});
