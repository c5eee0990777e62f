/** A provider that signs webhooks and registers them, with its upstream in memory: what a spec does to it is exact. */
import { setTimeout as pause } from 'node:timers/promises';
import { createHmac, randomBytes } from 'node:crypto';
import { publishError, type Provider, type ProviderAccount } from '@postern/core';
import { verifyTimedSignature } from '@postern/provider-kit';
import type { Reply, TestApi } from './api-harness';
import { fakeProvider } from './connections-upstream';

export interface HookingUpstream {
  provider: Provider;
  /** What is registered there. */
  endpoints: { id: string; url: string; secret: string }[];
  /** Calls of `register`, and how many of them ran at once at most. */
  registered: number;
  atOnce: number;
  overlapSeconds: number;
  /** Refuses the next call. */
  refuses: 'now' | 'for good' | null;
  accounts: Partial<ProviderAccount>[];
  listed: number;
}

export function hookingUpstream(): HookingUpstream {
  let running = 0;
  const upstream: HookingUpstream = {
    provider: undefined as never,
    endpoints: [],
    registered: 0,
    atOnce: 0,
    overlapSeconds: 3600,
    refuses: null,
    accounts: [],
    listed: 0,
  };
  const plain = fakeProvider('hooking');
  const error = () => {
    const retryable = upstream.refuses === 'now';
    upstream.refuses = null;
    return publishError({
      code: retryable ? 'UPSTREAM_UNAVAILABLE' : 'UPSTREAM_REJECTED',
      retryable,
      message: 'No.',
    });
  };
  upstream.provider = {
    ...plain,
    checkConnection: () => Promise.resolve({ ok: true, identity: 'Acme', details: {} }),
    async *listAccounts() {
      upstream.listed += 1;
      for (const account of upstream.accounts) yield await Promise.resolve({ ...ACCOUNT, ...account });
    },
    webhooks: {
      verify: (rawBody, headers, secrets, now) =>
        verifyTimedSignature({ rawBody, header: headers['x-sig'], secrets, now, toleranceSeconds: 300 }),
      parse: (rawBody) => {
        const event = JSON.parse(Buffer.from(rawBody).toString()) as {
          id?: string;
          type?: string;
          refs?: string[];
        };
        if (!event.id) return null;
        const type = event.type ?? 'post.published';
        const concernsAccount = type === 'account.trouble';
        return { dedupeKey: event.id, type, references: event.refs ?? [], concernsAccount };
      },
      registration: {
        async register(_ctx, { url, registrationId }) {
          upstream.registered += 1;
          running += 1;
          upstream.atOnce = Math.max(upstream.atOnce, running);
          await pause(20);
          running -= 1;
          if (upstream.refuses !== null) return { outcome: 'rejected', error: error() };
          const known = upstream.endpoints.find((one) => one.id === registrationId || one.url === url);
          const secret = `whsec_${randomBytes(16).toString('hex')}`;
          const id = known?.id ?? `wh_${randomBytes(4).toString('hex')}`;
          if (known) Object.assign(known, { url, secret });
          else upstream.endpoints.push({ id, url, secret });
          return { outcome: 'done', registrationId: id, secret, overlapSeconds: upstream.overlapSeconds };
        },
        remove(_ctx, registrationId) {
          if (upstream.refuses !== null) return Promise.resolve({ outcome: 'rejected', error: error() });
          upstream.endpoints = upstream.endpoints.filter(({ id }) => id !== registrationId);
          return Promise.resolve({ outcome: 'done' });
        },
      },
    },
  };
  return upstream;
}

const ACCOUNT: ProviderAccount = {
  reference: 'a',
  platform: 'x',
  handle: null,
  displayName: null,
  avatarUrl: null,
  status: 'connected',
  tokenExpiresAt: null,
  lastSuccessAt: null,
  data: {},
};

/** A connection to it. */
export async function connectHooking(api: TestApi, more: Record<string, unknown> = {}): Promise<string> {
  const credentials = { apiKey: 'sk_one', baseUrl: 'http://127.0.0.1:9', ...more };
  const body = { provider: 'hooking', name: 'Hooking', credentials };
  const made = await api.call('POST', '/v1/connections', { body });
  expect([made.status, made.body]).toEqual([201, expect.anything()]);
  return made.body.id as string;
}

export interface HookOptions {
  secret?: string;
  /** Seconds since it was signed. */
  age?: number;
  type?: string;
  headers?: Record<string, string>;
}

/** Sends a webhook as the upstream would. */
export function sendHook(
  api: TestApi,
  connectionId: string,
  event: unknown,
  { secret = '', age = 0, headers = {}, type = 'application/json' }: HookOptions = {},
): Promise<Reply> {
  const raw = typeof event === 'string' ? event : JSON.stringify(event);
  const at = Math.floor(Date.now() / 1000) - age;
  const signature = createHmac('sha256', secret).update(`${at}.${raw}`).digest('hex');
  const signed: Record<string, string> = secret === '' ? {} : { 'x-sig': `t=${at},v1=${signature}` };
  return api.call('POST', `/hooks/${connectionId}`, {
    key: null,
    raw,
    headers: { 'content-type': type, ...signed, ...headers },
  });
}
