/** Commands on posts that are with us alone: no provider is asked, and no worker runs. */
import { EMPTY_SNAPSHOT, publishError, type ProviderSnapshot, type PublishError } from '@postern/core';
import { PostWriter } from '../src/posts/post-writer';
import { PostWriterRepository } from '../src/posts/post-writer.repository';
import type { PostGroupView } from '../src/post-groups/post-group-view';
import type { PostView } from '../src/posts/post-view';
import { expectProblem, type Body, type Reply } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';

jest.setTimeout(60_000);

let gateway: TestGateway;
let postpost: { id: string; accounts: Body[] };
let layers: { id: string; accounts: Body[] };
const writer = new PostWriter(new PostWriterRepository());
beforeAll(async () => {
  gateway = await startTestGateway();
  postpost = await gateway.connect('postpost', { scheduling: 'gateway' });
  layers = await gateway.connect('layers', { scheduling: 'gateway' });
}, 60_000);
afterAll(() => gateway.close());

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  gateway.api.call(method, path, { body, headers });
const sql = <T = Body>(text: string, values: unknown[] = []): Promise<T[]> =>
  gateway.api.db.query(text, values);

/** A group of which every post is there. */
type HeldGroup = Omit<PostGroupView, 'posts'> & { posts: [PostView, PostView, PostView, PostView] };

interface Submission {
  id: string;
  state: string;
  round: number;
  generation: number;
  fence: string;
  attempts: number;
  scheduled_at: Date | null;
  latest_at: Date;
  next_attempt_at: Date | null;
}

async function newGroup(
  platforms: string[] = ['linkedin'],
  more: Record<string, unknown> = {},
): Promise<HeldGroup> {
  const group = await gateway.publish({
    content: { text: 'Held', media: [{ url: `${gateway.sandbox.url}/samples/a.jpg` }] },
    targets: platforms.map((platform) => ({
      accountId: accountOn(
        (platform.startsWith('layers:') ? layers : postpost).accounts,
        platform.replace('layers:', ''),
      ),
    })),
    scheduledAt: inSeconds(3600),
    ...more,
  });
  return group as HeldGroup;
}

async function submissionOf(postId: string): Promise<Submission> {
  const [row] = await sql<Submission>(
    'select s.* from submissions s join posts p on p.submission_id = s.id where p.id = $1',
    [postId],
  );
  if (row === undefined) throw new Error(`${postId} has no submission.`);
  return row;
}

async function eventsOf(groupId: string): Promise<string[]> {
  const rows = await sql<{ type: string }>('select type from events where group_id = $1 order by id', [
    groupId,
  ]);
  return rows.map((row) => row.type);
}

/** The post as a submission's end or a read would leave it. */
async function make(
  postId: string,
  status: 'failed' | 'published' | 'unknown' | 'handed_off',
  more: Partial<ProviderSnapshot> = {},
) {
  const [row] = await sql<{ round: number }>('select round from posts where id = $1', [postId]);
  const snapshot = { ...EMPTY_SNAPSHOT, status, round: row!.round, asOf: Date.now(), ...more };
  await writer.apply(gateway.api.db, [{ postId, snapshot }]);
  const state = { failed: 'rejected', published: 'accepted', handed_off: 'accepted', unknown: 'unknown' }[
    status
  ];
  await sql(
    `update submissions set state = $2, next_attempt_at = null where id = (select submission_id from posts where id = $1)`,
    [postId, state],
  );
}

const failed = (code: PublishError['code'], retryable: boolean) => ({
  error: publishError({ code, retryable }),
});
const results = (reply: Reply) => (reply.body.results as { result: string }[]).map(({ result }) => result);

