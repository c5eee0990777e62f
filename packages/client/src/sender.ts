import { addressOf, baseOf } from './address';
import { textOf } from './chunks';
import { credentialHeaders } from './credentials';
import { Deadline } from './deadline';
import { NetworkError, NotFoundError, PosternError } from './errors';
import { EventStream, type StreamOptions } from './event-stream';
import { newIdempotencyKey } from './idempotency-key';
import type { CallInput, Operation } from './operation';
import { Pager } from './pager';
import { readBody, refusalOf } from './read-reply';
import type { Fetch, RequestOptions, SenderOptions, SendingOptions } from './request-options';
import { isAmbiguous, retryDelay } from './retry-policy';
import { type Payload, payloadOf, type Upload, type UploadOptions } from './upload';

const TIMEOUT_MS = 30_000;
const TOTAL_TIMEOUT_MS = 120_000;
const MAX_RETRIES = 4;
/** A video over a slow line. */
const UPLOAD = { timeoutMs: 15 * 60_000, totalTimeoutMs: 30 * 60_000 };

interface Call {
  operation: Operation;
  url: string;
  headers: Record<string, string>;
  /** Asked for at each try, because a stream can be read once. */
  payload: (() => Payload) | null;
  conditional: boolean;
  timeoutMs: number;
  maxRetries: number;
  deadline: Deadline;
}

/** Sends requests and repeats those that failed, where that is safe. Holds the key and shows it to nobody. */
export class Sender {
  readonly baseUrl: string;
  readonly #credentials: () => Record<string, string>;
  readonly #fetch: Fetch;

  constructor(
    private readonly defaults: Omit<SendingOptions, 'baseUrl' | 'fetch'>,
    options: SenderOptions,
  ) {
    this.baseUrl = baseOf(options.baseUrl);
    this.#credentials = credentialHeaders(options);
    this.#fetch = options.fetch ?? ((url, init) => fetch(url, init));
  }

  /** @throws ApiError, NetworkError, TimeoutError, UnreadableReplyError, or the signal's reason */
  async send<T>(operation: Operation, input: CallInput, options: RequestOptions = {}): Promise<T> {
    const json = input.body === undefined ? null : JSON.stringify(input.body);
    const payload = json === null ? null : () => ({ body: json, contentType: 'application/json' });
    return (await this.repeat(this.callOf(operation, input, options, payload), options)) as T;
  }

  async upload<T>(operation: Operation, file: Upload, options: UploadOptions = {}): Promise<T> {
    const { payload, repeatable } = payloadOf(file, options);
    const call = this.callOf(operation, {}, options, payload);
    if (!repeatable) call.maxRetries = 0;
    return (await this.repeat(call, options)) as T;
  }

  list<Item, Page extends { items: Item[]; nextCursor: string | null }>(
    operation: Operation,
    input: CallInput,
    options: RequestOptions = {},
  ): Pager<Item, Page> {
    const query = { ...input.query };
    return new Pager<Item, Page>(operation.page ?? null, query, (more) =>
      this.send<Page>(operation, { ...input, query: { ...query, ...more } }, options),
    );
  }

  events<T>(operation: Operation, input: CallInput, options: StreamOptions = {}): EventStream<T> {
    return new EventStream<T>(
      (headers, signal) => this.open(operation, input, { ...options, signal, headers }),
      options,
    );
  }

  /** One try, until the headers are there; the body is the caller's. */
  private async open(operation: Operation, input: CallInput, options: RequestOptions): Promise<Response> {
    const call = this.callOf(operation, input, options, null);
    const ending = new AbortController();
    options.signal?.addEventListener('abort', () => ending.abort(options.signal?.reason), { once: true });
    return call.deadline.limit(call.timeoutMs, async (signal) => {
      const forward = () => ending.abort(signal.reason);
      signal.addEventListener('abort', forward, { once: true });
      const response = await this.fetch(call, ending.signal);
      signal.removeEventListener('abort', forward);
      if (!response.ok) throw refusalOf(operation, response, await read(response, operation, signal));
      return response;
    });
  }

