import type { Slice } from '../frame/state-store';
import type { SimContext } from '../frame/simulator';
import type { GroupIndex } from './group-index';
import type { Media } from './media';
import { contentFailure, decideOutcome, failureOf, nativeId, NO_CONNECTION } from './outcomes';
import { contentProblem } from './platform-rules';
import { addLog } from './post-log';
import {
  objectId,
  type Connection,
  type MediaRow,
  type PlatformPost,
  type PostError,
  type PostGroup,
  type PostpostState,
} from './state';
import { xThreadParts } from './thread-parts';
import type { Webhooks } from './webhooks';

/** PostPost looks for due posts every minute. */
const TICK = { realMs: 60_000, compressedMs: 2_000 };
const PICK_UP = { realMs: 1_000, compressedMs: 200 };
const SENDING = { realMs: 4_000, compressedMs: 1_200 };

/** The minute tick and what follows it: scheduled → pending → processing → published or failed. */
export class Scheduler {
  constructor(
    private readonly context: SimContext,
    private readonly slice: Slice<PostpostState>,
    private readonly webhooks: Webhooks,
    private readonly index: GroupIndex,
    private readonly media: Media,
  ) {}

  /** Moves whatever is due. Returns whether anything changed. */
  advance(): boolean {
    const { clock } = this.context;
    const nowMs = clock.steady();
    let changed = this.tick(nowMs);
    for (let step = this.index.nextStep(nowMs); step !== undefined; step = this.index.nextStep(nowMs)) {
      const { group, post } = step;
      if (this.step(group, post, nowMs) && group.posts.every(isFinal)) this.finish(group);
      changed = true;
    }
    return changed;
  }

  private tick(nowMs: number): boolean {
    const state = this.slice.value;
    const everyMs = this.context.clock.delay(TICK);
    const minute = Math.floor(nowMs / everyMs);
    if (everyMs > 0 && minute === state.lastTick) return false;
    state.lastTick = everyMs > 0 ? minute : 0;
    let picked = false;
    for (let group = this.index.nextDue(nowMs); group !== undefined; group = this.index.nextDue(nowMs)) {
      this.pickUp(group, nowMs);
      picked = true;
    }
    return picked;
  }

  private pickUp(group: PostGroup, nowMs: number): void {
    group.processingStatus = 'processing';
    group.posts = group.posts.flatMap(threadParts);
    for (const post of group.posts) {
      post.status = 'pending';
      post.nextStepAtMs = nowMs + this.context.clock.delay(PICK_UP);
      this.index.stepped({ group, post });
    }
    addLog(group, this.context.clock.iso(), { event: 'processing' });
  }

  /** Returns whether the post is final now. */
  private step(group: PostGroup, post: PlatformPost, nowMs: number): boolean {
    // Deleting a group takes along what had not left yet.
    if (!group.posts.includes(post)) return false;
    if (post.status === 'pending') {
      post.status = 'processing';
      post.outcome = decideOutcome(this.context.faults, post);
      post.nextStepAtMs = post.outcome === 'stuck' ? null : nowMs + this.context.clock.delay(SENDING);
      this.index.stepped({ group, post });
      const about = { postId: post._id, platform: post.platform };
      addLog(group, this.context.clock.iso(), { event: 'publish_attempted', ...about, retryCount: 0 });
      return false;
    }
    const parent = group.posts.find(({ _id }) => _id === post.replyTo);
    // Its parent's end puts it in line again.
    if (post.status !== 'processing' || (parent !== undefined && !isFinal(parent))) return false;
    const failure = this.failureOf(group, post);
    post.nextStepAtMs = null;
    if (failure === null) this.publish(group, post);
    else this.fail(group, post, { ...failure, failedAt: this.context.clock.iso() });
    for (const child of group.posts) {
      if (child.replyTo === post._id) this.index.stepped({ group, post: child });
    }
    return true;
  }

