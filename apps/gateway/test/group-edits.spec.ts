/** PATCH and publish of groups of which nothing was sent: no worker runs. */
import type { PostGroupView } from '../src/post-groups/post-group-view';
import { expectProblem, type Body, type Reply } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';

jest.setTimeout(60_000);

let gateway: TestGateway;
let x: string;
let linkedin: string;
let threads: string;
let layers: { accounts: Body[] };
beforeAll(async () => {
  gateway = await startTestGateway();
  const { accounts } = await gateway.connect('postpost', { scheduling: 'gateway' });
  x = accountOn(accounts, 'x');
  linkedin = accountOn(accounts, 'linkedin');
  threads = accountOn(accounts, 'threads');
  layers = await gateway.connect('layers', { scheduling: 'gateway' });
}, 60_000);
afterAll(() => gateway.close());

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  gateway.api.call(method, path, { body, headers });
const sql = <T = Body>(text: string, values: unknown[] = []): Promise<T[]> =>
  gateway.api.db.query(text, values);
const patch = (id: string, body: unknown, headers?: Record<string, string>) =>
  call('PATCH', `/v1/post-groups/${id}`, body, headers);
const publish = (id: string, body?: unknown, headers?: Record<string, string>) =>
  call('POST', `/v1/post-groups/${id}/publish`, body, headers);
const create = (more: object = {}) =>
  gateway.publish({
    content: { text: 'before' },
    targets: [{ accountId: x }, { accountId: linkedin }],
    ...more,
  });
const newDraft = (more: object = {}) => create({ draft: true, ...more });
const newHeld = (more: object = {}) => create({ scheduledAt: inSeconds(3600), ...more });

interface Row {
  id: string;
  text: string;
  position: number;
  submission_id: string | null;
  submission: string | null;
}
const rowsOf = (groupId: string) =>
  sql<Row>(
    `select p.id, p.content ->> 'text' as text, p.position, p.submission_id, s.state as submission
     from posts p left join submissions s on s.id = p.submission_id where p.group_id = $1 order by p.position`,
    [groupId],
  );
const eventsOf = async (groupId: string) => {
  const rows = await sql<{ type: string }>('select type from events where group_id = $1 order by id', [
    groupId,
  ]);
  return rows.map(({ type }) => type);
};
const auditOf = (id: string) =>
  sql<{ action: string; before: Body; after: Body }>(
    'select action, before, after from audit_log where subject_id = $1 order by id',
    [id],
  );
const groupOf = (reply: Reply) => reply.body as PostGroupView;

