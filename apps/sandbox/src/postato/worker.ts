import { randomInt } from 'node:crypto';
import type { PacedDelay } from '../frame/clock';
import { wordsFor } from '../frame/platform-words';
import type { SimContext } from '../frame/simulator';
import type { Slice } from '../frame/state-store';
import type { Speaker } from './dialect';
import type { Media } from './media';
import type { PostIndex } from './post-index';
import type { Account, Outcome, Post, PostatoState, PostItem } from './state';
import type { Webhooks } from './webhooks';

/** From `pending` to `processing`. */
export const PENDING: PacedDelay = { realMs: 1_000, compressedMs: 400 };
const SENDING: PacedDelay = { realMs: 2_500, compressedMs: 1_200 };
/** Between two looks at files that are being fetched. */
const FETCHING: PacedDelay = { realMs: 500, compressedMs: 500 };
const RETRY: PacedDelay = { realMs: 30_000, compressedMs: 1_000 };
/** Scheduled posts go out within ten seconds or so of their time (scheduling guide). */
const TICK: PacedDelay = { realMs: 5_000, compressedMs: 500 };

const OWN_WORDS = ['fail-network', 'fail-odd', 'retry-once'] as const;
const X_LIMIT = 280;

type Failure = NonNullable<Post['error']>;

/** Moves posts: scheduled → accepted → in flight (→ retrying) → published or failed. */
export class Worker {
  private lastTick = 0;

  constructor(
    private readonly context: SimContext,
    private readonly slice: Slice<PostatoState>,
    private readonly webhooks: Webhooks,
    private readonly speaker: Speaker,
    private readonly index: PostIndex,
    private readonly media: Media,
  ) {}

  advance(): boolean {
    const { clock } = this.context;
    const nowMs = clock.steady();
    const everyMs = clock.delay(TICK);
    const tick = Math.floor(nowMs / everyMs);
    const looks = everyMs === 0 || tick !== this.lastTick;
    this.lastTick = tick;
    let changed = looks && this.startDue(nowMs);
    for (let post = this.index.nextStep(nowMs); post !== undefined; post = this.index.nextStep(nowMs)) {
      this.step(post, nowMs);
      this.index.moved(post);
      changed = true;
    }
    return changed;
  }

  private startDue(nowMs: number): boolean {
    let started = false;
    for (let post = this.index.nextScheduled(nowMs); post !== undefined;) {
      this.move(post, 'accepted', nowMs, PENDING);
      this.index.moved(post);
      this.webhooks.emit(post.workspaceId, 'post.queued', this.speaker.eventData(post));
      started = true;
      post = this.index.nextScheduled(nowMs);
    }
    return started;
  }

  private step(post: Post, nowMs: number): void {
    switch (post.state) {
      case 'accepted':
        for (const item of post.items) item.outcome = this.decide(post, item);
        if (post.items.some(({ outcome }) => outcome === 'stuck')) this.move(post, 'in_flight', nowMs, null);
        else this.move(post, 'in_flight', nowMs, SENDING);
        return;
      case 'retrying':
        post.retried = true;
        this.move(post, 'in_flight', nowMs, SENDING);
        return;
      case 'in_flight':
        if (!post.retried && post.items.some(({ outcome }) => isPassing(outcome))) {
          this.move(post, 'retrying', nowMs, RETRY);
        } else if (this.media.fetching(post).some(({ state }) => state === 'coming')) {
          this.move(post, 'in_flight', nowMs, FETCHING);
        } else {
          this.deliver(post);
        }
        return;
      default:
        post.nextStepAtMs = null;
    }
  }

  /** Uses up a matching fault rule: once for each item. */
  private decide({ platform, accountId }: Post, { text }: PostItem): Outcome {
    const words = wordsFor(platform, text);
    const own = OWN_WORDS.find((word) => words.includes(`#${word}`));
    return own ?? this.context.faults.ofOutcome('postato', accountId, words) ?? 'published';
  }

