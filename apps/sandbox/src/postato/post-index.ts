import type { SimClock } from '../frame/clock';
import { DueQueue } from '../frame/due-queue';
import { derivedFrom, type Slice } from '../frame/state-store';
import type { Post, PostatoState } from './state';

interface Index {
  readonly byId: Map<string, Post>;
  readonly byWorkspace: Map<string, Post[]>;
  /** Posts that wait for their time. */
  readonly scheduled: DueQueue<Post>;
  /** Posts that the worker has in hand. */
  readonly working: DueQueue<Post>;
}

/** Every post, found without a look at the others; and what is due when. Times are on the steady clock. */
export class PostIndex {
  private readonly index: () => Index;

  constructor(
    private readonly slice: Slice<PostatoState>,
    clock: SimClock,
  ) {
    const scheduledAtMs = ({ state, scheduledAt }: Post): number | null =>
      state === 'scheduled' && scheduledAt !== null ? clock.steadyAt(Date.parse(scheduledAt)) : null;
    this.index = derivedFrom(slice, ({ posts }) => {
      const index: Index = {
        byId: new Map(),
        byWorkspace: new Map(),
        scheduled: new DueQueue<Post>(scheduledAtMs),
        working: new DueQueue<Post>(({ nextStepAtMs }) => nextStepAtMs),
      };
      for (const post of posts) note(index, post);
      return index;
    });
  }

  find(id: string): Post | undefined {
    return this.index().byId.get(id);
  }

  /** Oldest first. */
  ofWorkspace(workspaceId: string): readonly Post[] {
    return this.index().byWorkspace.get(workspaceId) ?? [];
  }

  add(post: Post): void {
    const index = this.index();
    this.slice.value.posts.push(post);
    note(index, post);
  }

  /** The post's state, time or next step changed. */
  moved(post: Post): void {
    const { scheduled, working } = this.index();
    scheduled.add(post);
    working.add(post);
  }

  nextScheduled(nowMs: number): Post | undefined {
    return this.index().scheduled.next(nowMs);
  }

  nextStep(nowMs: number): Post | undefined {
    return this.index().working.next(nowMs);
  }

  /** What waits for a time that a caller named is due at another moment. */
  clockChanged(): void {
    const { scheduled } = this.index();
    for (const post of this.slice.value.posts) scheduled.add(post);
  }
}

function note({ byId, byWorkspace, scheduled, working }: Index, post: Post): void {
  byId.set(post.id, post);
  const siblings = byWorkspace.get(post.workspaceId);
  if (siblings === undefined) byWorkspace.set(post.workspaceId, [post]);
  else siblings.push(post);
  scheduled.add(post);
  working.add(post);
}
