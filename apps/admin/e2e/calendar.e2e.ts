import type { Page } from 'playwright-core';
import { connect, type Connected, inspect, newWorkspace, signedIn, type Workspace } from './harness';

/** A Wednesday in the middle of a month to come, so that its neighbours are on the same page. */
const YEAR = new Date().getUTCFullYear() + 1;
const at = (day: number, time: string) => `${YEAR}-04-${String(day).padStart(2, '0')}T${time}:00.000Z`;
const DAY = `${YEAR}-04-14`;

let workspace: Workspace;
let postato: Connected;

const scheduled = async (text: string, scheduledAt: string): Promise<string> => {
  const targets = [{ accountId: postato.on('x').id }];
  return (await workspace.postern.postGroups.create({ content: { text }, targets, scheduledAt })).id;
};
const timeOf = async (id: string) => (await workspace.postern.postGroups.get(id)).scheduledAt;
const open = (path: string): Promise<Page> => signedIn(workspace, { path, timezone: 'UTC' });
const event = (page: Page, text: string) => page.getByRole('button', { name: text, exact: false }).first();

beforeAll(async () => {
  workspace = await newWorkspace();
  postato = await connect(workspace, 'generic:postato');
});

describe('the calendar', () => {
  it('moves a group that is dragged to another day, at the gateway, too', async () => {
    const id = await scheduled('Dragged along', at(14, '09:30'));
    const page = await open(`/calendar?date=${DAY}`);
    await page.getByText('Times in UTC.', { exact: false }).waitFor();
    const target = page.getByRole('button', { name: `April 16, ${YEAR}`, exact: true });
    await event(page, 'Dragged along').dragTo(target, { targetPosition: { x: 40, y: 12 }, steps: 8 });
    await page.getByText('Moved to 16 Apr', { exact: false }).waitFor();
    expect(await timeOf(id)).toBe(at(16, '09:30'));

    // Within a day, by the hour: half past nine becomes another time of the same week.
    await page.getByText('Week', { exact: true }).click();
    await page.waitForURL(/view=week/);
    await event(page, 'Dragged along').waitFor();
    await inspect(page, 'calendar-week');
  });

  it('moves a group by the keyboard alone, and no group into the past', async () => {
    const id = await scheduled('Typed along', at(15, '10:00'));
    const page = await open(`/calendar?date=${DAY}`);
    await event(page, 'Typed along').focus();
    await page.keyboard.press('r');
    const dialog = page.getByRole('dialog', { name: 'Reschedule the group' });
    await dialog.getByLabel('New time').fill('2020-01-01T09:00');
    await page.keyboard.press('Enter');
    await dialog.getByText('That moment has passed', { exact: false }).waitFor();
    await dialog.getByLabel('New time').fill(`${YEAR}-04-17T11:45`);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await timeOf(id)).toBe(at(17, '11:45'));
    await page.getByText('List', { exact: true }).click();
    await page.getByRole('button', { name: 'Reschedule “Typed along”' }).waitFor();
    await inspect(page, 'calendar-list');
  });

  it('marks what is late and what failed, and leads to the group', async () => {
    const failed = await workspace.postern.postGroups.create({
      content: { text: 'Goes wrong #fail-content' },
      targets: [{ accountId: postato.on('x').id }],
    });
    await workspace.postern.waitUntilFinal(failed.id, { timeoutMs: 20_000 });
    const late = await scheduled('Should be out', new Date(Date.now() + 3_600_000).toISOString());
    const page = await open('/calendar?view=list');
    // Two hours later, as this browser has it, and the group still waits.
    await page.clock.setFixedTime(Date.now() + 2 * 3_600_000);
    await page.reload();
    await page.getByText('Scheduled, Late').waitFor();
    await page.getByText('Failed', { exact: true }).first().waitFor();
    await page.getByText('Month', { exact: true }).click();
    await event(page, 'Late Should be out').waitFor();
    await event(page, 'Failed Goes wrong').waitFor();
    await inspect(page, 'calendar-month');
    await event(page, 'Late Should be out').click();
    await page.waitForURL(new RegExp(`/groups/${late}`));
  });

  it('offers nothing to move to who may only read', async () => {
    const { key } = await workspace.newKey(['publish:read'], 'reader');
    const page = await signedIn(
      { ...workspace, key },
      { path: `/calendar?view=list&date=${DAY}`, timezone: 'UTC' },
    );
    await page.getByRole('heading', { name: `April ${YEAR}` }).waitFor();
    expect(await page.getByText('Reschedule…').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Compose' }).count()).toBe(0);
  });
});
