/** What waits for a person upstream, threads, hand-offs, and what people do behind our back. */
import { accountOn, startTestGateway, until, type TestGateway, type Upstream } from './gateway-harness';
import type { Body } from './api-harness';

jest.setTimeout(60_000);

let gateway: TestGateway;
const connections = {} as Record<Upstream, { id: string; accounts: Body[] }>;

beforeAll(async () => {
  gateway = await startTestGateway();
  await gateway.startWorker();
}, 60_000);
beforeEach(async () => {
  for (const upstream of ['layers', 'postpost', 'postato'] as const)
    connections[upstream] = await gateway.connect(upstream);
});
afterAll(() => gateway.close());
afterEach(() => gateway.sandbox.faults.clear());

const image = () => [{ url: `${gateway.sandbox.url}/samples/a.jpg` }];
const onNetwork = (text: string) =>
  gateway.sandbox.network.entries({}).filter((entry) => entry.text.includes(text));
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const seeds = () =>
  gateway.sandbox.seeds() as Record<Upstream, { apiKey: string; projectId: string; baseUrl: string }>;

/** A call that a person makes at the upstream, behind Postern's back. */
async function upstreamCall(upstream: Upstream, method: string, path: string, body?: unknown): Promise<Body> {
  const { apiKey } = seeds()[upstream];
  const prefix = { layers: '/layers/v1', postpost: '/postpost/api/v1', postato: '/generic/postato' }[
    upstream
  ];
  const response = await fetch(`${gateway.sandbox.url}${prefix}${path}`, {
    method,
    headers: {
      ...(upstream === 'postpost' ? { 'x-api-key': apiKey } : { authorization: `Bearer ${apiKey}` }),
      'content-type': 'application/json',
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

const policy = (name: 'review_all' | 'auto_approve') =>
  upstreamCall('layers', 'PATCH', `/projects/${seeds().layers.projectId}/content-review-policy`, {
    policy: name,
  });

async function eventTypes(groupId: string): Promise<string[]> {
  const rows = await gateway.api.db.query<{ type: string }[]>(
    'select type from events where group_id = $1 order by id',
    [groupId],
  );
  return rows.map((row) => row.type);
}

async function reference(groupId: string): Promise<Record<string, string>> {
  const [row] = await gateway.api.db.query<{ reference_data: Record<string, string> }[]>(
    'select reference_data from posts where group_id = $1',
    [groupId],
  );
  return row!.reference_data;
}

const status = async (id: string) => (await gateway.group(id)).status;

describe('Layers keeps a post for a reviewer', () => {
  beforeEach(() => policy('review_all'));
  afterEach(() => policy('auto_approve'));

  const publish = (text: string, more: Record<string, unknown> = {}) =>
    gateway.publish({
      content: { text, media: image() },
      targets: [{ accountId: accountOn(connections.layers.accounts, 'instagram') }],
      ...more,
    });

  it('that is approved goes out once, under a new key', async () => {
    const group = await publish('Gate now');
    await until(async () => (await status(group.id)) === 'pending_approval');
    const { containerId } = await reference(group.id);
    await upstreamCall('layers', 'POST', `/content/${containerId}/approve`, {});
    const final = await gateway.final(group.id);
    expect(final.posts[0]).toMatchObject({ status: 'published', attempts: 2, error: null });
    expect(onNetwork('Gate now')).toHaveLength(1);
    const keys = gateway.sandbox.requests
      .list({ operation: 'layers.publish' })
      .map((request) => request.idempotencyKey);
    expect(new Set(keys).size).toBe(keys.length);
    const types = await eventTypes(group.id);
    expect(types.filter((type) => type === 'post.pending_approval')).toHaveLength(1);
    expect(types.filter((type) => type === 'post_group.completed')).toHaveLength(1);
  });

  it('that is rejected fails with the reason', async () => {
    const group = await publish('Gate rejected');
    await until(async () => (await status(group.id)) === 'pending_approval');
    const { containerId } = await reference(group.id);
    await upstreamCall('layers', 'POST', `/content/${containerId}/reject`, { reason: 'Off brand' });
    const final = await gateway.final(group.id);
    expect(final).toMatchObject({
      status: 'failed',
      posts: [{ status: 'failed', error: { code: 'CONTENT_REJECTED' } }],
    });
    expect(onNetwork('Gate rejected')).toHaveLength(0);
    const [submission] = await gateway.api.db.query<{ next_attempt_at: Date | null; state: string }[]>(
      'select state, next_attempt_at from submissions where group_id = $1',
      [group.id],
    );
    expect(submission).toMatchObject({ next_attempt_at: null });
  });

  it('that is scheduled is found under its own id once it is approved', async () => {
    const at = inSeconds(3600);
    const group = await publish('Gate far', { scheduledAt: at });
    await until(async () => (await status(group.id)) === 'pending_approval');
    expect((await gateway.group(group.id)).posts[0]).toMatchObject({
      providerReference: null,
      scheduledAt: at,
    });
    const { containerId } = await reference(group.id);
    await upstreamCall('layers', 'POST', `/content/${containerId}/approve`, {});
    await gateway.api.db.query('update posts set next_read_at = now() where group_id = $1', [group.id]);
    await until(async () => (await status(group.id)) === 'scheduled');
    expect((await gateway.group(group.id)).posts[0]).toMatchObject({
      providerReference: expect.any(String),
      scheduledAt: at,
    });
  });
});

describe('Postato keeps a post for a reviewer', () => {
  it.each([
    ['approved', { status: 'published', error: null }, 1],
    ['rejected', { status: 'failed', error: expect.objectContaining({ code: 'CONTENT_REJECTED' }) }, 0],
    ['expired', { status: 'failed', error: expect.objectContaining({ code: 'APPROVAL_EXPIRED' }) }, 0],
  ] as const)('who says %s', async (decision, expected, count) => {
    const text = `Postato review ${decision} #needs-approval`;
    const group = await gateway.publish({
      content: { text, media: image() },
      targets: [{ accountId: accountOn(connections.postato.accounts, 'linkedin') }],
    });
    await until(async () => (await status(group.id)) === 'pending_approval');
    const { providerReference } = (await gateway.group(group.id)).posts[0]!;
    await upstreamCall('postato', 'POST', `/_sandbox/approvals/${providerReference}`, { decision });
    expect((await gateway.final(group.id)).posts[0]).toMatchObject(expected);
    expect(onNetwork(text)).toHaveLength(count);
  });
});

describe('a submission of many targets', () => {
  it('of which one is invalid fails that row and publishes the others once', async () => {
    const tiktok = accountOn(connections.layers.accounts, 'tiktok');
    const group = await gateway.publish({
      content: { text: 'Two of three', media: image() },
      targets: [
        { accountId: tiktok },
        { accountId: accountOn(connections.layers.accounts, 'instagram') },
        {
          accountId: connections.layers.accounts.filter(
            (account) => account.platform === 'tiktok' && account.id !== tiktok,
          )[0]!.id as string,
          options: { tiktokPostSettings: { privacyLevel: 'NOBODY_AT_ALL' } },
        },
      ],
    });
    const final = await gateway.final(group.id);
    expect(final).toMatchObject({ status: 'partially_published', counts: { published: 2, failed: 1 } });
    expect(final.posts[2]).toMatchObject({ status: 'failed', error: { category: 'content' } });
    expect(onNetwork('Two of three')).toHaveLength(2);
  });

  it('with media of two kinds goes out in two submissions', async () => {
    const group = await gateway.publish({
      content: { text: 'Mixed kinds', media: image() },
      targets: [
        { accountId: accountOn(connections.layers.accounts, 'instagram') },
        {
          accountId: accountOn(connections.layers.accounts, 'tiktok'),
          content: { media: [{ url: `${gateway.sandbox.url}/samples/a.mp4` }] },
        },
      ],
    });
    expect(await gateway.final(group.id)).toMatchObject({ status: 'published', counts: { published: 2 } });
    expect(onNetwork('Mixed kinds')).toHaveLength(2);
  });

  it('handed to the creator’s app is handed off; with a failed one the group is partly published', async () => {
    const draft = { options: { mode: 'draft' } };
    const tiktok = accountOn(connections.layers.accounts, 'tiktok');
    const one = await gateway.publish({
      content: { text: 'Handed', media: image() },
      targets: [{ accountId: tiktok, ...draft }],
    });
    const two = await gateway.publish({
      content: { text: 'Handed and failed', media: image() },
      targets: [
        { accountId: tiktok, ...draft },
        {
          accountId: accountOn(connections.layers.accounts, 'instagram'),
          content: { text: 'Handed and failed #fail-auth' },
        },
      ],
    });
    expect(await gateway.final(one.id)).toMatchObject({ status: 'handed_off', counts: { handed_off: 1 } });
    expect(await gateway.final(two.id)).toMatchObject({
      status: 'partially_published',
      counts: { handed_off: 1, failed: 1 },
    });
    expect((await eventTypes(one.id)).slice(-2)).toEqual(['post.handed_off', 'post_group.completed']);
  });
});

describe('a thread', () => {
  const thread = (text: string) => ({
    text,
    media: [],
    thread: [{ text: `${text} two` }, { text: `${text} three` }],
  });

  it.each(['postpost', 'postato'] as const)('goes out whole through %s', async (upstream) => {
    const group = await gateway.publish({
      content: thread(`Thread ${upstream}`),
      targets: [{ accountId: accountOn(connections[upstream].accounts, 'x') }],
    });
    const { posts } = await gateway.final(group.id);
    expect(posts[0]).toMatchObject({ status: 'published', error: null });
    expect(onNetwork(`Thread ${upstream}`).length).toBeGreaterThan(0);
    expect(posts[0]!.parts!.map(({ index, status: part }) => [index, part])).toEqual([
      [1, 'published'],
      [2, 'published'],
    ]);
  });
});

describe('a thread that breaks', () => {
  it.each(['postpost', 'postato'] as const)('at %s says so, and shows its parts', async (upstream) => {
    const group = await gateway.publish({
      content: { text: `Broken ${upstream}`, media: [], thread: [{ text: 'part #fail-server' }] },
      targets: [{ accountId: accountOn(connections[upstream].accounts, 'x') }],
    });
    const { posts } = await gateway.final(group.id);
    expect(posts[0]).toMatchObject({
      status: 'failed',
      error: { code: 'THREAD_INCOMPLETE', retryable: false },
      parts: [{ index: 1 }],
    });
  });
});

describe('behind our back at PostPost', () => {
  const schedule = async (text: string) => {
    const at = inSeconds(3600);
    const group = await gateway.publish({
      content: { text, media: image() },
      targets: [{ accountId: accountOn(connections.postpost.accounts, 'linkedin') }],
      scheduledAt: at,
    });
    await until(async () => (await gateway.group(group.id)).posts[0]?.providerReference != null);
    const { providerReference } = (await gateway.group(group.id)).posts[0]!;
    const read = async () => {
      await gateway.api.db.query('update posts set next_read_at = now() where group_id = $1', [group.id]);
      await until(async () => {
        const [row] = await gateway.api.db.query<{ later: boolean }[]>(
          `select next_read_at > now() + interval '1 minute' as later from posts where group_id = $1`,
          [group.id],
        );
        return row!.later;
      });
    };
    return { id: group.id, at, reference: providerReference!, read };
  };

  it('a deleted group keeps its status, and since when it is missing', async () => {
    const { id, reference: upstreamId, read } = await schedule('Deleted upstream');
    await upstreamCall('postpost', 'DELETE', `/delete-post/${upstreamId}`);
    const events = (await eventTypes(id)).length;
    await read();
    const [row] = await gateway.api.db.query<{ status: string; missing_since: Date | null }[]>(
      'select status, missing_since from posts where group_id = $1',
      [id],
    );
    expect(row).toEqual({ status: 'scheduled', missing_since: expect.any(Date) });
    expect(await eventTypes(id)).toHaveLength(events);
  });

  it('a group that a person paused keeps its status', async () => {
    const { id, reference: upstreamId, read } = await schedule('Paused upstream');
    await upstreamCall('postpost', 'PUT', `/update-post/${upstreamId}`, { status: 'draft' });
    await read();
    expect((await gateway.group(id)).posts[0]).toMatchObject({
      status: 'scheduled',
      upstreamStatus: 'draft',
    });
  });

  it('a moved time is shown', async () => {
    const { id, reference: upstreamId, read } = await schedule('Moved upstream');
    const moved = inSeconds(7200);
    await upstreamCall('postpost', 'PUT', `/update-post/${upstreamId}`, {
      status: 'scheduled',
      scheduledTime: moved,
    });
    await read();
    expect((await gateway.group(id)).posts[0]).toMatchObject({ status: 'scheduled', scheduledAt: moved });
  });
});
