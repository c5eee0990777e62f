import type { Page } from 'playwright-core';
import { connect, inspect, newCredentials, newWorkspace, sandbox, signedIn } from './harness';

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

    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByText('1 given by the provider').waitFor();
    await page.getByRole('button', { name: 'Rotate the secret' }).click();
    await page.getByText('2 given by the provider').waitFor();
  });
});
