/** Upstreams, connections and queues that misbehave: nothing is lost, doubled, hammered or held up. */
import { EMPTY_SNAPSHOT, publishError } from '@postern/core';
import { JobRunner } from '../src/jobs/job-runner';
import { ProviderRegistry } from '../src/providers/provider-registry';
import { accountOn, startTestGateway, until, type TestGateway, type Upstream } from './gateway-harness';
import type { Body } from './api-harness';

jest.setTimeout(60_000);

let gateway: TestGateway;
let registry: ProviderRegistry;
const connections = {} as Record<Upstream, { id: string; accounts: Body[] }>;
const unhandled: unknown[] = [];
const note = (error: unknown) => unhandled.push(error);

beforeAll(async () => {
  process.on('unhandledRejection', note).on('uncaughtException', note);
  gateway = await startTestGateway({ config: { upstreamTimeoutSeconds: 1 } });
  registry = (await gateway.startWorker()).get(ProviderRegistry);
}, 60_000);
beforeEach(async () => {
  gateway.sandbox.reset();
  for (const upstream of ['layers', 'postpost', 'postato'] as const)
    connections[upstream] = await gateway.connect(upstream);
});
afterEach(() => {
  jest.restoreAllMocks();
  gateway.sandbox.faults.clear();
});
afterAll(async () => {
  await gateway.close();
  process.off('unhandledRejection', note).off('uncaughtException', note);
});
afterEach(() => expect(unhandled).toEqual([]));

const image = () => [{ url: `${gateway.sandbox.url}/samples/a.jpg` }];
const onNetwork = (text: string) =>
  gateway.sandbox.network.entries({}).filter((entry) => entry.text.includes(text));
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const PLATFORM: Record<Upstream, string> = { layers: 'instagram', postpost: 'linkedin', postato: 'linkedin' };
const publish = (upstream: Upstream, text: string, more: Record<string, unknown> = {}) =>
  gateway.publish({
    content: { text, media: image() },
    targets: [{ accountId: accountOn(connections[upstream].accounts, PLATFORM[upstream]) }],
    ...more,
  });
const status = async (id: string) => (await gateway.group(id)).status;
const query = <T>(sql: string, parameters: unknown[] = []) => gateway.api.db.query<T[]>(sql, parameters);
const provider = (upstream: Upstream) => registry.get(upstream === 'postato' ? 'generic:postato' : upstream)!;

describe('a reply that never comes', () => {
  it.each(['layers', 'postpost', 'postato'] as const)(
    'from %s costs the time-out, and the post goes out once',
    async (upstream) => {
      const text = `Hang ${upstream}`;
      const operation = {
        layers: 'layers.publish',
        postpost: 'postpost.update-post',
        postato: 'postato.create',
      };
      gateway.sandbox.faults.add({ upstream, operation: operation[upstream], kind: 'accept-then-hang' });
      const startedAt = Date.now();
      const group = await publish(upstream, text);
      await until(async () => (await status(group.id)) === 'unknown');
      const final = await gateway.final(group.id, 12_000);
      expect(final.status).toBe('published');
      expect(Date.now() - startedAt).toBeLessThan(10_000);
      expect(onNetwork(text)).toHaveLength(1);
    },
  );
});

