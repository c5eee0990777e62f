import { AuthenticationError, Postern } from '@postern/client';
import type { Page } from 'playwright-core';
import { inspect, newWorkspace, place, signedIn } from './harness';

const as = (apiKey: string) => new Postern({ baseUrl: place().url, apiKey });

/** What is shown once, and leaves. */
async function takeSecret(page: Page): Promise<string> {
  const secret = (await page.getByRole('dialog').locator('pre').textContent()) ?? '';
  await page.getByRole('button', { name: 'I have stored it' }).click();
  return secret;
}

it('makes a key, rotates it so that the old one dies, and revokes it; the audit log tells all of it', async () => {
  const workspace = await newWorkspace();
  const page = await signedIn(workspace, { path: '/api-keys' });
  await page.getByRole('button', { name: 'New key' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('Choose at least one scope.').waitFor();
  await inspect(page, 'api-key-form');
  expect(await form.getByLabel('instance').count()).toBe(0);
  await form.getByLabel('Name').fill('campaign service');
  await form.getByLabel('publish:read').check();
  await form.getByLabel('Requests').fill('600');
  await form.getByLabel('Within seconds').fill('60');
  await form.getByRole('button', { name: 'Save' }).click();
  const first = await takeSecret(page);
  await as(first).posts.list().first();
  await page.getByRole('row', { name: /campaign service .*Active.*600 requests per 60 s/ }).waitFor();

  await page.getByRole('button', { name: 'Rotate campaign service' }).click();
  await page.getByRole('combobox', { name: 'The old key works for' }).click();
  await page.getByRole('option', { name: 'Not at all: it got out' }).click();
  await page.getByRole('button', { name: 'Make the new key' }).click();
  const second = await takeSecret(page);
  await as(second).posts.list().first();
  await expect(as(first).posts.list().first()).rejects.toThrow(AuthenticationError);
  await page.getByRole('row', { name: /campaign service .*Expired.*replaced by a newer key/ }).waitFor();

  await page.getByRole('button', { name: 'Revoke campaign service' }).click();
  await page.getByRole('dialog').getByText('refused within 5 seconds').waitFor();
  await page.getByRole('button', { name: 'Revoke the key' }).click();
  await page.getByRole('row', { name: /campaign service .*Revoked/ }).waitFor();
  await expect(as(second).posts.list().first()).rejects.toThrow(AuthenticationError);
  await inspect(page, 'api-keys');

  await page.getByRole('link', { name: 'Audit log' }).click();
  await page.getByRole('button', { name: /Details of api_key.revoke/ }).click();
  await page.getByRole('row', { name: /^revokedAt null/ }).waitFor();
  await inspect(page, 'audit-log');
  await page.getByRole('button', { name: 'Only what was done to this' }).click();
  await page.waitForURL(/subjectId=key_/);
  await page.getByRole('button', { name: /Details of api_key.rotate/ }).waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /Details of api_key.create/ }).waitFor();
});

it('wants to be told twice before somebody is locked out', async () => {
  const workspace = await newWorkspace();
  const page = await signedIn(workspace, { path: '/api-keys' });
  await page.getByRole('button', { name: 'Revoke spec' }).click();
  await page.getByRole('button', { name: 'Revoke the key' }).click();
  await page.getByRole('row', { name: /^spec .*Revoked/ }).waitFor();

  await page.getByRole('button', { name: 'Change browser' }).click();
  await page.getByLabel('publish:read').check();
  await page.getByRole('checkbox', { name: 'admin' }).uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/last admin key of the workspace/).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: 'Revoke browser' }).click();
  await page.getByRole('button', { name: 'Revoke the key' }).click();
  await page.getByText(/Revoke it with force=true/).waitFor();
  await inspect(page, 'api-key-force');
  await page.getByRole('button', { name: 'Revoke it all the same' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

it('finds nothing where nothing matches', async () => {
  const page = await signedIn(await newWorkspace(), { path: '/audit-log?action=media.delete' });
  await page.getByText('No entry matches').waitFor();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await page
    .getByRole('button', { name: /Details of api_key.create/ })
    .first()
    .waitFor();
});

it('lets the operator make a workspace and its first key', async () => {
  const page = await signedIn({ key: place().key }, { path: '/workspaces' });
  const name = `Growth ${Date.now().toString(36)}`;
  await page.getByRole('button', { name: 'New workspace' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: `New key for ${name}` }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('growth admin');
  await page.getByRole('button', { name: 'Save' }).click();
  const key = await takeSecret(page);
  const { items } = await as(key).workspaces.list().first();
  expect(items.map((workspace) => workspace.name)).toEqual([name]);
  await inspect(page, 'workspaces');
});