describe('DELETE /v1/posts/:id', () => {
  it('cancels a post that waits here, with the reason, and again without harm', async () => {
    const group = await newGroup();
    const id = group.posts[0].id;
    const reply = await call('DELETE', `/v1/posts/${id}`, { reason: 'Not now' });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      id,
      status: 'canceled',
      canceledBy: 'caller',
      cancelReason: 'Not now',
      canceledAt: expect.any(String),
    });
    expect(await submissionOf(id)).toMatchObject({ state: 'rejected', next_attempt_at: null });
    expect(await eventsOf(group.id)).toEqual([
      'post_group.created',
      'post.created',
      'post.canceled',
      'post_group.canceled',
    ]);
    const again = await call('DELETE', `/v1/posts/${id}?reason=Other`);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(reply.body);
  });

  it('takes the reason as a parameter, and neither an empty nor a long one', async () => {
    const [one, two] = [await newGroup(), await newGroup()];
    const said = await call('DELETE', `/v1/posts/${one.posts[0].id}?reason=By%20parameter`);
    expect(said.body.cancelReason).toBe('By parameter');
    const path = `/v1/posts/${two.posts[0].id}`;
    const long = 'x'.repeat(1025);
    for (const reply of [
      await call('DELETE', path, { reason: long }),
      await call('DELETE', `${path}?reason=${long}`),
    ]) {
      expect(expectProblem(reply, 422, 'VALIDATION').issues).toMatchObject([
        { path: 'reason', rule: 'max_length' },
      ]);
    }
    const unknown = expectProblem(await call('DELETE', path, { why: 'x' }), 422, 'VALIDATION');
    expect(unknown.issues).toMatchObject([{ path: 'why', rule: 'unknown_field' }]);
    expect((await call('DELETE', path, { reason: '' })).body.cancelReason).toBeNull();
  });

  it('cancels a draft', async () => {
    const group = await newGroup(['linkedin'], { draft: true });
    const reply = await call('DELETE', `/v1/posts/${group.posts[0].id}`);
    expect(reply).toMatchObject({ status: 200, body: { status: 'canceled' } });
  });

  it.each([
    ['published', 'too_late'],
    ['handed_off', 'too_late'],
    ['failed', 'already_final'],
  ] as const)('refuses a %s post with %s and the post', async (status, result) => {
    const group = await newGroup();
    const id = group.posts[0].id;
    await make(id, status, status === 'failed' ? failed('CONTENT_INVALID', false) : {});
    const problem = expectProblem(await call('DELETE', `/v1/posts/${id}`), 409, 'CONFLICT');
    expect(problem).toMatchObject({ result, post: { id, status } });
    expect(Object.keys(problem).sort()).toEqual(
      ['code', 'detail', 'post', 'requestId', 'result', 'status', 'title', 'type'].sort(),
    );
  });

  it('lets the others of a submission go on as another try', async () => {
    const group = await newGroup(['layers:instagram', 'layers:tiktok']);
    const [one, two] = group.posts;
    const before = await submissionOf(one.id);
    expect((await submissionOf(two.id)).id).toBe(before.id);
    await sql(
      `update submissions set checkpoint = '{"publish":"both"}', first_attempt_at = now() where id = $1`,
      [before.id],
    );
    await call('DELETE', `/v1/posts/${one.id}`);
    expect(await submissionOf(two.id)).toMatchObject({
      state: 'held',
      generation: before.generation + 1,
      checkpoint: null,
      next_attempt_at: before.next_attempt_at,
    });
    expect((await gateway.group(group.id)).counts).toEqual({ canceled: 1, scheduled: 1 });
  });

  it('is done once by any number of callers', async () => {
    const group = await newGroup();
    const path = `/v1/posts/${group.posts[0].id}`;
    const replies = await Promise.all(Array.from({ length: 8 }, () => call('DELETE', path)));
    expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect((await eventsOf(group.id)).filter((type) => type === 'post.canceled')).toHaveLength(1);
  });
});

