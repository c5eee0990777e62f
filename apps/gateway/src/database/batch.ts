/** One call's item with the promise that its caller waits for. */
interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (reason: unknown) => void;
}

/**
 * Makes one statement of many callers' wishes: what comes while one statement runs goes together in the next.
 * A single caller waits for nobody; a thousand cost a few round trips. Order is kept.
 */
export class Batch<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private running = false;

  /**
   * @param run answers for every item, in their order. What it throws, every caller of the batch gets.
   * @param most items of one statement
   */
  constructor(
    private readonly run: (items: Item[]) => Promise<Result[]>,
    private readonly most: number,
  ) {}

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.running) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.running = true;
    // What the same turn of the event loop asks for goes together.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, this.most);
      try {
        const results = await this.run(batch.map(({ item }) => item));
        if (results.length !== batch.length)
          throw new Error(`${results.length} answers for ${batch.length} items.`);
        results.forEach((result, index) => batch[index]?.resolve(result));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.running = false;
  }
}
