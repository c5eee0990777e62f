/** Real processes that freeze and compete. Kills are the fault suite's (docs/testing/fault-suite.md). */
import type { PostGroupView } from '../src/post-groups/post-group-view';
import { ProcessGateway } from './process-gateway';

jest.setTimeout(180_000);

/** The call that publishes. */
const LAST_STEPS = [
  { upstream: 'layers', operation: 'layers.publish' },
  { upstream: 'postpost', operation: 'postpost.update-post' },
  { upstream: 'postato', operation: 'postato.create' },
];

let gateway: ProcessGateway;

beforeAll(async () => {
  gateway = await ProcessGateway.open();
  await gateway.processes.api.start();
  await gateway.processes.worker.start();
});
afterAll(async () => {
  gateway.processes.worker.thaw();
  await gateway.close();
});
afterEach(async () => {
  const { api, worker, otherWorker } = gateway.processes;
  for (const process of [api, worker, otherWorker]) expect(process.log()).not.toMatch(/unhandled|uncaught/i);
  worker.thaw();
  await otherWorker.stop();
});

/** What a caller sees, but for when it was written: an acceptance that is heard late says so of itself. */
const shown = ({ status, posts }: PostGroupView) => ({
  status,
  posts: posts.map(({ updatedAt: _written, attemptedAt: _heard, ...post }) => post),
});
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a worker that freezes with posts in hand', () => {
  it.each([30, 120, 400])(
    'after %i ms, and thaws when another has finished them, adds nothing',
    async (ms) => {
      const { worker, otherWorker } = gateway.processes;
      const ids = await gateway.accounts();
      for (const step of LAST_STEPS)
        await gateway.sandbox('POST', '/faults', { ...step, kind: 'slow', delayMs: 1_500 });
      const texts = [`Frozen ${ms} a`, `Frozen ${ms} b`];
      const groups = await Promise.all(texts.map((text) => gateway.publish(ids, text)));
      await wait(ms);
      worker.freeze();
      await otherWorker.start();
      const ends = await gateway.finals(groups);
      worker.thaw();
      await wait(3_000);
      expect((await gateway.finals(groups)).map(shown)).toEqual(ends.map(shown));
      expect(ends.map(({ status }) => status)).toEqual(['published', 'published']);
      expect(await gateway.onNetworks(`Frozen ${ms}`)).toEqual(gateway.everywhere(texts));
      expect(worker.alive).toBe(true);
    },
  );
});

describe('two workers', () => {
  it('on one database send each of 60 posts once', async () => {
    const { otherWorker } = gateway.processes;
    await otherWorker.start();
    // Not through Layers: three writes a post are more than its minute's budget.
    const ids = (await gateway.accounts()).slice(1);
    const texts = Array.from({ length: 30 }, (_, index) => `Competing ${index}.`);
    const groups = await Promise.all(texts.map((text) => gateway.publish(ids, text)));
    const ends = await gateway.finals(groups, 120_000);
    expect(ends.map(({ status }) => status)).toEqual(texts.map(() => 'published'));
    const elsewhere = gateway.everywhere(texts).filter((line) => !line.startsWith('layers: '));
    expect(await gateway.onNetworks('Competing')).toEqual(elsewhere);
  });
});
