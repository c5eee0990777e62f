import type { SimClock } from '../frame/clock';
import { DueQueue } from '../frame/due-queue';
import { derivedFrom, type Slice } from '../frame/state-store';
import type { DescribedState, Group, Row } from './model';

/** Something that waits for its time: a group, or one of its rows. */
export interface Step {
  readonly group: Group;
  readonly row: Row | null;
}

interface Indexes {
  readonly byId: Map<string, Group>;
  /** Row ids and whatever other ids a group goes by. */
  readonly byOtherId: Map<string, Group>;
  readonly byCustomer: Map<number, Group[]>;
  readonly due: DueQueue<Step>;
}

/** All groups of one upstream, by id, by customer and by time. */
export class Board {
  private readonly indexes: () => Indexes;

  constructor(
    private readonly slice: Slice<DescribedState>,
    private readonly clock: SimClock,
  ) {
    this.indexes = derivedFrom(slice, (state) => this.build(state));
  }

  add(group: Group): void {
    // Before it is kept: indexes that are built only now would hold it already.
    const indexes = this.indexes();
    this.slice.value.groups.push(group);
    this.enter(indexes, group);
  }

  /** Another id by which the group is known from now on. */
  alias(group: Group, id: string): void {
    this.indexes().byOtherId.set(id, group);
    const aliases = Array.isArray(group.extra.aliases) ? (group.extra.aliases as string[]) : [];
    group.extra.aliases = [...aliases, id];
  }

  /** A row that came later. */
  index(id: string, group: Group): void {
    this.indexes().byOtherId.set(id, group);
  }

  get(id: string): Group | undefined {
    return this.indexes().byId.get(id);
  }

  /** By any id. */
  mentioned(id: string): Group | undefined {
    return this.get(id) ?? this.indexes().byOtherId.get(id);
  }

  /** Oldest first, removed ones among them. */
  ofCustomer(customer: number): readonly Group[] {
    return this.indexes().byCustomer.get(customer) ?? [];
  }

  /** The group or row waits for another moment now. */
  moved(step: Step): void {
    this.indexes().due.add(step);
  }

  next(nowMs: number): Step | undefined {
    return this.indexes().due.next(nowMs);
  }

  /** Times that callers named are due at other moments of the steady clock. */
  clockChanged(): void {
    const { due } = this.indexes();
    due.clear();
    for (const group of this.slice.value.groups) this.enqueue(due, group);
  }

  private build({ groups }: DescribedState): Indexes {
    const indexes: Indexes = {
      byId: new Map(),
      byOtherId: new Map(),
      byCustomer: new Map(),
      due: new DueQueue((step) => this.dueAtMs(step)),
    };
    for (const group of groups) this.enter(indexes, group);
    return indexes;
  }

  private enter({ byId, byOtherId, byCustomer, due }: Indexes, group: Group): void {
    byId.set(group.id, group);
    for (const { id } of group.rows) byOtherId.set(id, group);
    if (Array.isArray(group.extra.aliases))
      for (const id of group.extra.aliases as string[]) byOtherId.set(id, group);
    const mine = byCustomer.get(group.customer) ?? [];
    mine.push(group);
    byCustomer.set(group.customer, mine);
    this.enqueue(due, group);
  }

  private enqueue(due: DueQueue<Step>, group: Group): void {
    due.add({ group, row: null });
    for (const row of group.rows) due.add({ group, row });
  }

  private dueAtMs({ group, row }: Step): number | null {
    if (row !== null) return group.phase === 'publishing' ? row.nextStepAtMs : null;
    if (group.phase === 'scheduled' && group.scheduledAt !== null) {
      return this.clock.steadyAt(Date.parse(group.scheduledAt));
    }
    return group.phase === 'queued' ? group.nextStepAtMs : null;
  }
}
