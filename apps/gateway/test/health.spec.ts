/** Readiness that knows the scheduler, heartbeats, and the figures of operation. */
import type { PostGroupView } from '../src/post-groups/post-group-view';
import { createApi } from '../src/http/bootstrap';
import { MetricsService } from '../src/metrics/metrics.service';
import { PublishMetrics } from '../src/metrics/publish-metrics';
import { WORKER_ID } from '../src/publishing/worker-id';
import { startTestGateway, until, type TestGateway } from './gateway-harness';
import { freePort } from './processes';
import { wireTo } from './wire';

jest.setTimeout(60_000);

let gateway: TestGateway;
let connectionId: string;
let accountId: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  const { id, accounts } = await gateway.connect('postato', { scheduling: 'gateway' });
  connectionId = id;
  accountId = accounts.find(({ platform, status }) => platform === 'linkedin' && status === 'connected').id;
});
afterAll(() => gateway.close());
afterEach(async () => {
  await gateway.stopWorker();
  await gateway.api.db.query('delete from workers');
  await gateway.api.db.query('delete from traffic_pauses');
  await gateway.api.db.query(`update submissions set next_attempt_at = null, lease_until = null`);
});

interface Ready {
  ready: boolean;
  status: string;
  checks: Record<string, { ok: boolean; detail: string | null; [member: string]: unknown }>;
}

async function ready(): Promise<{ http: number; body: Ready }> {
  const { status, body } = await gateway.api.call('GET', '/health/ready', { key: null });
  return { http: status, body: body as Ready };
}

/** Answers are kept for a second. */
async function readyWhen(holds: (body: Ready) => boolean): Promise<Ready> {
  let seen: Ready | null = null;
  await until(async () => holds((seen = (await ready()).body)), 10_000);
  return seen!;
}

const beat = (id: string, stalled: string[] = [], age = '0 seconds') =>
  gateway.api.db.query(
    `insert into workers (id, beat_at, version, state) values ($1, now() - $2::interval, '1', $3)`,
    [id, age, JSON.stringify({ loops: {}, stalled })],
  );

async function overdue(seconds: number): Promise<PostGroupView> {
  const group = await gateway.publish({ content: { text: 'Waits.' }, targets: [{ accountId }] });
  await gateway.api.db.query(
    `update submissions set next_attempt_at = now() - make_interval(secs => $2) where group_id = $1`,
    [group.id, seconds],
  );
  return group;
}

describe('/health/ready', () => {
  it('is 200 and degraded while no worker lives', async () => {
    const { http, body } = await ready();
    expect(http).toBe(200);
    expect(body).toEqual({
      ready: true,
      status: 'degraded',
      checks: {
        database: { ok: true, detail: null },
        scheduler: {
          ok: false,
          detail: 'no worker is alive',
          workersAlive: 0,
          stalledLoops: [],
          lagSeconds: 0,
        },
      },
    });
  });

  it('counts a heart that beats, and not one that has stopped', async () => {
    await beat('dead', [], '11 seconds');
    expect((await readyWhen(({ checks }) => checks.scheduler!.workersAlive === 0)).status).toBe('degraded');
    await beat('alive');
    expect(await readyWhen(({ status }) => status === 'ok')).toMatchObject({
      checks: { scheduler: { ok: true, workersAlive: 1 } },
    });
  });

  it('names the loops of live workers that stand still', async () => {
    await beat('one', ['Sweeper', 'Dispatcher']);
    await beat('two', ['Sweeper']);
    await beat('dead', ['Queue'], '1 minute');
    const { checks } = await readyWhen((body) => body.checks.scheduler!.workersAlive === 2);
    expect(checks.scheduler).toMatchObject({ ok: false, stalledLoops: ['Dispatcher', 'Sweeper'] });
    expect(checks.scheduler!.detail).toBe('stands still in a worker: Dispatcher, Sweeper');
  });

  it('tells how far behind the scheduler is, and is degraded where that is too far', async () => {
    await beat('alive');
    await overdue(10);
    const soon = await readyWhen(({ checks }) => Number(checks.scheduler!.lagSeconds) >= 10);
    expect(soon.status).toBe('ok');
    await overdue(40);
    const late = await readyWhen(({ checks }) => Number(checks.scheduler!.lagSeconds) >= 40);
    expect(late).toMatchObject({ ready: true, status: 'degraded' });
    expect(late.checks.scheduler!.detail).toMatch(/^due posts wait for 4\d s$/);
  });

  it('does not call late what somebody holds or a pause blocks', async () => {
    await beat('alive');
    const { id } = await overdue(40);
    await readyWhen(({ status }) => status === 'degraded');
    await gateway.api.db.query(
      `update submissions set lease_until = now() + interval '1 minute' where group_id = $1`,
      [id],
    );
    await readyWhen(({ status }) => status === 'ok');
    await overdue(50);
    await readyWhen(({ status }) => status === 'degraded');
    await gateway.api.db.query(
      `insert into traffic_pauses (scope, id, reason, paused_until)
       values ('connection', $1, 'retry_after', now() + interval '1 minute')`,
      [connectionId],
    );
    await readyWhen(({ status }) => status === 'ok');
  });

  it('asks the database once for probes that come together', async () => {
    const query = jest.spyOn(gateway.api.db, 'query');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    query.mockClear();
    await Promise.all(Array.from({ length: 20 }, ready));
    // Where the twenty take longer than a second the answer is asked for once more.
    const asked = query.mock.calls.filter(([sql]) => sql.includes('from workers'));
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThanOrEqual(2);
    query.mockRestore();
  });
});