describe('reads', () => {
  it('that hang through one connection hold up no other', async () => {
    const read = provider('layers').read;
    let release: () => void = () => undefined;
    const hangs = new Promise<void>((resolve) => (release = resolve));
    jest.spyOn(provider('layers'), 'read').mockImplementation(async (ctx, refs) => {
      await hangs;
      return read(ctx, refs);
    });
    const slow = await publish('layers', 'Slow reads');
    try {
      await until(async () => (await gateway.group(slow.id)).posts[0]?.providerReference != null);
      await wait(1_500);
      const quick = await publish('postato', 'Quick reads');
      expect((await gateway.final(quick.id, 8_000)).status).toBe('published');
    } finally {
      release();
    }
    expect((await gateway.final(slow.id, 8_000)).status).toBe('published');
  });

  it.each(['html-502', '429', '503'] as const)(
    'that fail with %s are not repeated in haste',
    async (kind) => {
      const group = await publish('postato', `Failing reads ${kind}`);
      await until(async () => (await gateway.group(group.id)).posts[0]?.providerReference != null);
      for (const operation of ['postato.get', 'postato.list'])
        gateway.sandbox.faults.add({ upstream: 'postato', operation, kind, times: null });
      gateway.sandbox.requests.clear();
      await wait(3_000);
      const reads = gateway.sandbox.requests.list({ upstream: 'postato' }).length;
      expect(reads).toBeLessThanOrEqual(9);
      gateway.sandbox.faults.clear();
      expect((await gateway.final(group.id, 8_000)).status).toBe('published');
    },
  );

  it('that throw keep the post and are tried again', async () => {
    const spy = jest.spyOn(provider('postato'), 'read').mockRejectedValue(new Error('A defect'));
    const group = await publish('postato', 'Throwing reads');
    await until(() => spy.mock.calls.length >= 2);
    expect(spy.mock.calls.length).toBeLessThan(5);
    spy.mockRestore();
    expect((await gateway.final(group.id, 20_000)).status).toBe('published');
  });

  it('of a hundred open posts cost a page or two', async () => {
    const text = 'Hundred #stuck';
    const { accounts, id } = connections.postato;
    const groups = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        gateway.publish({
          content: { text: `${text} ${index}`, media: [] },
          targets: [{ accountId: accountOn(accounts, 'x') }, { accountId: accountOn(accounts, 'linkedin') }],
        }),
      ),
    );
    const count = async () =>
      (
        await query<{ n: number }>(
          `select count(*)::int as n from posts where connection_id = $1 and status = 'publishing'`,
          [id],
        )
      )[0]!.n;
    await until(async () => (await count()) >= 95, 40_000);
    await query(`update posts set next_read_at = now() + interval '1 hour' where connection_id = $1`, [id]);
    await wait(1_500);
    gateway.sandbox.requests.clear();
    await query(`update posts set next_read_at = now() where connection_id = $1`, [id]);
    await wait(800);
    await query(`update posts set next_read_at = null where connection_id = $1`, [id]);
    const requests = gateway.sandbox.requests.list({ upstream: 'postato' });
    expect(requests.length).toBeGreaterThan(0);
    expect(requests.length).toBeLessThanOrEqual(4);
    const versions = await query<{ n: number }>(
      `select max(version) as n from post_groups where id = any($1::text[])`,
      [groups.map((group) => group.id)],
    );
    expect(versions[0]!.n).toBeLessThan(10);
  });
});

describe('a connection that cannot be opened', () => {
  it.each([
    ['is sealed under a key that is not here', `credentials = '\\x00112233445566778899aabbccddeeff'::bytea`],
  ])('because it %s is not asked for again and again', async (_name, change) => {
    const group = await publish('postato', 'Closed connection');
    const id = connections.postato.id;
    await until(async () => (await gateway.group(group.id)).posts[0]?.providerReference != null);
    const [before] = await query<{ credentials: Buffer }>(
      'select credentials from connections where id = $1',
      [id],
    );
    await query(`update connections set ${change}, updated_at = now() where id = $1`, [id]);
    const rests = async () => {
      const [row] = await query<{ rests: boolean }>(
        `select coalesce(read_after > now() + interval '30 seconds', false) as rests from connections where id = $1`,
        [id],
      );
      return row!.rests;
    };
    await until(rests);
    const reads = jest.spyOn(provider('postato'), 'read');
    await wait(2_000);
    expect(reads).not.toHaveBeenCalled();
    expect(await status(group.id)).toMatch(/queued|publishing/);
    await query(
      `update connections set status = 'active', credentials = $2, read_after = null, updated_at = now() where id = $1`,
      [id, before!.credentials],
    );
    expect((await gateway.final(group.id, 8_000)).status).toBe('published');
  });
});

