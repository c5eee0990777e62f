import type { Account } from '@postern/client';
import type { Page } from 'playwright-core';
import { allowErrors, connect, inspect, newWorkspace, sandbox, signedIn, type Workspace } from './harness';

/** A picture that every network takes. */
async function picture(): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const reply = await fetch(sandbox.sample('a.jpg'));
  return { name: 'opening.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(await reply.arrayBuffer()) };
}

const section = (page: Page, name: string) => page.getByRole('region', { name });
const content = (page: Page) => section(page, 'Content for all accounts');
const ready = (page: Page) => page.getByText(/Nothing stands against it|it goes out all the same/).waitFor();

async function choose(page: Page, { reference }: Account): Promise<void> {
  await page.getByLabel('Search accounts').fill(reference);
  await section(page, 'Accounts').getByRole('checkbox').check();
}

describe('compose', () => {
  let workspace: Workspace;
  let mark: string;
  beforeEach(async () => {
    workspace = await newWorkspace();
    mark = `compose ${workspace.name}`;
  });

  it('publishes to accounts of three providers, of which one fails, and shows it as it happens', async () => {
    const layers = await connect(workspace, 'layers');
    const postpost = await connect(workspace, 'postpost');
    const postato = await connect(workspace, 'generic:postato');
    const wanted = [layers.on('instagram'), postpost.on('threads'), postato.on('x')];
    const page = await signedIn(workspace, { path: '/compose' });
    allowErrors(page, /ERR_NAME_NOT_RESOLVED/);
    for (const account of wanted) await choose(page, account);
    await page.getByText('3 accounts chosen').waitFor();

    const chooser = page.waitForEvent('filechooser');
    await content(page).getByRole('button', { name: 'Choose files' }).click();
    await (await chooser).setFiles([await picture()]);
    await content(page).getByLabel('Alternative text of medium 1').fill('A door that opens');
    // X counts this as more than it takes; the others have room.
    const text = content(page).getByRole('textbox', { name: 'Text', exact: true });
    await text.fill(`${mark} ${'漢'.repeat(140)}`);
    await content(page)
      .getByText(/X \d+\/280, \d+ too many/)
      .waitFor();
    await page.locator('[data-rule="x.text.max_weighted_length"]').first().waitFor();
    expect(await page.getByRole('button', { name: 'Publish now' }).isDisabled()).toBe(true);
    await inspect(page, 'compose-rule-broken');

    await section(page, 'For each account')
      .getByRole('button', { name: /X through Postato/ })
      .click();
    await page.getByRole('switch', { name: 'Text of its own' }).first().check();
    const ownText = section(page, 'For each account').getByRole('textbox', { name: 'Text', exact: true });
    await ownText.fill(`${mark} #fail-content`);
    await ready(page);
    await page.getByRole('button', { name: 'Publish now' }).dblclick();
    await page.waitForURL(/\/groups\/pg_/);
    await page.getByText('Partially published').first().waitFor({ timeout: 20_000 });
    const groups = await workspace.postern.postGroups.list().toArray();
    expect(groups).toHaveLength(1);
    expect(groups[0]?.counts).toEqual({ published: 2, failed: 1 });
    expect(groups[0]?.posts.map((post) => post.content.media[0]?.altText)).toEqual(
      Array(3).fill('A door that opens'),
    );
  });

  it('saves a draft, goes on with it, and tells when somebody else was quicker', async () => {
    const { on } = await connect(workspace, 'generic:postato');
    const page = await signedIn(workspace, { path: '/compose' });
    await choose(page, on('x'));
    const text = content(page).getByRole('textbox', { name: 'Text', exact: true });
    await text.fill(`${mark} one`);
    await ready(page);
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.waitForURL(/group=pg_/);
    const [group] = await workspace.postern.postGroups.list().toArray();
    expect(group).toMatchObject({ status: 'draft', content: { text: `${mark} one` } });

    await text.fill(`${mark} mine`);
    await workspace.postern.postGroups.update(group!.id, { content: { text: `${mark} theirs` } });
    const notice = page.getByRole('alert').filter({ hasText: 'This group was changed meanwhile' });
    await notice.getByText('Changed: text').waitFor();
    await inspect(page, 'compose-conflict');
    expect(await text.inputValue()).toBe(`${mark} mine`);
    await notice.getByRole('button', { name: 'Keep mine' }).click();
    await ready(page);
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByText('The draft is saved.').last().waitFor();
    expect((await workspace.postern.postGroups.get(group!.id)).content.text).toBe(`${mark} mine`);

    await page.reload();
    await page.getByRole('heading', { name: 'Edit draft' }).waitFor();
    expect(await text.inputValue()).toBe(`${mark} mine`);
    await page.getByRole('button', { name: 'Publish now' }).click();
    await page.waitForURL(/\/groups\/pg_/);
    await page.getByText('Published').first().waitFor();
  });

  it('schedules a thread at the time that the calendar gave, and keeps what a reload would lose', async () => {
    const { on } = await connect(workspace, 'postpost');
    const at = '2031-05-01T07:00:00.000Z';
    const page = await signedIn(workspace, { path: `/compose?scheduledAt=${at}`, timezone: 'Asia/Tokyo' });
    // The sandbox's pictures of accounts are on no network.
    allowErrors(page, /ERR_NAME_NOT_RESOLVED/);
    await page.getByText('In your time zone, Asia/Tokyo').waitFor();
    await page.getByText('That is 1 May 2031, 07:00:00 UTC.').waitFor();
    await choose(page, on('x'));
    const text = content(page).getByRole('textbox', { name: 'Text', exact: true });
    await text.fill(`${mark} first`);
    page.once('dialog', (dialog) => void dialog.accept());
    await page.waitForFunction((words) => JSON.stringify(localStorage).includes(words), `${mark} first`);
    await page.reload();
    await page.getByRole('button', { name: 'Go on with it' }).click();
    expect(await text.inputValue()).toBe(`${mark} first`);

    await page.getByRole('button', { name: 'Add a part' }).click();
    await page.getByRole('textbox', { name: 'Text, Part 2' }).fill(`${mark} second`);
    await page.getByText('Part 2 of 2').waitFor();
    await ready(page);
    await inspect(page, 'compose-thread');
    await page.getByRole('button', { name: 'Schedule', exact: true }).click();
    await page.waitForURL(/\/groups\/pg_/);
    const [group] = await workspace.postern.postGroups.list().toArray();
    expect(group).toMatchObject({
      scheduledAt: at,
      content: { text: `${mark} first`, thread: [{ text: `${mark} second` }] },
    });
  });

  it('says what to do where there are no accounts, and who may compose', async () => {
    const page = await signedIn(workspace, { path: '/compose' });
    await page.getByText('There are no accounts yet').waitFor();
    await inspect(page, 'compose-empty');
    const reader = await newWorkspace(['publish:read', 'accounts:read']);
    const refused = await signedIn(reader, { path: '/compose' });
    await refused.getByText('You may not see this').waitFor();
  });
});
