import type { ProblemDocument } from '../http/problem';
import { StartError } from './start-error';

const TIMEOUT_MS = 30_000;

export interface DemoApiOptions {
  url: string;
  key: string;
  /** Ends requests under way with its reason. */
  signal: AbortSignal;
}

/** Postern's public API as any caller would use it: the demo knows no other way in. */
export class DemoApi {
  constructor(private readonly options: DemoApiOptions) {}

  get<T>(path: string): Promise<T> {
    return this.call('GET', path);
  }

  post<T>(path: string, body: unknown, idempotencyKey?: string): Promise<T> {
    return this.call(
      'POST',
      path,
      body,
      idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey },
    );
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.call('PATCH', path, body);
  }

  /** All items of a list, page by page, so that a reader may stop early. */
  async *list<T>(path: string): AsyncGenerator<T> {
    let cursor: string | null = null;
    do {
      const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: T[]; nextCursor: string | null } = await this.get(
        `${path}${path.includes('?') ? '&' : '?'}limit=100${after}`,
      );
      yield* page.items;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }

  private async call<T>(
    method: string,
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<T> {
    const { url, key, signal } = this.options;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...more,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const text = await response.text();
    if (!response.ok)
      throw new StartError(`${method} ${path} answered ${response.status}: ${reasonOf(text)}`);
    return JSON.parse(text) as T;
  }
}

function reasonOf(text: string): string {
  try {
    const { code, detail, issues } = JSON.parse(text) as Partial<ProblemDocument>;
    const places = (issues ?? []).map(({ path, message }) => `${path}: ${message}`);
    return [code, detail, ...places].filter((part) => part !== undefined).join(' · ');
  } catch {
    // Not ours, then; as it is, it still says most.
    return text.slice(0, 300);
  }
}
