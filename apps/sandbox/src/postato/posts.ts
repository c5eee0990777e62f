import { z } from 'zod';
import type { SimContext } from '../frame/simulator';
import type { Slice } from '../frame/state-store';
import type { Approvals } from './approvals';
import {
  contentSchema,
  mediaSchema,
  parseBody,
  partsOf,
  readCreateInput,
  requireFuture,
  timeSchema,
  type CreateInput,
  type Part,
} from './create-input';
import type { Speaker } from './dialect';
import type { PostIndex } from './post-index';
import { breachesOf } from './post-rules';
import { invalidRequest, notFound, Refusal, stateConflict, validationFailed } from './refusal';
import { freshId, type Post, type PostatoState, type PostState } from './state';
import type { Webhooks } from './webhooks';
import { PENDING } from './worker';

const patchSchema = z.object({
  content: contentSchema.optional(),
  media: mediaSchema.optional(),
  scheduledAt: timeSchema.optional(),
  status: z.enum(['publish', 'scheduled', 'draft']).optional(),
});
const FIXED_FIELDS = ['platform', 'accountId', 'postType'];
const CANCELABLE: readonly PostState[] = ['draft', 'scheduled', 'accepted', 'pending_approval'];
const MINUTE_MS = 60_000;

/** What callers may do to posts: one post is one platform and one account. Sending is the worker's business. */
export class Posts {
  /** Times of the latest creations by tenant; not kept over a restart. */
  private readonly created = new Map<string, number[]>();

  constructor(
    private readonly context: SimContext,
    private readonly slice: Slice<PostatoState>,
    private readonly webhooks: Webhooks,
    private readonly speaker: Speaker,
    private readonly index: PostIndex,
    private readonly approvals: () => Approvals,
  ) {}

  private get state(): PostatoState {
    return this.slice.value;
  }

  /**
   * A known key answers with its old post whatever the body says, in any workspace of the tenant, failed or
   * deleted alike: nothing is compared and no key is ever released.
   */
  create(workspaceId: string, key: string | null, body: unknown): Record<string, unknown> {
    const tenant = this.tenantOf(workspaceId);
    const address = `${tenant} ${key}`;
    const used = key === null ? undefined : this.state.usedKeys[address];
    if (used !== undefined) return this.replay(used.postId, used.response);
    if (!this.state.settings.planActive) throw new Refusal(403, 'plan_inactive', 'The plan is not active');
    const nowMs = this.context.clock.now();
    const input = readCreateInput(body, nowMs);
    const post = this.build(workspaceId, input, nowMs);
    this.countCreation(tenant);
    this.index.add(post);
    if (input.status !== 'draft') this.submit(post);
    const response = this.speaker.created(post);
    if (key !== null) this.state.usedKeys[address] = { postId: post.id, response };
    return response;
  }

  /** Posts of deleted keys stay; a cancelled one is only soft-deleted. */
  find(workspaceId: string, id: string): Post {
    const post = this.index.find(id) ?? this.index.find(`pst_${id}`);
    if (post === undefined || post.workspaceId !== workspaceId) throw notFound('Post');
    // In the guides' dialect a cancelled post is simply gone.
    if (post.state === 'cancelled' && this.state.settings.dialect === 'B') throw notFound('Post');
    return post;
  }

  update(workspaceId: string, id: string, body: unknown): Post {
    const fixed = FIXED_FIELDS.filter((field) => typeof body === 'object' && body !== null && field in body);
    if (fixed.length > 0) {
      throw invalidRequest(Object.fromEntries(fixed.map((field) => [field, ['Cannot be changed']])));
    }
    const patch = parseBody(patchSchema, body);
    const post = this.find(workspaceId, id);
    if (post.state !== 'draft' && post.state !== 'scheduled') {
      throw stateConflict('Only drafts and scheduled posts can be changed');
    }
    const nowMs = this.context.clock.now();
    if (patch.scheduledAt !== undefined) requireFuture(patch.scheduledAt, nowMs);
    const [first] = post.items;
    const text = post.items.length === 1 ? (first?.text ?? '') : post.items.map((item) => item);
    const parts = partsOf(patch.content ?? text, patch.media ?? first?.media ?? []);
    const verb = patch.status ?? post.state;
    const candidate = { platform: post.platform, postType: post.postType, accountId: post.accountId };
    this.check(workspaceId, candidate, parts, {
      options: {},
      strayMedia: Array.isArray(patch.content) && patch.media !== undefined,
      isDraft: verb === 'draft',
    });
    const scheduledAt = patch.scheduledAt === undefined ? post.scheduledAt : isoOf(patch.scheduledAt);
    if (verb === 'scheduled' && scheduledAt === null) {
      throw invalidRequest({ scheduledAt: ['Required when status is scheduled'] });
    }
    if (patch.content !== undefined || patch.media !== undefined) post.items = parts.map(itemOf);
    post.scheduledAt = verb === 'publish' ? null : scheduledAt;
    post.updatedAt = this.context.clock.iso(nowMs);
    if (verb === 'draft') this.setState(post, 'draft');
    else this.submit(post);
    return post;
  }

