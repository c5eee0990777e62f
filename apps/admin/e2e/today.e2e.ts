import type { PostGroup } from '@postern/client';
import type { Page } from 'playwright-core';
import { connect, type Connected, inspect, newWorkspace, sandbox, signedIn, type Workspace } from './harness';

const section = (page: Page, name: string | RegExp) =>
  page.getByRole('region', { name }).filter({ has: page.getByRole('heading', { level: 2, name }) });
const tile = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'In short' }).getByRole('link', { name });
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

const post = ({ postern }: Workspace, text: string, accountId: string, scheduledAt?: string) =>
  postern.postGroups.create({ content: { text }, targets: [{ accountId }], scheduledAt });

describe('today', () => {
  it('shows an empty workspace the first steps', async () => {
    const workspace = await newWorkspace();
    const page = await signedIn(workspace);
    await page.getByRole('heading', { name: 'First steps' }).waitFor();
    await page.getByRole('link', { name: 'Compose' }).last().waitFor();
    await inspect(page, 'today-first-steps');
    await page.getByRole('link', { name: 'Connect a provider' }).click();
    await page.waitForURL(/\/connections\/new$/);
  });

  describe('of a day on which something happened', () => {
    let workspace: Workspace;
    let connected: Connected;
    let next: PostGroup;
    beforeAll(async () => {
      workspace = await newWorkspace();
      connected = await connect(workspace, 'generic:postato');
      const { on, tenant } = connected;
      const doubtful = await connect(workspace, 'generic:postato', { name: 'Unreliable', webhooks: false });
      await workspace.postern.webhookEndpoints.create({ url: sandbox.url(), events: ['test.*'] });
      const account = on('x');
      await sandbox.setAccount(account.reference, 'token_expired', tenant);
      await sandbox.fault({
        upstream: 'postato',
        operation: 'postato.create',
        kind: 'reset',
        apiKey: doubtful.tenant.apiKey,
        times: null,
      });
      await post(workspace, 'The token expired', account.id);
      await post(workspace, 'Perhaps it went out', doubtful.on('x').id);
      next = await post(workspace, 'Tomorrow, early', on('linkedin').id, inHours(20));
    });

    it('shows it', async () => {
      const page = await signedIn(workspace);
      const failed = section(page, /^Failed in the last 24 hours/);
      await failed.getByText('AUTH_EXPIRED').waitFor();
      await section(page, /^Unknown \(1\)/)
        .getByText('Perhaps it went out')
        .waitFor();
      const dueNext = section(page, 'Due next');
      await dueNext.getByText(/^in (20 h|19 h 5\d min)/).waitFor();
      await section(page, 'Punctuality')
        .getByText(/^3 posts: |^2 posts: /)
        .waitFor();
      await section(page, 'Throughput').locator('svg').first().waitFor();
      const health = section(page, 'Connections and accounts');
      await health
        .getByRole('row', { name: /Unreliable/ })
        .getByText('Active')
        .waitFor();
      await section(page, 'Webhooks').getByText('Active endpoints').waitFor();
      await inspect(page, 'today');
    });

    it('changes live, and has what failed tried again', async () => {
      const page = await signedIn(workspace);
      const [failed, dueNext] = [section(page, /^Failed in the last 24 hours/), section(page, 'Due next')];
      const account = connected.on('x');
      await dueNext.getByText('Tomorrow, early').waitFor();
      // Without a reload.
      await post(workspace, 'Just planned', account.id, inHours(2));
      await dueNext.getByText('Just planned').waitFor();
      await workspace.postern.postGroups.cancel(next.id);
      await dueNext.getByText('Tomorrow, early').waitFor({ state: 'detached' });

      // Whoever mended the account has all of its posts tried again.
      await sandbox.setAccount(account.reference, 'connected', connected.tenant);
      await failed
        .getByRole('button', { name: /Retry anyway: 1 post that failed on X with AUTH_EXPIRED/ })
        .click();
      const dialog = page.getByRole('dialog', { name: 'Try 1 post again?' });
      await dialog.getByText(/will be handed over once more/).waitFor();
      await dialog.getByRole('button', { name: 'Try them again' }).click();
      await page.getByText('1 post is tried again.').waitFor();
      await failed.getByText('Nothing failed.').waitFor();
      await tile(page, 'Published in 24 h').getByText('1', { exact: true }).waitFor();

      await dueNext.getByRole('link', { name: 'Just planned' }).click();
      await page.waitForURL(/\/groups\/pg_/);
    });
  });

  it('leaves out what the session may not read', async () => {
    const workspace = await newWorkspace(['publish:read']);
    const { on } = await connect(workspace, 'generic:postato', { webhooks: false });
    await post(workspace, 'Later', on('x').id, inHours(5));
    const page = await signedIn(workspace);
    await section(page, 'Due next').getByText('Later').waitFor();
    await section(page, 'Throughput').waitFor();
    expect(await section(page, 'Connections and accounts').count()).toBe(0);
    expect(await section(page, 'Webhooks').count()).toBe(0);
  });
});
