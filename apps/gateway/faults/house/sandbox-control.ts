/** The sandbox's own endpoints: its tenants, its faults, and what its networks show. */
import type { Upstream } from './routes';

/** Something that the public of a simulated network could see. */
export interface NetworkEntry {
  upstream: Upstream;
  platform: string;
  /** As the upstream's API spells it. */
  account: string;
  text: string;
  publishedAt: string;
}

/** A rule of the sandbox's scenario language (apps/sandbox/README.md). */
export interface Rule {
  upstream: Upstream;
  kind: string;
  operation?: string;
  probability?: number;
  times?: number | null;
  delayMs?: number;
  status?: number;
  retryAfterSeconds?: number | null;
  text?: string;
}

export interface SandboxRequest {
  upstream: Upstream;
  operation: string | null;
  method: string;
  path: string;
  at: string;
  status: number | null;
  fault: string | null;
  /** Of the content that it submits. */
  text: string | null;
}

/** A webhook that an upstream has sent, or tried to. */
export interface SentHook {
  upstream: Upstream;
  event: string;
  body: string;
  /** What was done to it on purpose. */
  fault: string | null;
  lastStatus: number | null;
}

export type Tenant = Record<string, unknown> & { apiKey: string; baseUrl: string };

export class SandboxControl {
  constructor(readonly url: string) {}

  seeds(): Promise<Record<Upstream, Tenant>> {
    return this.call('GET', '/seeds');
  }

  /** New customers of an upstream, each with a key, accounts and limits of its own. */
  async tenants(upstream: Upstream, count: number): Promise<Tenant[]> {
    return (await this.call<{ tenants: Tenant[] }>('POST', '/tenants', { upstream, count })).tenants;
  }

  async registerWebhook(upstream: Upstream, tenant: Tenant, url: string, secret: string): Promise<void> {
    await this.call('POST', '/webhooks', { upstream, url, secret, apiKey: tenant.apiKey });
  }

  /** Replaces every rule; draws from a generator with this seed. */
  async scenario(seed: number, rules: readonly Rule[]): Promise<void> {
    await this.call('POST', '/scenario', { seed, rules });
  }

  async addRule(rule: Rule): Promise<void> {
    await this.call('POST', '/faults', rule);
  }

  /** How far the upstreams' clocks are off. */
  async skew(skewMs: number): Promise<void> {
    await this.call('POST', '/clock', { skewMs });
  }

  /** The latest 5,000. */
  async deliveries(): Promise<SentHook[]> {
    return (await this.call<{ entries: SentHook[] }>('GET', '/deliveries')).entries;
  }

  async network(): Promise<NetworkEntry[]> {
    return (await this.call<{ entries: NetworkEntry[] }>('GET', '/network')).entries;
  }

  async requests(operation?: string): Promise<SandboxRequest[]> {
    const query = operation === undefined ? '' : `?operation=${operation}`;
    return (await this.call<{ entries: SandboxRequest[] }>('GET', `/requests${query}`)).entries;
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/_sandbox${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The sandbox answered ${response.status} to ${path}: ${text}`);
    return JSON.parse(text) as T;
  }
}
