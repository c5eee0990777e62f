import type { SimClock } from '../frame/clock';
import { DueQueue } from '../frame/due-queue';
import { derivedFrom, type Slice } from '../frame/state-store';
import type { PlatformPost, PostGroup, PostpostState } from './state';

/** A platform post with its group. */
export interface Step {
  readonly group: PostGroup;
  readonly post: PlatformPost;
}

interface Index {
  readonly byId: Map<string, PostGroup>;
  readonly byUser: Map<string, Set<PostGroup>>;
  /** Groups that wait for the scheduler's look. */
  readonly due: DueQueue<PostGroup>;
  /** Posts that are on their way. */
  readonly steps: DueQueue<Step>;
}

/** Every group, found without a look at the others; and what is due when. Times are on the steady clock. */
export class GroupIndex {
  private readonly index: () => Index;

  constructor(
    private readonly slice: Slice<PostpostState>,
    private readonly clock: SimClock,
  ) {
    this.index = derivedFrom(slice, ({ groups }) => {
      const index: Index = {
        byId: new Map(),
        byUser: new Map(),
        due: new DueQueue<PostGroup>((group) => this.dueAtMs(group)),
        steps: new DueQueue<Step>(({ post }) => post.nextStepAtMs),
      };
      for (const group of groups) note(index, group);
      return index;
    });
  }

  find(id: string): PostGroup | undefined {
    return this.index().byId.get(id);
  }

  /** Oldest first. */
  ofUser(userId: string): PostGroup[] {
    return [...(this.index().byUser.get(userId) ?? [])];
  }

  add(group: PostGroup): void {
    const index = this.index();
    this.slice.value.groups.push(group);
    note(index, group);
  }

  remove(group: PostGroup): void {
    const { byId, byUser } = this.index();
    const { groups } = this.slice.value;
    groups.splice(groups.indexOf(group), 1);
    byId.delete(group._id);
    byUser.get(group.userId)?.delete(group);
    group.deleted = true;
    for (const post of group.posts) post.nextStepAtMs = null;
  }

  /** The group's status or time changed. */
  moved(group: PostGroup): void {
    this.index().due.add(group);
  }

  /** The post has a next step now, or again. */
  stepped(step: Step): void {
    this.index().steps.add(step);
  }

  nextDue(nowMs: number): PostGroup | undefined {
    return this.index().due.next(nowMs);
  }

  nextStep(nowMs: number): Step | undefined {
    return this.index().steps.next(nowMs);
  }

  /** What waits for a time that a caller named is due at another moment. */
  clockChanged(): void {
    const { due } = this.index();
    for (const group of this.slice.value.groups) due.add(group);
  }

  /** A time that was clamped to now is a turn, not a time: no wrong clock holds it up. */
  private dueAtMs(group: PostGroup): number | null {
    const { status, processingStatus, scheduledTime, dueAtMs, deleted } = group;
    const waits = status === 'scheduled' && processingStatus === 'pending' && !deleted;
    if (!waits || scheduledTime === null) return null;
    return dueAtMs ?? this.clock.steadyAt(Date.parse(scheduledTime));
  }
}

function note({ byId, byUser, due, steps }: Index, group: PostGroup): void {
  byId.set(group._id, group);
  const own = byUser.get(group.userId);
  if (own === undefined) byUser.set(group.userId, new Set([group]));
  else own.add(group);
  due.add(group);
  for (const post of group.posts) steps.add({ group, post });
}
