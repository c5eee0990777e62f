/** Real workers that are told to stop, or are killed, with posts in hand. */
import { setTimeout as pause } from 'node:timers/promises';
import { until } from './gateway-harness';
import { ProcessGateway } from './process-gateway';

jest.setTimeout(240_000);

let gateway: ProcessGateway;
let ids: string[];

beforeAll(async () => {
  gateway = await ProcessGateway.open();
  await gateway.processes.api.start();
  ids = await gateway.accounts();
});
afterAll(() => gateway.close());

const slow = (delayMs: number) =>
  gateway.sandbox('POST', '/faults', {
    upstream: 'postato',
    operation: 'postato.create',
    kind: 'slow',
    delayMs,
  });

/** Until a worker has the submission in hand. */
const untilSending = (groupId: string) =>
  until(async () => {
    const rows = await gateway.query<{ state: string }>(
      `select state from submissions where group_id = '${groupId}' and lease_until > now()`,
    );
    return rows.length === 1;
  }, 60_000);

const submissionOf = async (groupId: string) =>
  (
    await gateway.query<{ state: string; held: boolean; outcomes: (string | null)[] }>(
      `select s.state, coalesce(s.lease_until > now(), false) as held,
        (select array_agg(a.outcome order by a.number) from attempts a where a.submission_id = s.id) as outcomes
       from submissions s where s.group_id = '${groupId}'`,
    )
  )[0]!;

it('a worker that is told to stop finishes what it has in hand', async () => {
  const { worker } = gateway.processes;
  await worker.start();
  await slow(3_000);
  const group = await gateway.publish([ids[2]!], 'Finished.');
  await untilSending(group.id);
  expect(await worker.stop()).toBe(0);
  expect(await submissionOf(group.id)).toEqual({ state: 'accepted', held: false, outcomes: ['accepted'] });
  expect(await gateway.query('select from workers')).toHaveLength(0);
  await until(async () => (await gateway.onNetworks('Finished')).length === 1);
});

it('a worker that cannot finish in time hands back, and another goes on at once', async () => {
  const { worker, otherWorker } = gateway.processes;
  await worker.start();
  // Longer than a worker has to finish, and than one exchange may take.
  await slow(60_000);
  const group = await gateway.publish([ids[2]!], 'Handed back.');
  await untilSending(group.id);
  const began = Date.now();
  expect(await worker.stop()).toBe(0);
  expect(Date.now() - began).toBeLessThan(25_000);
  expect(await submissionOf(group.id)).toMatchObject({ held: false });
  await otherWorker.start();
  expect((await gateway.finals([group]))[0]!.status).toBe('published');
  expect((await submissionOf(group.id)).outcomes[0]).toBe('abandoned');
  expect(await gateway.onNetworks('Handed back')).toHaveLength(1);
  await otherWorker.stop();
});

it('the posts of a worker that is killed move again within 15 seconds', async () => {
  const { worker, otherWorker } = gateway.processes;
  await Promise.all([worker.start(), otherWorker.start()]);
  await until(async () => (await gateway.query('select from workers')).length === 2, 60_000);
  for (let index = 0; index < 3; index += 1) await slow(4_000);
  const groups = await Promise.all([0, 1, 2].map((index) => gateway.publish([ids[2]!], `Killed ${index}.`)));
  for (const group of groups) await untilSending(group.id);
  await worker.kill();
  const killedAt = Date.now();
  const ends = await gateway.finals(groups);
  expect(ends.map(({ status }) => status)).toEqual(['published', 'published', 'published']);
  expect(Date.now() - killedAt).toBeLessThan(30_000);
  const attempts = await gateway.query<{ late: number }>(
    `select max(extract(epoch from b.started_at - greatest(a.started_at, to_timestamp(${killedAt / 1000}))))::float8 as late
     from attempts a join attempts b on b.submission_id = a.submission_id and b.number = a.number + 1
     join submissions s on s.id = a.submission_id
     where a.outcome = 'abandoned' and s.group_id in (${groups.map(({ id }) => `'${id}'`).join()})`,
  );
  expect(attempts[0]!.late ?? 0).toBeLessThan(15);
  expect(await gateway.onNetworks('Killed')).toHaveLength(3);
  await otherWorker.stop();
});

it('without any worker the API is degraded, and well again with one', async () => {
  const status = async () => ((await gateway.ask('GET', '/health/ready')).body as { status: string }).status;
  await until(async () => (await status()) === 'degraded', 30_000);
  await gateway.processes.worker.start();
  await until(async () => (await status()) === 'ok', 60_000);
  // Long enough that a loop that stands still would have been noticed.
  await pause(3_000);
  expect(await gateway.processes.worker.stop()).toBe(0);
  expect(await gateway.processes.api.stop()).toBe(0);
});
