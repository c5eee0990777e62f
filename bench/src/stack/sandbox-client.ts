/** The sandbox's own endpoints, as far as benches use them. */

export type Upstream = 'layers' | 'postpost' | 'postato';

/** Credentials and ids of one customer of an upstream. */
export type Tenant = Record<string, unknown> & { baseUrl: string; apiKey: string };

/** One request that reached the sandbox. */
export interface LoggedRequest {
  upstream: Upstream;
  operation: string | null;
  method: string;
  path: string;
  apiKey: string | null;
  /** ISO-8601, milliseconds, this machine's clock. */
  at: string;
  status: number | null;
  /** Of the content that was submitted, if any. */
  text: string | null;
}

/** What became of the latest webhooks that the sandbox has sent. */
export interface HookCounts {
  sent: number;
  /** Attempts after the first. */
  repeated: number;
  failed: number;
}

/** How the sandbox treats a share of the requests; its own words. */
export interface FaultRule {
  upstream: Upstream | '*';
  kind: string;
  probability: number;
  delayMs?: number;
  retryAfterSeconds?: number;
}

export class SandboxClient {
  constructor(private readonly url: string) {}

  async tenants(upstream: Upstream, count: number): Promise<Tenant[]> {
    const { tenants } = await this.call<{ tenants: Tenant[] }>('POST', '/tenants', { upstream, count });
    return tenants;
  }

  /** A receiver of all events of one customer. */
  async registerWebhook(upstream: Upstream, tenant: Tenant, url: string, secret: string): Promise<void> {
    await this.call('POST', '/webhooks', { upstream, url, secret, apiKey: tenant.apiKey });
  }

  async hooks(): Promise<HookCounts> {
    const { entries } = await this.call<{ entries: { attempts: number; status: string }[] }>(
      'GET',
      '/deliveries',
    );
    return {
      sent: entries.length,
      repeated: entries.reduce((sum, { attempts }) => sum + Math.max(0, attempts - 1), 0),
      failed: entries.filter(({ status }) => status !== 'delivered').length,
    };
  }

  /** When each text became public; milliseconds. */
  async publishedAt(): Promise<Map<string, number>> {
    const { entries } = await this.call<{ entries: { text: string; publishedAt: string }[] }>(
      'GET',
      '/network',
    );
    return new Map(entries.map(({ text, publishedAt }) => [text, Date.parse(publishedAt)]));
  }

  async requests(filter: { upstream?: Upstream; operation?: string } = {}): Promise<LoggedRequest[]> {
    const query = new URLSearchParams(filter as Record<string, string>);
    return (await this.call<{ entries: LoggedRequest[] }>('GET', `/requests?${query.toString()}`)).entries;
  }

  async forgetRequests(): Promise<void> {
    await this.call('DELETE', '/requests');
  }

  /** Texts posted more than once to one account, and how much was posted at all. */
  async network(): Promise<{ count: number; doubles: number }> {
    const { count, duplicates } = await this.call<{ count: number; duplicates: unknown[] }>(
      'GET',
      '/network?entries=false',
    );
    return { count, doubles: duplicates.length };
  }

  /** Replaces all faults by these. */
  async setFaults(rules: readonly FaultRule[]): Promise<void> {
    await this.call('POST', '/scenario', { seed: 1, rules });
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/_sandbox${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`The sandbox answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}
