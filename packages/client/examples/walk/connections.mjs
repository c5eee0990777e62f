import { expect, refused } from './walk.mjs';

/** Connects to new customers of the sandbox's upstreams. */
export async function walkConnections(walk, postern, sandbox) {
  const step = walk.step.bind(walk);
  walk.chapter('Connections and accounts');
  const providers = await step('what can be connected to', () => postern.providers.list().toArray());
  const wanted = [
    ['postpost', 'postpost'],
    ['postato', 'generic:postato'],
  ];
  const connections = {};
  for (const [upstream, provider] of wanted) {
    const { configSchema } = providers.find(({ id }) => id === provider);
    const credentials = await credentialsOf(sandbox, upstream, Object.keys(configSchema.properties));
    connections[upstream] = await step(`connected to ${provider}`, () =>
      postern.connections.create({ provider, name: `Walk: ${upstream}`, credentials }),
    );
    expect(connections[upstream].status === 'active', `${upstream} takes the credentials`);
  }
  await step('whose posts Postern itself keeps until they are due', () =>
    postern.connections.update(connections.postpost.id, { scheduling: 'gateway' }),
  );
  const { id } = connections.postato;
  await step('renamed', () => postern.connections.update(id, { name: 'Walk: the second' }));
  await step('read; credentials never come back', async () => {
    const connection = await postern.connections.get(id);
    expect(connection.name === 'Walk: the second', 'it has its new name');
  });
  await step('both', async () => {
    expect((await postern.connections.list().toArray()).length === 2, 'there are two');
  });
  await step('the credentials work', () => postern.connections.check(id));
  await step('its accounts, listed anew', () => postern.connections.sync(id));
  const accounts = await step('all accounts, page by page', () =>
    postern.accounts.list({ limit: 2 }).toArray(),
  );
  const on = (upstream, platform) =>
    accounts.find(
      (account) =>
        account.connectionId === connections[upstream].id &&
        account.platform === platform &&
        account.status === 'connected',
    ).id;
  await step('one of them', () => postern.accounts.get(accounts[0].id));
  await step('a webhook that no provider signed is refused', () =>
    refused(() => postern.inboundHooks.takeProviderWebhook(id), 'AuthenticationError'),
  );
  await walkRegistration(walk, postern, id);
  return { postatoId: id, on, samples: `${sandbox}/samples` };
}

/** The provider calls us. */
async function walkRegistration(walk, postern, id) {
  const step = walk.step.bind(walk);
  // Upstreams take https alone; nothing is sent there before it is taken back.
  const url = `${walk.baseUrl.replace(/^http:/, 'https:')}/hooks/${id}`;
  const registered = await step('the provider is asked to call us', () =>
    postern.connections.registerWebhooks(id, { url }),
  );
  expect(registered.url === url, 'it knows our address');
  await step('what became of its calls', async () => {
    const { registration, secrets } = await postern.connections.webhooks(id);
    expect(registration !== null && secrets.registered === 1, 'there is a secret that nobody has seen');
  });
  await step('to stop is asked for in vain: this provider has no way to', () =>
    refused(() => postern.connections.removeWebhooks(id), 'ConflictError'),
  );
}

async function credentialsOf(sandbox, upstream, fields) {
  const response = await fetch(`${sandbox}/_sandbox/tenants`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ upstream, count: 1 }),
  });
  const { tenants } = await response.json();
  const known = { ...tenants[0], webhookSecret: 'walk', webhookSecrets: ['walk'] };
  return Object.fromEntries(Object.entries(known).filter(([field]) => fields.includes(field)));
}