  /** Each tweet replies to the one before it: after a failure nothing more goes out, what is out stays out. */
  private deliver(post: Post): void {
    post.nextStepAtMs = null;
    post.updatedAt = this.context.clock.iso();
    const account = this.slice.value.accounts.find(({ id }) => id === post.accountId);
    for (const item of post.items) {
      post.error ??= this.failureOf(account, post, item);
      item.state = post.error === null ? 'published' : 'failed';
      if (post.error === null) this.publish(post, item, account);
    }
    this.media.forget(post);
    const failed = post.error !== null;
    post.state = failed ? 'failed' : 'published';
    if (!failed) post.publishedAt = post.updatedAt;
    const [first] = post.items;
    if (!failed && first != null) {
      post.platformPostId = first.platformPostId;
      post.platformUrl = first.outcome === 'no-url' ? null : urlOf(post, first, account);
    }
    const event = failed ? 'post.failed' : 'post.published';
    this.webhooks.emit(post.workspaceId, event, this.speaker.eventData(post));
  }

  private publish(post: Post, item: PostItem, account: Account | undefined): void {
    item.platformPostId = `19${Array.from({ length: 17 }, () => randomInt(10)).join('')}`;
    this.context.network.publish({
      upstream: 'postato',
      platform: post.platform,
      account: post.accountId,
      url: urlOf(post, item, account),
      text: item.text,
      mediaCount: item.media.length,
      media: this.media.shown(post, item),
      publishedAt: post.updatedAt,
      sourcePostId: post.id,
    });
  }

  /** Only `media_not_found` is a documented code; the others are the sandbox's guesses. */
  private failureOf(account: Account | undefined, post: Post, item: PostItem): Failure | null {
    if (account === undefined) return { code: 'account_not_found', message: 'The account was removed' };
    if (account.status === 'token_expired') return failureOf('fail-auth');
    if (account.status === 'suspended')
      return { code: 'account_suspended', message: 'The account is suspended' };
    const missing = item.media.find(({ id }) => id !== undefined && !this.isStored(id));
    if (missing !== undefined) return { code: 'media_not_found', message: `${missing.id} is not there` };
    if (this.media.fetching(post).some(({ state }) => state === 'missing')) {
      return { code: 'media_fetch_failed', message: 'A media address could not be fetched' };
    }
    const outcome = item.outcome ?? 'published';
    if (post.platform === 'twitter' && item.text.length > X_LIMIT) {
      return { code: 'text_too_long', message: `${item.text.length} of ${X_LIMIT} characters` };
    }
    return failureOf(outcome);
  }

  private isStored(mediaId: string): boolean {
    return this.media.isStored(mediaId);
  }

  private move(post: Post, state: Post['state'], nowMs: number, wait: PacedDelay | null): void {
    post.state = state;
    for (const item of post.items) item.state = state;
    post.nextStepAtMs = wait === null ? null : nowMs + this.context.clock.delay(wait);
    post.updatedAt = this.context.clock.iso();
  }
}

/** Worth a second try within Postato. */
function isPassing(outcome: Outcome | null): boolean {
  return outcome === 'retry-once' || outcome === 'fail-rate' || outcome === 'fail-server';
}

function failureOf(outcome: Outcome): Failure | null {
  switch (outcome) {
    case 'published':
    case 'no-url':
    case 'stuck':
    case 'retry-once':
      return null;
    case 'fail-auth':
      return { code: 'token_expired', message: 'The account must be connected again' };
    case 'fail-content':
      return { code: 'content_rejected', message: 'The platform refused the content' };
    case 'fail-rate':
      return { code: 'rate_limited', message: 'The platform limits the rate of posts' };
    case 'fail-server':
      return { code: 'platform_error', message: 'The platform had an internal error' };
    case 'fail-network':
      return { code: 'network_error', message: 'The connection to the platform broke' };
    case 'fail-odd':
      return { code: 'E_PLATFORM_4471', message: 'Checkpoint required' };
  }
}

function urlOf({ platform }: Post, { platformPostId }: PostItem, account: Account | undefined): string {
  const name = account?.username ?? 'unknown';
  return platform === 'twitter'
    ? `https://x.com/${name}/status/${platformPostId}`
    : `https://www.${platform}.com/${name}/posts/${platformPostId}`;
}
