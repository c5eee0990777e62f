import type { Slice } from '../frame/state-store';
import type { SimContext } from '../frame/simulator';
import { clampPast, readCreateInput, readTime } from './create-input';
import type { GroupIndex } from './group-index';
import { checkPlan } from './limits';
import type { Media } from './media';
import { addLog } from './post-log';
import { Refusal } from './refusal';
import { isObjectId, objectId, splitConnectionId, type PostGroup, type PostpostState } from './state';
import type { Webhooks } from './webhooks';

/** What callers may do to groups. Publishing them is the scheduler's business. */
export class PostGroups {
  constructor(
    private readonly context: SimContext,
    private readonly slice: Slice<PostpostState>,
    private readonly webhooks: Webhooks,
    private readonly index: GroupIndex,
    private readonly media: Media,
  ) {}

  private get state(): PostpostState {
    return this.slice.value;
  }

  create(userId: string, body: unknown): PostGroup {
    const nowMs = this.context.clock.now();
    const input = readCreateInput(body, this.state.settings);
    const atMs =
      input.scheduledAtMs === null ? null : clampPast(input.scheduledAtMs, nowMs, this.state.settings);
    checkPlan(this.state, this.index, nowMs, { userId, platformIds: input.platformIds, scheduledAtMs: atMs });
    const status = atMs === null ? 'draft' : 'scheduled';
    const at = this.context.clock.iso(nowMs);
    const group: PostGroup = {
      _id: objectId(),
      userId,
      content: input.content,
      status,
      processingStatus: 'pending',
      scheduledTime: atMs === null ? null : this.context.clock.iso(atMs),
      dueAtMs: this.dueAtMs(atMs),
      platformSettings: input.platformSettings,
      createdAt: at,
      updatedAt: at,
      posts: input.platformIds.map((connectionId) => ({
        _id: objectId(),
        platform: splitConnectionId(connectionId).platform,
        connectionId,
        content: input.content,
        status,
        postedId: null,
        error: null,
        replyTo: null,
        outcome: null,
        nextStepAtMs: null,
      })),
      logs: [],
      deleted: false,
    };
    this.index.add(group);
    if (status === 'scheduled') this.announce(group);
    return group;
  }

  /** @param failure the text of the 500 that a malformed id gets, as Mongoose's cast error surfaces */
  find(userId: string, id: string, failure: string): PostGroup {
    if (!isObjectId(id)) throw Refusal.because(500, failure);
    const found = this.index.find(id.toLowerCase());
    if (found === undefined || found.deleted || found.userId !== userId) {
      throw Refusal.because(404, 'Post group not found');
    }
    return found;
  }

  update(userId: string, id: string, body: unknown): PostGroup {
    const { status, scheduledTime } = (body ?? {}) as { status?: unknown; scheduledTime?: unknown };
    if (!status && !scheduledTime)
      throw Refusal.because(400, 'Either status or scheduledTime must be provided');
    if (status && status !== 'draft' && status !== 'scheduled') {
      throw Refusal.because(400, "Status must be either 'draft' or 'scheduled'");
    }
    const requestedMs = scheduledTime ? readTime(scheduledTime) : null;
    const group = this.find(userId, id, 'Failed to update post');
    // Only the group's status counts: a group that is being sent right now still reads `scheduled`.
    if (group.status !== 'draft' && group.status !== 'scheduled') {
      throw Refusal.because(400, `Cannot update post: post is currently in ${group.status} status`);
    }
    const next = status === 'draft' || status === 'scheduled' ? status : group.status;
    this.move(group, next, requestedMs);
    return group;
  }

  delete(userId: string, id: string): void {
    const group = this.find(userId, id, 'Failed to delete post group');
    const sending = group.posts.some(({ status }) => status === 'processing');
    if (sending) {
      // Deleting does not stop what has left already; it only hides it.
      group.deleted = true;
      group.posts = group.posts.filter(({ status }) => status !== 'pending');
    } else {
      this.index.remove(group);
      this.media.removeOf(group._id);
    }
  }

  private move(group: PostGroup, status: 'draft' | 'scheduled', requestedMs: number | null): void {
    const nowMs = this.context.clock.now();
    const { clock } = this.context;
    const clampedMs = requestedMs === null ? null : clampPast(requestedMs, nowMs, this.state.settings);
    if (status === 'scheduled') {
      const stored = group.scheduledTime === null ? null : Date.parse(group.scheduledTime);
      // No time anywhere means now: `status: "scheduled"` alone publishes at once.
      const atMs = this.spaced(group, clampedMs ?? stored ?? nowMs);
      const platformIds = group.posts.map(({ connectionId }) => connectionId);
      checkPlan(this.state, this.index, nowMs, {
        userId: group.userId,
        platformIds,
        scheduledAtMs: atMs,
        exceptGroupId: group._id,
      });
      group.scheduledTime = clock.iso(atMs);
      group.dueAtMs = this.dueAtMs(atMs);
    } else if (clampedMs !== null) {
      group.scheduledTime = clock.iso(clampedMs);
    }
    group.status = status;
    group.updatedAt = clock.iso(nowMs);
    this.index.moved(group);
    for (const post of group.posts) {
      if (post.status === 'draft' || post.status === 'scheduled') post.status = status;
    }
    if (status === 'scheduled') this.announce(group);
    else addLog(group, clock.iso(nowMs), { event: 'status_changed', metadata: { status } });
  }

  /** null for a time still to come: then the upstream's clock decides, right or wrong. */
  private dueAtMs(scheduledAtMs: number | null): number | null {
    const { clock } = this.context;
    return scheduledAtMs === null || scheduledAtMs > clock.now() ? null : clock.steady();
  }

  /** The limits service keeps posts of one connection apart; the moved time wins over the requested one. */
  private spaced(group: PostGroup, wantedMs: number): number {
    const { minSpacingMs } = this.state.settings;
    if (minSpacingMs === 0) return wantedMs;
    const mine = new Set(group.posts.map(({ connectionId }) => connectionId));
    const taken = this.index
      .ofUser(group.userId)
      .filter((other) => other !== group && !other.deleted && other.status === 'scheduled')
      .filter((other) => other.posts.some(({ connectionId }) => mine.has(connectionId)))
      .map(({ scheduledTime }) => Date.parse(scheduledTime ?? ''))
      .sort((left, right) => left - right);
    return taken.reduce(
      (at, other) => (Math.abs(other - at) < minSpacingMs ? other + minSpacingMs : at),
      wantedMs,
    );
  }

  private announce(group: PostGroup): void {
    const at = this.context.clock.iso();
    for (const post of group.posts) {
      addLog(group, at, { event: 'scheduled', postId: post._id, platform: post.platform });
      this.webhooks.emit(group.userId, 'post.scheduled', {
        postId: post._id,
        postGroupId: group._id,
        platform: post.platform,
        scheduledAt: group.scheduledTime,
      });
    }
  }
}