  private callOf(
    operation: Operation,
    input: CallInput,
    options: RequestOptions,
    payload: Call['payload'],
  ): Call {
    const own = Object.entries(operation.headers ?? {}).flatMap(([option, header]) => {
      const value = (options as Record<string, string | number | undefined>)[option];
      // An entity tag is quoted (RFC 9110, 8.8.3), the version that it stands for is a number.
      const text = typeof value === 'number' ? `"${value}"` : value;
      return text === undefined ? [] : [[header.toLowerCase(), text] as const];
    });
    const headers: Record<string, string> = {
      ...lowerCased(options.headers),
      accept:
        operation.reply === 'events' ? 'text/event-stream' : 'application/json, application/problem+json',
      ...Object.fromEntries(own),
    };
    if (operation.public !== true) Object.assign(headers, this.#credentials());
    if (operation.idempotent) headers['idempotency-key'] = options.idempotencyKey ?? newIdempotencyKey();
    // Files take their time, whether we send them or the gateway fetches them.
    const patient = operation.body?.includes('multipart') ?? false;
    const defaults = patient ? { ...this.defaults, ...UPLOAD } : this.defaults;
    return {
      operation,
      url: addressOf(this.baseUrl, operation, input),
      headers,
      payload,
      conditional: own.length > 0,
      timeoutMs: options.timeoutMs ?? defaults.timeoutMs ?? TIMEOUT_MS,
      maxRetries: options.maxRetries ?? defaults.maxRetries ?? MAX_RETRIES,
      deadline: new Deadline(
        options.totalTimeoutMs ?? defaults.totalTimeoutMs ?? TOTAL_TIMEOUT_MS,
        options.signal,
      ),
    };
  }

  private async repeat(call: Call, options: RequestOptions): Promise<unknown> {
    let mayBeDone = false;
    for (let tries = 1; ; tries += 1) {
      try {
        return await call.deadline.limit(call.timeoutMs, (signal) => this.once(call, signal, tries, options));
      } catch (error) {
        // A try whose reply was lost deleted it.
        if (mayBeDone && error instanceof NotFoundError && deletes(call.operation)) return undefined;
        mayBeDone ||= isAmbiguous(error);
        const delay = retryDelay({ ...call, error, tries });
        // Waiting for what cannot come in time would only hide what happened.
        if (delay === null || delay >= call.deadline.remainingMs) throw error;
        await call.deadline.pause(delay);
      }
    }
  }

  private async once(
    call: Call,
    signal: AbortSignal,
    tries: number,
    options: RequestOptions,
  ): Promise<unknown> {
    const response = await this.fetch(call, signal);
    const text = await read(response, call.operation, signal);
    if (!response.ok) throw refusalOf(call.operation, response, text);
    const body = readBody(call.operation, response, text);
    options.onReply?.({
      status: response.status,
      headers: response.headers,
      requestId: response.headers.get('x-request-id'),
      replayed: response.headers.get('idempotency-replayed') === 'true',
      tries,
    });
    return body;
  }

  private async fetch(call: Call, signal: AbortSignal): Promise<Response> {
    const payload = call.payload?.();
    const headers = { ...call.headers };
    if (payload?.contentType) headers['content-type'] = payload.contentType;
    try {
      return await this.#fetch(call.url, {
        method: call.operation.method,
        headers,
        body: payload?.body,
        signal,
        // The gateway never redirects; whoever does is not it, and must not get what was meant for it.
        redirect: 'error',
        ...(payload?.streamed ? { duplex: 'half' as const } : {}),
      });
    } catch (cause) {
      throw unreached(call.operation, this.baseUrl, signal, cause);
    }
  }
}

async function read(response: Response, operation: Operation, signal: AbortSignal): Promise<string> {
  try {
    return await textOf(response, signal);
  } catch (cause) {
    throw unreached(operation, 'the reply broke off', signal, cause);
  }
}

function unreached(operation: Operation, where: string, signal: AbortSignal, cause: unknown): unknown {
  if (signal.aborted || cause instanceof PosternError) return cause;
  return new NetworkError(`${operation.method} ${operation.path}: no reply (${where}; ${reasonOf(cause)}).`, {
    cause,
  });
}

/** `fetch failed` says nothing; what is below does. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: unknown; cause?: { message?: unknown; code?: unknown } };
  const told = [cause?.message, cause?.code, message].find((text) => typeof text === 'string' && text !== '');
  return typeof told === 'string' ? told : 'it says no more';
}

const deletes = (operation: Operation) => operation.method === 'DELETE' && operation.reply === 'none';

const lowerCased = (headers: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
