import type { Page } from 'playwright-core';
import { inspect, newWorkspace, sandbox, signedIn } from './harness';

const editor = (page: Page) => page.getByLabel('Manifest, as JSON');

/** What a person pastes: a preset with an id of its own. */
async function ownManifest(workspace: Awaited<ReturnType<typeof newWorkspace>>, id: string) {
  const { manifest } = await workspace.postern.manifests.preset('postato');
  return { ...manifest, id, name: `Desk ${id}` };
}

describe('manifests', () => {
  it('pasted with mistakes, mended at their places, explained, tried, stored, connected to', async () => {
    const workspace = await newWorkspace();
    const page = await signedIn(workspace, { path: '/manifests' });
    await page.getByText('There is no manifest yet').waitFor();
    await inspect(page, 'manifests-empty');
    await page.getByRole('link', { name: 'New manifest' }).first().click();

    const text = JSON.stringify(await ownManifest(workspace, 'desk'), null, 2);
    await editor(page).fill(text.replace('"id": "desk",', '"id": "desk"'));
    await page.getByRole('button', { name: /Error: Line 4, column 3/ }).waitFor();
    await editor(page).fill(text.replace('"name"', '"nam"'));
    const finding = page.getByRole('button', { name: /There is no key "nam" here/ });
    await finding.click();
    expect(await editor(page).evaluate(selected)).toBe('"nam": "Desk desk"');
    await inspect(page, 'manifest-findings');
    await page.keyboard.type('"name": "Desk desk"');
    await page.getByText('It can be stored.').waitFor();

    await page.getByRole('tab', { name: 'Explain' }).click();
    await page.getByRole('button', { name: 'Explain it' }).click();
    await page.getByRole('heading', { name: 'What it does' }).waitFor();
    await inspect(page, 'manifest-explained');

    await page.getByRole('tab', { name: 'Dry run' }).click();
    await page.getByLabel('Text of the post').fill('Nobody shall see this');
    await page.getByRole('button', { name: 'Show the requests' }).click();
    await page.getByText('1 request would be sent').waitFor();
    await page.getByRole('region', { name: 'Request 1: Body' }).getByText('Nobody shall see this').waitFor();
    await inspect(page, 'manifest-dry-run');

    await page.getByLabel('Notes on this version').fill('The first');
    await page.getByRole('button', { name: 'Store it' }).click();
    await page.getByRole('heading', { name: 'Desk desk', level: 1 }).waitFor();

    await page.getByRole('link', { name: 'Connect with it' }).click();
    const tenant = await sandbox.newTenant('postato');
    await page.getByLabel(/^API address/).fill(tenant.baseUrl);
    await page.getByLabel(/^API key/).fill(tenant.apiKey);
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('Active', { exact: true }).waitFor();
    expect(await sandbox.network('Nobody shall see this')).toEqual([]);
  });

  it('the next version, one stored meanwhile, an older one, and the end', async () => {
    const workspace = await newWorkspace();
    const manifest = await ownManifest(workspace, 'desk');
    const { id } = await workspace.postern.manifests.create({ manifest });
    const page = await signedIn(workspace, { path: `/manifests/${id}` });
    await page.getByText('It can be stored.').waitFor();

    const mine = JSON.stringify({ ...manifest, name: 'Mine' }, null, 2);
    await editor(page).fill(mine);
    await workspace.postern.manifests.update(id, { manifest: { ...manifest, name: 'Theirs' } });
    await page.getByRole('button', { name: 'Store as a new version' }).click();
    await page.getByText('Somebody else stored a version meanwhile').waitFor();
    expect(await editor(page).inputValue()).toBe(mine);
    await inspect(page, 'manifest-overtaken');
    await page.getByRole('button', { name: 'Store mine on top of version 2' }).click();
    await page.getByRole('button', { name: 'Store as a new version' }).click();
    await page.getByRole('heading', { name: 'Mine', level: 1 }).waitFor();

    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByRole('button', { name: 'Put into the editor: version 2' }).click();
    await page.getByText('The editor has version 2').waitFor();
    await inspect(page, 'manifest-versions');

    await page.getByRole('link', { name: 'Manifests', exact: true }).click();
    await page.getByRole('rowheader', { name: 'Mine' }).waitFor();
    await inspect(page, 'manifests');
    await page.getByRole('link', { name: 'Mine' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete the manifest' }).click();
    await page.getByText('There is no manifest yet').waitFor();
  });

  it('a preset to start from; its own id is refused at its line', async () => {
    const workspace = await newWorkspace();
    const page = await signedIn(workspace, { path: '/manifests/new?preset=zernio' });
    await page.getByText('It can be stored.').waitFor();
    await page.getByRole('button', { name: 'Store it' }).click();
    await page.getByRole('button', { name: /zernio ships with Postern/ }).waitFor();
  });

  it('shows nothing to who may not', async () => {
    const workspace = await newWorkspace(['publish:read']);
    const page = await signedIn(workspace, { path: '/manifests' });
    await page.getByText('connections:read').waitFor();
    await page.goto(page.url().replace('/manifests', '/connections'));
    await page.getByText('connections:read').waitFor();
    await inspect(page, 'connections-no-permission');
  });
});

function selected(field: SVGElement | HTMLElement): string {
  const { value, selectionStart, selectionEnd } = field as HTMLTextAreaElement;
  return value.slice(selectionStart, selectionEnd);
}
