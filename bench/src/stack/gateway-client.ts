/** The gateway's REST API, as a caller of one workspace uses it. */

export interface Account {
  id: string;
  platform: string;
  status: string;
}

export interface PostRequest {
  accountId: string;
  text: string;
  /** Address of an image, where the platform wants one. */
  image?: string;
  scheduledAt: Date | null;
}

export interface GroupRequest {
  accountIds: readonly string[];
  text: string;
  scheduledAt: Date;
  idempotencyKey: string;
}

export interface ProviderLimits {
  id: string;
  rateBudgets: { read: { limit: number; perSeconds: number } };
}

export class GatewayClient {
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  async connect(provider: string, credentials: Record<string, unknown>): Promise<string> {
    const body = { provider, name: 'bench', credentials, scheduling: 'gateway' };
    return (await this.call<{ id: string }>('POST', '/v1/connections', body)).id;
  }

  async accounts(connectionId: string): Promise<Account[]> {
    const path = `/v1/accounts?connectionId=${connectionId}&limit=100`;
    return (await this.call<{ items: Account[] }>('GET', path)).items;
  }

  async providers(): Promise<ProviderLimits[]> {
    return (await this.call<{ items: ProviderLimits[] }>('GET', '/v1/providers')).items;
  }

  /** Answers the secret by which deliveries are signed. */
  async addWebhookEndpoint(url: string, events: readonly string[]): Promise<string> {
    return (await this.call<{ secret: string }>('POST', '/v1/webhook-endpoints', { url, events })).secret;
  }

  /** Answers the id of the group. */
  async publish({ accountId, text, image, scheduledAt }: PostRequest): Promise<string> {
    const body = {
      content: { text, media: image === undefined ? [] : [{ url: image }] },
      targets: [{ accountId }],
      scheduledAt: scheduledAt?.toISOString() ?? null,
    };
    return (await this.call<{ id: string }>('POST', '/v1/post-groups', body)).id;
  }

  /** A group of one post to each of the accounts. */
  async createGroup({ accountIds, text, scheduledAt, idempotencyKey }: GroupRequest): Promise<void> {
    const body = {
      content: { text, media: [] },
      targets: accountIds.map((accountId) => ({ accountId })),
      scheduledAt: scheduledAt.toISOString(),
    };
    await this.call('POST', '/v1/post-groups', body, { 'idempotency-key': idempotencyKey });
  }

  /** Asks and reads the answer. */
  async get(path: string): Promise<void> {
    await this.call('GET', path);
  }

  async readGroup(id: string): Promise<void> {
    await this.call('GET', `/v1/post-groups/${id}`);
  }

  async listGroups(limit: number): Promise<void> {
    await this.call('GET', `/v1/post-groups?limit=${limit}`);
  }

  private async call<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
}

/** Runs the tasks, so many at a time, and answers in their order. */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  run: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array<R>(items.length);
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await run(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return results;
}
