import type { RunningSandbox } from '../src';

/** The answer of one call, read as JSON. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- free JSON in tests
}

export interface LayersSeeds {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly readOnlyApiKey: string;
  readonly suspendedApiKey: string;
  readonly projectId: string;
  readonly accounts: ReadonlyArray<{ id: string; platform: string; handle: string }>;
}

interface CallOptions {
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly apiKey?: string;
  readonly headers?: Record<string, string>;
  readonly timeoutMs?: number;
}

/** A bare HTTP client for tests: nothing of it knows the simulator's code. */
export class LayersClient {
  readonly seeds: LayersSeeds;

  /** @param tenant one of `POST /_sandbox/tenants`; default: the seeded customer */
  constructor(
    readonly sandbox: RunningSandbox,
    tenant?: unknown,
  ) {
    this.seeds = (tenant ?? sandbox.seeds().layers) as LayersSeeds;
  }

  get tiktok(): string {
    return this.account('tiktok');
  }

  get instagram(): string {
    return this.account('instagram');
  }

  private account(platform: string): string {
    const account = this.seeds.accounts.find((candidate) => candidate.platform === platform);
    if (account === undefined) throw new Error(`No ${platform} account is seeded.`);
    return account.id;
  }

  async call(method: string, path: string, options: CallOptions = {}): Promise<Reply> {
    const response = await fetch(`${this.seeds.baseUrl}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${options.apiKey ?? this.seeds.apiKey}`,
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.idempotencyKey === undefined ? {} : { 'idempotency-key': options.idempotencyKey }),
        ...options.headers,
      },
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: AbortSignal.timeout(options.timeoutMs ?? 15_000),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Reply['body'],
    };
  }

  /** Uploads the sample (a JPEG unless told) and returns the container's id. */
  async upload(caption: string, sample = 'a.jpg'): Promise<string> {
    const media = [{ url: `${this.sandbox.url}/samples/${sample}` }];
    const body = { media, caption };
    const reply = await this.call('POST', `/projects/${this.seeds.projectId}/content/upload`, { body });
    if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
    return String(reply.body.id);
  }

  /** Publishes at once to the TikTok account, unless told otherwise. */
  publish(
    containerId: string,
    options: CallOptions & { account?: string; mode?: string } = {},
  ): Promise<Reply> {
    const { account, mode, ...rest } = options;
    const targets = [{ socialAccountId: account ?? this.tiktok, mode: mode ?? 'publish' }];
    return this.call('POST', `/content/${containerId}/publish`, { body: { targets }, ...rest });
  }

  schedule(containerId: string, scheduledFor: string, options: CallOptions = {}): Promise<Reply> {
    const targets = [{ socialAccountId: this.tiktok, mode: 'publish' }];
    return this.call('POST', `/content/${containerId}/schedule`, {
      body: { scheduledFor, targets },
      ...options,
    });
  }

  async post(id: string): Promise<Reply['body']> {
    return (await this.call('GET', `/scheduled-posts/${id}`)).body;
  }

  /** Skips simulated time and lets everything due happen. */
  skip(ms: number): void {
    this.sandbox.clock.advance(ms);
    this.sandbox.tick();
  }

  /** An ISO time `ms` from the sandbox's now. */
  at(ms: number): string {
    return this.sandbox.clock.iso(this.sandbox.clock.now() + ms);
  }

  async admin(method: string, path: string, body?: unknown): Promise<Reply> {
    const response = await fetch(`${this.sandbox.url}/_sandbox${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Reply['body'],
    };
  }
}
