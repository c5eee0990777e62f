import { accountOn, startTestGateway, type TestGateway, type Upstream } from './gateway-harness';
import type { Body } from './api-harness';

jest.setTimeout(60_000);

let gateway: TestGateway;
const connections = {} as Record<Upstream, { id: string; accounts: Body[] }>;

beforeAll(async () => {
  gateway = await startTestGateway();
  await gateway.startWorker();
}, 60_000);
// New connections for each test: their rate budgets are real, and one test must not spend another's.
beforeEach(async () => {
  for (const upstream of UPSTREAMS) connections[upstream] = await gateway.connect(upstream);
});
afterAll(() => gateway.close());
afterEach(() => gateway.sandbox.faults.clear());

const image = () => [{ url: `${gateway.sandbox.url}/samples/a.jpg` }];
const onNetwork = (text: string) =>
  gateway.sandbox.network.entries({}).filter((entry) => entry.text.includes(text));

/** An account of each upstream that takes a text with a picture. */
const TARGETS: Record<Upstream, string> = { layers: 'instagram', postpost: 'linkedin', postato: 'linkedin' };
const target = (upstream: Upstream) => ({
  accountId: accountOn(connections[upstream].accounts, TARGETS[upstream]),
});
/** The call that publishes: a lost reply to it leaves the outcome open. */
const LAST_STEP: Record<Upstream, string> = {
  layers: 'layers.publish',
  postpost: 'postpost.update-post',
  postato: 'postato.create',
};
const UPSTREAMS = Object.keys(TARGETS) as Upstream[];

describe('one group through three upstreams', () => {
  it('ends partially published where one platform refuses, and the networks hold exactly the rest', async () => {
    const group = await gateway.publish({
      content: { text: 'Opening day one', media: image() },
      targets: [
        { accountId: accountOn(connections.layers.accounts, 'tiktok') },
        { accountId: accountOn(connections.layers.accounts, 'instagram') },
        { accountId: accountOn(connections.postpost.accounts, 'linkedin') },
        {
          accountId: accountOn(connections.postpost.accounts, 'threads'),
          content: { text: 'Opening day one #fail-auth' },
        },
        { accountId: accountOn(connections.postato.accounts, 'x') },
      ],
      clientReference: 'campaign-7/1',
      metadata: { team: 'growth' },
    });
    expect(group).toMatchObject({ status: 'queued', version: 1, counts: { queued: 5 } });

    const final = await gateway.final(group.id);
    expect(final).toMatchObject({
      status: 'partially_published',
      counts: { published: 4, failed: 1 },
      clientReference: 'campaign-7/1',
      metadata: { team: 'growth' },
    });
    expect(final.posts.find((post) => post.status === 'failed')).toMatchObject({
      platform: 'threads',
      upstreamStatus: 'failed',
      platformPostId: null,
      error: {
        code: 'AUTH_EXPIRED',
        category: 'auth',
        retryable: false,
        provider: 'postpost',
        platform: 'threads',
        upstreamCode: 'PLATFORM_AUTH_EXPIRED',
        platformHttpStatus: 401,
        message: expect.any(String),
        remedy: expect.any(String),
      },
    });
    for (const post of final.posts.filter(({ status }) => status === 'published')) {
      expect(post).toMatchObject({
        error: null,
        attempts: 1,
        providerReference: expect.any(String),
        platformPostId: expect.any(String),
        upstreamStatus: 'published',
        scheduledAt: null,
      });
    }
    expect(onNetwork('Opening day one')).toHaveLength(4);
  });

  it('is published where all succeed and failed where all fail', async () => {
    const good = await gateway.publish({
      content: { text: 'All good', media: image() },
      targets: UPSTREAMS.map(target),
    });
    const bad = await gateway.publish({
      content: { text: 'All bad #fail-auth', media: image() },
      targets: UPSTREAMS.map(target),
    });
    expect(await gateway.final(good.id)).toMatchObject({ status: 'published', counts: { published: 3 } });
    const failed = await gateway.final(bad.id);
    expect(failed).toMatchObject({ status: 'failed', counts: { failed: 3 } });
    expect(failed.posts.map((post) => post.error?.code)).toEqual([
      'AUTH_EXPIRED',
      'AUTH_EXPIRED',
      'AUTH_EXPIRED',
    ]);
    expect(onNetwork('All bad')).toHaveLength(0);
  });

  it('tells its history in order, with one event for the end of the group', async () => {
    const group = await gateway.publish({
      content: { text: 'History', media: image() },
      targets: [target('layers')],
    });
    await gateway.final(group.id);
    const events = await gateway.api.db.query<{ type: string }[]>(
      'select type from events where group_id = $1 order by id',
      [group.id],
    );
    const types = events.map((event) => event.type);
    expect(types.slice(0, 2)).toEqual(['post_group.created', 'post.created']);
    expect(types.slice(-2)).toEqual(['post.published', 'post_group.completed']);
    expect(types.filter((type) => type.startsWith('post_group.'))).toHaveLength(2);
  });

  it('keeps the evidence of each attempt, without secrets', async () => {
    const [{ attempts }] = await gateway.api.db.query<[{ attempts: string }]>(
      'select json_agg(a)::text as attempts from attempts a',
    );
    const seeds = gateway.sandbox.seeds() as Record<Upstream, { apiKey: string }>;
    for (const upstream of UPSTREAMS) expect(attempts).not.toContain(seeds[upstream].apiKey);
    expect(JSON.parse(attempts)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          outcome: 'accepted',
          exchanges: expect.arrayContaining([expect.objectContaining({ method: 'POST' })]),
        }),
      ]),
    );
  });
});

