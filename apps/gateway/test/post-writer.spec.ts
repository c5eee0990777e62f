import { derivePostGroupStatus, EMPTY_SNAPSHOT, POST_STATUSES, type PostStatus } from '@postern/core';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { newId } from '../src/database/ids';
import { PostWriter } from '../src/posts/post-writer';
import { PostWriterRepository } from '../src/posts/post-writer.repository';
import type { PostChange } from '../src/posts/post-plan';
import { newMergedPost } from '@postern/core';
import { startTestApi, type TestApi } from './api-harness';

jest.setTimeout(120_000);

let api: TestApi;
let db: DataSource;
const writer = new PostWriter(new PostWriterRepository());

beforeAll(async () => {
  api = await startTestApi();
  db = api.db;
  await db.query(
    `insert into connections (id, workspace_id, provider, name, credentials, credentials_key_id, settings, status)
     values ('conn_1', $1, 'layers', 'c', '\\x00', 'k1', '{}', 'active')`,
    [api.workspaceId],
  );
  await db.query(
    `insert into accounts (id, workspace_id, connection_id, provider, platform, reference, data, status)
     values ('acct_1', $1, 'conn_1', 'layers', 'tiktok', 'a', '{}', 'connected')`,
    [api.workspaceId],
  );
});
afterAll(() => api.close());

/** A group of queued posts, written as a create would. */
async function newGroup(size: number): Promise<{ groupId: string; postIds: string[] }> {
  const groupId = newId('pg');
  const postIds = Array.from({ length: size }, () => newId('post'));
  await db.query(
    `insert into post_groups (id, workspace_id, status, content, metadata, max_lateness_seconds, created_at, updated_at)
     values ($1, $2, 'queued', '{}', '{}', 60, now(), now())`,
    [groupId, api.workspaceId],
  );
  for (const [position, id] of postIds.entries()) {
    await db.query(
      `insert into posts (id, workspace_id, group_id, position, account_id, connection_id, provider, platform,
         content, options, status, merge, created_at, updated_at)
       values ($1, $2, $3, $4, 'acct_1', 'conn_1', 'layers', 'tiktok', '{}', '{}', 'queued', $5, now(), now())`,
      [id, api.workspaceId, groupId, position, JSON.stringify(newMergedPost('queued').merge)],
    );
  }
  return { groupId, postIds };
}

const heard = (postId: string, status: PostStatus, asOf: number): PostChange => ({
  postId,
  snapshot: { ...EMPTY_SNAPSHOT, status, upstreamStatus: status, round: 1, asOf },
});

async function stored(groupId: string) {
  const [group] = await db.query<{ status: string; version: number }[]>(
    'select status, version from post_groups where id = $1',
    [groupId],
  );
  const posts = await db.query<{ id: string; status: PostStatus }[]>(
    'select id, status from posts where group_id = $1 order by position',
    [groupId],
  );
  const events = await db.query<{ type: string }[]>(
    'select type from events where group_id = $1 order by id',
    [groupId],
  );
  return {
    group: group!,
    statuses: posts.map((post) => post.status),
    events: events.map((event) => event.type),
  };
}

describe('PostWriter', () => {
  it('keeps the copy of the group’s status equal to the function, whoever writes at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ post: fc.nat(3), status: fc.constantFrom(...POST_STATUSES), asOf: fc.nat(20) }),
          { minLength: 1, maxLength: 25 },
        ),
        async (said) => {
          const { groupId, postIds } = await newGroup(4);
          // All at once, each by itself: writers meet on the one group and read again.
          await Promise.all(
            said.map(({ post, status, asOf }) => writer.apply(db, [heard(postIds[post]!, status, asOf)])),
          );
          const { group, statuses } = await stored(groupId);
          expect(group.status).toBe(derivePostGroupStatus(statuses));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('ends in the same rows for every order in which the same finals are heard', async () => {
    const orders: PostStatus[][] = [
      ['failed', 'published', 'canceled'],
      ['published', 'canceled', 'failed'],
      ['canceled', 'failed', 'published'],
    ];
    for (const order of orders) {
      const { groupId, postIds } = await newGroup(1);
      for (const status of order) await writer.apply(db, [heard(postIds[0]!, status, 5)]);
      expect((await stored(groupId)).statuses).toEqual(['published']);
    }
  });

  it('writes nothing, no event and no version, for what is known already', async () => {
    const { groupId, postIds } = await newGroup(2);
    await writer.apply(db, [heard(postIds[0]!, 'publishing', 1)]);
    const before = await stored(groupId);
    expect(before.events).toEqual(['post.publishing']);
    await writer.apply(db, [heard(postIds[0]!, 'publishing', 2), heard(postIds[0]!, 'publishing', 1)]);
    expect(await stored(groupId)).toEqual(before);
  });

  it('changes many groups in one go, and tells the end of each once', async () => {
    const groups = await Promise.all([newGroup(2), newGroup(2), newGroup(1)]);
    const changes = groups.flatMap(({ postIds }) =>
      postIds.map((id, i) => heard(id, i === 0 ? 'published' : 'failed', 1)),
    );
    const applied = await writer.apply(db, changes);
    expect(applied).toHaveLength(5);
    const ends = await Promise.all(groups.map(({ groupId }) => stored(groupId)));
    expect(ends.map((end) => end.group.status)).toEqual([
      'partially_published',
      'partially_published',
      'published',
    ]);
    expect(ends.map((end) => end.events.filter((type) => type.startsWith('post_group.')))).toEqual([
      ['post_group.partially_published'],
      ['post_group.partially_published'],
      ['post_group.completed'],
    ]);
  });

  it('leaves a post due that a webhook made due while it was being written', async () => {
    const { groupId, postIds } = await newGroup(1);
    const due = `update posts set next_read_at = now() - interval '1 day' where group_id = $1`;
    await db.query(`update posts set next_read_at = now() + interval '30 seconds' where group_id = $1`, [
      groupId,
    ]);
    class Hinted extends PostWriterRepository {
      override async write(...given: Parameters<PostWriterRepository['write']>) {
        await db.query(due, [groupId]);
        return super.write(...given);
      }
    }
    const change = { ...heard(postIds[0]!, 'publishing', 1), cadence: { queued: 60, publishing: 60 } };
    await new PostWriter(new Hinted()).apply(db, [change]);
    const rows = await db.query('select status, next_read_at < now() as due from posts where group_id = $1', [
      groupId,
    ]);
    expect(rows).toEqual([{ status: 'publishing', due: true }]);
  });

  it('rolls back with the caller’s transaction', async () => {
    const { groupId, postIds } = await newGroup(1);
    const attempt = db.transaction(async (em) => {
      await writer.apply(em, [heard(postIds[0]!, 'published', 1)]);
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    expect(await stored(groupId)).toMatchObject({ statuses: ['queued'], events: [] });
  });

  it('ignores posts that do not exist', async () => {
    await expect(writer.apply(db, [heard('post_none', 'published', 1)])).resolves.toEqual([]);
  });
});
