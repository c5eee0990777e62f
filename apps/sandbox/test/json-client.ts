import type { RunningSandbox } from '../src';
import type { Reply } from './layers-client';

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly timeoutMs?: number;
}

/** A bare HTTP client below one base URL: nothing of it knows a simulator's code. */
export class JsonClient {
  constructor(
    readonly sandbox: RunningSandbox,
    private readonly baseUrl: string,
    private readonly headers: Record<string, string>,
  ) {}

  async call(method: string, path: string, { body, headers, timeoutMs }: CallOptions = {}): Promise<Reply> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: {
        ...this.headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs ?? 15_000),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json');
    const parsed = (isJson ? JSON.parse(text) : { text }) as Reply['body'];
    return { status: response.status, headers: response.headers, body: parsed };
  }

  get(path: string, headers?: Record<string, string>): Promise<Reply> {
    return this.call('GET', path, { headers });
  }

  post(path: string, body: unknown = {}, headers?: Record<string, string>): Promise<Reply> {
    return this.call('POST', path, { body, headers });
  }

  /** Skips simulated time, one step after the other: each lets what is due by then happen. */
  skip(...steps: number[]): void {
    for (const ms of steps) {
      this.sandbox.clock.advance(ms);
      this.sandbox.tick();
    }
  }

  /** An ISO time `ms` from the sandbox's now. */
  at(ms: number): string {
    return this.sandbox.clock.iso(this.sandbox.clock.now() + ms);
  }
}
