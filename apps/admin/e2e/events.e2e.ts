import { allowErrors, connect, inspect, newWorkspace, signedIn } from './harness';

it('shows what happens to a post as it happens, pausable, and the log from any place on', async () => {
  const workspace = await newWorkspace();
  const { on } = await connect(workspace, 'generic:postato');
  const page = await signedIn(workspace, { path: '/events' });
  await page.getByText('Live: events appear here').waitFor();
  await page.getByText('No event yet').waitFor();
  await inspect(page, 'events-empty');

  const publish = (text: string) =>
    workspace.postern.postGroups.create({ content: { text }, targets: [{ accountId: on('x').id }] });
  const group = await publish('Told live');
  const published = page.getByRole('button', { name: /post\.published/ });
  await published.waitFor();
  await published.click();
  await page.getByText(`"groupId": "${group.id}"`).waitFor();
  expect(await page.getByRole('link', { name: 'Post group' }).getAttribute('href')).toContain(group.id);
  await inspect(page, 'events-live');

  await page.getByRole('button', { name: 'Pause' }).click();
  const second = await publish('Told later');
  await page.getByText(/Paused\. [1-9]\d* more came since\./).waitFor();
  expect(await page.getByRole('button', { name: /post_group\.created/ }).count()).toBe(1);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page
    .getByRole('button', { name: /post_group\.created/ })
    .nth(1)
    .waitFor();

  await page.getByLabel('Post group id').fill(second.id);
  await page.keyboard.press('Enter');
  await page.waitForURL(/groupId=pg_/);
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByRole('button', { name: /post_group\.created/ }).waitFor();
  await page.getByText('That is the end for now.').waitFor();
  expect(await page.getByRole('button', { name: /post_group\.created/ }).count()).toBe(1);
  await inspect(page, 'events-history');
  await page.getByLabel('After number').fill('9007199254740000');
  await page.getByRole('button', { name: 'Read from there' }).click();
  await page.getByText('No events after this number').waitFor();
});

it('says when it is not live, and comes back by itself', async () => {
  const page = await signedIn(await newWorkspace(), { path: '/api-keys' });
  allowErrors(page, /ERR_FAILED/);
  await page.route('**/v1/events/stream*', (route) => route.abort());
  await page.goto(page.url().replace('/api-keys', '/events'));
  await page.getByText('Not live: the stream broke').waitFor();
  await page.unroute('**/v1/events/stream*');
  await page.getByText('Live: events appear here').waitFor();
});