describe.each([
  ['a draft', newDraft],
  ['a held group', newHeld],
])('PATCH of %s', (kind, make) => {
  const draft = kind === 'a draft';

  it('changes what it names and nothing else', async () => {
    const group = await make({ metadata: { a: 1 }, clientReference: 'r-1' });
    const reply = await patch(group.id, { content: { text: 'after' } });
    expect(reply.status).toBe(200);
    const { updatedAt, posts, ...rest } = groupOf(reply);
    const expected = { ...group, content: { ...group.content, text: 'after' }, version: 2 };
    const { updatedAt: before, posts: postsBefore, ...others } = expected;
    expect(rest).toEqual(others);
    expect(updatedAt > before).toBe(true);
    expect(posts.map(({ updatedAt: _, ...post }) => post)).toEqual(
      postsBefore.map(({ updatedAt: _, ...post }) => ({
        ...post,
        content: { ...post.content, text: 'after' },
      })),
    );
    expect(reply.headers.get('etag')).toBe('"2"');
    expect(groupOf(await call('GET', `/v1/post-groups/${group.id}`))).toEqual(reply.body);
    const rows = await rowsOf(group.id);
    expect(rows.map(({ text }) => text)).toEqual(['after', 'after']);
    expect(rows.map(({ submission }) => submission)).toEqual(draft ? [null, null] : ['held', 'held']);
    expect((await eventsOf(group.id)).slice(-2)).toEqual(['post.updated', 'post.updated']);
    const [, entry] = await auditOf(group.id);
    expect(entry).toMatchObject({
      action: 'post_group.update',
      before: { version: 1, content: { text: 'before' } },
      after: { version: 2, content: { text: 'after' } },
    });
  });

  it('keeps what a target brought of its own, also where it said the same as the group', async () => {
    const targets = [
      { accountId: x, content: { text: 'before' } },
      { accountId: linkedin, content: { text: 'own' } },
      { accountId: threads },
    ];
    const group = await make({ targets });
    expect((await patch(group.id, { content: { text: 'after' } })).status).toBe(200);
    expect((await rowsOf(group.id)).map(({ text }) => text)).toEqual(['before', 'own', 'after']);
    // Rows of an earlier version have no note of it: there it is what differs.
    await sql('update posts set own_content = null where group_id = $1', [group.id]);
    expect((await patch(group.id, { content: { text: 'last' } })).status).toBe(200);
    expect((await rowsOf(group.id)).map(({ text }) => text)).toEqual(['before', 'own', 'last']);
  });

  it('merges content member by member', async () => {
    const media = [{ url: `${gateway.sandbox.url}/samples/a.jpg` }];
    const group = await make({ content: { text: 'before', media } });
    const kept = await patch(group.id, { content: { text: 'after' } });
    expect(kept.body.content).toMatchObject({ text: 'after', media });
    const emptied = await patch(group.id, { content: { media: null } });
    expect(emptied.body.content).toMatchObject({ text: 'after', media: [] });
  });

  it('keeps stored media that the edit does not name', async () => {
    const file = new FormData();
    const image = await fetch(`${gateway.sandbox.url}/samples/a.jpg`);
    file.append('file', new Blob([await image.arrayBuffer()], { type: 'image/jpeg' }), 'a.jpg');
    const { url, key } = gateway.api;
    const stored = await fetch(`${url}/v1/media`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: file,
    });
    const { id: mediaId } = (await stored.json()) as { id: string };
    const group = await make({ content: { text: 'before', media: [{ mediaId }] } });
    const reply = await patch(group.id, { content: { text: 'after' } });
    expect(reply.status).toBe(200);
    expect(reply.body.content.media).toEqual(group.content.media);
    expect(reply.body.content.media[0].mediaId).toBe(mediaId);
  });

  it('exchanges targets: who stays keeps the post, who goes is canceled, who comes is new', async () => {
    const group = await make();
    const reply = await patch(group.id, {
      targets: [{ accountId: threads, content: { text: 'third' } }, { accountId: linkedin }],
    });
    expect(reply.status).toBe(200);
    const after = groupOf(reply);
    expect(after.posts.map(({ accountId }) => accountId)).toEqual([threads, linkedin, x]);
    const [added, kept, removed] = after.posts;
    expect(kept!.id).toBe(group.posts[1]!.id);
    expect(removed).toMatchObject({ id: group.posts[0]!.id, status: 'canceled', canceledBy: 'caller' });
    expect(added).toMatchObject({ status: draft ? 'draft' : 'scheduled', scheduledAt: group.scheduledAt });
    expect(after).toMatchObject({ status: group.status, version: 2, counts: { canceled: 1 } });
    expect((await rowsOf(group.id)).map(({ text }) => text)).toEqual(['third', 'before', 'before']);
    const events = (await eventsOf(group.id)).slice(3);
    expect(events.sort()).toEqual(['post.canceled', 'post.created']);
    // An account that was removed may come back, as a new post.
    const again = groupOf(await patch(group.id, { targets: [{ accountId: x }] }));
    expect(again.counts).toEqual({ canceled: 3, [draft ? 'draft' : 'scheduled']: 1 });
    expect(again.posts[0]!.id).not.toBe(group.posts[0]!.id);
    const due = await sql(
      `select s.id from submissions s where s.group_id = $1 and s.state = 'held' and next_attempt_at is not null`,
      [group.id],
    );
    expect(due).toHaveLength(draft ? 0 : 1);
  });

  it('moves all posts, and back to at once', async () => {
    const group = await make();
    const at = inSeconds(7200);
    const moved = groupOf(await patch(group.id, { scheduledAt: at }));
    expect([moved.scheduledAt, ...moved.posts.map(({ scheduledAt }) => scheduledAt)]).toEqual([at, at, at]);
    expect((await eventsOf(group.id)).slice(3)).toEqual(['post.rescheduled', 'post.rescheduled']);
    const now = groupOf(await patch(group.id, { scheduledAt: null }));
    expect([now.scheduledAt, ...now.posts.map(({ scheduledAt }) => scheduledAt)]).toEqual([null, null, null]);
    expect(now.status).toBe(draft ? 'draft' : 'queued');
    const due = await sql<{ due: boolean }>(
      `select next_attempt_at <= now() as due from submissions where group_id = $1 and next_attempt_at is not null`,
      [group.id],
    );
    expect(due).toEqual(draft ? [] : [{ due: true }, { due: true }]);
  });

  it('changes reference, metadata and lateness', async () => {
    const group = await make({ metadata: { a: 1 }, clientReference: 'r-1' });
    const body = { clientReference: 'r-2', metadata: { b: { c: [1.5, null] } }, maxLatenessSeconds: 60 };
    const after = groupOf(await patch(group.id, body));
    expect(after).toMatchObject({ clientReference: 'r-2', metadata: body.metadata, version: 2 });
    const late = await sql<{ seconds: number }>(
      `select extract(epoch from latest_at - $2::timestamptz)::int as seconds from submissions
       where group_id = $1 and next_attempt_at is not null`,
      [group.id, group.scheduledAt],
    );
    expect(late).toEqual(draft ? [] : [{ seconds: 60 }, { seconds: 60 }]);
    const cleared = groupOf(await patch(group.id, { clientReference: null, metadata: null }));
    expect(cleared).toMatchObject({ clientReference: null, metadata: {}, version: 3 });
    expect(
      await sql('select 1 from post_groups where id = $1 and max_lateness_seconds = 60', [group.id]),
    ).toHaveLength(1);
  });

  it('does nothing where everything is so already', async () => {
    const group = await make({ metadata: { a: 1 } });
    for (const body of [{}, { content: {} }, { content: { text: 'before' }, metadata: { a: 1 } }]) {
      expect((await patch(group.id, body)).body).toEqual(group);
    }
    expect(await auditOf(group.id)).toHaveLength(1);
    expect(await eventsOf(group.id)).toHaveLength(3);
  });

  it.each([
    [{ content: { text: '' } }, 'content.text content.required'],
    [{ targets: [] }, 'targets min_items'],
    [{ targets: null }, 'targets array'],
    [{ targets: [{ accountId: 'acct_nobody' }] }, 'targets[0].accountId account.exists'],
    [{ scheduledAt: '2020-01-01T00:00:00Z' }, 'scheduledAt scheduledAt.future'],
    [{ scheduledAt: '2030-01-01T00:00:00' }, 'scheduledAt time.offset'],
    [{ draft: true }, 'draft unknown_field'],
    [{ maxLatenessSeconds: 0 }, 'maxLatenessSeconds min'],
    [{ content: { media: [{ url: 'http://10.0.0.1/a.jpg' }] } }, 'content.media[0].url media.url'],
  ])('refuses %j and writes nothing', async (body, issue) => {
    const group = await make();
    const { issues } = expectProblem(
      await patch(group.id, { clientReference: 'no', ...body }),
      422,
      'VALIDATION',
    );
    expect(issues?.map(({ path, rule }) => `${path} ${rule}`)).toEqual([issue]);
    expect((await call('GET', `/v1/post-groups/${group.id}`)).body).toEqual(group);
  });

  it('refuses a target that is named twice, as a create does', async () => {
    const group = await make();
    const reply = await patch(group.id, { targets: [{ accountId: x }, { accountId: x }] });
    expect(expectProblem(reply, 422, 'VALIDATION').issues).toMatchObject([
      { path: 'targets[1].accountId', rule: 'targets.unique' },
    ]);
  });

  it('takes If-Match in every form, and refuses what is stale with the group', async () => {
    const group = await make();
    let version = 1;
    for (const tag of ['"1"', '2', 'W/"3"', '"99", "4"', '*']) {
      const reply = await patch(group.id, { content: { text: `v${version}` } }, { 'if-match': tag });
      expect([tag, reply.status, reply.headers.get('etag')]).toEqual([tag, 200, `"${(version += 1)}"`]);
    }
    const problem = expectProblem(
      await patch(group.id, { content: { text: 'no' } }, { 'if-match': '"1"' }),
      409,
      'CONFLICT',
    );
    expect(problem.group).toMatchObject({ id: group.id, version, content: { text: 'v5' } });
    for (const tag of ['', 'abc', '"-1"', '""', '"1', '1.5']) {
      const { issues } = expectProblem(await patch(group.id, {}, { 'if-match': tag }), 422, 'VALIDATION');
      expect(issues?.map(({ path, rule }) => `${path} ${rule}`)).toEqual(['If-Match if_match']);
    }
  });

  it('lets exactly one of many through that have read the same version', async () => {
    const group = await make();
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        patch(group.id, { content: { text: `by ${n}` } }, { 'if-match': '"1"' }),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
    const winner = replies.findIndex(({ status }) => status === 200);
    expect((await rowsOf(group.id)).map(({ text }) => text)).toEqual([`by ${winner}`, `by ${winner}`]);
  });

  it('is one after the other without If-Match', async () => {
    const group = await make();
    const replies = await Promise.all(
      Array.from({ length: 6 }, (_, n) => patch(group.id, { metadata: { n } })),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(new Set(replies.map(({ body }: { body: Body }) => body.version as number)).size).toBe(6);
  });

  it('knows nothing of another workspace', async () => {
    const group = await make();
    const { key } = await gateway.api.newWorkspace();
    const foreign = { key, body: { content: { text: 'x' } } };
    expectProblem(await gateway.api.call('PATCH', `/v1/post-groups/${group.id}`, foreign), 404, 'NOT_FOUND');
    expectProblem(
      await gateway.api.call('POST', `/v1/post-groups/${group.id}/publish`, { key }),
      404,
      'NOT_FOUND',
    );
    expectProblem(await patch('pg_nobody', {}), 404, 'NOT_FOUND');
  });
});

