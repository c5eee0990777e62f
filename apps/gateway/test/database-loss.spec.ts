/** Real processes whose Postgres goes away in every way that it can. */
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../src/database/embedded-postgres';
import { until } from './gateway-harness';
import { type Answer, ProcessGateway } from './process-gateway';

jest.setTimeout(300_000);

const LONGEST_ANSWER_MS = 10_000;

let gateway: ProcessGateway;
let ids: string[];

beforeAll(async () => {
  gateway = await ProcessGateway.open();
  await gateway.processes.api.start();
  await gateway.processes.worker.start();
  ids = await gateway.accounts();
});
afterAll(() => gateway.close());
afterEach(() => {
  const { api, worker } = gateway.processes;
  expect({ api: api.alive, worker: worker.alive }).toEqual({ api: true, worker: true });
  for (const process of [api, worker]) expect(process.log()).not.toMatch(/unhandled|uncaught/i);
});

const TERMINATE_ALL = `select pg_terminate_backend(pid) from pg_stat_activity
  where pid <> pg_backend_pid() and datname = current_database()`;

/** Ends every session, again and again; one of the questions may end the asker of another. */
async function hammer(forMs: number): Promise<void> {
  const end = Date.now() + forMs;
  for (let turn = 0; Date.now() < end; turn += 1) {
    await gateway.query(TERMINATE_ALL).catch(() => undefined);
    await pause(20 + ((turn * 97) % 280));
  }
}

/** Requests of every kind, one after the other, until `stop`; every answer is kept. */
function keepAsking(): { stop(): Promise<Answer[]> } {
  const answers: Answer[] = [];
  let stopped = false;
  const asking = (path: string) =>
    (async () => {
      while (!stopped) {
        answers.push(await gateway.ask('GET', path));
        await pause(50);
      }
    })();
  const all = Promise.all(['/v1/posts?limit=5', '/health/ready', '/v1/accounts'].map(asking));
  return {
    stop: async () => {
      stopped = true;
      await all;
      return answers;
    },
  };
}

function expectAnswered(answers: Answer[]): void {
  expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
  expect(answers.filter(({ ms }) => ms > LONGEST_ANSWER_MS)).toEqual([]);
}

/** Every part of the worker works again, and by itself. */
async function expectWellAgain(text: string): Promise<void> {
  const group = await gateway.publish(ids, text);
  expect((await gateway.finals([group]))[0]!.status).toBe('published');
  await until(
    async () => ((await gateway.ask('GET', '/health/ready')).body as { status: string }).status === 'ok',
  );
  await until(async () => {
    const [row] = await gateway.query<{ listeners: number }>(
      `select count(*)::int as listeners from pg_stat_activity where query like 'LISTEN%'`,
    );
    return row!.listeners === 1;
  }, 60_000);
}

function signalPostgres(signal: 'SIGSTOP' | 'SIGCONT'): void {
  const { pid } = gateway.postgres;
  const children = execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    .trim()
    .split('\n');
  for (const each of [pid, ...children.map(Number)]) {
    try {
      process.kill(each, signal);
    } catch (error) {
      // A child may have ended meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

it('that ends every session again and again loses and doubles nothing', async () => {
  const texts = Array.from({ length: 6 }, (_, index) => `Dropped ${index}.`);
  const asking = keepAsking();
  const hammering = hammer(6_000);
  const groups = [];
  for (const text of texts) {
    groups.push(await gateway.publish(ids, text));
    await pause(300);
  }
  await hammering;
  expectAnswered(await asking.stop());
  const ends = await gateway.finals(groups);
  expect(ends.map(({ status }) => status)).toEqual(texts.map(() => 'published'));
  expect(await gateway.onNetworks('Dropped')).toEqual(gateway.everywhere(texts));
  await expectWellAgain('After the drops.');
});

it('that ends sessions while processes start keeps none of them from starting', async () => {
  const hammering = hammer(5_000);
  await gateway.processes.worker.stop();
  await gateway.processes.worker.start();
  await gateway.processes.otherWorker.start();
  await hammering;
  await until(async () => {
    const rows = await gateway.query("select from workers where beat_at > now() - interval '5 seconds'");
    return rows.length === 2;
  }, 60_000);
  expect(gateway.processes.otherWorker.alive).toBe(true);
  await gateway.processes.otherWorker.stop();
});

it('that is killed and comes back loses and doubles nothing, and the first request afterwards works', async () => {
  const texts = Array.from({ length: 4 }, (_, index) => `Restarted ${index}.`);
  const groups = await Promise.all(texts.map((text) => gateway.publish(ids, text)));
  await pause(200);
  process.kill(gateway.postgres.pid, 'SIGKILL');
  await until(async () => (await gateway.ask('GET', '/health/ready')).status === 503);
  const asking = keepAsking();
  await pause(5_000);
  const during = await asking.stop();
  expect(new Set(during.map(({ status }) => status))).toEqual(new Set([503]));
  expectAnswered(during);
  gateway.postgres = await startEmbeddedPostgres({ dataDir: gateway.dataDir });
  expect((await gateway.ask('GET', `/v1/post-groups/${groups[0]!.id}`)).status).toBe(200);
  const ends = await gateway.finals(groups);
  expect(ends.map(({ status }) => status)).toEqual(texts.map(() => 'published'));
  expect(await gateway.onNetworks('Restarted')).toEqual(gateway.everywhere(texts));
  await expectWellAgain('After the restart.');
});

it('that freezes without a word holds up nobody for ever', async () => {
  const texts = ['Frozen 0.', 'Frozen 1.'];
  const groups = await Promise.all(texts.map((text) => gateway.publish(ids, text)));
  signalPostgres('SIGSTOP');
  const asking = keepAsking();
  try {
    // Longer than a worker waits for a connection and an answer.
    await pause(35_000);
  } finally {
    signalPostgres('SIGCONT');
  }
  const answers = await asking.stop();
  expectAnswered(answers);
  expect(answers.filter(({ status }) => status === 503).length).toBeGreaterThan(5);
  expect((await gateway.ask('GET', '/v1/posts')).status).toBe(200);
  const ends = await gateway.finals(groups);
  expect(ends.map(({ status }) => status)).toEqual(texts.map(() => 'published'));
  expect(await gateway.onNetworks('Frozen')).toEqual(gateway.everywhere(texts));
  await expectWellAgain('After the frost.');
});

it('that is away while processes start is waited for', async () => {
  const { api, worker } = gateway.processes;
  await Promise.all([api.stop(), worker.stop()]);
  await gateway.postgres.stop();
  await worker.start();
  const starting = api.start();
  await until(
    () => Promise.resolve([api, worker].every((each) => each.log().includes('It is waited for'))),
    60_000,
  );
  await pause(2_000);
  gateway.postgres = await startEmbeddedPostgres({ dataDir: gateway.dataDir });
  await starting;
  await expectWellAgain('After the start.');
});
