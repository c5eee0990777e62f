interface Entry<T> {
  readonly atMs: number;
  readonly order: number;
  readonly row: T;
}

/**
 * Which rows are due, without a look at those that are not: a binary heap by time. Times are on the steady
 * clock. A row whose time changed is simply added again; the entry that no longer holds is skipped when it
 * comes up.
 */
export class DueQueue<T> {
  private readonly heap: Entry<T>[] = [];
  private added = 0;

  /** @param dueAtMs the row's time as it is now; null = it waits for no time */
  constructor(private readonly dueAtMs: (row: T) => number | null) {}

  /** Puts a row in at its time; a row without one is left out. */
  add(row: T): void {
    const atMs = this.dueAtMs(row);
    if (atMs === null) return;
    this.added += 1;
    this.heap.push({ atMs, order: this.added, row });
    this.rise(this.heap.length - 1);
  }

  /** Takes the row that is longest due; undefined when none is. */
  next(nowMs: number): T | undefined {
    for (let [first] = this.heap; first !== undefined && first.atMs <= nowMs; [first] = this.heap) {
      this.removeFirst();
      if (this.dueAtMs(first.row) === first.atMs) return first.row;
    }
    return undefined;
  }

  clear(): void {
    this.heap.length = 0;
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    this.sink(0);
  }

  private rise(from: number): void {
    for (let index = from; index > 0;) {
      const parent = (index - 1) >> 1;
      if (!this.isBefore(index, parent)) return;
      this.swap(parent, index);
      index = parent;
    }
  }

  private sink(from: number): void {
    for (let index = from; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const child = this.isBefore(right, left) ? right : left;
      if (!this.isBefore(child, index)) return;
      this.swap(index, child);
      index = child;
    }
  }

  /** Rows of one time come out in the order in which they were added. */
  private isBefore(left: number, right: number): boolean {
    const [a, b] = [this.heap[left], this.heap[right]];
    if (a === undefined || b === undefined) return a !== undefined;
    return a.atMs === b.atMs ? a.order < b.order : a.atMs < b.atMs;
  }

  private swap(one: number, other: number): void {
    const [a, b] = [this.heap[one], this.heap[other]];
    if (a === undefined || b === undefined) return;
    this.heap[one] = b;
    this.heap[other] = a;
  }
}
