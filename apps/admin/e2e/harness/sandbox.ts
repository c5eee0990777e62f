import { place } from './place';

/** Of the sandbox (apps/sandbox/README.md, “Faults by rule”). */
export interface FaultRule {
  upstream: string;
  kind: string;
  operation?: string;
  /** Strikes requests alone. Give the connection's own (`tenant.apiKey`), so that no other spec is struck. */
  apiKey?: string;
  text?: string;
  /** For kinds that say how a post ends: the upstream's id (of `tenant.accounts`). */
  account?: string;
  times?: number | null;
  probability?: number;
  delayMs?: number;
  status?: number;
  retryAfterSeconds?: number;
}

export interface NetworkEntry {
  upstream: string;
  platform: string;
  account: string;
  text: string;
}

/** Credentials and ids of a new customer of an upstream. */
export type Tenant = Record<string, unknown> & { apiKey: string; baseUrl: string };

/**
 * The sandbox's own endpoints. All specs share one sandbox: no reset, no clock, no rule for
 * everybody.
 */
export const sandbox = {
  async newTenant(upstream: string): Promise<Tenant> {
    const { tenants } = await call<{ tenants: [Tenant] }>('POST', 'tenants', { upstream, count: 1 });
    return tenants[0];
  },
  /** What the public of the networks sees, of texts that begin so. */
  async network(text: string): Promise<NetworkEntry[]> {
    const { entries } = await call<{ entries: NetworkEntry[] }>('GET', `network?${query({ text })}`);
    return entries;
  },
  fault(rule: FaultRule): Promise<unknown> {
    if (!rule.apiKey && !rule.account && !rule.text)
      throw new Error('This rule would strike other specs: give it an apiKey, an account or a text.');
    return call('POST', 'faults', rule);
  },
  /** Postato alone: an account whose token has expired, or works again. */
  setAccount: (account: string, status: 'connected' | 'token_expired' | 'suspended', tenant: Tenant) =>
    request('PATCH', `${tenant.baseUrl}/_sandbox/accounts/${account}`, { status }),
  registerWebhook: (webhook: { upstream: string; url: string; secret: string; apiKey: string }) =>
    call('POST', 'webhooks', webhook),
  /** Media that the upstreams can fetch. */
  sample: (name: 'a.jpg' | 'a.mp4') => `${place().sandboxUrl}/samples/${name}`,
  url: () => place().sandboxUrl,
};

const query = (members: Record<string, string>) => new URLSearchParams(members).toString();

const call = <T>(method: string, path: string, body?: unknown) =>
  request<T>(method, `${place().sandboxUrl}/_sandbox/${path}`, body);

async function request<T>(method: string, url: string, body?: unknown): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  return (text === '' ? null : JSON.parse(text)) as T;
}