describe('a worker', () => {
  it('beats while it lives, forgets the long dead, and takes its row with it', async () => {
    await beat('long dead', [], '11 minutes');
    await beat('just dead', [], '1 minute');
    await gateway.startWorker();
    const rows = () =>
      gateway.api.db.query<{ id: string; beat_at: Date; state: { loops: object; stalled: string[] } }[]>(
        'select id, beat_at, state from workers order by id',
      );
    await until(async () => (await rows()).length === 2 && (await rows())[1]!.id === WORKER_ID);
    const [justDead, first] = await rows();
    expect(justDead!.id).toBe('just dead');
    await until(async () => (await rows())[1]!.beat_at > first!.beat_at);
    const { state } = (await rows())[1]!;
    expect(Object.keys(state.loops)).toEqual(
      expect.arrayContaining(['Dispatcher', 'Sweeper', 'Reconciliation', 'Heartbeat', 'Jobs']),
    );
    expect(state.stalled).toEqual([]);
    expect((await readyWhen(({ status }) => status === 'ok')).checks.scheduler!.workersAlive).toBe(1);
    await gateway.stopWorker();
    expect((await rows()).map(({ id }) => id)).toEqual(['just dead']);
  });
});

describe('/metrics', () => {
  /** The figure of one line, whatever the order of its labels; `undefined` where it is absent. */
  function figure(text: string, line: string): number | undefined {
    const found = text.split('\n').find((each) => wordsOf(each.replace(/ \S+$/, '')) === wordsOf(line));
    return found === undefined ? undefined : Number(found.slice(found.lastIndexOf(' ') + 1));
  }
  const wordsOf = (line: string) => line.split(/[{},]/).sort().join();

  it('needs no key and tells of the scheduler, of posts and of requests', async () => {
    await beat('alive');
    await beat('stalled', ['Sweeper']);
    await overdue(30);
    await gateway.api.call('GET', '/v1/posts/post_nothing');
    const { status, headers, body } = await gateway.api.call('GET', '/metrics', { key: null });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    const text = body as string;
    expect(figure(text, 'postern_database_up')).toBe(1);
    expect(figure(text, 'postern_workers_alive')).toBe(2);
    expect(figure(text, 'postern_workers_stalled')).toBe(1);
    expect(figure(text, 'postern_scheduler_lag_seconds')).toBeGreaterThanOrEqual(30);
    expect(figure(text, 'postern_submissions_due{blocked="false"}')).toBe(1);
    expect(figure(text, 'postern_submissions_due{blocked="true"}')).toBe(0);
    expect(figure(text, 'postern_posts_open{status="queued"}')).toBeGreaterThanOrEqual(1);
    expect(figure(text, 'postern_posts_open{status="unknown"}')).toBe(0);
    expect(figure(text, 'postern_posts_unknown_oldest_seconds')).toBe(0);
    expect(figure(text, 'postern_connections{provider="generic:postato",status="active"}')).toBe(1);
    const requests = 'postern_http_request_duration_seconds_count';
    expect(figure(text, `${requests}{method="GET",route="/v1/posts/:id",status="404"}`)).toBe(1);
    expect(text).not.toContain('post_nothing');
    expect(figure(text, 'process_start_time_seconds')).toBeGreaterThan(0);
  });

  it('tells of posts whose outcome is unknown, and of pauses', async () => {
    const { posts } = await overdue(0);
    await gateway.api.db.query(
      `update posts set status = 'unknown', attempted_at = now() - interval '1 hour' where id = $1`,
      [posts[0]!.id],
    );
    await gateway.api.db.query(
      `insert into traffic_pauses (scope, id, reason, paused_until) values
        ('connection', $1, 'breaker', now() - interval '1 hour'),
        ('connection', $1, 'budget', now() - interval '1 hour')`,
      [connectionId],
    );
    // An application of its own: the figures of another one are kept for a few seconds.
    const app = await createApi(gateway.api.config);
    try {
      const text = await app.get(MetricsService, { strict: false }).text();
      expect(figure(text, 'postern_posts_open{status="unknown"}')).toBe(1);
      expect(figure(text, 'postern_posts_unknown_oldest_seconds')).toBeGreaterThanOrEqual(3_600);
      const pauses = 'postern_traffic_pauses';
      expect(figure(text, `${pauses}{scope="connection",reason="breaker",state="open"}`)).toBe(1);
      expect(figure(text, `${pauses}{scope="connection",reason="budget",state="open"}`)).toBeUndefined();
      expect(figure(text, 'postern_submissions_due{blocked="true"}')).toBe(1);
      expect(figure(text, 'postern_scheduler_lag_seconds')).toBe(0);
    } finally {
      await app.close();
    }
  });

  it('shows no figure of the database that it does not know', async () => {
    const wire = await wireTo(gateway.api.config.databaseUrl!);
    const app = await createApi({ ...gateway.api.config, databaseUrl: wire.url });
    try {
      await wire.cut();
      const text = await app.get(MetricsService, { strict: false }).text();
      expect(figure(text, 'postern_database_up')).toBe(0);
      expect(text).not.toMatch(/^postern_(workers|scheduler|submissions|posts|connections)\S* /m);
      await wire.mend();
      const later = await app.get(MetricsService, { strict: false }).text();
      expect(figure(later, 'postern_database_up')).toBe(1);
      expect(figure(later, 'postern_workers_alive')).toBe(0);
    } finally {
      await app.close();
      await wire.cut();
    }
  });

  it('of a worker are at its own port, with its health', async () => {
    const port = await freePort();
    gateway.api.config.workerPort = port;
    const worker = await gateway.startWorker();
    gateway.api.config.workerPort = null;
    const metrics = worker.get(PublishMetrics, { strict: false });
    metrics.startedLate(0.3, 'layers');
    metrics.attemptEnded('accepted', 'layers');
    const get = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${port}${path}`, { method });
    expect(await (await get('/health/live')).json()).toEqual({ status: 'ok' });
    const health = await get('/health/ready');
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ ready: true, checks: { loops: { ok: true, detail: null } } });
    const text = await (await get('/metrics')).text();
    expect(figure(text, 'postern_publish_lateness_seconds_bucket{le="0.25",provider="layers"}')).toBe(0);
    expect(figure(text, 'postern_publish_lateness_seconds_bucket{le="0.5",provider="layers"}')).toBe(1);
    expect(figure(text, 'postern_publish_attempts_total{provider="layers",outcome="accepted"}')).toBe(1);
    expect((await get('/metrics', 'POST')).status).toBe(405);
    expect((await get('/v1/posts')).status).toBe(404);
  });
});