describe('PATCH', () => {
  it.each([
    ['claimed', `update submissions set state = 'sending' where group_id = $1`],
    ['unknown', `update submissions set state = 'unknown' where group_id = $1`],
    ['accepted', `update submissions set state = 'accepted' where group_id = $1`],
    ['behind a gate', `update posts set reference_data = '{"a":1}' where group_id = $1`],
    ['being canceled', `update posts set cancel_requested_at = now() where group_id = $1`],
    ['published', `update posts set status = 'published' where group_id = $1`],
    ['failed', `update posts set status = 'failed' where group_id = $1`],
    ['all canceled', `update posts set status = 'canceled' where group_id = $1`],
  ])('is 409 with the group where a post is %s', async (_, change) => {
    const group = await newHeld();
    await sql(change, [group.id]);
    for (const body of [{}, { content: { text: 'no' } }]) {
      const problem = expectProblem(await patch(group.id, body), 409, 'CONFLICT');
      expect(problem.group).toMatchObject({ id: group.id, content: { text: 'before' } });
    }
    expect((await rowsOf(group.id)).map(({ text }) => text)).toEqual(['before', 'before']);
  });

  it('leaves posts alone that were canceled before', async () => {
    const group = await newHeld();
    await call('DELETE', `/v1/posts/${group.posts[0]!.id}`);
    const reply = await patch(group.id, { content: { text: 'after' } });
    expect(reply.status).toBe(200);
    expect((await rowsOf(group.id)).map(({ text, id }) => [id, text])).toEqual([
      [group.posts[1]!.id, 'after'],
      [group.posts[0]!.id, 'before'],
    ]);
  });

  it('gives what was tried in vain another key, and forgets what the provider stored', async () => {
    const group = await newHeld({ targets: [{ accountId: x }] });
    await sql(
      `update submissions set checkpoint = '{"draft":"d1"}', first_attempt_at = now(), attempts = 1 where group_id = $1`,
      [group.id],
    );
    expect((await patch(group.id, { content: { text: 'after' } })).status).toBe(200);
    const submissions = await sql<{ state: string; checkpoint: unknown; next_attempt_at: Date | null }>(
      'select state, checkpoint, next_attempt_at from submissions where group_id = $1 order by created_at, id',
      [group.id],
    );
    expect(submissions).toEqual([
      { state: 'rejected', checkpoint: null, next_attempt_at: null },
      { state: 'held', checkpoint: null, next_attempt_at: expect.any(Date) },
    ]);
  });

  it('does not make what is late punctual', async () => {
    const group = await newHeld({ targets: [{ accountId: x }] });
    await sql(
      `with p as (update posts set scheduled_at = now() - interval '2 hours' where group_id = $1)
       update submissions set latest_at = now() - interval '1 hour' where group_id = $1`,
      [group.id],
    );
    expect((await patch(group.id, { content: { text: 'after' } })).status).toBe(200);
    const [row] = await sql<{ late: boolean }>(
      `select latest_at < now() - interval '59 minutes' as late from submissions where group_id = $1 and state = 'held'`,
      [group.id],
    );
    expect(row).toEqual({ late: true });
  });

  it('plans anew who goes out together', async () => {
    const two = layers.accounts.filter(({ status }) => status === 'connected').slice(0, 2);
    const media = [{ url: `${gateway.sandbox.url}/samples/a.jpg` }];
    const targets = two.map(({ id }) => ({ accountId: id as string }));
    const group = await newHeld({ content: { text: 'before', media }, targets });
    const [first, second] = await rowsOf(group.id);
    expect(first!.submission_id).toBe(second!.submission_id);
    const other = [{ url: `${gateway.sandbox.url}/samples/b.jpg` }];
    const reply = await patch(group.id, {
      targets: [targets[0], { ...targets[1], content: { media: other } }],
    });
    expect(reply.status).toBe(200);
    const [one, two_] = await rowsOf(group.id);
    expect(one!.submission_id).not.toBe(two_!.submission_id);
    expect([one!.submission, two_!.submission]).toEqual(['held', 'held']);
  });
});

