import type { Page } from 'playwright-core';
import { inspect, newPage, newWorkspace, PHONE, signedIn, type Workspace } from './harness';

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const keyField = (page: Page) => page.getByRole('textbox', { name: 'API key' });
const enter = (page: Page) => page.getByRole('button', { name: 'Sign in', exact: true }).click();
const pathOf = (page: Page) => page.url().replace(/^.*\/admin/, '');

/** By the menu, as a person does. */
async function signOut(page: Page): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: 'browser' }).click();
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
  await heading(page, 'Sign in').waitFor();
}

describe('signing in', () => {
  let workspace: Workspace;
  beforeAll(async () => void (workspace = await newWorkspace()));

  it('tells what a wrong key is, and lets the right one in to the page that was asked for', async () => {
    const page = await newPage({ path: '/posts?status=failed' });
    await heading(page, 'Sign in').waitFor();
    await inspect(page, 'sign-in');
    await enter(page);
    await page.getByText('Enter an API key.').waitFor();

    await keyField(page).fill('pk_mistyped');
    await enter(page);
    await page.getByRole('alert').waitFor();
    await inspect(page, 'sign-in-refused');

    await keyField(page).fill(workspace.key);
    await enter(page);
    await heading(page, 'Posts').waitFor();
    expect(pathOf(page)).toMatch(/^\/posts\?status=/);
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    expect(kept).not.toContain(workspace.key);
  });

  it('stays signed in when the page is loaded anew, until it signs out', async () => {
    const page = await signedIn(await newWorkspace(), { path: '/audit-log' });
    await heading(page, 'Audit log').waitFor();
    await page.reload();
    await heading(page, 'Audit log').waitFor();
    await signOut(page);
    expect(await page.context().cookies()).toEqual([]);
    await page.reload();
    await heading(page, 'Sign in').waitFor();
  });

  it('leads back to the sign-in when the key was revoked meanwhile, and then to the page again', async () => {
    const { newKey, postern } = workspace;
    const ours = await newKey(['admin'], 'browser');
    const page = await signedIn(ours, { path: '/api-keys' });
    await heading(page, 'API keys').waitFor();
    await postern.apiKeys.revoke(ours.id);
    // Its stream of events ends with it: nobody has to click.
    await heading(page, 'Sign in').waitFor();
    await page.getByText('The session has ended.').waitFor();
    await keyField(page).fill(workspace.key);
    await enter(page);
    await heading(page, 'API keys').waitFor();
  });

  it('needs no mouse, and skips the navigation', async () => {
    const page = await newPage({ path: '/calendar' });
    await heading(page, 'Sign in').waitFor();
    await page.keyboard.press('Tab');
    expect(await keyField(page).evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type(workspace.key);
    await page.keyboard.press('Enter');
    await heading(page, 'Calendar').waitFor();

    await page.reload();
    await heading(page, 'Calendar').waitFor();
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true);
    expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    const focused = await page.evaluate(() => document.activeElement?.id);
    expect(focused).toBe('content');
  });

  it('has a menu on a phone, which goes when a page was chosen', async () => {
    const page = await signedIn(workspace, { path: '/', viewport: PHONE });
    const menu = page.getByRole('navigation', { name: 'Main' });
    const posts = menu.getByRole('link', { name: 'Posts', exact: true });
    expect(await posts.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Open the menu' }).click();
    await posts.waitFor();
    await inspect(page, 'menu');
    await posts.click();
    await heading(page, 'Posts').waitFor();
    await posts.waitFor({ state: 'hidden' });
  });

  it('remembers the colours that were chosen', async () => {
    const page = await signedIn(workspace, { theme: 'light' });
    await page.getByRole('button', { name: 'Dark colours' }).click();
    await page.reload();
    await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
    await page.getByRole('button', { name: 'Light colours' }).waitFor();
  });

  it('says so where there is no such page', async () => {
    const page = await signedIn(workspace, { path: '/no-such-page' });
    await heading(page, 'There is no such page').waitFor();
    await inspect(page, 'not-found');
    await page.getByRole('link', { name: 'To today' }).click();
    await heading(page, 'Today').waitFor();
  });
});
