import type { SimContext } from '../frame/simulator';
import { DueQueue } from '../frame/due-queue';
import { wordsFor } from '../frame/platform-words';
import { derivedFrom, type Slice } from '../frame/state-store';
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

interface Index {
  readonly byProject: Map<string, Post[]>;
  readonly due: DueQueue<Post>;
}

/** Owns every post row: makes them, moves them when their time has come, cancels and reschedules them. */
export class Dispatcher {
  private readonly index: () => Index;

  constructor(
    private readonly context: SimContext,
    private readonly state: Slice<LayersState>,
    private readonly settings: LayersSettings,
    private readonly webhooks: LayersWebhooks,
  ) {
    this.index = derivedFrom(state, ({ posts }) => {
      const index: Index = { byProject: new Map(), due: new DueQueue<Post>(({ moveAtMs }) => moveAtMs) };
      for (const post of Object.values(posts)) note(index, post);
      return index;
    });
  }

  /** Oldest first. */
  ofProject(projectId: string): readonly Post[] {
    return this.index().byProject.get(projectId) ?? [];
  }

  /**
   * One post per target; targets are validated already.
   * @param isTimed whether the caller named the time
   */
  create(container: Container, targets: readonly Target[], scheduledForMs: number, isTimed: boolean): Post[] {
    return targets.map((target) => {
      const account = this.account(target.socialAccountId);
      const post = this.newPost(container, target, account, scheduledForMs, isTimed);
      const index = this.index();
      this.state.value.posts[post.id] = post;
      note(index, post);
      this.announce(post, 'post.scheduled', { scheduledFor: post.scheduledFor });
      return post;
    });
  }

  reschedule(post: Post, scheduledForMs: number): void {
    this.demandQueued(post, 'rescheduled');
    post.scheduledFor = new Date(scheduledForMs).toISOString();
    post.isTimed = true;
    post.moveAtMs = this.dispatchAt(scheduledForMs);
    post.updatedAt = this.context.clock.iso();
    this.index().due.add(post);
  }

  /** @throws `409 CONFLICT` when terminal, or when the upload has left already. */
  cancel(post: Post, reason: string | null): void {
    this.demandQueued(post, 'canceled');
    const now = this.context.clock.iso();
    Object.assign(post, { status: 'canceled', canceledAt: now, updatedAt: now, cancelReason: reason });
    post.moveAtMs = null;
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

  advance(): boolean {
    const nowMs = this.context.clock.steady();
    const { due } = this.index();
    let changed = false;
    for (let post = due.next(nowMs); post !== undefined; post = due.next(nowMs)) {
      this.move(post, nowMs);
      due.add(post);
      changed = true;
    }
    return changed;
  }

  clockChanged(): void {
    for (const post of Object.values(this.state.value.posts)) {
      if (post.status !== 'queued' || !post.isTimed) continue;
      post.moveAtMs = this.dispatchAt(Date.parse(post.scheduledFor));
      this.index().due.add(post);
    }
  }

  private newPost(
    container: Container,
    target: Target,
    { id: socialAccountId, platform }: SocialAccount,
    scheduledForMs: number,
    isTimed: boolean,
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
      isTimed,
    };
  }

  /** On the steady clock. The real dispatcher ticks once a minute (Layers docs, scheduler). */
  private dispatchAt(scheduledForMs: number): number {
    const { clock } = this.context;
    const atMs =
      clock.pace === 'real'
        ? Math.ceil(scheduledForMs / MINUTE_MS) * MINUTE_MS
        : scheduledForMs + clock.delay({ realMs: 0, compressedMs: QUEUE_MS });
    return clock.steadyAt(atMs);
  }

  private move(post: Post, nowMs: number): void {
    const now = this.context.clock.iso();
    post.updatedAt = now;
    if (post.status === 'queued') {
      post.status = 'publishing';
      post.attemptedAt = now;
      post.moveAtMs = post.outcome === 'stuck' ? null : nowMs + this.context.clock.delay(PUBLISHING);
      return;
    }
    this.finish(post, now);
    post.moveAtMs = null;
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
      media: (this.state.value.containers[post.containerId]?.files ?? []).map(
        ({ contentType, sizeBytes, sha256 }) => ({ contentType, sizeBytes, sha256 }),
      ),
      publishedAt: now,
      sourcePostId: post.id,
    });
    Object.assign(post, { status: 'published', publishedAt: now, externalId: id, externalUrl: url });
    this.announce(post, 'post.published', { externalId: id, externalUrl: url });
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

function note({ byProject, due }: Index, post: Post): void {
  const siblings = byProject.get(post.projectId);
  if (siblings === undefined) byProject.set(post.projectId, [post]);
  else siblings.push(post);
  due.add(post);
}
