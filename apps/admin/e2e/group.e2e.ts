import type { PostGroup } from '@postern/client';
import type { Page } from 'playwright-core';
import {
  allowErrors,
  connect,
  type Connected,
  inspect,
  newWorkspace,
  sandbox,
  signedIn,
  type Workspace,
} from './harness';

const article = (page: Page, platform: string) =>
  page.getByRole('article', { name: new RegExp(`^${platform} `) });
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

describe('a group and its posts', () => {
  let workspace: Workspace;
  let connected: Connected;

  beforeAll(async () => {
    workspace = await newWorkspace();
    connected = await connect(workspace, 'generic:postato');
  });

  const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();
  const onX = (text: string, more: object = {}): Promise<PostGroup> =>
    workspace.postern.postGroups.create({
      content: { text },
      targets: [{ accountId: connected.on('x').id }],
      ...more,
    });

  it('shows content per platform, why a post failed and the evidence, and retries it to its end', async () => {
    const text = `Opening day, as the network breaks once (${workspace.name})`;
    await sandbox.fault({ upstream: 'postato', kind: 'fail-server', text });
    const group = await workspace.postern.postGroups.create({
      content: { text },
      targets: [
        { accountId: connected.on('x').id },
        { accountId: connected.on('linkedin').id, content: { text: 'Opening day, at length' } },
      ],
      clientReference: 'campaign-7/42',
      metadata: { team: 'growth' },
    });
    const page = await signedIn(workspace, { path: `/groups/${group.id}` });
    // Watched live: nobody reloads.
    const x = article(page, 'X');
    await x.getByText('Failed', { exact: true }).waitFor();
    await page.getByText('Partially published', { exact: true }).waitFor();
    await x.getByText('What to do').waitFor();
    await page.getByRole('figure').getByText('Opening day, at length').waitFor();
    await page.getByText('campaign-7/42').waitFor();

    await x.getByRole('button', { name: 'Show the timeline' }).click();
    await x.getByText('What was sent, and what the upstream said').waitFor();
    await x.locator('summary').first().click();
    await x.getByText(text).first().waitFor();
    await inspect(page, 'group');

    await page.getByRole('button', { name: 'Retry the failed post' }).click();
    const question = page.getByRole('dialog', { name: 'Retry 1 post?' });
    await question.getByText('This post needs force.').waitFor();
    await question.getByRole('checkbox').check();
    await inspect(page, 'group-retry');
    await question.getByRole('button', { name: 'Retry' }).click();
    await x.getByText('Published', { exact: true }).first().waitFor();
    await heading(page, 'Opening day').waitFor();
    expect((await workspace.postern.postGroups.get(group.id)).status).toBe('published');
  });

  it('resolves an unknown post with the evidence beside the question', async () => {
    const doubtful = await connect(workspace, 'generic:postato', { name: 'Unreliable', webhooks: false });
    const { apiKey } = doubtful.tenant;
    await sandbox.fault({
      upstream: 'postato',
      operation: 'postato.create',
      kind: 'reset',
      apiKey,
      times: null,
    });
    const { posts } = await workspace.postern.postGroups.create({
      content: { text: 'Did this go out?' },
      targets: [{ accountId: doubtful.on('x').id }],
    });
    const page = await signedIn(workspace, { path: `/posts/${posts[0]?.id}` });
    await page.getByRole('button', { name: 'Resolve' }).click();
    const dialog = page.getByRole('dialog', { name: 'What became of this post?' });
    await dialog.getByText('Evidence').waitFor();
    await dialog.getByText('no reply').first().waitFor();
    await dialog.getByRole('button', { name: 'Resolve the post' }).click();
    await dialog.getByText('Say how you found out.').waitFor();
    await dialog.getByRole('radio', { name: 'It was published' }).check();
    await dialog.getByRole('textbox', { name: 'Link on the network' }).fill('x.com/acme');
    await dialog.getByRole('textbox', { name: 'How you found out' }).fill('Seen on the profile.');
    await dialog.getByRole('button', { name: 'Resolve the post' }).click();
    await dialog.getByText(/begins with http/).waitFor();
    await inspect(page, 'post-resolve');
    await dialog.getByRole('textbox', { name: 'Link on the network' }).fill('https://x.com/acme/status/1');
    await dialog.getByRole('button', { name: 'Resolve the post' }).click();
    await page.getByRole('link', { name: 'See it on X' }).waitFor();
    await page.getByText('Note: Seen on the profile.').waitFor();
    await inspect(page, 'post');
  });

  it('moves and cancels a post, and says why it was canceled', async () => {
    const { id, posts } = await onX('Moves, and then is canceled', { scheduledAt: tomorrow() });
    const page = await signedIn(workspace, { path: `/groups/${id}` });
    const x = article(page, 'X');
    await x.getByRole('button', { name: 'Reschedule' }).click();
    const move = page.getByRole('dialog', { name: 'Reschedule 1 post' });
    await move.getByText('Europe/Berlin').waitFor();
    await move.getByLabel('New time').fill('2020-01-01T09:00');
    await move.getByRole('button', { name: 'Move' }).click();
    await move.getByText('This time has passed').waitFor();
    await move.getByLabel('New time').fill('2030-06-01T09:00');
    await inspect(page, 'group-reschedule');
    await move.getByRole('button', { name: 'Move' }).click();
    await x.getByText('1 Jun 2030, 09:00:00').waitFor();
    expect((await workspace.postern.posts.get(posts[0]?.id ?? '')).scheduledAt).toBe(
      '2030-06-01T07:00:00.000Z',
    );

    await x.getByRole('button', { name: 'Cancel' }).click();
    const question = page.getByRole('dialog', { name: 'Cancel 1 post?' });
    await question.getByRole('textbox').fill('The date moved');
    await question.getByRole('button', { name: 'Cancel the post' }).click();
    await x.getByText('Canceled', { exact: true }).first().waitFor();
    await x.getByText('The date moved').waitFor();
    expect(await x.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
  });

  it('publishes a draft, but not over somebody else’s change', async () => {
    const { id } = await onX('A draft', { draft: true });
    const page = await signedIn(workspace, { path: `/groups/${id}` });
    await page.getByRole('button', { name: 'Publish' }).click();
    const dialog = page.getByRole('dialog', { name: 'Publish this draft' });
    await dialog.getByRole('radio', { name: 'Now' }).waitFor();
    allowErrors(page, /ERR_FAILED/);
    // While the stream's news is on its way, the page holds the version that was read.
    await page.route(`**/v1/post-groups/${id}`, (route) => route.abort());
    await workspace.postern.postGroups.update(id, { content: { text: 'A draft, changed' } });
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await dialog.getByText('Somebody changed this group since you opened it.').waitFor();
    await inspect(page, 'group-publish');
    await page.unroute(`**/v1/post-groups/${id}`);
    await dialog.getByRole('button', { name: 'No, leave it' }).click();
    await page.getByRole('button', { name: 'Try again' }).click();
    await heading(page, 'A draft, changed').waitFor();
    await page.getByRole('button', { name: 'Publish' }).click();
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await article(page, 'X').getByText('Published', { exact: true }).first().waitFor();
  });

  it('tells those who may only read what there is, and of what is gone or another’s that it is not here', async () => {
    const foreign = await newWorkspace();
    const { id, posts } = await onX('Ours alone', { draft: true });
    const page = await signedIn(foreign, { path: `/groups/${id}` });
    await heading(page, 'There is no such post group').waitFor();
    await inspect(page, 'group-not-found');
    const other = await signedIn(foreign, { path: `/posts/${posts[0]?.id}` });
    await heading(other, 'There is no such post').waitFor();

    const reader = await signedIn(await workspace.newKey(['publish:read']), { path: `/groups/${id}` });
    await heading(reader, 'Ours alone').waitFor();
    await article(reader, 'X').waitFor();
    expect(await reader.getByRole('button', { name: 'Publish' }).count()).toBe(0);
    expect(await reader.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
  });
});
