import { type Account, type Connection, Postern, type Scope } from '@postern/client';
import { randomBytes } from 'node:crypto';
import { place } from './place';
import { sandbox, type Tenant } from './sandbox';

/** A workspace of a spec's own. */
export interface Workspace {
  id: string;
  name: string;
  /** May everything in it, whatever the key of the browser may. */
  postern: Postern;
  /** Signs in the browser. */
  key: string;
  /** Another key of it. */
  newKey: (scopes: Scope[], name?: string) => Promise<{ id: string; key: string }>;
}

export interface Connected {
  connection: Connection;
  accounts: Account[];
  tenant: Tenant;
  /** Its working account on a platform. */
  on: (platform: string) => Account;
}

/** @param scopes of the key that signs in the browser */
export async function newWorkspace(
  scopes: Scope[] = ['admin'],
  { name = `E2E ${randomBytes(4).toString('hex')}`, keyName = 'browser' } = {},
): Promise<Workspace> {
  const { url, key } = place();
  const instance = new Postern({ baseUrl: url, apiKey: key });
  const { id } = await instance.workspaces.create({ name });
  const admin = await instance.apiKeys.create({ name: 'spec', scopes: ['admin'], workspaceId: id });
  const postern = new Postern({ baseUrl: url, apiKey: admin.key });
  const newKey: Workspace['newKey'] = (wanted, another = 'another') =>
    postern.apiKeys.create({ name: another, scopes: wanted });
  const browser = await newKey(scopes, keyName);
  return { id, name, postern, key: browser.key, newKey };
}

/** The upstream that a provider speaks with. */
const upstreamOf = (provider: string) => provider.replace(/^generic:/, '');

/**
 * What a person would type into the form of that provider: a new customer of the sandbox's upstream, with accounts of
 * its own. All of the sandbox's upstreams can be had (`generic:zernio` too).
 */
export async function newCredentials(
  workspace: Workspace,
  provider: string,
): Promise<{ tenant: Tenant; credentials: Record<string, unknown>; webhookSecret: string }> {
  const tenant = await sandbox.newTenant(upstreamOf(provider));
  const webhookSecret = randomBytes(32).toString('hex');
  const providers = await workspace.postern.providers.list().toArray();
  const schema = providers.find(({ id }) => id === provider)?.configSchema;
  if (schema === undefined) throw new Error(`There is no provider ${provider}.`);
  const fields = Object.keys((schema as { properties: object }).properties);
  const known: Record<string, unknown> = { ...tenant, webhookSecrets: [webhookSecret] };
  const credentials = Object.fromEntries(Object.entries(known).filter(([field]) => fields.includes(field)));
  return { tenant, credentials, webhookSecret };
}

/** A connection that works, to a new customer of the sandbox, whose events reach the gateway. */
export async function connect(
  workspace: Workspace,
  provider: 'layers' | 'postpost' | 'generic:postato' | `generic:${string}`,
  { name = `Sandbox: ${upstreamOf(provider)}`, webhooks = true } = {},
): Promise<Connected> {
  const { postern } = workspace;
  const { tenant, credentials, webhookSecret } = await newCredentials(workspace, provider);
  const connection = await postern.connections.create({ provider, name, credentials });
  if (connection.status !== 'active') throw new Error(`${name} is ${connection.status}.`);
  if (webhooks) {
    const url = `${place().url}/hooks/${connection.id}`;
    const { apiKey } = tenant;
    await sandbox.registerWebhook({ upstream: upstreamOf(provider), url, secret: webhookSecret, apiKey });
  }
  const accounts = (await postern.accounts.list({ connectionId: connection.id }).toArray()).filter(
    ({ connectionId }) => connectionId === connection.id,
  );
  const on = (platform: string) => {
    const account = accounts.find((one) => one.platform === platform && one.status === 'connected');
    if (account === undefined) throw new Error(`${name} has no working account on ${platform}.`);
    return account;
  };
  return { connection, accounts, tenant, on };
}