  private failureOf(group: PostGroup, post: PlatformPost): Omit<PostError, 'failedAt'> | null {
    const connection = this.connectionOf(group, post);
    if (connection === undefined) return NO_CONNECTION;
    const expiresAt = connection.accessTokenExpiresAt;
    if (expiresAt !== null && Date.parse(expiresAt) <= this.context.clock.now())
      return failureOf('fail-auth');
    // A later part replies to an earlier one, and cannot without it.
    const parentError = group.posts.find(({ _id }) => _id === post.replyTo)?.error ?? null;
    if (parentError !== null) return parentError;
    const outcome = post.outcome ?? 'published';
    if (outcome !== 'published' && outcome !== 'no-url' && outcome !== 'stuck') return failureOf(outcome);
    const problem = contentProblem(post.platform, post.content, this.mediaOf(group, post));
    return problem === null ? null : contentFailure(problem);
  }

  private publish(group: PostGroup, post: PlatformPost): void {
    const at = this.context.clock.iso();
    const postedId = nativeId(post.platform);
    const media = this.mediaOf(group, post);
    post.status = 'published';
    // `no-url`: published, but PostPost does not (yet) know the id.
    post.postedId = post.outcome === 'no-url' ? null : postedId;
    this.context.network.publish({
      upstream: 'postpost',
      platform: post.platform,
      account: post.connectionId,
      url: `https://${post.platform}.example/${encodeURIComponent(postedId)}`,
      text: post.content,
      mediaCount: media.length,
      media: media.map(({ contentType, sizeBytes, sha256 }) => ({ contentType, sizeBytes, sha256 })),
      publishedAt: at,
      sourcePostId: post._id,
    });
    const connection = this.connectionOf(group, post);
    if (connection !== undefined) connection.lastSuccessfulPost = at;
    const about = { postId: post._id, platform: post.platform };
    addLog(group, at, { event: 'publish_succeeded', ...about, httpStatus: 200 });
    if (!group.deleted) this.emit(group, post, 'post.published', { publishedAt: at });
  }

  private fail(group: PostGroup, post: PlatformPost, error: PostError): void {
    post.status = 'failed';
    post.error = error;
    const connection = this.connectionOf(group, post);
    if (connection !== undefined)
      connection.lastError = { message: error.message, occurredAt: error.failedAt };
    addLog(group, error.failedAt, {
      event: 'publish_failed',
      postId: post._id,
      platform: post.platform,
      error: error.message,
      ...(typeof error.platformStatusCode === 'number' ? { httpStatus: error.platformStatusCode } : {}),
      metadata: { errorCode: error.code, retryable: error.retryable },
    });
    const { code, message, failedAt } = error;
    if (!group.deleted) this.emit(group, post, 'post.failed', { error: { code, message }, failedAt });
  }

  private finish(group: PostGroup): void {
    const published = group.posts.filter(({ status }) => status === 'published').length;
    group.status =
      published === group.posts.length ? 'published' : published === 0 ? 'failed' : 'partially_published';
    group.processingStatus = 'finished';
    group.updatedAt = this.context.clock.iso();
    addLog(group, group.updatedAt, { event: 'status_changed', metadata: { status: group.status } });
    if (group.deleted) this.index.remove(group);
  }

  private emit(group: PostGroup, post: PlatformPost, event: string, more: Record<string, unknown>): void {
    const about = { postId: post._id, postGroupId: group._id, platform: post.platform };
    this.webhooks.emit(group.userId, event, { ...about, ...more });
  }

  private connectionOf(group: PostGroup, post: PlatformPost): Connection | undefined {
    return this.slice.value.connections.find(
      ({ userId, platformId }) => userId === group.userId && platformId === post.connectionId,
    );
  }

  private mediaOf(group: PostGroup, post: PlatformPost): (MediaRow & { uploaded: boolean })[] {
    if (post.replyTo !== null) return [];
    return this.media.of(group._id).map((row) => ({ ...row, uploaded: row.sizeBytes !== null }));
  }
}

function isFinal({ status }: PlatformPost): boolean {
  return status === 'published' || status === 'failed';
}

/** On X a long text becomes several entries of `posts[]`, one for each part (threading guide). */
function threadParts(post: PlatformPost): PlatformPost[] {
  if (post.platform !== 'twitter') return [post];
  const parts: PlatformPost[] = [];
  for (const content of xThreadParts(post.content)) {
    const before = parts.at(-1);
    parts.push({ ...post, content, _id: before ? objectId() : post._id, replyTo: before?._id ?? null });
  }
  return parts;
}