describe('a provider that throws while it submits', () => {
  it('leaves the outcome open until it no longer throws', async () => {
    const spy = jest.spyOn(provider('postato'), 'submit').mockRejectedValue(new Error('A defect'));
    const group = await publish('postato', 'Throwing submit');
    await until(() => spy.mock.calls.length >= 2);
    expect(await status(group.id)).toBe('unknown');
    spy.mockRestore();
    expect((await gateway.final(group.id)).status).toBe('published');
    expect(onNetwork('Throwing submit')).toHaveLength(1);
  });

  it('is not called again where nothing can settle it', async () => {
    const { descriptor } = provider('postato');
    const { unknownResolution } = descriptor.capabilities;
    descriptor.capabilities.unknownResolution = 'operator';
    const spy = jest.spyOn(provider('postato'), 'submit').mockRejectedValue(new Error('A defect'));
    const group = await publish('postato', 'Unknown for ever');
    await until(async () => (await status(group.id)) === 'unknown');
    await wait(3_500);
    expect(spy).toHaveBeenCalledTimes(1);
    expect(await gateway.group(group.id)).toMatchObject({
      status: 'unknown',
      posts: [{ status: 'unknown', attempts: 1, error: { code: 'OUTCOME_UNKNOWN' } }],
    });
    descriptor.capabilities.unknownResolution = unknownResolution;
  });
});

describe('what is found again after a lost reply', () => {
  it('is not taken for this post where it is another one', async () => {
    const other = await publish('postato', 'Twin');
    await until(async () => (await gateway.group(other.id)).posts[0]?.providerReference != null);
    const id = (await gateway.group(other.id)).posts[0]!.providerReference!;
    const spy = jest.spyOn(provider('postato'), 'submit').mockImplementation((_ctx, { targets }) => {
      const postId = targets[0]!.postId;
      const error = publishError({ code: 'TIMEOUT' });
      const reference = { id, data: {} };
      return Promise.resolve({
        posts: [
          spy.mock.calls.length === 1
            ? { postId, outcome: 'unknown', error }
            : { postId, outcome: 'accepted', reference, snapshot: EMPTY_SNAPSHOT },
        ],
      });
    });
    const twin = await publish('postato', 'Twin');
    await until(() => spy.mock.calls.length >= 2);
    await wait(300);
    expect(await status(twin.id)).toBe('unknown');
    spy.mockRestore();
    const [post] = (await gateway.final(twin.id, 20_000)).posts;
    expect(post).toMatchObject({ status: 'published' });
    expect(post!.providerReference).not.toBe(id);
  });
});

describe('a try that died before anything was sent', () => {
  it.each(['layers', 'postpost', 'postato'] as const)(
    'to %s leaves no doubt where the next one is refused',
    async (upstream) => {
      await gateway.stopWorker();
      const group = await publish(upstream, `Died early ${upstream} #refuse`);
      gateway.sandbox.faults.add({ upstream, kind: 'refuse', times: null });
      await query(
        `update submissions set state = 'unknown', attempts = 1, first_attempt_at = now() where group_id = $1`,
        [group.id],
      );
      registry = (await gateway.startWorker()).get(ProviderRegistry);
      expect((await gateway.final(group.id, 8_000)).status).toBe('failed');
      expect(onNetwork('Died early')).toHaveLength(0);
    },
  );
});

