/** The timeline of a post: every event and attempt of all its rounds, in order, page by page. */
import { expectProblem, itemsOf, type Body } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';

jest.setTimeout(60_000);

let gateway: TestGateway;
let accounts: Body[];
beforeAll(async () => {
  gateway = await startTestGateway();
  ({ accounts } = await gateway.connect('postato'));
  await gateway.startWorker();
}, 60_000);
afterAll(() => gateway.close());

interface Attempt {
  kind: 'attempt';
  id: string;
  at: string;
  round: number;
  number: number;
  outcome: string | null;
  exchanges: { method: string; status: number | null }[];
}
type Item = Attempt | { kind: 'event'; id: string; at: string; type: string; data: Body };

const read = async (postId: string, query = ''): Promise<Item[]> =>
  itemsOf(await gateway.api.call('GET', `/v1/posts/${postId}/timeline${query}`)) as unknown as Item[];
const told = (items: readonly Item[]) =>
  items.map((item) =>
    item.kind === 'event' ? item.type : `attempt ${item.round}.${item.number} ${item.outcome}`,
  );
const sql = <T = Body>(text: string, values: unknown[] = []): Promise<T[]> =>
  gateway.api.db.query(text, values);

async function published(words = '') {
  const group = await gateway.publish({
    content: { text: `Timeline ${words}` },
    targets: [{ accountId: accountOn(accounts, 'linkedin') }],
  });
  return (await gateway.final(group.id)).posts[0]!;
}

it('tells from the create to the end, with the evidence of the attempt', async () => {
  const post = await published();
  const items = await read(post.id);
  expect(told(items)[0]).toBe('post.created');
  expect(told(items).at(-1)).toBe('post.published');
  const attempts = items.filter((item) => item.kind === 'attempt');
  expect(attempts).toHaveLength(post.attempts);
  expect(attempts[0]).toMatchObject({
    kind: 'attempt',
    id: expect.stringMatching(/^att_/),
    submissionId: expect.stringMatching(/^sub_/),
    round: 1,
    number: 1,
    fence: 1,
    worker: expect.any(String),
    finishedAt: expect.stringMatching(/Z$/),
    outcome: 'accepted',
    error: null,
  });
  const [call] = attempts[0]!.exchanges;
  expect(call).toMatchObject({
    method: 'POST',
    url: expect.any(String),
    outcome: 'response',
    status: expect.any(Number),
  });
  expect(JSON.stringify(items)).not.toContain((gateway.sandbox.seeds().postato as Body).apiKey);
  expect([...items].sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ id }) => id)).toEqual(
    items.map(({ id }) => id),
  );
  const event = items.at(-1) as Body;
  expect(event).toMatchObject({ data: { postId: post.id, status: 'published', error: null } });
});

it('keeps what was tried in earlier rounds and submissions, and only what was tried for this post', async () => {
  const [one, two] = (
    await gateway.publish({
      content: { text: 'Rounds' },
      draft: true,
      targets: [{ accountId: accountOn(accounts, 'linkedin') }, { accountId: accountOn(accounts, 'x') }],
    })
  ).posts;
  // A submission of both that a worker tried twice: once for both, once, when the second had left, for the first.
  await sql(
    `with s as (
       insert into submissions (id, workspace_id, group_id, connection_id, provider, state, round, latest_at,
         created_at, updated_at)
       select v.id, p.workspace_id, p.group_id, p.connection_id, p.provider, 'rejected', v.round, now(), now(), now()
       from posts p, (values ('sub_a', 1), ('sub_b', 2)) v(id, round) where p.id = $1 returning id, workspace_id
     ), a as (
       insert into attempts (id, workspace_id, submission_id, number, fence, worker, started_at, outcome, post_ids)
       select v.id, s.workspace_id, s.id, v.number, v.number, 'w', now() + v.number * interval '1 second', v.outcome, v.ids
       from s join (values ('att_1', 'sub_a', 1, 'rejected', array[$1, $2]), ('att_2', 'sub_a', 2, 'rejected', array[$1]),
         ('att_3', 'sub_a', 3, 'abandoned', null), ('att_4', 'sub_b', 4, 'accepted', array[$1])) v(id, sub, number, outcome, ids)
         on v.sub = s.id
     ), l as (
       insert into left_submissions (post_id, submission_id, round, status, reference_data, left_at)
       values ($1, 'sub_a', 1, 'failed', '{}', now() + interval '1 hour'),
         ($2, 'sub_a', 1, 'queued', '{}', now() + interval '1.5 seconds')
     )
     update posts set submission_id = 'sub_b' where id = $1`,
    [one!.id, two!.id],
  );
  expect(told(await read(one!.id))).toEqual([
    'post.created',
    'attempt 1.1 rejected',
    'attempt 1.2 rejected',
    'attempt 1.3 abandoned',
    'attempt 2.4 accepted',
  ]);
  expect(told(await read(two!.id))).toEqual(['post.created', 'attempt 1.1 rejected']);
});

it('goes on with a retry', async () => {
  const failed = await published('#fail-auth');
  expect(failed.status).toBe('failed');
  await sql(`update posts set content = jsonb_set(content, '{text}', '"Retried"') where id = $1`, [
    failed.id,
  ]);
  const retried = await gateway.api.call('POST', `/v1/posts/${failed.id}/retry`, { body: { force: true } });
  expect(retried.status).toBeLessThan(300);
  expect((await gateway.final(failed.groupId)).status).toBe('published');
  const attempts = (await read(failed.id)).filter((item) => item.kind === 'attempt');
  expect(attempts.map(({ round, number, outcome }) => [round, number, outcome])).toEqual([
    [1, 1, 'accepted'],
    [2, 1, 'accepted'],
  ]);
});

it('pages by the keyset, and stays right while more happens', async () => {
  const post = await published();
  const all = (await read(post.id)).map(({ id }) => id);
  const walked: string[] = [];
  let cursor = '';
  do {
    const reply = await gateway.api.call('GET', `/v1/posts/${post.id}/timeline?limit=1${cursor}`);
    walked.push(...itemsOf(reply).map(({ id }) => id));
    cursor = reply.body.nextCursor === null ? '' : `&cursor=${reply.body.nextCursor as string}`;
    if (walked.length === 1) {
      await sql(
        `insert into events (id, workspace_id, type, group_id, post_id, data)
         values ('evt_later', $1, 'post.updated', $2, $3, '{}')`,
        [gateway.api.workspaceId, post.groupId, post.id],
      );
    }
  } while (cursor !== '');
  expect(walked).toEqual([...all, 'evt_later']);
});

it('refuses what is no page, and knows nothing of another workspace', async () => {
  const post = await published();
  const path = `/v1/posts/${post.id}/timeline`;
  for (const query of ['limit=0', 'limit=101', 'cursor=abc', 'surprise=1']) {
    expectProblem(await gateway.api.call('GET', `${path}?${query}`), 422, 'VALIDATION');
  }
  const first = await gateway.api.call('GET', `${path}?limit=1`);
  const other = await published();
  const cursor = first.body.nextCursor as string;
  expectProblem(
    await gateway.api.call('GET', `/v1/posts/${other.id}/timeline?cursor=${cursor}`),
    422,
    'VALIDATION',
  );
  const { key } = await gateway.api.newWorkspace();
  expectProblem(await gateway.api.call('GET', path, { key }), 404, 'NOT_FOUND');
  expectProblem(await gateway.api.call('GET', '/v1/posts/post_nobody/timeline'), 404, 'NOT_FOUND');
});
