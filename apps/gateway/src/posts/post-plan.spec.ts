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

  describe('where an earlier round turns out to be live', () => {
    const { merge } = openRound({ ...newMergedPost('failed') }, 'queued');
    const plan = (change: Partial<PostRow>) => {
      const second = row('post_1', 'queued', { round: 2, merge, ...change });
      return planGroup(group('queued', [second]), [heard('post_1', 'published')], now);
    };

    it('keeps a current round that was not handed over from going out', () => {
      const { write } = plan({});
      expect(write?.withdrawals).toEqual([expect.objectContaining({ round: 2, reference: null })]);
      expect(write?.posts[0]).toMatchObject({ stops: true, post: { status: 'published' } });
    });

    it('withdraws a current round that is upstream, by its own reference', () => {
      const upstream = {
        provider_reference: 'sp_2',
        reference_data: { a: 1 },
        merge: { ...merge, accepted: true },
      };
      const told = plan(upstream);
      expect(told.write?.withdrawals).toEqual([
        expect.objectContaining({ round: 2, reference: { id: 'sp_2', data: { a: 1 } } }),
      ]);
      expect(types(told)).toEqual(['post.published', 'post_group.completed']);
    });

    it('withdraws a current round whose acceptance comes second', () => {
      const won = row('post_1', 'published', {
        round: 2,
        provider_reference: 'sp_1',
        merge: { ...merge, earlierSuccess: true },
      });
      const accepted = heard('post_1', 'queued', { referenceData: { b: 2 } });
      accepted.snapshot = { ...accepted.snapshot, round: 2, providerReference: 'sp_2' };
      const { write } = planGroup(group('published', [won]), [accepted], now);
      expect(write?.withdrawals).toEqual([
        expect.objectContaining({ reference: { id: 'sp_2', data: { b: 2 } } }),
      ]);
    });

    it('raises the risk of a double post where nothing can be withdrawn any more', () => {
      const accepted = { merge: { ...merge, accepted: true } };
      for (const live of [
        { ...accepted, status: 'published', provider_reference: 'sp_2' } as const,
        { ...accepted, status: 'publishing' } as const,
      ]) {
        const told = plan(live);
        expect(told.write?.withdrawals).toEqual([]);
        expect(types(told)).toContain('post.duplicate_risk');
      }
    });
  });

  it('opens a round with nothing of the one before, and tells of a new time', () => {
    const failed = row('post_1', 'failed', {
      provider_reference: 'sp_1',
      reference_data: { a: 1 },
      missing_since: new Date(now).toISOString(),
    });
    const change = heard('post_1', 'queued', { opens: 'scheduled', scheduledAt: new Date(now + 1) });
    change.snapshot = { ...EMPTY_SNAPSHOT, round: 2, asOf: now };
    const told = planGroup(group('failed', [failed]), [change], now);
    expect(told.write?.posts[0]).toMatchObject({
      referenceData: {},
      missingSince: null,
      nextReadAt: null,
      scheduledAt: new Date(now + 1),
      post: { round: 2, status: 'scheduled', providerReference: null },
    });
    expect(types(told)).toEqual(['post.scheduled']);
  });
});

it('takes neither place nor reads from what was heard of an earlier round', () => {
  const second = row('post_1', 'scheduled', { round: 2 });
  const late = heard('post_1', 'queued', { referenceData: { containerId: 'of round 1' }, cadence });
  expect(planGroup(group('scheduled', [second]), [late], now).write).toBeNull();
});
