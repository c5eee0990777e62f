import { adminOf } from '../test/admin-client';
import { shownTexts, submit } from '../test/submitters';
import { until } from '../test/until';
import { startSandbox, type RunningSandbox } from './index';

let sandbox: RunningSandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ pace: 'instant' });
});
afterEach(() => sandbox.stop());

const refusal = { cause: { code: 'ECONNREFUSED' } };

const isBack = () =>
  until(async () => {
    try {
      return (await fetch(`${sandbox.url}/_sandbox/clock`)).ok;
    } catch (error) {
      const code = expect.stringMatching(/ECONNREFUSED|ECONNRESET|UND_ERR/) as string;
      expect(error).toMatchObject({ cause: { code } });
      return false;
    }
  });

it('refuses connections on its port, and is then back with all it knew', async () => {
  await submit(sandbox, 'postato', 'before');
  const reply = await adminOf(sandbox).post('/outage', { ms: 60_000 });
  expect([reply.status, reply.body]).toEqual([200, { ms: 60_000 }]);
  // On a connection that was kept open the first request may still meet a reset.
  await expect(submit(sandbox, 'postato', 'lost')).rejects.toThrow('fetch failed');
  await expect(fetch(`${sandbox.url}/_sandbox/clock`)).rejects.toMatchObject(refusal);
  const startedAt = Date.now();
  sandbox.outage(200);
  await isBack();
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(190);
  await submit(sandbox, 'postato', 'after');
  expect(shownTexts(sandbox)).toEqual(['before', 'after']);
});

it('cuts what is under way', async () => {
  sandbox.faults.add({ upstream: 'postato', operation: 'postato.create', kind: 'slow', delayMs: 60_000 });
  const underWay = expect(submit(sandbox, 'postato', 'cut')).rejects.toThrow('fetch failed');
  await until(() => sandbox.requests.list().some(({ fault }) => fault === 'slow'));
  sandbox.outage(100);
  await underWay;
  await isBack();
});

it('publishes what is due meanwhile', async () => {
  await submit(sandbox, 'postpost', 'due');
  sandbox.outage(60_000);
  expect(shownTexts(sandbox)).toEqual(['due']);
});

it('can be stopped meanwhile, and its port used by another', async () => {
  const { port } = sandbox;
  sandbox.outage(60_000);
  await sandbox.stop();
  sandbox = await startSandbox({ port });
  expect((await adminOf(sandbox).get('/clock')).status).toBe(200);
});

it.each([{}, { ms: 0 }, { ms: 700_000 }, { ms: 100, port: 1 }])('refuses %j', async (body) => {
  expect((await adminOf(sandbox).post('/outage', body)).status).toBe(422);
});
