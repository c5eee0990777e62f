import type { Page } from 'playwright-core';
import { allowErrors, connect, inspect, newCredentials, newWorkspace, signedIn } from './harness';

/** What a person types: every field of the provider's form that the sandbox's customer has something for. */
async function fillIn(page: Page, labels: Record<string, unknown>): Promise<void> {
  for (const [label, value] of Object.entries(labels)) {
    await field(page, label).fill(String(value));
  }
}

/** A required field's label ends in an asterisk. */
const field = (page: Page, label: string) => page.getByLabel(new RegExp(`^${label}( \\*)?$`));

describe('connection set-up from zero', () => {
  it.each([
    { provider: 'layers', name: 'Layers', address: 'Base URL', wrong: 'lp_test_WRONG' },
    { provider: 'postpost', name: 'PostPost', address: 'Base address', wrong: 'sk_wrong' },
    {
      provider: 'generic:postato',
      name: 'Postato',
      address: 'API address',
      wrong: `smcp_${'0'.repeat(64)}`,
    },
    { provider: 'generic:zernio', name: 'Zernio', address: 'API address', wrong: 'sk_wrong' },
  ] as const)('$name: a wrong key, the right one, accounts, webhooks', async (one) => {
    const workspace = await newWorkspace();
    const { tenant } = await newCredentials(workspace, one.provider);
    const page = await signedIn(workspace, { path: '/connections' });
    await page.getByText('There is no connection yet').waitFor();
    await page.getByRole('link', { name: 'New connection' }).first().click();
    await page.getByRole('link', { name: `Connect to ${one.name}`, exact: true }).click();

    await fillIn(page, { [one.address]: tenant.baseUrl, 'API key': one.wrong });
    // Its webhooks belong to one workspace there.
    if (one.name === 'Postato') await fillIn(page, { 'Workspace id': tenant.workspaceId });
    await page.getByRole('button', { name: 'Connect' }).click();
    const key = field(page, 'API key');
    await page.getByText(`${one.name} refuses this`).waitFor();
    expect(await key.getAttribute('aria-invalid')).toBe('true');

    await key.fill(tenant.apiKey);
    await page.getByRole('button', { name: 'Try again with these values' }).click();
    await page.getByRole('heading', { name: one.name, level: 1 }).waitFor();
    await page.getByText('Active', { exact: true }).waitFor();
    const accounts = await workspace.postern.accounts.list().toArray();
    expect(accounts.length).toBeGreaterThan(0);
    for (const { handle } of accounts.slice(0, 2)) {
      await page
        .getByRole('rowheader', { name: handle ?? '', exact: true })
        .first()
        .waitFor();
    }
    // One connection, however often it was tried.
    expect(await workspace.postern.connections.list().toArray()).toHaveLength(1);

    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText(/^It works/).waitFor();
    await page.getByRole('button', { name: 'List accounts anew' }).click();
    await page.getByText(`${accounts.length} accounts listed: 0 new`, { exact: false }).waitFor();

    // The upstreams refuse addresses of this machine, as the real ones do.
    const address = page.getByLabel('Address that the provider calls');
    const path = new URL(await address.inputValue()).pathname;
    await address.fill(`https://postern.example${path}`);
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByText('1 given by the provider').waitFor();
    await page.getByRole('button', { name: 'Rotate the secret' }).click();
    await page.getByText('2 given by the provider').waitFor();
  });
});

describe('a connection', () => {
  it('is shown, changed, checked after its key failed, and deleted with open posts', async () => {
    const workspace = await newWorkspace();
    const { postern } = workspace;
    const { connection, on, tenant } = await connect(workspace, 'generic:postato', { name: 'Desk' });
    const expired = await postern.accounts
      .list({ connectionId: connection.id, status: 'reauth_required' })
      .first();
    const scheduledAt = new Date(Date.now() + 86_400_000).toISOString();
    await postern.postGroups.create({
      content: { text: 'Tomorrow' },
      targets: [{ accountId: on('x').id }],
      scheduledAt,
    });
    const page = await signedIn(workspace, { path: '/connections' });
    await page.getByRole('rowheader', { name: 'Desk' }).waitFor();
    await page.getByText(`${expired.items.length} needs to be reconnected`).waitFor();
    await inspect(page, 'connections');
    await page.getByRole('link', { name: 'Desk' }).click();
    await page.getByText('Reconnect it at Postato').waitFor();
    await inspect(page, 'connection');

    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel(/^Name/).fill('Desk two');
    await field(page, 'API key').fill('not a key of Postato');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('apiKey does not have the form').waitFor();
    await inspect(page, 'connection-edit');
    await field(page, 'API key').fill(`smcp_${'0'.repeat(64)}`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Desk two', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('It does not work').waitFor();
    await page.getByText('Needs attention').waitFor();
    await inspect(page, 'connection-needs-attention');
    await page.getByRole('button', { name: 'Edit' }).click();
    await field(page, 'API key').fill(tenant.apiKey);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('Active', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Delete the connection' }).click();
    await page.getByText('1 of its posts is open').waitFor();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByRole('dialog', { name: 'Posts are open' }).waitFor();
    await inspect(page, 'connection-force');
    await page.getByRole('button', { name: 'Delete it with its open posts' }).click();
    await page.getByText('There is no connection yet').waitFor();
  });

  it('offers a provider for every descriptor, and says where there is none', async () => {
    const workspace = await newWorkspace();
    const page = await signedIn(workspace, { path: '/connections/new' });
    const providers = await workspace.postern.providers.list().toArray();
    await page.getByRole('heading', { name: 'Choose a provider' }).waitFor();
    expect(await page.getByRole('article').count()).toBe(providers.length);
    await inspect(page, 'connections-providers');
    await page.getByLabel('Find a provider or platform').fill('nobody');
    await page.getByText('No provider of that name').waitFor();
    await page.goto(`${page.url()}?provider=layers`);
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('This is required.').waitFor();
    await inspect(page, 'connection-new');
    await page.goto(page.url().replace(/new.*/, 'conn_nothing'));
    await page.getByText('There is no such connection').waitFor();
  });

  it('says that no reply came, and makes nothing twice when it is tried again', async () => {
    const workspace = await newWorkspace();
    const { credentials } = await newCredentials(workspace, 'layers');
    const page = await signedIn(workspace, { path: '/connections/new?provider=layers' });
    allowErrors(page, /ERR_FAILED|Failed to load/);
    let lost = 0;
    await page.route('**/v1/connections', async (route) => {
      if (route.request().method() !== 'POST' || lost >= 2) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort();
    });
    await fillIn(page, { 'Base URL': credentials.baseUrl, 'API key': credentials.apiKey });
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('No reply came').waitFor();
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('Active', { exact: true }).waitFor();
    expect(await workspace.postern.connections.list().toArray()).toHaveLength(1);
  });
});
