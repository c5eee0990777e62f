/** An upstream that nobody has written code for is attached by a file of at most eighty lines, over the API. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestCheck, ManifestExplanation, ManifestTrial } from '@postern/client';
import { checkLines, explanationLines, trialLines } from '../../cli/src/manifest-lines';
import { type Body, itemsOf } from './api-harness';
import { DESK_KEY, Gazette, LAPSED, SEAL } from './gazette';
import { startTestGateway, type TestGateway, until } from './gateway-harness';
import { REPOSITORY } from './run-node';

const text = readFileSync(join(REPOSITORY, 'docs/how-to/examples/gazette.json'), 'utf8');
const DOOR = 'https://pictures.example/door.jpg';
const MANIFEST = JSON.parse(text) as object;

jest.setTimeout(60_000);

let gateway: TestGateway;
let gazette: Gazette;
let connection: Body;
let accounts: Body[];
beforeAll(async () => {
  gazette = new Gazette();
  const [started, host] = await Promise.all([startTestGateway(), gazette.start()]);
  gateway = started;
  const added = await call('POST', '/manifests', { manifest: MANIFEST });
  expect([added.status, added.body]).toMatchObject([201, { provider: 'generic:gazette', warnings: [] }]);
  const credentials = { key: DESK_KEY, host, webhookSecrets: [SEAL] };
  const body = { provider: 'generic:gazette', name: 'The Gazette', credentials };
  const made = await call('POST', '/connections', body);
  expect([made.status, made.body]).toMatchObject([201, { status: 'active', error: null }]);
  connection = made.body;
  gazette.hook = `${gateway.api.url}/hooks/${connection.id}`;
  accounts = itemsOf(await call('GET', `/accounts?connectionId=${connection.id}`));
  await gateway.startWorker();
}, 60_000);
afterAll(async () => {
  await gateway.close();
  await gazette.close();
});

const call = (method: string, path: string, body?: unknown) =>
  gateway.api.call(method, `/v1${path}`, { body });
const account = (handle: string) => ({
  accountId: accounts.find((each) => each.handle === handle)?.id as string,
});
const publish = (words: string, more: object = {}) =>
  gateway.publish({ content: { text: words }, targets: [account('@acme')], ...more });
const statusOf = async (id: string) => (await gateway.group(id)).status;
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

it('takes eighty lines at most, none of them long', () => {
  const lines = text.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(80);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
});

it('follows what the manifest contains, and finds the accounts of all pages', () => {
  const shown = accounts.map(({ platform, handle, status }: Record<string, string>) => [
    platform,
    handle,
    status,
  ]);
  expect(shown.sort()).toEqual([
    ['billboard', 'wall', 'connected'],
    ['linkedin', 'acme-inc', 'connected'],
    ['linkedin', 'acme-ltd', 'connected'],
    ['x', '@acme', 'connected'],
    ['x', '@old', 'reauth_required'],
  ]);
  expect(gazette.calls.filter((each) => each.includes('/outlets'))).toHaveLength(3);
});

it('publishes to two accounts, of which one fails, and hears of it by signed deliveries', async () => {
  const targets = [account('@acme'), account(LAPSED)];
  const content = { text: 'Opening day', media: [{ url: DOOR }] };
  const { id } = await gateway.publish({ content, targets });
  await until(async () => (await statusOf(id)) === 'publishing');
  expect(gazette.withWords('Opening day')).toMatchObject([{ pictures: [DOOR] }, { pictures: [DOOR] }]);
  expect(await gazette.deliver('n-1', 'another seal')).toBe(401);
  // Polled every 20 seconds: within 10 it is the deliveries that tell.
  expect(await gazette.print()).toEqual([204, 204]);
  const group = await gateway.final(id, 10_000);
  expect(group).toMatchObject({ status: 'partially_published', counts: { published: 1, failed: 1 } });
  const [good, bad] = group.posts;
  expect(good).toMatchObject({
    status: 'published',
    upstreamStatus: 'out',
    platformPostUrl: expect.stringContaining('https://birdsite.example/n-') as string,
  });
  expect(bad).toMatchObject({
    status: 'failed',
    upstreamStatus: 'spiked',
    error: { code: 'AUTH_EXPIRED', upstreamCode: 'lapsed', message: expect.any(String) as string },
  });
});

it('hands a scheduled post over, moves it, and takes it back', async () => {
  const { id, posts } = await publish('Next week', { scheduledAt: inMinutes(600) });
  await until(async () => (await gateway.group(id)).posts[0]?.upstreamStatus === 'shelf');
  const later = inMinutes(900);
  const moved = await call('POST', `/post-groups/${id}/reschedule`, { scheduledAt: later });
  expect([moved.status, moved.body]).toMatchObject([200, expect.anything()]);
  const [notice] = gazette.withWords('Next week');
  await until(() => notice?.due === Math.floor(Date.parse(later) / 1_000));
  const canceled = await call('DELETE', `/posts/${posts[0]?.id}`);
  expect([canceled.status, canceled.body]).toMatchObject([200, expect.anything()]);
  expect(await gateway.final(id)).toMatchObject({ status: 'canceled' });
  expect(gazette.withWords('Next week').map(({ stage }) => stage)).toEqual(['pulled']);
});

it('asks again under the same key where a reply is lost, and waits where it is told to', async () => {
  gazette.loseReplies = 1;
  const lost = await publish('Lost and found');
  await until(() => gazette.loseReplies === 0);
  gazette.refuse = 1;
  const refused = await publish('One at a time');
  for (const { id } of [lost, refused]) await until(async () => (await statusOf(id)) === 'publishing');
  await gazette.print();
  for (const { id } of [lost, refused]) expect((await gateway.final(id)).status).toBe('published');
  expect(gazette.withWords('Lost and found')).toHaveLength(1);
  expect(gazette.withWords('One at a time')).toHaveLength(1);
  const { attempts } = (await gateway.group(lost.id)).posts[0] as { attempts: number };
  expect(attempts).toBeGreaterThan(1);
});

/** What the page shows is what there is: the file, and what the command line prints of it. */
describe('the page about it', () => {
  const page = readFileSync(join(REPOSITORY, 'docs/how-to/attach-an-upstream.md'), 'utf8');
  const plain = { colors: false };
  const block = (language: string, lines: readonly string[]) =>
    `\`\`\`${language}\n${lines.join('\n').trimEnd()}\n\`\`\`\n`;
  const tool = async <T>(name: string, body: object): Promise<T> => {
    const reply = await call('POST', `/manifests/${name}`, { manifest: MANIFEST, ...body });
    expect(reply.status).toBe(200);
    return reply.body as T;
  };
  const shows = (told: string[]) => expect(page).toContain(block('text', told));
  /** The JSON under a name in the page. */
  const shown = (name: string): unknown => {
    const found = new RegExp(`<!-- ${name} -->\\s+\`\`\`json\\n(.*?)\`\`\``, 's').exec(page);
    return JSON.parse(found?.[1] ?? '');
  };

  it('shows the manifest', () => {
    expect(page).toContain(block('json', [text]));
  });

  it.each([
    ['it', '', ''],
    ['a misspelt placeholder', '"path": "/notices/{ref.id}" }', '"path": "/notices/{ref.no}" }'],
    ['a misspelt word', '"spiked": "failed"', '"spikd": "failed"'],
  ])('shows what check says of %s', async (_what, right, wrong) => {
    const manifest = JSON.parse(text.replace(right, wrong)) as object;
    shows(checkLines(await tool<ManifestCheck>('check', { manifest }), plain));
  });

  it('shows what explain says', async () => {
    shows(explanationLines(await tool<ManifestExplanation>('explain', {}), plain));
  });

  it('shows what try says of a create, and of the reply that the documentation shows', async () => {
    const trial = await tool<ManifestTrial>('try', {
      operation: 'createPost',
      post: shown('post.json'),
      reply: { status: 201, body: shown('created.json') },
    });
    shows(trialLines(trial, plain));
  });
});
