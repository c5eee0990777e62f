import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { ConnectionDto } from '../connections/connections.dto';
import type { ProviderDto } from '../providers/providers.dto';
import type { DemoApi } from './demo-api';
import { type DemoSandbox, UPSTREAMS, type Upstream } from './demo-sandbox';
import { keptSecret } from './kept-secret';
import { StartError } from './start-error';

/** Ids of the demo's connections. */
export type DemoConnections = Record<Upstream, string>;

export interface ConnectOptions {
  api: DemoApi;
  sandbox: DemoSandbox;
  /** Where the upstreams shall send their events. */
  apiUrl: string;
  /** Folder of the webhook secrets, which neither side gives away again. */
  dataDir: string;
}

interface Wanted {
  name: string;
  provider: string;
  credentials: Record<string, unknown>;
}

/**
 * One connection for each upstream of the sandbox, found by its name or made, with the sandbox's present
 * address, and a webhook back to us.
 */
export async function connectUpstreams(options: ConnectOptions): Promise<DemoConnections> {
  const { api, sandbox, apiUrl, dataDir } = options;
  const seeds = await sandbox.seeds();
  const { items: providers } = await api.get<{ items: ProviderDto[] }>('/v1/providers');
  const existing: ConnectionDto[] = [];
  for await (const connection of api.list<ConnectionDto>('/v1/connections')) existing.push(connection);

  const ids: Partial<DemoConnections> = {};
  for (const { upstream, provider, name } of UPSTREAMS) {
    const schema = providers.find(({ id }) => id === provider)?.configSchema;
    if (schema === undefined) throw new StartError(`This build has no provider ${provider}.`);
    const secret = keptSecret(join(dataDir, 'demo', `${upstream}-webhook.secret`), newSecret);
    const all = { ...seeds[upstream], webhookSecret: secret.value, webhookSecrets: [secret.value] };
    const credentials = Object.fromEntries(
      Object.entries(all).filter(([field]) => Object.hasOwn(schema.properties, field)),
    );
    const id = await connect(api, existing, { name, provider, credentials });
    await sandbox.registerWebhook(upstream, `${apiUrl}/hooks/${id}`, secret.value);
    ids[upstream] = id;
  }
  return ids as DemoConnections;
}

async function connect(api: DemoApi, existing: readonly ConnectionDto[], wanted: Wanted): Promise<string> {
  const { name, provider, credentials } = wanted;
  const found = existing.find((connection) => connection.name === name && connection.provider === provider);
  if (found === undefined) {
    const created = await api.post<ConnectionDto>('/v1/connections', { name, provider, credentials });
    if (created.status !== 'active') {
      const reason = created.error?.message ?? 'it says no more';
      throw new StartError(`The connection ${name} needs attention: ${reason}.`);
    }
    return created.id;
  }
  // Told anew at every start: the sandbox's address may have changed, or a secret been lost.
  await api.patch(`/v1/connections/${found.id}`, { credentials });
  // A start that was killed may have left a connection whose accounts were never listed.
  await api.post(`/v1/connections/${found.id}/sync`, {});
  return found.id;
}

function newSecret(): string {
  return randomBytes(32).toString('hex');
}
