import type { Scope } from '@postern/client';
import { connect, inspect, newWorkspace, signedIn, type Workspace } from './harness';

const FORBIDDEN: readonly { path: string; heading: string; scope: Scope }[] = [
  { path: '/compose', heading: 'Compose', scope: 'publish:write' },
  { path: '/imports', heading: 'CSV import', scope: 'publish:write' },
  { path: '/connections', heading: 'Connections', scope: 'connections:read' },
  { path: '/connections/new', heading: 'New connection', scope: 'connections:write' },
  { path: '/manifests', heading: 'Manifests', scope: 'connections:read' },
  { path: '/webhooks', heading: 'Webhooks', scope: 'webhooks:read' },
  { path: '/api-keys', heading: 'API keys', scope: 'admin' },
  { path: '/audit-log', heading: 'Audit log', scope: 'admin' },
];
/** What changes something, wherever a page may offer it. */
const CHANGES = /^(retry|cancel|reschedule|resolve|publish|edit|delete|new|create|compose|import)\b/i;

describe('a key that may only read posts', () => {
  let workspace: Workspace;
  let groupId: string;

  beforeAll(async () => {
    workspace = await newWorkspace(['publish:read']);
    const { on } = await connect(workspace, 'generic:postato');
    const targets = [
      { accountId: on('x').id },
      { accountId: on('linkedin').id, content: { text: '#fail-content' } },
    ];
    const group = await workspace.postern.postGroups.create({ content: { text: 'To be read' }, targets });
    await workspace.postern.waitUntilFinal(group.id);
    groupId = group.id;
  });

  it('is offered what it may see', async () => {
    const page = await signedIn(workspace);
    const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
    await links.first().waitFor();
    expect(await links.allInnerTexts()).toEqual(['Today', 'Posts', 'Calendar', 'Events']);
  });

  it('is told, at the address of another page, which scope it would need', async () => {
    const page = await signedIn(workspace);
    for (const { path, scope } of FORBIDDEN) {
      await page.goto(page.url().replace(/\/admin.*$/, `/admin${path}`));
      const notice = page.getByRole('alert').filter({ hasText: 'You may not see this' });
      await notice.waitFor();
      expect({ path, told: await notice.innerText() }).toEqual({
        path,
        told: expect.stringContaining(scope),
      });
    }
    await inspect(page, 'no-permission');
  });

  it('finds nothing to change on the pages it may see', async () => {
    const page = await signedIn(workspace);
    for (const path of ['/', '/posts', `/groups/${groupId}`, '/calendar', '/events']) {
      await page.goto(page.url().replace(/\/admin.*$/, `/admin${path}`));
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
      const content = page.locator('main#content');
      const names = await content
        .locator('button, a[href]')
        .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? one.textContent ?? ''));
      expect({ path, changes: names.filter((name) => CHANGES.test(name.trim())) }).toEqual({
        path,
        changes: [],
      });
    }
  });
});