  /** 404 when there is nothing to cancel, for whatever reason. */
  cancel(workspaceId: string, id: string): void {
    const post = this.find(workspaceId, id);
    if (!CANCELABLE.includes(post.state)) throw notFound('Post');
    post.updatedAt = this.context.clock.iso();
    post.nextStepAtMs = null;
    this.setState(post, 'cancelled');
  }

  /** Sends a post on its way: to the worker, to its time, or to a reviewer. */
  submit(post: Post, approved = false): void {
    const needsApproval = !approved && this.approvals().isNeeded(post.items.map(({ text }) => text));
    if (needsApproval) {
      this.approvals().request(post);
      for (const item of post.items) item.state = post.state;
      return;
    }
    const nowMs = this.context.clock.now();
    const waits = post.scheduledAt !== null && Date.parse(post.scheduledAt) > nowMs;
    this.setState(post, waits ? 'scheduled' : 'accepted');
    const { clock } = this.context;
    post.nextStepAtMs = waits ? null : clock.steady() + clock.delay(PENDING);
    this.index.moved(post);
    this.webhooks.emit(
      post.workspaceId,
      waits ? 'post.scheduled' : 'post.queued',
      this.speaker.eventData(post),
    );
  }

  /** Starts the minute of the creation limit afresh. */
  forgetRate(): void {
    this.created.clear();
  }

  private replay(postId: string, response: Record<string, unknown>): Record<string, unknown> {
    const post = this.index.find(postId);
    return post === undefined || this.state.settings.replay === 'previous-response'
      ? response
      : this.speaker.created(post);
  }

  private build(workspaceId: string, input: CreateInput, nowMs: number): Post {
    const platform = input.platform === 'x' ? 'twitter' : input.platform;
    const parts = partsOf(input.content, input.media);
    const several = parts.some(({ media }) => media.length > 1);
    // Promoted without a word (posts guide).
    const postType = input.postType === 'feed' && several ? 'carousel' : input.postType;
    this.check(workspaceId, { platform, postType, accountId: input.accountId }, parts, {
      options: input.options ?? {},
      strayMedia: Array.isArray(input.content) && (input.media ?? []).length > 0,
      isDraft: input.status === 'draft',
    });
    const at = this.context.clock.iso(nowMs);
    return {
      id: freshId('pst'),
      workspaceId,
      platform,
      accountId: input.accountId,
      postType,
      items: parts.map(itemOf),
      state: 'draft',
      scheduledAt:
        input.scheduledAt === undefined || input.status === 'publish' ? null : isoOf(input.scheduledAt),
      createdAt: at,
      updatedAt: at,
      publishedAt: null,
      platformPostId: null,
      platformUrl: null,
      error: null,
      retried: false,
      nextStepAtMs: null,
    };
  }

  private check(
    workspaceId: string,
    { platform, postType, accountId }: { platform: string; postType: string; accountId: string },
    parts: Part[],
    more: { options: Record<string, unknown>; strayMedia: boolean; isDraft: boolean },
  ): void {
    const account = this.state.accounts.find(
      (candidate) => candidate.id === accountId && candidate.workspaceId === workspaceId,
    );
    const breaches = breachesOf({
      platform,
      postType,
      parts,
      account,
      ownUrl: this.context.baseUrl(),
      insecureMedia: this.state.settings.insecureMedia,
      ...more,
    });
    if (breaches.length > 0) throw validationFailed(breaches);
    const { forbiddenText } = this.state.settings;
    if (forbiddenText !== null && parts.some(({ text }) => text.includes(forbiddenText))) {
      const extra = { facet: 'content', reason: 'forbidden_text' };
      throw new Refusal(403, 'policy_violation', 'A policy of this workspace forbids the post', extra);
    }
  }

  /** Keys and limits are a tenant's, whichever of its workspaces is used; its main one names it. */
  private tenantOf(id: string): string {
    const { tenants } = this.state;
    return tenants.find(({ otherWorkspaceId }) => otherWorkspaceId === id)?.workspaceId ?? id;
  }

  private countCreation(tenant: string): void {
    const { createsPerMinute } = this.state.settings;
    if (createsPerMinute === null) return;
    const nowMs = this.context.clock.steady();
    const recent = (this.created.get(tenant) ?? []).filter((at) => at > nowMs - MINUTE_MS);
    this.created.set(tenant, recent);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= createsPerMinute) {
      const seconds = Math.ceil((oldest + MINUTE_MS - nowMs) / 1000);
      throw new Refusal(429, 'rate_limited', 'Too many posts', {}, { 'Retry-After': String(seconds) });
    }
    recent.push(nowMs);
  }

  private setState(post: Post, state: PostState): void {
    post.state = state;
    for (const item of post.items) item.state = state;
  }
}

function itemOf({ text, media }: Part, index: number): Post['items'][number] {
  return { id: freshId('itm'), index, text, media, state: 'draft', outcome: null, platformPostId: null };
}

function isoOf(time: string): string {
  return new Date(time).toISOString();
}
