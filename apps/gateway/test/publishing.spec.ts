import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await gateway.startWorker();
}, 60_000);
afterAll(() => gateway.close());

const image = () => [{ url: `${gateway.sandbox.url}/samples/a.jpg` }];
const onNetwork = (text: string) =>
  gateway.sandbox.network.entries({}).filter((entry) => entry.text.includes(text));

describe('the main job', () => {
  it('publishes one group through Layers and PostPost, and derives partially_published', async () => {
    const layers = await gateway.connect('layers');
    const postpost = await gateway.connect('postpost');
    const group = await gateway.publish({
      content: { text: 'Opening day one', media: image() },
      targets: [
        { accountId: accountOn(layers.accounts, 'tiktok') },
        { accountId: accountOn(layers.accounts, 'instagram') },
        { accountId: accountOn(postpost.accounts, 'linkedin') },
        {
          accountId: accountOn(postpost.accounts, 'threads'),
          content: { text: 'Opening day one #fail-auth' },
        },
      ],
      clientReference: 'campaign-7/1',
    });
    expect(group).toMatchObject({ status: 'queued', version: 1, counts: { queued: 4 } });

    const final = await gateway.final(group.id, 8000).catch(async (e) => {
      console.log(
        await gateway.api.db.query('select status,next_read_at, now(), connection_id from posts'),
        await gateway.api.db.query('select id, reconcile_lease_until, status from connections'),
      );
      throw e;
    });
    expect(final).toMatchObject({ status: 'partially_published', counts: { published: 3, failed: 1 } });
    const failed = final.posts.find((post) => post.status === 'failed');
    expect(failed).toMatchObject({
      platform: 'threads',
      upstreamStatus: 'failed',
      error: {
        code: 'AUTH_EXPIRED',
        category: 'auth',
        upstreamCode: 'PLATFORM_AUTH_EXPIRED',
        platformHttpStatus: 401,
      },
    });
    for (const post of final.posts.filter((candidate) => candidate.status === 'published')) {
      expect(post).toMatchObject({
        error: null,
        attempts: 1,
        providerReference: expect.any(String),
        platformPostId: expect.any(String),
      });
    }
    expect(onNetwork('Opening day one')).toHaveLength(3);
  });
});