describe('POST publish', () => {
  it('sends a draft at once', async () => {
    const draft = await newDraft();
    const reply = await publish(draft.id);
    expect(reply.status).toBe(200);
    expect(groupOf(reply)).toMatchObject({
      id: draft.id,
      status: 'queued',
      counts: { queued: 2 },
      version: 2,
    });
    expect(reply.headers.get('etag')).toBe('"2"');
    expect((await rowsOf(draft.id)).map(({ submission }) => submission)).toEqual(['held', 'held']);
    expect((await eventsOf(draft.id)).slice(3)).toEqual(['post.queued', 'post.queued']);
    const [, entry] = await auditOf(draft.id);
    expect(entry).toMatchObject({
      action: 'post_group.publish',
      before: { status: 'draft' },
      after: { status: 'queued' },
    });
  });

  it('sends it at its time, at each post’s own, or at the one that is named', async () => {
    const at = inSeconds(3600);
    const draft = await newDraft({ scheduledAt: at });
    const own = inSeconds(7200);
    await call('POST', `/v1/posts/${draft.posts[1]!.id}/reschedule`, { scheduledAt: own });
    const published = groupOf(await publish(draft.id));
    expect(published.status).toBe('scheduled');
    expect(published.posts.map(({ scheduledAt }) => scheduledAt)).toEqual([at, own]);
    const due = await sql<{ next_attempt_at: Date }>(
      'select next_attempt_at from submissions where group_id = $1 order by next_attempt_at',
      [draft.id],
    );
    expect(due.map((row) => row.next_attempt_at.toISOString())).toEqual([at, own]);

    const named = groupOf(await publish((await newDraft({ scheduledAt: at })).id, { scheduledAt: own }));
    expect([named.scheduledAt, ...named.posts.map(({ scheduledAt }) => scheduledAt)]).toEqual([
      own,
      own,
      own,
    ]);
    const now = groupOf(await publish((await newDraft({ scheduledAt: at })).id, { scheduledAt: null }));
    expect([now.scheduledAt, now.status]).toEqual([null, 'queued']);
  });

  it('refuses a time that has passed, as a create does, and any other rule that is broken by now', async () => {
    const late = await newDraft({ scheduledAt: inSeconds(3600) });
    await sql(`update posts set scheduled_at = now() - interval '2 minutes' where group_id = $1`, [late.id]);
    const rules = async (id: string) =>
      expectProblem(await publish(id), 422, 'VALIDATION').issues?.map(({ path, rule }) => `${path} ${rule}`);
    expect(await rules(late.id)).toEqual(['scheduledAt scheduledAt.future']);
    const gone = await newDraft();
    await sql(`update accounts set status = 'disconnected' where id = $1`, [linkedin]);
    expect(await rules(gone.id)).toEqual(['targets[1].accountId account.connected']);
    await sql(`update accounts set status = 'connected' where id = $1`, [linkedin]);
    expect((await publish(gone.id)).status).toBe(200);
  });

  it('is 409 with the group for what is no draft', async () => {
    const canceled = await newDraft();
    await call('DELETE', `/v1/post-groups/${canceled.id}`);
    for (const group of [await newHeld(), canceled]) {
      const problem = expectProblem(await publish(group.id), 409, 'CONFLICT');
      expect(problem.group).toMatchObject({ id: group.id });
    }
  });

  it('sends only the version that If-Match names', async () => {
    const draft = await newDraft();
    await patch(draft.id, { content: { text: 'since then' } });
    const stale = expectProblem(await publish(draft.id, {}, { 'if-match': '"1"' }), 409, 'CONFLICT');
    expect(stale.group).toMatchObject({ id: draft.id, version: 2, status: 'draft' });
    expect((await publish(draft.id, {}, { 'if-match': '"2"' })).status).toBe(200);
  });

  it('makes one submission per post of many that come at once, and replays by key', async () => {
    const draft = await newDraft();
    const replies = await Promise.all(Array.from({ length: 6 }, () => publish(draft.id)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    expect(await sql('select 1 from submissions where group_id = $1', [draft.id])).toHaveLength(2);

    const other = await newDraft();
    const headers = { 'idempotency-key': `publish-${other.id}` };
    const [first, second] = [await publish(other.id, {}, headers), await publish(other.id, {}, headers)];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(await sql('select 1 from submissions where group_id = $1', [other.id])).toHaveLength(2);
  });

  it('holds the duplicate window of the draft', async () => {
    const body = { content: { text: 'only once' }, targets: [{ accountId: x }], duplicateWindowSeconds: 600 };
    const [one, two] = [await newDraft(body), await newDraft(body)];
    const replies = await Promise.all([publish(one.id), publish(two.id)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    const lost = replies.find(({ status }) => status === 409)!;
    const won = groupOf(replies.find(({ status }) => status === 200)!);
    expect(lost.body.posts).toMatchObject([{ groupId: won.id }]);
    // And of what is edited after it was accepted.
    const held = await newHeld({ ...body, content: { text: 'another' } });
    expectProblem(await patch(held.id, { content: { text: 'only once' } }), 409, 'CONFLICT');
    expect((await patch(held.id, { content: { text: 'a third' } })).status).toBe(200);
  });

  it('is accepted when it is sent', async () => {
    const first = await newDraft({ clientReference: 'by turns' });
    const second = await newDraft({ clientReference: 'by turns' });
    await publish(second.id, {});
    await publish(first.id, {});
    const due = await call('GET', '/v1/post-groups?sort=dueAt&clientReference=by+turns');
    expect((due.body.items as PostGroupView[]).map(({ id }) => id)).toEqual([first.id, second.id]);
  });

  it.each([
    [{ scheduledAt: '2030-01-01' }, 'scheduledAt time.offset'],
    [{ at: null }, 'at unknown_field'],
  ])('refuses %j', async (body, issue) => {
    const { issues } = expectProblem(await publish((await newDraft()).id, body), 422, 'VALIDATION');
    expect(issues?.map(({ path, rule }) => `${path} ${rule}`)).toEqual([issue]);
  });
});

describe('a draft', () => {
  it('is canceled, moved, and refuses what is for failed or unknown posts', async () => {
    const draft = await newDraft();
    const [one, two] = draft.posts.map(({ id }) => id);
    const at = inSeconds(3600);
    const moved = await call('POST', `/v1/post-groups/${draft.id}/reschedule`, { scheduledAt: at });
    expect(moved.body.group).toMatchObject({ status: 'draft', scheduledAt: at, counts: { draft: 2 } });
    for (const [command, body] of [
      ['retry', {}],
      ['retry', { force: true }],
      ['resolve', { outcome: 'not_published', note: 'n' }],
    ] as const) {
      const problem = expectProblem(await call('POST', `/v1/posts/${one}/${command}`, body), 409, 'CONFLICT');
      expect(problem).toMatchObject({ result: 'refused', post: { id: one, status: 'draft' } });
    }
    expect((await call('DELETE', `/v1/posts/${one}`)).body).toMatchObject({ status: 'canceled' });
    expect(groupOf(await publish(draft.id))).toMatchObject({ counts: { canceled: 1, scheduled: 1 } });
    expect(
      (await rowsOf(draft.id)).filter(({ submission }) => submission === 'held').map(({ id }) => id),
    ).toEqual([two]);
  });
});

describe('DELETE', () => {
  it('cancels only the version that If-Match names', async () => {
    const group = await newHeld();
    await patch(group.id, { content: { text: 'since then' } });
    const cancel = (tag: string) =>
      call('DELETE', `/v1/post-groups/${group.id}`, undefined, { 'if-match': tag });
    const stale = expectProblem(await cancel('"1"'), 409, 'CONFLICT');
    expect(stale.group).toMatchObject({ id: group.id, version: 2, status: 'scheduled' });
    expectProblem(await cancel('soon'), 422, 'VALIDATION');
    const replies = await Promise.all([cancel('"2"'), cancel('"2"'), cancel('"2"')]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await gateway.group(group.id)).status).toBe('canceled');
  });
});
