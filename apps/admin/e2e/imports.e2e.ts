import { allowErrors, connect, inspect, newWorkspace, signedIn } from './harness';

const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

describe('importing a table', () => {
  it('says what is wrong before anything is written, then makes the good rows and tells of each', async () => {
    const workspace = await newWorkspace();
    const { on } = await connect(workspace, 'generic:postato');
    const page = await signedIn(workspace, { path: '/imports' });
    await page.getByText('No imports yet').waitFor();
    const csv = [
      'text,accounts,scheduled_at,client_reference',
      `First of the table,${on('x').id},${later(2)},table-1`,
      `${'Far too long '.repeat(30)},${on('x').id},${later(2)},table-2`,
      `Second of the table,x:${on('x').handle},2027-03-01 09:00,table-3`,
      'For nobody,x:@nobody,,',
    ].join('\r\n');
    const file = { name: 'table.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${csv}`) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('table.csv,').waitFor();
    await page.getByRole('button', { name: 'Check the table' }).click();
    await page.getByText('2 of 4 rows can be imported. Nothing has been written yet.').waitFor();
    await page.getByText('weighted characters; X takes 280', { exact: false }).waitFor();
    await page.getByText('accounts: There is no account x:@nobody.', { exact: false }).waitFor();
    expect(await workspace.postern.postGroups.list().toArray()).toHaveLength(0);
    await inspect(page, 'import-checked');

    await page.getByRole('button', { name: 'Import 2 groups' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import 2 groups?' });
    await dialog.getByText('2 rows will be left out', { exact: false }).waitFor();
    await dialog.getByRole('button', { name: 'Import 2 groups' }).click();
    await page.getByRole('heading', { name: 'Import: table.csv' }).waitFor();
    await page.getByText('2 groups created, 2 rows left out.', { exact: false }).waitFor();
    const link = page.getByRole('link', { name: 'Open the group of row 2' });
    await link.waitFor();
    const groups = await workspace.postern.postGroups.list().toArray();
    expect(groups.map(({ clientReference }) => clientReference).sort()).toEqual(['table-1', 'table-3']);
    expect(groups.every(({ status }) => status === 'scheduled')).toBe(true);
    expect(await link.getAttribute('href')).toContain(
      groups.find(({ clientReference }) => clientReference === 'table-1')!.id,
    );
    await page.getByText('Bad rows').click();
    await page.waitForURL(/result=/);
    await link.waitFor({ state: 'detached' });
    await inspect(page, 'import-done');

    // An earlier import is read again, and the mended table makes no row twice.
    await page.getByRole('link', { name: 'All imports' }).click();
    await page.getByRole('link', { name: 'table.csv' }).waitFor();
    await page.getByLabel('Table as text').fill(csv.replace(/(Far too long )+/, 'Short enough'));
    await page.getByRole('button', { name: 'Check the table' }).click();
    await page.getByText('1 of 4 rows can be imported', { exact: false }).waitFor();
    expect(await page.getByText('Duplicate', { exact: true }).count()).toBe(2);
  });

  it('refuses what is no table, by row and column, and what is no UTF-8', async () => {
    const workspace = await newWorkspace(['publish:read', 'publish:write']);
    const page = await signedIn(workspace, { path: '/imports' });
    allowErrors(page, /422/);
    await page.locator('input[type=file]').setInputFiles({
      name: 'old.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('text,accounts\nCaf\u00e9,x', 'latin1'),
    });
    await page.getByText('The file is not UTF-8', { exact: false }).waitFor();
    await page.getByLabel('Table as text').fill('text,when,accounts\na,b,c');
    await page.getByRole('button', { name: 'Check the table' }).click();
    await page.getByText('there is no column “when”', { exact: false }).first().waitFor();
  });

  it('shows who may not import why not', async () => {
    const workspace = await newWorkspace(['publish:read']);
    const page = await signedIn(workspace, { path: '/imports' });
    await page.getByText('This needs the scope “publish:write”', { exact: false }).waitFor();
    expect(await page.getByRole('button', { name: 'Check the table' }).count()).toBe(0);
  });
});
