/** Content rules hold once more before anything is sent: they may have become narrower since the create. */
import type { Body } from './api-harness';
import { diskMedia, JPEG, upload } from './media-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';

jest.setTimeout(60_000);

const disk = diskMedia();
let gateway: TestGateway;
let accounts: Body[];

beforeAll(async () => {
  gateway = await startTestGateway({ config: disk.config });
  accounts = (await gateway.connect('layers')).accounts;
}, 60_000);
afterAll(async () => {
  await gateway.close();
  disk.clear();
});

const onNetwork = (text: string) =>
  gateway.sandbox.network.entries({}).filter((entry) => entry.text.includes(text));

it('a post that breaks a rule fails unsent; its siblings of the same submission go out, once', async () => {
  const group = await gateway.publish({
    content: { text: 'Rules changed', media: [{ url: `${gateway.sandbox.url}/samples/a.jpg` }] },
    targets: [{ accountId: accountOn(accounts, 'instagram') }, { accountId: accountOn(accounts, 'tiktok') }],
  });
  const { db } = gateway.api;
  const together = await db.query<unknown[]>(`select from submissions where group_id = $1`, [group.id]);
  expect(together).toHaveLength(1);
  const broken = group.posts.find(({ platform }) => platform === 'instagram');
  await db.query(
    `update posts set content = jsonb_set(content, '{text}', to_jsonb($2::text)) where id = $1`,
    [broken?.id, `Rules changed ${'#tag '.repeat(31)}`],
  );

  await gateway.startWorker();
  const final = await gateway.final(group.id);
  expect(final).toMatchObject({ status: 'partially_published', counts: { published: 1, failed: 1 } });
  expect(final.posts.find(({ id }) => id === broken?.id)).toMatchObject({
    status: 'failed',
    providerReference: null,
    error: {
      code: 'CONTENT_INVALID',
      retryable: false,
      message:
        'The text has 31 hashtags; Instagram takes 30. Remove 1 of the hashtags. (instagram.text.max_hashtags)',
      platform: 'instagram',
    },
  });
  expect(onNetwork('Rules changed')).toHaveLength(1);
  const exchanges = await db.query<{ exchanges: unknown[] }[]>(
    `select a.exchanges from attempts a join submissions s on s.id = a.submission_id
     where s.group_id = $1 order by s.created_at, a.number`,
    [group.id],
  );
  expect(exchanges[0]?.exchanges).toEqual([]);
});

it('a stored medium is judged once more, too', async () => {
  // Nobody sends it before it has grown.
  await gateway.stopWorker();
  const { id } = (await upload(gateway.api, JPEG)).body as { id: string };
  const group = await gateway.publish({
    content: { text: 'Medium changed', media: [{ mediaId: id }] },
    targets: [{ accountId: accountOn(accounts, 'instagram') }],
  });
  await gateway.api.db.query(`update media set size_bytes = 9 * 1024 * 1024 where id = $1`, [id]);
  await gateway.startWorker();
  const final = await gateway.final(group.id);
  expect(final.posts[0]?.error).toMatchObject({
    code: 'CONTENT_INVALID',
    message: expect.stringContaining('(instagram.image.max_bytes)'),
  });
  expect(onNetwork('Medium changed')).toEqual([]);
});
