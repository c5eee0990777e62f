import type { SimContext } from '../frame/simulator';
import { wordsFor } from '../frame/platform-words';
import type { Slice } from '../frame/state-store';
import { conflict } from './errors';
import { newId } from './ids';
import type { Container, LayersState, Post, SocialAccount, Target } from './model';
import type { LayersSettings } from './options';
import { failureOf, publication } from './platform-outcome';
import { FINAL_STATES, isDraftMode, stateName } from './vocabulary';
import type { LayersWebhooks } from './webhooks';

const MINUTE_MS = 60_000;
/** How long a post waits after its time (compressed), and how long the platform takes. */
const QUEUE_MS = 1500;
const PUBLISHING = { realMs: 8000, compressedMs: 1500 };

/** Owns every post row: makes them, moves them when their time has come, cancels and reschedules them. */
export class Dispatcher {
  private readonly active = new Set<string>();

  constructor(
    private readonly context: SimContext,
    private readonly state: Slice<LayersState>,
    private readonly settings: LayersSettings,
    private readonly webhooks: LayersWebhooks,
  ) {
    this.reload();
  }

  /** The state was read from disk or reset. */
  reload(): void {
    this.active.clear();
    for (const post of Object.values(this.state.value.posts)) {
      if (post.moveAtMs !== null) this.active.add(post.id);
    }
  }

  /** One post per target; targets are validated already. */
  create(container: Container, targets: readonly Target[], scheduledForMs: number): Post[] {
    return targets.map((target) => {
      const account = this.account(target.socialAccountId);
      const post = this.newPost(container, target, account, scheduledForMs);
      this.state.value.posts[post.id] = post;
      this.active.add(post.id);
      this.announce(post, 'post.scheduled', { scheduledFor: post.scheduledFor });
      return post;
    });
  }

  reschedule(post: Post, scheduledForMs: number): void {
    this.demandQueued(post, 'rescheduled');
    post.scheduledFor = new Date(scheduledForMs).toISOString();
    post.moveAtMs = this.dispatchAt(scheduledForMs);
    post.updatedAt = this.context.clock.iso();
  }

  /** @throws `409 CONFLICT` when terminal, or when the upload has left already. */
  cancel(post: Post, reason: string | null): void {
    this.demandQueued(post, 'canceled');
    const now = this.context.clock.iso();
    Object.assign(post, { status: 'canceled', canceledAt: now, updatedAt: now, cancelReason: reason });
    this.settle(post);
    this.announce(post, 'post.canceled', { canceledAt: now });
  }

  /** Revoking an account takes its queued posts along. Returns how many. */
  cancelAllOf(accountId: string): number {
    const queued = Object.values(this.state.value.posts).filter(
      (post) => post.socialAccountId === accountId && post.status === 'queued',
    );
    for (const post of queued) this.cancel(post, 'account disconnected');
    return queued.length;
  }

  advance(nowMs: number): boolean {
    let changed = false;
    for (const id of this.active) {
      const post = this.state.value.posts[id];
      if (post?.moveAtMs == null || post.moveAtMs > nowMs) continue;
      this.move(post, nowMs);
      changed = true;
    }
    return changed;
  }

  private newPost(
    container: Container,
    target: Target,
    { id: socialAccountId, platform }: SocialAccount,
    scheduledForMs: number,
  ): Post {
    const now = this.context.clock.iso();
    const caption = target.captionOverride ?? container.caption ?? '';
    return {
      id: target.scheduledPostId ?? newId(this.settings.vocabulary, 'sp'),
      containerId: container.id,
      projectId: container.projectId,
      socialAccountId,
      platform,
      mode: target.mode,
      caption,
      mediaCount: container.files.length,
      kind: container.files[0]?.kind ?? 'image',
      outcome: this.context.faults.ofOutcome('layers', socialAccountId, wordsFor(platform, caption)),
      status: 'queued',
      externalId: null,
      externalUrl: null,
      scheduledFor: new Date(scheduledForMs).toISOString(),
      attemptedAt: null,
      publishedAt: null,
      canceledAt: null,
      cancelReason: null,
      lastError: null,
      createdAt: now,
      updatedAt: now,
      moveAtMs: this.dispatchAt(scheduledForMs),
    };
  }

  /** The real dispatcher ticks once a minute (Layers docs, scheduler). */
  private dispatchAt(scheduledForMs: number): number {
    const { clock } = this.context;
    return clock.pace === 'real'
      ? Math.ceil(scheduledForMs / MINUTE_MS) * MINUTE_MS
      : scheduledForMs + clock.delay({ realMs: 0, compressedMs: QUEUE_MS });
  }

  private move(post: Post, nowMs: number): void {
    const now = this.context.clock.iso(nowMs);
    post.updatedAt = now;
    if (post.status === 'queued') {
      post.status = 'publishing';
      post.attemptedAt = now;
      post.moveAtMs = post.outcome === 'stuck' ? null : nowMs + this.context.clock.delay(PUBLISHING);
      if (post.moveAtMs === null) this.active.delete(post.id);
      return;
    }
    this.finish(post, now);
    this.settle(post);
  }

  private finish(post: Post, now: string): void {
    const account = this.account(post.socialAccountId);
    const outcome = account.status === 'connected' ? post.outcome : 'fail-auth';
    switch (outcome) {
      case 'fail-auth':
      case 'fail-content':
      case 'fail-rate':
      case 'fail-server':
        post.status = 'failed';
        post.lastError = failureOf(outcome, post.platform);
        this.announce(post, 'post.failed', { error: post.lastError });
        return;
      case 'stuck':
      case 'no-url':
      case null:
        if (isDraftMode(post.mode)) post.status = 'draft';
        else this.publish(post, account, now);
    }
  }

  private publish(post: Post, account: SocialAccount, now: string): void {
    const number = this.state.value.nextExternalId++;
    const { id, url } = publication(post, account.handle, number);
    this.context.network.publish({
      id,
      url,
      upstream: 'layers',
      platform: post.platform,
      account: post.socialAccountId,
      text: post.caption,
      mediaCount: post.mediaCount,
      publishedAt: now,
      sourcePostId: post.id,
    });
    Object.assign(post, { status: 'published', publishedAt: now, externalId: id, externalUrl: url });
    this.announce(post, 'post.published', { externalId: id, externalUrl: url });
  }

  private settle(post: Post): void {
    post.moveAtMs = null;
    this.active.delete(post.id);
  }

  private demandQueued(post: Post, verb: string): void {
    if (post.status === 'queued') return;
    const status = stateName(this.settings.vocabulary, post.status);
    const why = FINAL_STATES.includes(post.status) ? `is ${status} already` : 'is being published';
    throw conflict(`The post cannot be ${verb}: it ${why}.`, { status });
  }

  private account(id: string): SocialAccount {
    const account = this.state.value.accounts.find((candidate) => candidate.id === id);
    if (account === undefined) throw new Error(`No social account ${id}.`);
    return account;
  }

  private announce(post: Post, type: string, data: Record<string, unknown>): void {
    this.webhooks.emit(type, post.projectId, {
      scheduledPostId: post.id,
      containerId: post.containerId,
      ...data,
    });
  }
}
