/** What a claim takes, while a caller changes the same posts in the same moment. */
import { ClaimRepository } from '../src/publishing/claim.repository';
import { TraceContexts } from '../src/tracing/trace-contexts';
import type { PostView } from '../src/posts/post-view';
import type { Body } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';

jest.setTimeout(60_000);

let gateway: TestGateway;
let claims: ClaimRepository;
let layers: { id: string; accounts: Body[] };

beforeAll(async () => {
  gateway = await startTestGateway();
  layers = await gateway.connect('layers', { scheduling: 'gateway' });
  claims = new ClaimRepository(gateway.api.db, new TraceContexts(gateway.api.db));
}, 60_000);
afterAll(() => gateway.close());

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => gateway.api.db.query(text, values);

/** Two posts of one submission that is due. */
async function dueTogether(): Promise<[PostView, PostView]> {
  const group = await gateway.publish({
    content: { text: 'Both', media: [{ url: `${gateway.sandbox.url}/samples/a.jpg` }] },
    targets: ['instagram', 'tiktok'].map((platform) => ({ accountId: accountOn(layers.accounts, platform) })),
    scheduledAt: inSeconds(3600),
  });
  const [one, two] = group.posts;
  await sql(
    `update submissions set next_attempt_at = now() where id in (
    select submission_id from posts where id = $1)`,
    [one!.id],
  );
  return [one!, two!];
}

/** The claim has seen the rows and has not locked them yet: for as long as it looks at the pauses. */
async function whileItLooks(change: () => Promise<unknown>): Promise<string[]> {
  await sql('alter table traffic_pauses rename to traffic_pauses_kept');
  await sql(`create view traffic_pauses as
    select * from traffic_pauses_kept where (select pg_sleep(1)) is not null`);
  try {
    const turn = { connectionId: layers.id, workspaceId: gateway.api.workspaceId, quota: 10 };
    const claim = claims.claim([turn], { worker: 'w', leaseSeconds: 30 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await change();
    const claimed = await claim;
    return claimed.flatMap(({ posts }) => posts.map(({ id }) => id));
  } finally {
    await sql('drop view traffic_pauses');
    await sql('alter table traffic_pauses_kept rename to traffic_pauses');
  }
}

describe('a claim', () => {
  it('does not take a post along that was canceled as it looked', async () => {
    const [one, two] = await dueTogether();
    const taken = await whileItLooks(() => gateway.api.call('DELETE', `/v1/posts/${one.id}`));
    expect(taken).toEqual([two.id]);
  });

  it('does not take a post along that was moved to another time as it looked', async () => {
    const [one, two] = await dueTogether();
    const taken = await whileItLooks(() =>
      gateway.api.call('POST', `/v1/posts/${one.id}/reschedule`, { body: { scheduledAt: inSeconds(7200) } }),
    );
    expect(taken).toEqual([two.id]);
  });
});