/** Publishes one group of one post for each case, all at once, and says how each ended. */
async function publishAll(cases: { name: string; upstream: Upstream; text: string }[]) {
  const groups = await Promise.all(
    cases.map(({ upstream, text }) =>
      gateway.publish({ content: { text, media: image() }, targets: [target(upstream)] }),
    ),
  );
  return Promise.all(
    groups.map(async (group, index) => {
      const { name, text } = cases[index]!;
      const final = await gateway.final(group.id, 50_000);
      return {
        name,
        status: final.status,
        error: final.posts[0]?.error ?? null,
        onNetwork: onNetwork(text).length,
      };
    }),
  );
}

describe('a lost reply', () => {
  it('ends published, once, whatever was lost wherever', async () => {
    const cases = UPSTREAMS.flatMap((upstream) =>
      ['accept-then-reset', 'accept-then-500', 'malformed'].map((word) => ({
        name: `${upstream} ${word}`,
        upstream,
        text: `Lost reply ${upstream} #${word}`,
      })),
    );
    const ends = await publishAll(cases);
    expect(ends).toEqual(cases.map(({ name }) => ({ name, status: 'published', error: null, onNetwork: 1 })));
  });

  it.each(UPSTREAMS)('at %s never shows failed where the second try is refused', async (upstream) => {
    const text = `Refused afterwards ${upstream}`;
    const operation = LAST_STEP[upstream];
    gateway.sandbox.faults.add({ upstream, operation, kind: 'accept-then-reset' });
    const group = await gateway.publish({ content: { text, media: image() }, targets: [target(upstream)] });
    await until(async () => (await gateway.group(group.id)).status === 'unknown');
    for (const status of [401, 422]) {
      gateway.sandbox.faults.add({ upstream, operation, kind: 'refuse', status });
    }
    const seen = new Set<string>();
    await until(async () => {
      const { status } = await gateway.group(group.id);
      seen.add(status);
      return status === 'published';
    });
    expect(seen).not.toContain('failed');
    expect(onNetwork(text)).toHaveLength(1);
  });
});

describe('a refusal', () => {
  it('fails the post with the reason, and nothing is sent', async () => {
    const cases = UPSTREAMS.map((upstream) => ({
      name: upstream,
      upstream,
      text: `Refused ${upstream} #refuse`,
    }));
    const ends = await publishAll(cases);
    expect(ends).toEqual(
      cases.map(({ name }) => ({
        name,
        status: 'failed',
        onNetwork: 0,
        error: expect.objectContaining({ retryable: false, upstreamHttpStatus: expect.any(Number) }),
      })),
    );
  });

  it('that says to try again is tried again, until it succeeds', async () => {
    const cases = UPSTREAMS.flatMap((upstream) =>
      (
        [
          ['429', 1],
          ['429', null],
          ['503', null],
        ] as const
      ).map(([kind, retryAfterSeconds]) => {
        const text = `Again ${upstream} ${kind} ${retryAfterSeconds}.`;
        gateway.sandbox.faults.add({ upstream, kind, retryAfterSeconds, times: 2, text });
        return { name: text, upstream, text };
      }),
    );
    const ends = await publishAll(cases);
    expect(ends).toEqual(cases.map(({ name }) => ({ name, status: 'published', error: null, onNetwork: 1 })));
  });

  it('that comes too late fails loudly', async () => {
    gateway.sandbox.faults.add({ upstream: 'postpost', kind: '429', times: null, text: 'Too late' });
    const group = await gateway.publish({
      content: { text: 'Too late', media: image() },
      targets: [target('postpost')],
      maxLatenessSeconds: 2,
    });
    const { posts } = await gateway.final(group.id);
    expect(posts[0]).toMatchObject({
      status: 'failed',
      error: { code: expect.stringMatching(/TOO_LATE|RATE_LIMITED/) },
    });
    expect(onNetwork('Too late')).toHaveLength(0);
  });
});

async function until(condition: () => Promise<boolean>, withinMs = 50_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('What was waited for did not happen.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