describe('commands on a group', () => {
  it('cancel every row that can be, with a result each', async () => {
    const group = await newGroup(['linkedin', 'threads', 'x']);
    const [one, two, three] = group.posts;
    await make(two.id, 'published');
    const reply = await call('DELETE', `/v1/post-groups/${group.id}`, { reason: 'All of it' });
    expect(reply.status).toBe(200);
    expect(Object.keys(reply.body as object)).toEqual(['group', 'results']);
    expect(reply.body.results).toEqual([
      { postId: one.id, result: 'done', status: 'canceled', error: null },
      { postId: two.id, result: 'too_late', status: 'published', error: null },
      { postId: three.id, result: 'done', status: 'canceled', error: null },
    ]);
    expect(reply.body.group).toEqual(await gateway.group(group.id));
    expect(reply.body.group).toMatchObject({ status: 'published', counts: { canceled: 2, published: 1 } });
  });

  it('are refused with the results where nothing can be changed', async () => {
    const group = await newGroup(['linkedin', 'threads']);
    await make(group.posts[0].id, 'published');
    await make(group.posts[1].id, 'failed', failed('CONTENT_INVALID', false));
    const problem = expectProblem(await call('DELETE', `/v1/post-groups/${group.id}`), 409, 'CONFLICT');
    expect(problem.results).toMatchObject([{ result: 'too_late' }, { result: 'already_final' }]);
    const retried = await call('POST', `/v1/post-groups/${group.id}/retry`);
    expect(results(retried)).toEqual(['already_final', 'refused']);
    const moved = await call('POST', `/v1/post-groups/${group.id}/reschedule`, {
      scheduledAt: inSeconds(60),
    });
    expect(results(moved)).toEqual(['too_late', 'already_final']);
  });
});

