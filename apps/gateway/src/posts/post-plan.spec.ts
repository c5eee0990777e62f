import { EMPTY_SNAPSHOT, newMergedPost, openRound, type PostStatus } from '@postern/core';
import { planGroup, type LoadedGroup, type PostChange } from './post-plan';
import type { PostRow } from './post-row';

const now = Date.parse('2026-03-01T10:00:00Z');
const cadence = { queued: 30, publishing: 5 };

function row(id: string, status: PostStatus, change: Partial<PostRow> = {}): PostRow {
  const { merge } = newMergedPost(status);
  return {
    id,
    workspace_id: 'ws_1',
    group_id: 'pg_1',
    position: 0,
    submission_id: 'sub_1',
    account_id: 'acct_1',
    connection_id: 'conn_1',
    provider: 'layers',
    platform: 'tiktok',
    handle: null,
    content: { text: 'hi', media: [], thread: [], firstComment: null },
    options: {},
    scheduled_at: null,
    status,
    round: 1,
    upstream_status: null,
    provider_reference: null,
    reference_data: {},
    platform_post_id: null,
    platform_post_url: null,
    upstream_scheduled_at: null,
    attempted_at: null,
    published_at: null,
    canceled_at: null,
    canceled_by: null,
    cancel_reason: null,
    parts: null,
    error: null,
    merge,
    attempts: 1,
    cancel_requested_at: null,
    next_read_at: null,
    missing_since: null,
    created_at: new Date(now).toISOString(),
    updated_at: new Date(now).toISOString(),
    ...change,
  };
}
const group = (status: LoadedGroup['status'], posts: PostRow[]): LoadedGroup => ({
  id: 'pg_1',
  workspaceId: 'ws_1',
  version: 4,
  status,
  posts,
});
const heard = (postId: string, status: PostStatus, rest: Partial<PostChange> = {}): PostChange => ({
  postId,
  snapshot: { ...EMPTY_SNAPSHOT, status, round: 1, asOf: now },
  ...rest,
});
const types = (plan: ReturnType<typeof planGroup>) => plan.write?.events.map((event) => event.type) ?? [];

describe('planGroup', () => {
  it('writes nothing for a snapshot that changes nothing', () => {
    const plan = planGroup(group('queued', [row('post_1', 'queued')]), [heard('post_1', 'queued')], now);
    expect(plan.write).toBeNull();
    expect(plan.applied).toEqual([expect.objectContaining({ postId: 'post_1', changed: false })]);
  });

  it('derives the group from all of its posts, also those that do not change', () => {
    const posts = [row('post_1', 'published'), row('post_2', 'publishing')];
    const plan = planGroup(group('publishing', posts), [heard('post_2', 'failed')], now);
    expect(plan.write).toMatchObject({ version: 4, status: 'partially_published' });
    expect(plan.write?.posts.map((post) => post.id)).toEqual(['post_2']);
    expect(types(plan)).toEqual(['post.failed', 'post_group.partially_published']);
  });

  it('tells the end of a group once, and again where it changes', () => {
    const posts = [row('post_1', 'published'), row('post_2', 'failed')];
    const plan = planGroup(group('partially_published', posts), [heard('post_2', 'published')], now);
    expect(types(plan)).toEqual(['post.published', 'post_group.completed']);
    const same = planGroup(group('partially_published', posts), [heard('post_1', 'published')], now);
    expect(same.write).toBeNull();
  });

  it('reads an accepted post from now on, sooner where it is being published, and a final one no more', () => {
    const open = group('queued', [row('post_1', 'queued')]);
    const start = planGroup(open, [heard('post_1', 'publishing', { cadence })], now);
    expect(start.write?.posts[0]?.nextReadAt).toEqual(new Date(now + 5_000));
    const reading = group('queued', [
      row('post_1', 'queued', { next_read_at: new Date(now + 1).toISOString() }),
    ]);
    const end = planGroup(reading, [heard('post_1', 'published', { cadence })], now);
    expect(end.write?.posts[0]?.nextReadAt).toBeNull();
  });

  it('starts to read an accepted post whose status does not move, without telling anybody', () => {
    const open = group('queued', [row('post_1', 'queued')]);
    const plan = planGroup(open, [heard('post_1', 'queued', { cadence })], now);
    expect(plan.write?.posts[0]?.nextReadAt).toEqual(new Date(now + 30_000));
    expect(types(plan)).toEqual([]);
  });

  it('raises the risk of a double post where an earlier round turns out to be live', () => {
    const second = openRound({ ...newMergedPost('failed') }, 'queued');
    const inRound2 = row('post_1', 'publishing', {
      round: 2,
      provider_reference: 'sp_2',
      merge: { ...second.merge, accepted: true },
    });
    const plan = planGroup(group('publishing', [inRound2]), [heard('post_1', 'published')], now);
    expect(types(plan)).toEqual(['post.published', 'post.duplicate_risk', 'post_group.completed']);
  });
});
