import { z } from 'zod';
import { isMadeBy } from '../frame/fresh-rows';
import type { SimContext } from '../frame/simulator';
import { derivedFrom, type Slice } from '../frame/state-store';
import { parseBody } from './create-input';
import type { PostIndex } from './post-index';
import { notFound, stateConflict } from './refusal';
import type { Approval, Post, PostatoState } from './state';
import type { Webhooks } from './webhooks';

const decisionSchema = z.object({
  decision: z.enum(['approved', 'rejected', 'expired']),
  reviewerId: z.string().default('usr_01JSANDB0XREV1EWER00000000'),
  comment: z.string().nullable().default(null),
});

/** Posts that wait for a person. Deciding is the sandbox's lever: Postato's own REST paths are unknown. */
export class Approvals {
  private readonly byPost: () => Map<string, Approval>;

  /** @param release lets an approved post go on as it was meant to */
  constructor(
    private readonly context: SimContext,
    private readonly slice: Slice<PostatoState>,
    private readonly webhooks: Webhooks,
    private readonly index: PostIndex,
    private readonly release: (post: Post) => void,
  ) {
    this.byPost = derivedFrom(slice, ({ approvals }) => new Map(approvals.map((one) => [one.postId, one])));
  }

  isNeeded(texts: readonly string[]): boolean {
    return this.slice.value.settings.approvalPolicy || texts.some((text) => text.includes('#needs-approval'));
  }

  request(post: Post): void {
    const requestedAt = this.context.clock.iso();
    post.state = 'pending_approval';
    const asked: Approval = {
      postId: post.id,
      status: 'pending',
      requestedAt,
      decidedAt: null,
      reviewerId: null,
      comment: null,
    };
    this.byPost().set(post.id, asked);
    this.slice.value.approvals.push(asked);
    this.webhooks.emit(post.workspaceId, 'approval.requested', { postId: post.id, requestedAt });
  }

  /** 404 for a post that never needed one, too. */
  of(postId: string): Approval {
    const approval = this.byPost().get(postId);
    if (approval === undefined) throw notFound('Approval');
    return approval;
  }

  /** @param newestMs approvals asked for later are missing */
  queue(workspaceId: string, newestMs: number): Approval[] {
    return this.slice.value.approvals.filter(
      ({ postId, status, requestedAt }) =>
        status === 'pending' &&
        isMadeBy(requestedAt, newestMs) &&
        this.index.find(postId)?.workspaceId === workspaceId,
    );
  }

  decide(postId: string, body: unknown): Approval {
    const { decision, reviewerId, comment } = parseBody(decisionSchema, body);
    const approval = this.of(postId);
    const post = this.index.find(postId);
    if (approval.status !== 'pending' || post?.state !== 'pending_approval') {
      throw stateConflict('This approval is decided');
    }
    this.settle(post, approval, decision, decision === 'expired' ? null : reviewerId, comment);
    return approval;
  }

  /** Lets undecided approvals expire. Returns whether any did. */
  advance(): boolean {
    const nowMs = this.context.clock.now();
    const { approvalTtlMs } = this.slice.value.settings;
    if (approvalTtlMs === null) return false;
    const stale = this.slice.value.approvals.filter(
      ({ status, requestedAt }) => status === 'pending' && Date.parse(requestedAt) + approvalTtlMs <= nowMs,
    );
    let changed = false;
    for (const approval of stale) {
      const post = this.index.find(approval.postId);
      if (post?.state !== 'pending_approval') continue;
      this.settle(post, approval, 'expired', null, null);
      changed = true;
    }
    return changed;
  }

  private settle(
    post: Post,
    approval: Approval,
    decision: 'approved' | 'rejected' | 'expired',
    reviewerId: string | null,
    comment: string | null,
  ): void {
    approval.status = decision;
    approval.decidedAt = this.context.clock.iso();
    approval.reviewerId = reviewerId;
    approval.comment = comment;
    post.updatedAt = approval.decidedAt;
    this.webhooks.emit(post.workspaceId, 'approval.decided', {
      postId: post.id,
      decision,
      reviewerId,
      comment,
    });
    // What an expired approval does to its post is not documented: it stays, and only the approval tells.
    if (decision === 'rejected') post.state = 'rejected';
    if (decision === 'approved') this.release(post);
  }
}
