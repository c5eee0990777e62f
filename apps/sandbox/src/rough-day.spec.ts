import { join } from 'node:path';
import { adminOf } from '../test/admin-client';
import { PostatoClient } from '../test/postato-client';
import { startSandbox, type RunningSandbox } from './index';
import { readSettings } from './settings';

const POSTS = 60;
let sandbox: RunningSandbox;
let postato: PostatoClient;
beforeEach(async () => {
  const { scenario } = readSettings(['--scenario', join(__dirname, '..', 'scenarios', 'rough-day.json')], {});
  sandbox = await startSandbox({ pace: 'instant', scenario });
  postato = new PostatoClient(sandbox);
});
afterEach(() => sandbox.stop());

/** Tries until an answer can be read and says yes, as a client would that knows no better. */
async function publish(text: string, keyOf: (text: string) => string | undefined): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      if ((await postato.create({ content: text }, keyOf(text))).status === 201) return;
    } catch (error) {
      // No answer, or none that is JSON: the scenario at work.
      expect(['TypeError', 'SyntaxError']).toContain((error as Error).name);
    }
  }
  throw new Error(`${text} was not taken.`);
}

const texts = Array.from({ length: POSTS }, (_none, index) => `rough ${index}`);

async function outcome(): Promise<{ count: number; doubled: number; struck: number }> {
  sandbox.tick();
  const admin = adminOf(sandbox);
  const { count, duplicates } = (await admin.get('/network?text=rough&entries=false')).body;
  const { rules } = (await admin.get('/scenario')).body as { rules: { struck: number }[] };
  return { count, doubled: duplicates.length, struck: rules.reduce((sum, rule) => sum + rule.struck, 0) };
}

it('a client that repeats itself under one key has every post once', async () => {
  for (const text of texts) await publish(text, (key) => key);
  const { count, doubled, struck } = await outcome();
  expect({ count, doubled }).toEqual({ count: POSTS, doubled: 0 });
  expect(struck).toBeGreaterThan(5);
});

it('a client that repeats itself without a key has some of them twice, and the same ones on every run', async () => {
  for (const text of texts) await publish(text, () => undefined);
  const first = await outcome();
  expect(first.doubled).toBeGreaterThan(0);
  expect(first.count).toBeGreaterThan(POSTS);
  const doubles = sandbox.network.duplicates();
  await sandbox.stop();
  const { scenario } = readSettings(['--scenario', join(__dirname, '..', 'scenarios', 'rough-day.json')], {});
  sandbox = await startSandbox({ pace: 'instant', scenario });
  postato = new PostatoClient(sandbox);
  for (const text of texts) await publish(text, () => undefined);
  expect(await outcome()).toEqual(first);
  expect(sandbox.network.duplicates()).toEqual(doubles);
});
