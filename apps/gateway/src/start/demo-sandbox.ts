import { StartError } from './start-error';

/** The upstreams that the sandbox plays, by the providers of Postern that speak with them. */
export const UPSTREAMS = [
  { upstream: 'layers', provider: 'layers', name: 'Demo: Layers' },
  { upstream: 'postpost', provider: 'postpost', name: 'Demo: PostPost' },
  { upstream: 'postato', provider: 'generic:postato', name: 'Demo: Postato' },
] as const;

export type Upstream = (typeof UPSTREAMS)[number]['upstream'];

/** Something that the public of a simulated network could see. */
export interface NetworkEntry {
  upstream: string;
  /** As the upstream spells it. */
  platform: string;
  text: string;
}

type Registration = Record<string, unknown> & { url?: unknown; isActive?: unknown; status?: unknown };

/** The sandbox's own endpoints: what a real upstream's dashboard and a look at the networks would be. */
export class DemoSandbox {
  constructor(
    readonly url: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Credentials and addresses by upstream, as a person would copy them from its dashboard. */
  seeds(): Promise<Partial<Record<Upstream, Record<string, unknown>>>> {
    return this.call('GET', 'seeds');
  }

  /** Everything that was ever published there. */
  async network(): Promise<NetworkEntry[]> {
    return (await this.call<{ entries: NetworkEntry[] }>('GET', 'network')).entries;
  }

  /** Has the upstream send its events there; one that does so already is left as it is. */
  async registerWebhook(upstream: Upstream, url: string, secret: string): Promise<void> {
    const state = await this.call<Record<string, Record<string, unknown> | undefined>>('GET', 'state');
    const { endpoints, webhooks } = state[upstream] ?? {};
    const listsOf = (list: unknown): unknown[] => (Array.isArray(list) ? list : []);
    const registered = [endpoints, webhooks].flatMap(listsOf) as Registration[];
    const works = (one: Registration) =>
      one.url === url &&
      one.isActive !== false &&
      (one.status ?? 'active') === 'active' &&
      JSON.stringify(one).includes(JSON.stringify(secret));
    if (!registered.some(works)) await this.call('POST', 'webhooks', { upstream, url, secret });
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/_sandbox/${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: this.signal,
    });
    const text = await response.text();
    if (!response.ok) throw new StartError(`The sandbox answered ${response.status} to ${path}: ${text}`);
    return JSON.parse(text) as T;
  }
}
