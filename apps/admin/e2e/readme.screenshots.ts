/**
 * Writes docs/images: what the README shows. Not part of the tests, since pictures of what happens differ from run to
 * run: `npm run screenshots`, and a look at them before they are committed.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type Connected, connect, newWorkspace, sandbox, signedIn, type Workspace } from './harness';

const FOLDER = join(__dirname, '../../../docs/images');
const MOST_BYTES = 200_000;
const DAY_MS = 86_400_000;

interface Place extends Workspace {
  layers: Connected;
  postpost: Connected;
  postato: Connected;
}

let place: Place;
/** One whose posts end differently. */
let groupId: string;

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  const workspace = await newWorkspace(['admin'], { name: 'Acme', keyName: 'Ada' });
  const [layers, postpost, postato] = await Promise.all([
    connect(workspace, 'layers', { name: 'Layers' }),
    connect(workspace, 'postpost', { name: 'PostPost' }),
    connect(workspace, 'generic:postato', { name: 'Postato' }),
  ]);
  place = { ...workspace, layers, postpost, postato };
  await fill(place);
});

/** A day's work: published, refused by a network, in doubt, and planned. */
async function fill({ postern, layers, postpost, postato }: Place): Promise<void> {
  const media = [{ url: sandbox.sample('a.jpg'), altText: 'The new roastery' }];
  const text = 'We open our new roastery on Saturday. Come by, the first coffee is on us. #coffee';
  const targets = [
    { accountId: layers.on('instagram').id },
    { accountId: postpost.on('linkedin').id },
    { accountId: postpost.on('threads').id, content: { text: `${text} #fail-auth` } },
    { accountId: postato.on('x').id },
    { accountId: postato.on('linkedin').id },
  ];
  const opening = await postern.postGroups.create({ content: { text, media }, targets });
  groupId = opening.id;
  const told = [
    'Roastery tours start next week',
    'Meet the team: Ada, head of roasting',
    'Three recipes for cold brew',
  ];
  const others = await Promise.all(
    told.map((line) =>
      postern.postGroups.create({
        content: { text: line },
        targets: [{ accountId: postato.on('x').id }, { accountId: postato.on('linkedin').id }],
      }),
    ),
  );
  await Promise.all(
    Array.from({ length: 9 }, (_none, index) =>
      postern.postGroups.create({
        content: { text: `${told[index % 3]}, part ${index + 1}` },
        targets: [{ accountId: postato.on('x').id }, { accountId: postpost.on('linkedin').id }],
        scheduledAt: new Date(Date.now() + (index + 1) * 0.8 * DAY_MS).toISOString(),
      }),
    ),
  );
  for (const { id } of [opening, ...others]) await postern.waitUntilFinal(id);
}

describe.each(['light', 'dark'] as const)('in %s', (theme) => {
  const open = (path: string) => signedIn(place, { path, theme, viewport: { width: 1280, height: 960 } });

  it('Today', async () => {
    const page = await open('/');
    await settled(page, 'Today');
    await write(page, `today-${theme}`);
  });

  it('a group', async () => {
    const page = await open(`/groups/${groupId}`);
    await page.getByText('Partially published').first().waitFor();
    await settled(page);
    await write(page, `group-${theme}`);
  });

  it('the calendar', async () => {
    const page = await open('/calendar');
    await settled(page, 'Calendar');
    await write(page, `calendar-${theme}`);
  });

  it('Compose', async () => {
    const page = await open('/compose');
    await settled(page, 'Compose');
    await page
      .getByRole('textbox', { name: 'Text', exact: true })
      .fill('Three recipes for cold brew, and the story behind each. #coffee');
    for (const account of [/^Acme Ltd.*LinkedIn/, /^acme .*Threads/, /^acme.photos.*Instagram/])
      await page.getByRole('checkbox', { name: account }).first().check();
    await page.getByText('Choose an account to see how it will look there.').waitFor({ state: 'detached' });
    await page.getByText('There is neither text nor media').waitFor({ state: 'detached' });
    await write(page, `compose-${theme}`);
  });
});

async function settled(page: Page, title?: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
}

async function write(page: Page, name: string): Promise<void> {
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  expect(statSync(path).size).toBeLessThan(MOST_BYTES);
}
