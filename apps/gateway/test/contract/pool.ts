/** What the API has shown so far: ids that exist, cursors and versions, for the requests that follow. */

/** A value that is taken from the pool when the request is sent: the `pick`-th of its kind, counted round. */
export class FromPool {
  constructor(
    readonly kind: string,
    readonly pick: number,
    readonly status?: string,
  ) {}

  /** How a counterexample shows it. */
  toString(): string {
    return `FromPool(${this.kind}, ${this.pick}, ${this.status})`;
  }
}

const ID = /^([a-z]{2,4})_[0-9a-z]{26}$/;
const KEPT = 200;

export class Pool {
  private readonly values = new Map<string, string[]>();
  private readonly kept = new Set<string>();

  /** These ids are never offered: without them nothing more could be tried. */
  protect(...ids: string[]): void {
    ids.forEach((id) => this.kept.add(id));
  }

  /** Remembers ids and cursors of a reply's body, wherever they stand. */
  learn(body: unknown): void {
    if (Array.isArray(body)) return body.forEach((item) => this.learn(item));
    if (typeof body === 'string') {
      const prefix = ID.exec(body)?.[1];
      if (prefix !== undefined) this.add(prefix, body);
      return;
    }
    if (typeof body !== 'object' || body === null) return;
    const { id, status } = body as { id?: unknown; status?: unknown };
    if (typeof id === 'string' && typeof status === 'string')
      this.add(`${id.split('_', 1)[0]}:${status}`, id);
    for (const [name, value] of Object.entries(body)) {
      if (name === 'nextCursor' && typeof value === 'string') this.add('cursor', value);
      else this.learn(value);
    }
  }

  add(kind: string, value: string): void {
    if (this.kept.has(value)) return;
    const values = this.values.get(kind) ?? [];
    this.values.set(kind, values);
    if (values.includes(value)) return;
    values.push(value);
    if (values.length > KEPT) values.shift();
  }

  /** Things that were deleted: mostly, what still exists shall be asked for. */
  forget(ids: readonly string[]): void {
    for (const [kind, values] of this.values) {
      this.values.set(
        kind,
        values.filter((value) => !ids.includes(value)),
      );
    }
  }

  /** The value in place of every `FromPool`, also inside of others. */
  resolve(value: unknown): unknown {
    if (value instanceof FromPool) {
      const likely = this.values.get(`${value.kind}:${value.status}`) ?? [];
      const values = likely.length > 0 ? likely : (this.values.get(value.kind) ?? []);
      return values[value.pick % values.length] ?? `${value.kind}_00000000000000000000000000`;
    }
    if (Array.isArray(value)) return value.map((item) => this.resolve(item));
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
    const members = Object.entries(value).map(([name, member]) => [name, this.resolve(member)] as const);
    // As a member of its own, even where it is called `__proto__`.
    return Object.fromEntries(members);
  }
}
