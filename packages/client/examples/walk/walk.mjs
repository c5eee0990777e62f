/** Counts which operations of the API were called, by looking at what goes over the wire. */
export class Walk {
  /** operationId → how often, and with which statuses. */
  calls = new Map();
  #known = [];
  #latest = null;

  constructor(baseUrl) {
    this.baseUrl = baseUrl;
    // Given to the SDK in place of `fetch`.
    this.fetch = async (url, init) => {
      const response = await fetch(url, init);
      this.#count(init.method, new URL(url).pathname, response.status);
      return response;
    };
  }

  /** Reads which operations there are, from the gateway that runs. */
  async begin() {
    const document = await (await fetch(`${this.baseUrl}/openapi.json`)).json();
    this.#known = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([, operation]) => operation.operationId)
        .map(([method, { operationId }]) => ({
          operationId,
          method: method.toUpperCase(),
          pattern: patternOf(path),
        })),
    );
  }

  /** Does one thing, and says what it did and how the gateway answered. */
  async step(sentence, work) {
    this.#latest = null;
    try {
      const result = await work();
      console.log(
        `  ${String(this.#latest?.status ?? '').padEnd(4)}${(this.#latest?.operationId ?? '').padEnd(28)}${sentence}`,
      );
      return result;
    } catch (error) {
      console.log(`  ${sentence}: FAILED`);
      throw error;
    }
  }

  chapter(title) {
    console.log(`\n${title}`);
  }

  /** @returns whether every operation was called */
  end() {
    const missed = this.#known.filter(({ operationId }) => !this.calls.has(operationId));
    const requests = [...this.calls.values()].flat().length;
    const called = this.#known.length - missed.length;
    console.log(`\n${called} of ${this.#known.length} operations called, ${requests} requests.`);
    for (const { operationId, method } of missed) console.log(`  not called: ${method} ${operationId}`);
    return missed.length === 0 && this.#known.length > 0;
  }

  #count(method, path, status) {
    const fitting = this.#known.filter((one) => one.method === method && one.pattern.test(path));
    // `/posts/bulk-retry` fits `/posts/{id}` too: the more literal one is meant.
    const operation = fitting.sort((a, b) => a.pattern.source.length - b.pattern.source.length).at(-1);
    if (!operation) throw new Error(`${method} ${path} is in no document.`);
    this.#latest = { operationId: operation.operationId, status };
    this.calls.set(operation.operationId, [...(this.calls.get(operation.operationId) ?? []), status]);
  }
}

/** Shorter than any literal segment, so that literal paths win. */
const patternOf = (path) => new RegExp(`^${path.replace(/\{\w+\}/g, '.+')}$`);

/** Throws where something is not as it should be: a walk that saw nothing proves nothing. */
export function expect(condition, what) {
  if (!condition) throw new Error(`Not as it should be: ${what}`);
}

/** The error that is due. */
export async function refused(work, name) {
  try {
    await work();
  } catch (error) {
    if (error.name === name) return error;
    throw error;
  }
  throw new Error(`It should have been refused with ${name}.`);
}

/** Asks again until it is so; the SDK itself waits for groups, but not for single posts. */
export async function until(read, condition, withinMs = 60_000) {
  const endsAt = Date.now() + withinMs;
  for (;;) {
    const value = await read();
    if (condition(value)) return value;
    if (Date.now() > endsAt) throw new Error(`It did not come to that: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
