/**
 * A list, read as far as it is iterated: `for await (const post of postern.posts.list({ … }))`. Nothing is
 * asked for before. Each iteration begins anew.
 */
export class Pager<
  Item,
  Page extends { items: Item[]; nextCursor: string | null },
> implements AsyncIterable<Item> {
  constructor(
    private readonly parameter: string | null,
    private readonly query: object,
    private readonly read: (more: Record<string, string>) => Promise<Page>,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const page of this.pages()) yield* page.items;
  }

  /** The pages as the gateway gives them; `limit` of the query is their size. */
  async *pages(): AsyncGenerator<Page, void, undefined> {
    let page = await this.read({});
    yield page;
    // The log of events has no end, only an end for now, at which its page is empty.
    while (this.parameter !== null && page.nextCursor !== null && page.items.length > 0) {
      page = await this.read({ [this.parameter]: page.nextCursor });
      if (page.items.length > 0) yield page;
    }
  }

  /** The first page alone. */
  first(): Promise<Page> {
    return this.read({});
  }

  /** All items, or the first `max`. */
  async toArray(max = Infinity): Promise<Item[]> {
    const items: Item[] = [];
    if (max <= 0) return items;
    for await (const item of this) {
      items.push(item);
      if (items.length >= max) break;
    }
    return items;
  }
}
