/** A provider of our own over real HTTP: the upstream answers what the spec says. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type ConfigSchema,
  type Provider,
  type ProviderAccount,
  ProviderCallError,
  type ProviderContext,
  publishError,
} from '@postern/core';

export interface Upstream {
  url: string;
  /** What `GET /accounts` answers; a number is a bare status. */
  accounts: Partial<ProviderAccount>[] | number;
  /** What `GET /me` answers; a number is a bare status. */
  identity: string | number;
  /** Authorization headers in the order they came. */
  keys: (string | undefined)[];
  close(): Promise<void>;
}

export async function startUpstream(): Promise<Upstream> {
  const upstream: Upstream = { url: '', accounts: [], identity: 'Acme', keys: [], close };
  const server = createServer((request: IncomingMessage, response) => {
    upstream.keys.push(request.headers.authorization);
    const answer = request.url === '/me' ? upstream.identity : upstream.accounts;
    response.statusCode = typeof answer === 'number' ? answer : 200;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ answer, echo: request.headers.authorization }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  upstream.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return upstream;

  function close(): Promise<void> {
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }
}

const CONFIG: ConfigSchema = {
  type: 'object',
  properties: {
    apiKey: { type: 'string', title: 'API key', pattern: '^sk_[a-z0-9-]+$', writeOnly: true },
    baseUrl: { type: 'string', title: 'Address', format: 'uri' },
    region: { type: 'string', title: 'Region', default: 'eu' },
    webhookSecrets: { type: 'array', items: { type: 'string' }, title: 'Signing secrets', writeOnly: true },
  },
  required: ['apiKey', 'baseUrl'],
  additionalProperties: false,
};

async function ask(ctx: ProviderContext, path: string): Promise<unknown> {
  const { apiKey, baseUrl } = ctx.credentials as { apiKey: string; baseUrl: string };
  const outcome = await ctx.http.send({
    method: 'GET',
    url: `${baseUrl}${path}`,
    headers: { authorization: apiKey },
    budget: 'read',
  });
  if (outcome.kind !== 'response') {
    throw new ProviderCallError(publishError({ code: 'NETWORK_ERROR', message: outcome.message }));
  }
  if (outcome.status !== 200) {
    const code = outcome.status === 401 ? 'AUTH_EXPIRED' : 'UPSTREAM_UNAVAILABLE';
    throw new ProviderCallError(
      publishError({
        code,
        provider: 'fake',
        upstreamHttpStatus: outcome.status,
        upstreamMessage: outcome.text,
      }),
    );
  }
  return (outcome.json as { answer: unknown }).answer;
}

export function fakeProvider(id = 'fake', scheduling = true): Provider {
  const unused = () => Promise.reject(new Error('The specs of connections do not publish.'));
  return {
    specVersion: 'v1',
    descriptor: {
      id,
      name: 'Fake',
      docsUrl: 'https://example.com/docs',
      configSchema: CONFIG,
      platforms: [],
      capabilities: {
        scheduling,
        schedulingMaxAheadSeconds: null,
        cancel: false,
        reschedule: false,
        approval: false,
        webhooks: false,
        handOff: false,
        mediaUpload: true,
        unknownResolution: 'operator',
        idempotencyWindowSeconds: null,
      },
      rateBudgets: { read: { limit: 1000, perSeconds: 60 }, write: { limit: 10, perSeconds: 60 } },
      pollCadence: { queued: 30, publishing: 5 },
      statusTable: {},
    },
    async checkConnection(ctx) {
      try {
        return { ok: true, identity: String(await ask(ctx, '/me')), details: {} };
      } catch (error) {
        if (error instanceof ProviderCallError) return { ok: false, error: error.error };
        throw error;
      }
    },
    async *listAccounts(ctx) {
      for (const account of (await ask(ctx, '/accounts')) as Partial<ProviderAccount>[]) {
        yield { ...BLANK, ...account };
      }
    },
    plan: (targets) => targets.map((target) => [target]),
    submit: unused,
    read: unused,
  };
}

const BLANK: ProviderAccount = {
  reference: '',
  platform: 'x',
  handle: null,
  displayName: null,
  avatarUrl: null,
  status: 'connected',
  tokenExpiresAt: null,
  lastSuccessAt: null,
  data: {},
};