describe('the queue', () => {
  it('that ends by itself begins again', async () => {
    const worker = await gateway.startWorker();
    registry = worker.get(ProviderRegistry);
    const inside: unknown = worker.get(JobRunner);
    await (inside as { run: { runner: { stop(): Promise<void> } } }).run.runner.stop();
    const group = await publish('postato', 'After the queue ended');
    expect((await gateway.final(group.id, 10_000)).status).toBe('published');
  });

  it('may lose a job: its row is found within seconds', async () => {
    await gateway.stopWorker();
    const group = await publish('postato', 'Lost job');
    await query('select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))');
    registry = (await gateway.startWorker()).get(ProviderRegistry);
    const startedAt = Date.now();
    await until(async () => (await gateway.group(group.id)).posts[0]!.attempts === 1);
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    expect((await gateway.final(group.id)).status).toBe('published');
  });

  it('may double a job: there is one attempt', async () => {
    await gateway.stopWorker();
    const group = await publish('postato', 'Doubled job');
    await query(
      `select graphile_worker.add_job('submit',
         json_build_object('workspaceId', workspace_id, 'connectionId', connection_id), max_attempts => 1)
       from submissions, generate_series(1, 9) where group_id = $1`,
      [group.id],
    );
    registry = (await gateway.startWorker()).get(ProviderRegistry);
    expect((await gateway.final(group.id)).posts[0]).toMatchObject({ status: 'published', attempts: 1 });
    expect(onNetwork('Doubled job')).toHaveLength(1);
  });

  it('does not keep what has failed', async () => {
    await query(`select graphile_worker.add_job('submit', '{}', job_key => 'k', max_attempts => 1)`);
    await query(
      `select graphile_worker.permanently_fail_jobs(array(select id from graphile_worker.jobs where key = 'k'), 'x')`,
    );
    // What a worker that was killed had fetched: locked by nobody alive, and never to be tried again.
    await query(
      `select graphile_worker.add_job('submit', '{"workspaceId": "ws_dead", "connectionId": "conn_dead"}', run_at => now() + interval '1 day', max_attempts => 1)`,
    );
    await query(
      `update graphile_worker._private_jobs set attempts = 1, locked_at = now() - interval '5 hours', locked_by = 'dead'
       where run_at > now() + interval '23 hours'`,
    );
    registry = (await gateway.startWorker()).get(ProviderRegistry);
    await until(async () => {
      const [row] = await query<{ n: number }>('select count(*)::int as n from graphile_worker.jobs');
      return row!.n === 0;
    });
  });
});

describe('our own rate budget', () => {
  it('paces a burst without failing, doubling, or counting a try that sent nothing', async () => {
    const { rateBudgets } = provider('layers').descriptor;
    const { write } = rateBudgets;
    rateBudgets.write = { limit: 6, perSeconds: 2 };
    const groups = await Promise.all(
      Array.from({ length: 15 }, (_, index) => publish('layers', `Burst ${index}.`)),
    );
    const finals = await Promise.all(groups.map((group) => gateway.final(group.id, 50_000))).finally(
      () => (rateBudgets.write = write),
    );
    expect(finals.map((group) => group.status)).toEqual(groups.map(() => 'published'));
    expect(onNetwork('Burst')).toHaveLength(15);
    expect(gateway.sandbox.network.duplicates({})).toEqual([]);
    const attempts = finals.map((group) => group.posts[0]!.attempts);
    // Three writes make a post: a try may stop before each, and one that sent nothing is not counted.
    expect(Math.max(...attempts)).toBeLessThanOrEqual(3);
    const contents = gateway.sandbox.requests
      .list({ upstream: 'layers' })
      .filter((request) => request.operation === 'layers.create-uploads');
    // A slow machine may lose a reply to the time-out of a second, and then an upload is begun anew.
    const posts = new Set(contents.map(({ idempotencyKey }) => idempotencyKey?.split('.')[0]));
    expect(posts.size).toBe(15);
    expect(contents.length).toBeLessThanOrEqual(18);
  });
});

describe('what a caller sees', () => {
  it('never goes back from a final status, with one event for each change', async () => {
    const texts = ['Seen one', 'Seen two #fail-auth', 'Seen three #accept-then-reset'];
    const groups = await Promise.all(texts.map((text) => publish('postato', text)));
    const seen = new Map(groups.map((group) => [group.id, ['queued']]));
    const until9 = Date.now() + 6_000;
    while (Date.now() < until9) {
      for (const { id } of groups) {
        const now = (await gateway.group(id)).posts[0]!.status;
        const list = seen.get(id)!;
        if (list.at(-1) !== now) list.push(now);
      }
    }
    for (const list of seen.values()) {
      const firstFinal = list.findIndex((word) => word === 'published' || word === 'failed');
      expect(firstFinal).toBe(list.length - 1);
    }
    for (const { id } of groups) {
      const events = await query<{ type: string; status: string; before: string }>(
        `select type, data ->> 'status' as status, data ->> 'previousStatus' as before from events
         where group_id = $1 and post_id is not null order by id`,
        [id],
      );
      for (const [index, event] of events.slice(1).entries())
        expect(event.before).toBe(events[index]!.status);
      const ends = await query(
        `select 1 from events where group_id = $1 and post_id is null and type <> 'post_group.created'`,
        [id],
      );
      expect(ends).toHaveLength(1);
    }
  });
});
