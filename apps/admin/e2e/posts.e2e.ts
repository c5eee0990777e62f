import type { PostGroup } from '@postern/client';
import type { Page } from 'playwright-core';
import { connect, type Connected, inspect, newWorkspace, sandbox, signedIn, type Workspace } from './harness';

const table = (page: Page, name: 'Posts' | 'Post groups') => page.getByRole('table', { name });
const rows = (page: Page, name: 'Posts' | 'Post groups') =>
  table(page, name)
    .getByRole('row')
    .filter({ has: page.getByRole('cell') });
const paramsOf = (page: Page) => new URL(page.url()).searchParams;

describe('the lists of groups and posts', () => {
  let workspace: Workspace;
  let connected: Connected;
  let mark = 0;

  beforeAll(async () => {
    workspace = await newWorkspace();
    connected = await connect(workspace, 'generic:postato');
  });

  /** Held for a day, so that nothing happens to it by itself. */
  const held = (text: string): Promise<PostGroup> =>
    workspace.postern.postGroups.create({
      content: { text: `${text} ${(mark += 1)}` },
      targets: [{ accountId: connected.on('x').id }],
      scheduledAt: new Date(Date.now() + 86_400_000).toISOString(),
    });

  /** Failed, and published if it is tried once more. */
  const failed = async (what: string): Promise<PostGroup> => {
    const text = `${what} (${workspace.name})`;
    await sandbox.fault({ upstream: 'postato', kind: 'fail-server', text });
    const { id } = await workspace.postern.postGroups.create({
      content: { text },
      targets: [{ accountId: connected.on('x').id }],
    });
    return workspace.postern.waitUntilFinal(id);
  };

  it('say what would be here, and what to do', async () => {
    const page = await signedIn(await newWorkspace(), { path: '/posts' });
    await page.getByText('No post groups yet').waitFor();
    await inspect(page, 'posts-empty');
    await page.getByRole('radio', { name: 'Groups' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('No posts yet').waitFor();
    expect(paramsOf(page).get('view')).toBe('posts');
    await page.getByRole('link', { name: 'Compose a post' }).waitFor();
  });

  it('keep their filters in the address, each with a chip to remove it', async () => {
    const [x, linkedin] = await Promise.all([held('For X'), held('For others')]);
    await workspace.postern.postGroups.cancel(linkedin.id, { reason: 'Not this one' });
    const page = await signedIn(workspace, { path: '/posts' });
    await rows(page, 'Post groups').first().waitFor();

    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('combobox', { name: 'Status' }).press('ArrowDown');
    await page.getByRole('option', { name: 'Canceled' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('link', { name: linkedin.content.text }).waitFor();
    expect(await page.getByRole('link', { name: x.content.text }).count()).toBe(0);
    expect(paramsOf(page).get('status')).toContain('canceled');

    await page.reload();
    await page.getByRole('link', { name: linkedin.content.text }).waitFor();
    expect(await rows(page, 'Post groups').count()).toBe(1);
    await page.getByRole('button', { name: 'Remove the filter Status: Canceled' }).click();
    await page.getByRole('link', { name: x.content.text }).waitFor();
    expect(paramsOf(page).get('status')).toBeNull();

    await page.goto(page.url().replace(/\?.*|$/, '?view=posts&status=nonsense'));
    await page.getByRole('alert').getByText('status').first().waitFor();
    await page.getByRole('button', { name: 'Remove the filter Status: nonsense' }).click();
    await rows(page, 'Posts').first().waitFor();
  });

  it('have further pages, and rows that change and come while one looks', async () => {
    const own = await newWorkspace();
    const { on } = await connect(own, 'generic:postato');
    const make = (text: string) =>
      own.postern.postGroups.create({ content: { text }, targets: [{ accountId: on('x').id }], draft: true });
    for (let from = 0; from < 51; from += 17) {
      await Promise.all(Array.from({ length: 17 }, (_, index) => make(`Draft ${from + index}.`)));
    }
    const page = await signedIn(own, { path: '/posts' });
    await rows(page, 'Post groups').nth(49).waitFor();
    const late = await make('Came while one looked');
    await page.getByRole('link', { name: late.content.text }).waitFor();

    const second = rows(page, 'Post groups').nth(1);
    const name = await second.getByRole('link').first().innerText();
    await second.getByRole('checkbox').check();
    await page.getByText('1 group selected').waitFor();
    await make('Came while one selected');
    await page.getByText('1 new').waitFor();
    expect(await page.getByRole('link', { name: 'Came while one selected' }).count()).toBe(0);
    expect(await rows(page, 'Post groups').nth(1).getByRole('link').first().innerText()).toBe(name);
    expect(await second.getByRole('checkbox').isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Select none' }).click();
    await page.getByRole('link', { name: 'Came while one selected' }).waitFor();

    await page.getByRole('button', { name: 'Next page' }).click();
    await page.waitForURL(/cursor=/);
    await page.getByRole('button', { name: 'First page' }).waitFor();
    await table(page, 'Post groups').waitFor();
    expect(await rows(page, 'Post groups').count()).toBe(3);
    await page.getByRole('button', { name: 'Page before' }).click();
    await rows(page, 'Post groups').nth(49).waitFor();
  });

  it('retry what is selected, and tell of each post what became of it', async () => {
    const [broken, fine] = await Promise.all([failed('Breaks once, please'), held('Has not failed')]);
    const page = await signedIn(workspace, { path: '/posts?view=posts' });
    const row = rows(page, 'Posts').filter({ hasText: 'Breaks once' });
    await row.getByText('Failed', { exact: true }).waitFor();
    await inspect(page, 'posts');
    await row.getByRole('checkbox').check();
    await rows(page, 'Posts').filter({ hasText: fine.content.text }).getByRole('checkbox').check();
    await page.getByText('2 posts selected').waitFor();
    await page.getByRole('button', { name: 'Retry', exact: true }).click();
    const question = page.getByRole('dialog', { name: 'Retry 2 posts?' });
    await question.getByRole('checkbox').check();
    await question.getByRole('button', { name: 'Retry' }).click();
    const results = page.getByRole('status').filter({ hasText: 'Results' });
    await results.getByText('1 refused').waitFor();
    await results.getByText(/only failed posts are tried again/).waitFor();
    await inspect(page, 'posts-results');
    await row.getByText('Published', { exact: true }).waitFor();
    expect((await workspace.postern.postGroups.get(broken.id)).status).toBe('published');
  });

  it('cancel what is selected, with the reason', async () => {
    const groups = await Promise.all([held('To cancel'), held('To cancel')]);
    const page = await signedIn(workspace, { path: '/posts' });
    for (const { content } of groups) {
      await rows(page, 'Post groups').filter({ hasText: content.text }).getByRole('checkbox').check();
    }
    await page.getByRole('button', { name: 'Cancel them' }).click();
    const question = page.getByRole('dialog', { name: 'Cancel the posts of 2 groups?' });
    await question.getByRole('textbox').fill('The date moved');
    await inspect(page, 'posts-cancel');
    await question.getByRole('button', { name: 'Cancel the posts' }).click();
    await page.getByText('2 done').waitFor();
    for (const { id } of groups) {
      const { posts } = await workspace.postern.postGroups.get(id);
      expect(posts[0]).toMatchObject({ status: 'canceled', cancelReason: 'The date moved' });
    }
  });

  it('retry all that match a filter', async () => {
    const broken = await Promise.all([failed('All of these, one'), failed('All of these, two')]);
    const page = await signedIn(workspace, { path: '/posts?view=posts&status=failed&platform=x' });
    await rows(page, 'Posts').nth(1).waitFor();
    await page.getByRole('button', { name: 'Retry all that match' }).click();
    const question = page.getByRole('dialog', { name: 'Retry all failed posts that match?' });
    await question.getByRole('checkbox').check();
    await question.getByRole('button', { name: 'Retry all' }).click();
    await page.getByRole('status').filter({ hasText: 'Results' }).waitFor();
    await page.getByText('Nothing matches these filters').waitFor();
    await inspect(page, 'posts-filtered');
    const ended = await Promise.all(broken.map(({ id }) => workspace.postern.waitUntilFinal(id)));
    expect(ended.map(({ status }) => status)).toEqual(['published', 'published']);
  });

  it('offer nothing to those who may only read', async () => {
    const reader = await workspace.newKey(['publish:read']);
    const page = await signedIn(reader, { path: '/posts?view=posts&status=canceled' });
    await rows(page, 'Posts').first().waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(0);
    const stranger = await workspace.newKey(['webhooks:read']);
    const refused = await signedIn(stranger, { path: '/posts' });
    await refused.getByText('You may not see this').waitFor();
  });
});
