import { adminOf } from '../test/admin-client';
import { LayersClient } from '../test/layers-client';
import { startSandbox, type RunningSandbox } from './index';

let sandbox: RunningSandbox;
let admin: ReturnType<typeof adminOf>;
beforeEach(async () => {
  sandbox = await startSandbox({ pace: 'instant' });
  admin = adminOf(sandbox);
});
afterEach(() => sandbox.stop());

function show(text: string, account = 'one', upstream: 'layers' | 'postato' = 'postato'): void {
  const rest = { url: null, mediaCount: 0, media: [], publishedAt: sandbox.clock.iso(), sourcePostId: 'p' };
  sandbox.network.publish({ upstream, platform: 'twitter', account, text, ...rest });
}

const network = async (query: string) => (await admin.get(`/network?${query}`)).body;

it('judges doubles by upstream, account and text together', async () => {
  for (const text of ['a', 'b', 'a', 'a ']) show(text);
  show('b', 'other');
  show('b', 'one', 'layers');
  expect(await network('')).toMatchObject({
    count: 6,
    duplicates: [{ upstream: 'postato', account: 'one', text: 'a', count: 2 }],
  });
  show('b', 'other');
  show('a');
  const { duplicates } = await network('');
  expect(duplicates).toEqual([
    { upstream: 'postato', account: 'one', text: 'a', count: 3 },
    { upstream: 'postato', account: 'other', text: 'b', count: 2 },
  ]);
  expect((await network('account=other')).duplicates).toHaveLength(1);
  expect((await network('upstream=layers')).duplicates).toEqual([]);
});

it('filters by how a text begins, whatever is in it', async () => {
  for (const text of ['run 7: one', 'run 7: one', 'run 70: two', 'about run 7: three', 'r%un & 7?'])
    show(text);
  const found = await network(`text=${encodeURIComponent('run 7:')}`);
  expect(found).toMatchObject({ count: 2, duplicates: [{ text: 'run 7: one', count: 2 }] });
  expect((await network(`text=${encodeURIComponent('r%un & 7?')}`)).count).toBe(1);
  expect((await network('text=none')).entries).toEqual([]);
});

it('may leave out the entries', async () => {
  show('a');
  expect(await network('entries=false')).toEqual({ count: 1, duplicates: [] });
  expect((await admin.get('/network?entries=perhaps')).status).toBe(422);
});

it('is quick with ten thousand posts', async () => {
  for (let post = 0; post < 10_000; post += 1) show(`post ${post % 9_999}`, `account ${post % 9_999}`);
  const startedAt = Date.now();
  const { count, duplicates } = await network('text=post&entries=false');
  expect(count).toBe(10_000);
  expect(duplicates).toHaveLength(1);
  // A quadratic comparison would take many seconds.
  expect(Date.now() - startedAt).toBeLessThan(5_000);
});

it('has one entry for each act of publishing', async () => {
  const layers = new LayersClient(sandbox);
  const container = await layers.upload('twice');
  await layers.publish(container);
  await layers.publish(container);
  sandbox.tick();
  expect(await network('text=twice')).toMatchObject({
    count: 2,
    duplicates: [{ account: layers.tiktok, count: 2 }],
  });
});