describe('reschedule', () => {
  it('moves a post that waits here, and decides anew who keeps the time', async () => {
    const group = await newGroup(['linkedin', 'threads'], { maxLatenessSeconds: 600 });
    const at = inSeconds(7200);
    const reply = await call('POST', `/v1/posts/${group.posts[0].id}/reschedule`, { scheduledAt: at });
    expect(reply).toMatchObject({ status: 200, body: { status: 'scheduled', scheduledAt: at } });
    expect(await submissionOf(group.posts[0].id)).toMatchObject({
      state: 'held',
      scheduled_at: null,
      next_attempt_at: new Date(at),
      latest_at: new Date(Date.parse(at) + 600_000),
    });
    // The group keeps its time until all of its posts agree.
    expect((await gateway.group(group.id)).scheduledAt).toBe(group.scheduledAt);
    await gateway.api.call('PATCH', `/v1/connections/${postpost.id}`, { body: { scheduling: 'upstream' } });
    const all = await call('POST', `/v1/post-groups/${group.id}/reschedule`, { scheduledAt: at });
    await gateway.api.call('PATCH', `/v1/connections/${postpost.id}`, { body: { scheduling: 'gateway' } });
    expect(results(all)).toEqual(['done', 'done']);
    expect(all.body.group.scheduledAt).toBe(at);
    const handedOver = await submissionOf(group.posts[1].id);
    expect(handedOver.scheduled_at).toEqual(new Date(at));
    expect(handedOver.next_attempt_at?.getTime()).toBeLessThan(Date.now() + 2_000);
    const events = await sql<{ data: object }>(
      'select type, data from events where group_id = $1 and type = $2 order by id',
      [group.id, 'post.rescheduled'],
    );
    expect(events).toHaveLength(3);
    expect(events[0]?.data).toMatchObject({ scheduledAt: at, previousScheduledAt: group.scheduledAt });
    expect(await eventsOf(group.id)).not.toContain('post.updated');
  });

  it('gives a post that leaves its submission one of its own, and remembers the one it left', async () => {
    const group = await newGroup(['layers:instagram', 'layers:tiktok']);
    const [one, two] = group.posts;
    const before = await submissionOf(one.id);
    await call('POST', `/v1/posts/${one.id}/reschedule`, { scheduledAt: inSeconds(9000) });
    const after = await submissionOf(one.id);
    expect(after.id).not.toBe(before.id);
    expect((await submissionOf(two.id)).id).toBe(before.id);
    expect(
      await sql('select submission_id, round from left_submissions where post_id = $1', [one.id]),
    ).toEqual([{ submission_id: before.id, round: 1 }]);
    const [job] = await sql<{ jobs: number }>(
      `select count(*)::int as jobs from graphile_worker.jobs where task_identifier = 'submit' and run_at = $1`,
      [after.next_attempt_at],
    );
    expect(job?.jobs).toBe(1);
  });

  it('moves all posts of a submission together', async () => {
    const group = await newGroup(['layers:instagram', 'layers:tiktok']);
    const before = await submissionOf(group.posts[0].id);
    const reply = await call('POST', `/v1/post-groups/${group.id}/reschedule`, {
      scheduledAt: inSeconds(9000),
    });
    expect(results(reply)).toEqual(['done', 'done']);
    expect((await submissionOf(group.posts[1].id)).id).toBe(before.id);
  });

  it('brings a post that is due back to its time', async () => {
    const group = await newGroup(['linkedin'], { scheduledAt: undefined });
    expect(group.status).toBe('queued');
    const at = inSeconds(600);
    const reply = await call('POST', `/v1/posts/${group.posts[0].id}/reschedule`, { scheduledAt: at });
    expect(reply.body).toMatchObject({ status: 'scheduled', scheduledAt: at });
    expect((await gateway.group(group.id)).scheduledAt).toBe(at);
  });

  it('moves a draft, which stays one', async () => {
    const group = await newGroup(['linkedin'], { draft: true });
    const at = inSeconds(600);
    const reply = await call('POST', `/v1/posts/${group.posts[0].id}/reschedule`, { scheduledAt: at });
    expect(reply.body).toMatchObject({ status: 'draft', scheduledAt: at });
  });

  it.each([
    [{}, 'required'],
    [{ scheduledAt: null }, 'time.offset'],
    [{ scheduledAt: '2031-01-01T09:00:00' }, 'time.offset'],
    [{ scheduledAt: '2001-01-01T09:00:00Z' }, 'scheduledAt.future'],
    [{ scheduledAt: '2099-01-01T09:00:00Z' }, 'scheduledAt.horizon'],
  ])('refuses %j as %s', async (body, rule) => {
    const group = await newGroup();
    for (const path of [`/v1/posts/${group.posts[0].id}`, `/v1/post-groups/${group.id}`]) {
      const problem = expectProblem(await call('POST', `${path}/reschedule`, body), 422, 'VALIDATION');
      expect(problem.issues).toMatchObject([{ path: 'scheduledAt', rule }]);
    }
  });

  it('refuses what is on its way, unknown or final', async () => {
    const group = await newGroup(['linkedin', 'threads', 'x', 'instagram']);
    const [sending, unknown, published, canceled] = group.posts;
    const { id } = await submissionOf(sending.id);
    await sql(
      `update submissions set state = 'sending', lease_until = now() + interval '1 minute' where id = $1`,
      [id],
    );
    await make(unknown.id, 'unknown', failed('OUTCOME_UNKNOWN', false));
    await make(published.id, 'published');
    await call('DELETE', `/v1/posts/${canceled.id}`);
    const reply = await call('POST', `/v1/post-groups/${group.id}/reschedule`, {
      scheduledAt: inSeconds(600),
    });
    expectProblem(reply, 409, 'CONFLICT');
    expect(results(reply)).toEqual(['refused', 'refused', 'too_late', 'already_final']);
    expect(reply.body.results[1].error).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });
});

