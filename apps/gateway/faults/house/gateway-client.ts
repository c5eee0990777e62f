import { setTimeout as pause } from 'node:timers/promises';

/** An answer that a good client does not repeat. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  constructor(
    readonly status: number,
    readonly body: unknown,
    what: string,
  ) {
    super(`${what} was answered ${status}: ${JSON.stringify(body)}`);
  }
}

const ANSWER_WITHIN_MS = 15_000;
const PAUSE_MS = 250;

/**
 * A good client: where no reply came, or one that says "later", it sends the same request with the same
 * Idempotency-Key again, to whichever API process answers.
 */
export class GatewayClient {
  /** Requests that had to be repeated. */
  repeats = 0;
  /** Answers with a 5xx other than 503: the gateway says so of itself only where it is broken. */
  readonly broken: string[] = [];
  private next = 0;

  constructor(
    private readonly urls: readonly string[],
    private readonly key: string,
  ) {}

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path, undefined, null);
  }

  /** @throws RefusedError for a 4xx that no repetition changes */
  post<T>(path: string, body: unknown, idempotencyKey: string | null): Promise<T> {
    return this.call<T>('POST', path, body, idempotencyKey);
  }

  /** Needs no key: a second one finds what the first one did. */
  delete<T>(path: string, body: unknown): Promise<T> {
    return this.call<T>('DELETE', path, body, null);
  }

  private async call<T>(method: string, path: string, body: unknown, key: string | null): Promise<T> {
    for (let turn = 0; ; turn += 1) {
      const answer = await this.once(method, path, body, key);
      if (answer !== null && answer.status < 300) return answer.body as T;
      if (answer !== null && !isWorthRepeating(answer)) {
        throw new RefusedError(answer.status, answer.body, `${method} ${path}`);
      }
      this.repeats += 1;
      await pause(PAUSE_MS * Math.min(8, 1 + turn));
    }
  }

  /** `null` where no whole reply came. */
  private async once(
    method: string,
    path: string,
    body: unknown,
    key: string | null,
  ): Promise<{ status: number; body: unknown } | null> {
    const url = this.urls[this.next++ % this.urls.length] ?? '';
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${this.key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === null ? {} : { 'idempotency-key': key }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const text = await response.text();
      if (response.status >= 500 && response.status !== 503) {
        this.broken.push(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
      }
      return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
    } catch (error) {
      if (isLostReply(error)) return null;
      throw error;
    }
  }
}

function isWorthRepeating({ status, body }: { status: number; body: unknown }): boolean {
  const code = (body as { code?: unknown } | null)?.code;
  return status >= 500 || status === 429 || code === 'IDEMPOTENCY_IN_FLIGHT';
}

/** `fetch failed`, a time-out, or a body that was cut off. */
function isLostReply(error: unknown): boolean {
  return (
    error instanceof TypeError ||
    error instanceof SyntaxError ||
    (error instanceof Error && ['TimeoutError', 'AbortError'].includes(error.name))
  );
}