describe('retry', () => {
  it('opens a new round with a submission of its own, at once where its time has passed', async () => {
    const group = await newGroup(['linkedin'], { maxLatenessSeconds: 600 });
    const id = group.posts[0].id;
    await make(id, 'failed', failed('UPSTREAM_UNAVAILABLE', true));
    await sql(`update posts set scheduled_at = now() - interval '1 day' where id = $1`, [id]);
    const before = await submissionOf(id);
    const reply = await call('POST', `/v1/posts/${id}/retry`);
    expect(reply).toMatchObject({ status: 200, body: { status: 'queued', error: null } });
    const after = await submissionOf(id);
    expect(after).toMatchObject({ state: 'held', round: 2, attempts: 0, scheduled_at: null });
    expect(after.id).not.toBe(before.id);
    expect(after.latest_at.getTime()).toBeGreaterThan(Date.now() + 590_000);
    expect(await sql('select status, error from left_submissions where post_id = $1', [id])).toEqual([
      { status: 'failed', error: expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE' }) },
    ]);
    expect((await eventsOf(group.id)).slice(-2)).toEqual(['post_group.failed', 'post.queued']);
    const twice = expectProblem(await call('POST', `/v1/posts/${id}/retry`), 409, 'CONFLICT');
    expect(twice).toMatchObject({ result: 'refused', post: { status: 'queued' } });
  });

  it('keeps a time that has not come', async () => {
    const group = await newGroup();
    const id = group.posts[0].id;
    await make(id, 'failed', failed('UPSTREAM_UNAVAILABLE', true));
    expect((await call('POST', `/v1/posts/${id}/retry`, {})).body).toMatchObject({ status: 'scheduled' });
    expect((await submissionOf(id)).next_attempt_at).toEqual(new Date(group.scheduledAt ?? 0));
  });

  it('needs force where the error says so', async () => {
    const group = await newGroup();
    const id = group.posts[0].id;
    await make(id, 'failed', failed('CONTENT_REJECTED', false));
    const problem = expectProblem(
      await call('POST', `/v1/posts/${id}/retry`, { force: false }),
      409,
      'CONFLICT',
    );
    expect(problem).toMatchObject({ result: 'refused', post: { id, status: 'failed' } });
    expect(await call('POST', `/v1/posts/${id}/retry`, { force: true })).toMatchObject({ status: 200 });
  });

  it.each(['published', 'unknown'] as const)('refuses a post that is %s, also with force', async (status) => {
    const group = await newGroup();
    await make(group.posts[0].id, status, status === 'unknown' ? failed('OUTCOME_UNKNOWN', false) : {});
    const reply = await call('POST', `/v1/posts/${group.posts[0].id}/retry`, { force: true });
    const result = status === 'unknown' ? 'refused' : 'already_final';
    expect(expectProblem(reply, 409, 'CONFLICT')).toMatchObject({ result, post: { status } });
  });

  it('retries a group’s posts together where they can go together', async () => {
    const group = await newGroup(['layers:instagram', 'layers:tiktok', 'linkedin']);
    for (const post of group.posts) await make(post.id, 'failed', failed('UPSTREAM_UNAVAILABLE', true));
    const reply = await call('POST', `/v1/post-groups/${group.id}/retry`);
    expect(results(reply)).toEqual(['done', 'done', 'done']);
    const [one, two, three] = await Promise.all(group.posts.map((post) => submissionOf(post.id)));
    expect(one?.id).toBe(two?.id);
    expect(three?.id).not.toBe(one?.id);
    expect(reply.body.group.status).toBe('scheduled');
  });

  it('opens one round for any number of callers', async () => {
    const group = await newGroup();
    const id = group.posts[0].id;
    await make(id, 'failed', failed('UPSTREAM_UNAVAILABLE', true));
    const replies = await Promise.all(Array.from({ length: 8 }, () => call('POST', `/v1/posts/${id}/retry`)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
    expect((await sql('select round from posts where id = $1', [id]))[0]).toEqual({ round: 2 });
  });

  it('is refused behind a deleted connection', async () => {
    const own = await gateway.connect('postpost');
    const group = await gateway.publish({
      content: { text: 'Gone' },
      targets: [{ accountId: accountOn(own.accounts, 'linkedin') }],
    });
    await make(group.posts[0]!.id, 'failed', failed('UPSTREAM_UNAVAILABLE', true));
    await call('DELETE', `/v1/connections/${own.id}?force=true`);
    const reply = await call('POST', `/v1/post-groups/${group.id}/retry`, { force: true });
    expectProblem(reply, 409, 'CONFLICT');
    expect(reply.body.results).toMatchObject([{ result: 'refused', error: { code: 'CONNECTION_DISABLED' } }]);
  });
});

describe('bulk retry', () => {
  it('retries failed posts by filter, those first that need no force, up to a limit', async () => {
    const { key } = await gateway.api.newWorkspace();
    expect(
      (await gateway.api.call('POST', '/v1/posts/bulk-retry', { key, body: { filter: {} } })).body,
    ).toEqual({
      results: [],
    });
    const ids: string[] = [];
    // One after the other: the oldest go first.
    for (let nth = 0; nth < 4; nth += 1) ids.push((await newGroup(['mastodon'])).posts[0].id);
    await make(ids[0]!, 'failed', failed('AUTH_EXPIRED', false));
    await make(ids[1]!, 'failed', failed('RATE_LIMITED', true));
    await make(ids[2]!, 'failed', failed('RATE_LIMITED', true));
    await make(ids[3]!, 'published');
    const bulk = (body: Body) => call('POST', '/v1/posts/bulk-retry', body);
    const filter = { platform: 'mastodon' };
    const one = await bulk({ filter, limit: 1 });
    expect(one.body.results).toEqual([{ postId: ids[1], result: 'done', status: 'scheduled', error: null }]);
    const rest = await bulk({ filter });
    expect(rest.body.results).toMatchObject([
      { postId: ids[2], result: 'done' },
      { postId: ids[0], result: 'refused', status: 'failed', error: { code: 'AUTH_EXPIRED' } },
    ]);
    expectProblem(await bulk({ filter: { ...filter, errorCode: ['AUTH_EXPIRED'] } }), 409, 'CONFLICT');
    const misses = { ...filter, errorCode: ['CONTENT_INVALID'] };
    expect((await bulk({ filter: misses, force: true })).body.results).toEqual([]);
    const past = { ...filter, until: '2020-01-01T00:00:00Z' };
    expect((await bulk({ filter: past, force: true })).body.results).toEqual([]);
    const accountId = accountOn(postpost.accounts, 'mastodon');
    const all = { errorCode: ['AUTH_EXPIRED'], accountId, provider: 'postpost', since: inSeconds(0) };
    expect(results(await bulk({ filter: all, force: true, limit: 1000 }))).toEqual(['done']);
  });

  it.each([
    [{}, 'filter', 'required'],
    [{ filter: [] }, 'filter', 'object'],
    [{ filter: { status: 'failed' } }, 'filter.status', 'unknown_field'],
    [{ filter: { errorCode: ['NOPE'] } }, 'filter.errorCode', 'one_of'],
    [{ filter: { since: '2026-01-01' } }, 'filter.since', 'time.offset'],
    [{ filter: { since: '2026-02-01T00:00:00Z', until: '2026-01-01T00:00:00Z' } }, 'filter.since', 'range'],
    [{ filter: {}, limit: 1001 }, 'limit', 'max'],
    [{ filter: {}, limit: 0 }, 'limit', 'min'],
    [{ filter: {}, force: 'yes' }, 'force', 'boolean'],
  ])('refuses %j at %s', async (body, path, rule) => {
    const problem = expectProblem(await call('POST', '/v1/posts/bulk-retry', body), 422, 'VALIDATION');
    expect(problem.issues).toMatchObject([{ path, rule }]);
  });
});

describe('resolve', () => {
  async function unknownPost(): Promise<PostView> {
    const group = await newGroup();
    await make(group.posts[0].id, 'unknown', failed('OUTCOME_UNKNOWN', false));
    return group.posts[0];
  }
  const resolve = (id: string, body: Body) => call('POST', `/v1/posts/${id}/resolve`, body);

  it('published: as the person says, with the note in the history', async () => {
    const { id, groupId } = await unknownPost();
    const { fence } = await submissionOf(id);
    const reply = await resolve(id, {
      outcome: 'published',
      platformPostId: '17',
      platformPostUrl: 'https://linkedin.com/17',
      note: 'Seen in the feed',
    });
    expect(reply).toMatchObject({
      status: 200,
      body: {
        status: 'published',
        platformPostId: '17',
        platformPostUrl: 'https://linkedin.com/17',
        error: null,
      },
    });
    expect((await eventsOf(groupId)).slice(-3)).toEqual([
      'post.published',
      'post.resolved',
      'post_group.completed',
    ]);
    const [event] = await sql<{ data: object }>(
      `select data from events where type = 'post.resolved' and post_id = $1`,
      [id],
    );
    expect(event?.data).toMatchObject({ outcome: 'published', note: 'Seen in the feed', postId: id });
    const after = await submissionOf(id);
    expect(after).toMatchObject({ state: 'accepted', next_attempt_at: null });
    expect(BigInt(after.fence)).toBe(BigInt(fence) + 1n);
  });

  it('not published: failed, and tried again with force alone; a true snapshot still wins', async () => {
    const { id } = await unknownPost();
    const reply = await resolve(id, { outcome: 'not_published', note: 'Not in the feed' });
    expect(reply.body).toMatchObject({
      status: 'failed',
      error: { code: 'OUTCOME_UNKNOWN', retryable: false, provider: 'postpost' },
    });
    expect(await submissionOf(id)).toMatchObject({ state: 'rejected', next_attempt_at: null });
    expectProblem(await call('POST', `/v1/posts/${id}/retry`), 409, 'CONFLICT');
    await make(id, 'published', { platformPostId: '18' });
    expect((await call('GET', `/v1/posts/${id}`)).body).toMatchObject({
      status: 'published',
      platformPostId: '18',
    });
  });

  it('not published, and wanted back: canceled', async () => {
    const { id } = await unknownPost();
    const canceled = await call('DELETE', `/v1/posts/${id}`, { reason: 'Wrong date' });
    expect(canceled).toMatchObject({ status: 202, body: { status: 'unknown' } });
    expect(await call('DELETE', `/v1/posts/${id}`)).toMatchObject({ status: 202 });
    const reply = await resolve(id, { outcome: 'not_published', note: 'Not there' });
    expect(reply.body).toMatchObject({
      status: 'canceled',
      canceledBy: 'caller',
      cancelReason: 'Wrong date',
    });
    expect(await sql('select state, kind from post_commands where post_id = $1', [id])).toEqual([
      { state: 'done', kind: 'cancel' },
    ]);
  });

  it('published, although wanted back: too late', async () => {
    const { id } = await unknownPost();
    await call('DELETE', `/v1/posts/${id}`);
    await resolve(id, { outcome: 'published', note: 'There it is' });
    expect(await sql('select state from post_commands where post_id = $1', [id])).toEqual([
      { state: 'too_late' },
    ]);
    expect(await sql('select cancel_requested_at from posts where id = $1', [id])).toEqual([
      { cancel_requested_at: null },
    ]);
  });

  it('waits moments for whoever looks into it right now, and is for unknown posts alone', async () => {
    const order = { outcome: 'published', note: 'x' };
    const leasedFor = async (time: string): Promise<string> => {
      const { id } = await unknownPost();
      const { id: submissionId } = await submissionOf(id);
      await sql(`update submissions set lease_until = now() + $2::interval where id = $1`, [
        submissionId,
        time,
      ]);
      return id;
    };
    expect(await resolve(await leasedFor('1 second'), order)).toMatchObject({
      status: 200,
      body: { status: 'published' },
    });
    const id = await leasedFor('1 minute');
    expect(expectProblem(await resolve(id, order), 409, 'CONFLICT')).toMatchObject({
      result: 'refused',
      post: { status: 'unknown' },
    });
    const group = await newGroup();
    expectProblem(await resolve(group.posts[0].id, order), 409, 'CONFLICT');
  });

  it('of one of several keeps the others open, and lets nobody send the submission again', async () => {
    const group = await newGroup(['layers:instagram', 'layers:tiktok']);
    const [one, two] = group.posts;
    for (const post of [one, two]) await make(post.id, 'unknown', failed('OUTCOME_UNKNOWN', false));
    await sql('update submissions set next_attempt_at = now() where id = $1', [
      (await submissionOf(one.id)).id,
    ]);
    await resolve(one.id, { outcome: 'not_published', note: 'x' });
    expect(await submissionOf(two.id)).toMatchObject({ state: 'unknown', next_attempt_at: null });
    await resolve(two.id, { outcome: 'published', note: 'x' });
    expect(await submissionOf(two.id)).toMatchObject({ state: 'accepted' });
  });

  it.each([
    [{ outcome: 'published' }, 'note', 'required'],
    [{ outcome: 'published', note: ' \n' }, 'note', 'not_empty'],
    [{ outcome: 'published', note: '' }, 'note', 'not_empty'],
    [{ outcome: 'maybe', note: 'x' }, 'outcome', 'one_of'],
    [{ outcome: 'published', note: 'x', platformPostUrl: 'javascript:1' }, 'platformPostUrl', 'url'],
    [{ outcome: 'not_published', note: 'x', platformPostId: '1' }, 'platformPostId', 'outcome.published'],
    [{ outcome: 'published', note: 'x', force: true }, 'force', 'unknown_field'],
  ])('refuses %j at %s', async (body, path, rule) => {
    const { id } = await unknownPost();
    expect(expectProblem(await resolve(id, body), 422, 'VALIDATION').issues).toMatchObject([{ path, rule }]);
  });
});

describe('every command', () => {
  const COMMANDS: [string, string, Body][] = [
    ['DELETE', '/v1/posts/:post', undefined],
    ['DELETE', '/v1/post-groups/:group', undefined],
    ['POST', '/v1/posts/:post/reschedule', { scheduledAt: inSeconds(3600) }],
    ['POST', '/v1/post-groups/:group/reschedule', { scheduledAt: inSeconds(3600) }],
    ['POST', '/v1/posts/:post/retry', undefined],
    ['POST', '/v1/post-groups/:group/retry', { force: true }],
    ['POST', '/v1/posts/:post/resolve', { outcome: 'published', note: 'x' }],
  ];

  it.each(COMMANDS)(
    '%s %s: not for other workspaces, nor for keys that may only read',
    async (method, path, body) => {
      const group = await newGroup();
      const at = path.replace(':post', group.posts[0].id).replace(':group', group.id);
      const other = await gateway.api.newWorkspace();
      expectProblem(await gateway.api.call(method, at, { body, key: other.key }), 404, 'NOT_FOUND');
      const { key } = await gateway.api.newKey(gateway.api.workspaceId, [
        'publish:read',
        'connections:write',
      ]);
      expectProblem(await gateway.api.call(method, at, { body, key }), 403, 'FORBIDDEN_SCOPE');
      const nobody = path.replace(':post', 'post_nobody').replace(':group', 'pg_nobody');
      expectProblem(await gateway.api.call(method, nobody, { body }), 404, 'NOT_FOUND');
      expect(await gateway.group(group.id)).toEqual(group);
    },
  );

  it('is done once under one Idempotency-Key, and its answer is given again', async () => {
    const group = await newGroup();
    const id = group.posts[0].id;
    await make(id, 'failed', failed('UPSTREAM_UNAVAILABLE', true));
    const key = { 'idempotency-key': 'retry-1' };
    const refused = await call('POST', `/v1/posts/${id}/resolve`, { outcome: 'published', note: 'x' }, key);
    expectProblem(refused, 409, 'CONFLICT');
    const first = await call('POST', `/v1/posts/${id}/retry`, { force: true }, key);
    const second = await call('POST', `/v1/posts/${id}/retry`, { force: true }, key);
    expect(first.status).toBe(200);
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    const other = await call('POST', `/v1/posts/${id}/retry`, {}, key);
    expectProblem(other, 409, 'IDEMPOTENCY_CONFLICT');
    const bulk = { filter: { errorCode: ['INTERNAL'] } };
    await call('POST', '/v1/posts/bulk-retry', bulk, key);
    expect((await call('POST', '/v1/posts/bulk-retry', bulk, key)).headers.get('idempotency-replayed')).toBe(
      'true',
    );
  });
});
