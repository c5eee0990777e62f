/** The figures of a workspace, against rows whose times are known, and of posts that really went out. */
import { newMergedPost, type PublishError } from '@postern/core';
import type { OverviewDto } from '../src/stats/overview.dto';
import type { PunctualityDto } from '../src/stats/punctuality.dto';
import { accountOn, startTestGateway, type TestGateway, until } from './gateway-harness';

jest.setTimeout(60_000);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const asked = async <T>(path: string, key?: string): Promise<T> => {
  const { status, body } = await gateway.api.call('GET', `/v1/stats/${path}`, key ? { key } : {});
  expect([path, status]).toEqual([path, 200]);
  return body as T;
};
const overview = (key?: string, hours = 24) => asked<OverviewDto>(`overview?hours=${hours}`, key);
const punctuality = (key?: string, hours = 24) => asked<PunctualityDto>(`punctuality?hours=${hours}`, key);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The beginning of the present hour, when the rows are made. */
const H = Math.floor(Date.now() / HOUR) * HOUR;
const iso = (at: number) => new Date(at).toISOString();

interface Row {
  status: string;
  due: number;
  started?: number;
  ended?: number;
  provider?: string;
  platform?: string;
  attempted?: number;
  reference?: string;
  error?: Partial<PublishError>;
}

interface Tenant {
  workspaceId: string;
  key: string;
}

/** A workspace with one connection, two accounts and two endpoints. */
async function newTenant(): Promise<Tenant> {
  const { api } = gateway;
  const { workspaceId, key } = await api.newWorkspace();
  const id = workspaceId.slice(3);
  await api.db.query(
    `insert into connections (id, workspace_id, provider, name, credentials, credentials_key_id, settings, status)
     values ($1, $2, 'layers', 'c', '', 'k1', '{}', 'active')`,
    [`conn_${id}`, workspaceId],
  );
  await api.db.query(
    `insert into accounts (id, workspace_id, connection_id, provider, platform, reference, data, status)
     values ($1, $4, $3, 'layers', 'x', '1', '{}', 'connected'), ($2, $4, $3, 'layers', 'x', '2', '{}', 'reauth_required')`,
    [`acct_${id}`, `acct_2${id}`, `conn_${id}`, workspaceId],
  );
  return { workspaceId, key };
}

let made = 0;

/** @returns the post's id */
async function insert({ workspaceId }: Tenant, row: Row): Promise<string> {
  const number = String((made += 1)).padStart(4, '0');
  const [post, group, scope] = [`post_s${number}`, `pg_s${number}`, workspaceId.slice(3)];
  await gateway.api.db.query(
    `with g as (
       insert into post_groups (id, workspace_id, status, content, metadata, scheduled_at, max_lateness_seconds,
         created_at, updated_at)
       values ($1, $2, $3, '{}', '{}', $4, 86400, $5, now())
     )
     insert into posts (id, workspace_id, group_id, position, account_id, connection_id, provider, platform, content,
       options, scheduled_at, status, merge, error, provider_reference, attempted_at, started_at, ended_at,
       created_at, updated_at)
     values ($6, $2, $1, 0, $7, $8, $9, $10, $11, '{}', $4, $3, $12, $13, $14, $15, $16, $17, $5, now())`,
    [
      group,
      workspaceId,
      row.status,
      iso(row.due),
      iso(row.due - 48 * HOUR),
      post,
      `acct_${scope}`,
      `conn_${scope}`,
      row.provider ?? 'layers',
      row.platform ?? 'x',
      JSON.stringify({ text: `Text of ${post}`, media: [], thread: [], firstComment: null }),
      JSON.stringify(newMergedPost('queued').merge),
      row.error === undefined ? null : JSON.stringify(row.error),
      row.reference ?? null,
      row.attempted === undefined ? null : iso(row.attempted),
      row.started === undefined ? null : iso(row.started),
      row.ended === undefined ? null : iso(row.ended),
    ],
  );
  return post;
}

/** A post that was due then, began so much later and ended at once. */
const done = (due: number, lateMs: number, more: Partial<Row> = {}): Row => ({
  status: 'published',
  due,
  started: due + lateMs,
  ended: due + lateMs,
  ...more,
});

describe('of rows with known times', () => {
  let tenant: Tenant;
  const ids: Record<string, string> = {};
  const rateLimited = {
    code: 'RATE_LIMITED',
    retryable: true,
    message: 'Too many.',
    remedy: 'Wait.',
  } as const;
  const rows: Record<string, Row> = {
    quick: done(H - 2 * HOUR, 1_000),
    slow: done(H - 2 * HOUR + MINUTE, 3_000, { platform: 'instagram' }),
    early: done(H - 2 * HOUR + 2 * MINUTE, -HOUR, { ended: H - 2 * HOUR + 2 * MINUTE }),
    handedOff: done(H - 2 * HOUR + 3 * MINUTE, 2_000, { status: 'handed_off', provider: 'postpost' }),
    canceled: { status: 'canceled', due: H - 2 * HOUR + 4 * MINUTE, ended: H - 2 * HOUR },
    tooLate: {
      status: 'failed',
      due: H - 5 * HOUR,
      ended: H - 5 * HOUR + 10 * MINUTE,
      error: { code: 'TOO_LATE', retryable: false, message: 'Late.', remedy: 'Retry it.' },
    },
    limited: done(H - 5 * HOUR + MINUTE, 2_000, {
      status: 'failed',
      error: { ...rateLimited, message: 'Old.' },
    }),
    limitedAgain: done(H - 5 * HOUR + 2 * MINUTE, 4_000, { status: 'failed', error: rateLimited }),
    doubtful: done(H - 5 * HOUR + 3 * MINUTE, 0, {
      status: 'failed',
      reference: 'known-upstream',
      error: { code: 'TIMEOUT', retryable: true, message: 'No answer.', remedy: null as never },
    }),
    longAgo: done(H - 100 * HOUR, 5_000),
    failedLongAgo: done(H - 100 * HOUR, 5_000, { status: 'failed', error: rateLimited }),
    overdue: { status: 'queued', due: H - 7 * HOUR },
    stuck: { status: 'publishing', due: H - 8 * HOUR, started: H - 8 * HOUR + 500 },
    unknown: { status: 'unknown', due: H - 9 * HOUR, started: H - 9 * HOUR, attempted: H - 8 * HOUR },
    nextButOne: { status: 'scheduled', due: H + 30 * HOUR },
    next: { status: 'scheduled', due: H + 20 * HOUR, platform: 'threads' },
    draft: { status: 'draft', due: H - 3 * HOUR },
  };
  beforeAll(async () => {
    tenant = await newTenant();
    for (const [name, row] of Object.entries(rows)) ids[name] = await insert(tenant, row);
    ids.now = await insert(tenant, { status: 'queued', due: Date.now() });
  });

  it('counts what is open, and lists what is next, late and unknown', async () => {
    const { open, dueNext, late, unknown } = await overview(tenant.key);
    expect(open).toEqual({
      draft: 1,
      pending_approval: 0,
      scheduled: 2,
      queued: 2,
      publishing: 1,
      unknown: 1,
    });
    expect(dueNext.map(({ id }) => id)).toEqual([ids.next, ids.nextButOne]);
    const { workspaceId } = tenant;
    expect(dueNext[0]).toEqual({
      id: ids.next,
      groupId: ids.next!.replace('post', 'pg'),
      accountId: `acct_${workspaceId.slice(3)}`,
      connectionId: `conn_${workspaceId.slice(3)}`,
      provider: 'layers',
      platform: 'threads',
      handle: null,
      status: 'scheduled',
      text: `Text of ${ids.next}`,
      dueAt: iso(H + 20 * HOUR),
      startedAt: null,
    });
    // The one that is due at this moment is on its way.
    expect([late.count, late.afterSeconds]).toEqual([2, 60]);
    expect(late.posts.map(({ id }) => id)).toEqual([ids.stuck, ids.overdue]);
    expect(unknown.count).toBe(1);
    expect(unknown.posts.map(({ id, unknownSince }) => [id, unknownSince])).toEqual([
      [ids.unknown, iso(H - 8 * HOUR)],
    ]);
  });

  it('tells failures by cause, and of each how many a retry takes', async () => {
    const { failed } = await overview(tenant.key);
    const at = { provider: 'layers', platform: 'x' };
    expect(failed).toEqual([
      {
        ...at,
        errorCode: 'RATE_LIMITED',
        count: 2,
        retryable: 2,
        message: 'Too many.',
        remedy: 'Wait.',
        lastFailedAt: iso(H - 5 * HOUR + 2 * MINUTE + 4_000),
        firstDueAt: iso(H - 5 * HOUR + MINUTE),
      },
      // The network may have taken it.
      expect.objectContaining({ ...at, errorCode: 'TIMEOUT', count: 1, retryable: 0, remedy: null }),
      expect.objectContaining({ ...at, errorCode: 'TOO_LATE', count: 1, retryable: 0, message: 'Late.' }),
    ]);
  });

  it('counts what ended, by hour, provider and platform', async () => {
    const { throughput } = await overview(tenant.key);
    const none = { published: 0, handedOff: 0, failed: 0, canceled: 0 };
    expect(throughput).toEqual([
      { hour: iso(H - 5 * HOUR), provider: 'layers', platform: 'x', ...none, failed: 4 },
      { hour: iso(H - 2 * HOUR), provider: 'layers', platform: 'instagram', ...none, published: 1 },
      { hour: iso(H - 2 * HOUR), provider: 'layers', platform: 'x', ...none, published: 2, canceled: 1 },
      { hour: iso(H - 2 * HOUR), provider: 'postpost', platform: 'x', ...none, handedOff: 1 },
    ]);
    const week = await overview(tenant.key, 168);
    const ended = week.throughput.reduce((sum, each) => sum + each.published + each.failed, 0);
    expect(ended).toBe(9);
  });

  it('measures lateness by hour, with what never started', async () => {
    const { since, until, hours, overall } = await punctuality(tenant.key);
    expect(hours).toHaveLength(24);
    expect([hours[0]!.hour, Date.parse(hours[23]!.hour) + HOUR > Date.parse(until)]).toEqual([since, true]);
    const hour = (back: number) => hours.find((each) => each.hour === iso(H - back * HOUR));
    const none = { posts: 0, neverStarted: 0, p50Seconds: null, p99Seconds: null, maxSeconds: null };
    expect(hour(2)).toEqual({
      hour: iso(H - 2 * HOUR),
      posts: 4,
      neverStarted: 0,
      p50Seconds: 1,
      p99Seconds: 3,
      maxSeconds: 3,
    });
    expect(hour(5)).toMatchObject({ posts: 4, neverStarted: 1, p50Seconds: 2, p99Seconds: 600 });
    expect(hour(3)).toEqual({ hour: iso(H - 3 * HOUR), ...none });
    const waiting = hour(7)!;
    expect([waiting.posts, waiting.neverStarted, waiting.maxSeconds! >= 7 * 3_600]).toEqual([1, 1, true]);
    expect(hour(8)).toMatchObject({ posts: 1, neverStarted: 0, maxSeconds: 0.5 });
    expect(overall).toMatchObject({ posts: 12, neverStarted: 3 });
    expect(overall.maxSeconds).toBe(waiting.maxSeconds);
    expect((await punctuality(tenant.key, 1)).hours).toHaveLength(1);
  });

  it('shows nothing of it to another workspace', async () => {
    const stranger = await newTenant();
    const mine = await insert(stranger, { status: 'scheduled', due: H + 10 * HOUR });
    const seen = await overview(stranger.key);
    expect(seen.open).toMatchObject({ scheduled: 1, queued: 0, unknown: 0 });
    expect(seen.dueNext.map(({ id }) => id)).toEqual([mine]);
    expect([seen.late.count, seen.unknown.posts, seen.failed, seen.throughput]).toEqual([0, [], [], []]);
    expect((await punctuality(stranger.key)).overall.posts).toBe(0);
  });
});

describe('accounts and webhooks', () => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await newTenant();
    const endpoint = async (id: string, active: boolean, reason: string | null, failures: number) => {
      await gateway.api.db.query(
        `with e as (insert into webhook_endpoints (id, workspace_id, url, events, payload, format, active, disabled_reason)
           values ($1, $2, 'https://a.test', '{*}', 'full', 'standard', $3, $4) returning id, workspace_id)
         insert into webhook_lanes (endpoint_id, workspace_id, position, failures)
         select id, workspace_id, 0, $5 from e`,
        [id, tenant.workspaceId, active, reason, failures],
      );
      for (const status of ['pending', 'delivered'])
        await gateway.api.db.query(
          `insert into webhook_deliveries (id, workspace_id, endpoint_id, event_id, event_type, sequence, subject,
             status, created_at) values ($1, $2, $3, 'evt', 'test.ping', 1, 's', $4, $5)`,
          [`whd_${status}_${id}`, tenant.workspaceId, id, status, iso(H - failures * MINUTE)],
        );
    };
    await endpoint('we_stats_good', true, null, 0);
    await endpoint('we_stats_failing', true, null, 7);
    await endpoint('we_stats_gone', false, 'gone', 9);
    await endpoint('we_stats_off', false, null, 0);
  });

  it('are counted', async () => {
    const { accounts, webhooks } = await overview(tenant.key);
    expect(accounts).toEqual([
      {
        connectionId: `conn_${tenant.workspaceId.slice(3)}`,
        connected: 1,
        reauthRequired: 1,
        disconnected: 0,
      },
    ]);
    expect(webhooks).toEqual({
      pending: 2,
      oldestPendingAt: iso(H - 7 * MINUTE),
      activeEndpoints: 2,
      failingEndpoints: 1,
      disabledEndpoints: 1,
    });
  });

  it('are told to keys that may read them', async () => {
    const { key } = await gateway.api.newKey(tenant.workspaceId, ['publish:read']);
    const { accounts, webhooks, open } = await overview(key);
    expect([accounts, webhooks, open.draft]).toEqual([null, null, 0]);
    const other = await gateway.api.newKey(tenant.workspaceId, ['accounts:read', 'webhooks:read']);
    expect((await gateway.api.call('GET', '/v1/stats/overview', { key: other.key })).status).toBe(403);
  });
});

it.each(['0', '169', '1.5', '1e1', '', '24h'])('refuses hours=%s', async (hours) => {
  for (const path of ['overview', 'punctuality']) {
    const { status, body } = await gateway.api.call('GET', `/v1/stats/${path}?hours=${hours}`);
    expect([status, body.code, body.issues?.[0]?.path]).toEqual([422, 'VALIDATION', 'hours']);
  }
});

describe('of posts that really went out', () => {
  let accounts: unknown[];
  beforeAll(async () => {
    ({ accounts } = await gateway.connect('postato'));
    await gateway.startWorker();
  });
  afterAll(() => gateway.stopWorker());

  const timesOf = async (id: string) => {
    const [row] = await gateway.api.db.query<[{ due: Date; started: Date | null; ended: Date | null }]>(
      'select due_at as due, started_at as started, ended_at as ended from posts where id = $1',
      [id],
    );
    return row;
  };

  it('has when they began and ended; a retry opens them anew, and their lateness stays', async () => {
    const group = await gateway.publish({
      content: { text: 'On time #fail-auth' },
      targets: [{ accountId: accountOn(accounts as never[], 'x') }],
    });
    const { id } = group.posts[0]!;
    await gateway.final(group.id);
    const failed = await timesOf(id);
    expect(failed.started!.getTime()).toBeGreaterThanOrEqual(failed.due.getTime());
    expect(failed.ended!.getTime()).toBeGreaterThanOrEqual(failed.started!.getTime());
    expect(await overview()).toMatchObject({ failed: [{ count: 1, platform: 'x' }] });

    await gateway.api.call('POST', `/v1/posts/${id}/retry`, { body: { force: true } });
    await until(async () => ((await timesOf(id)).ended?.getTime() ?? 0) > failed.ended!.getTime());
    expect((await timesOf(id)).started).toEqual(failed.started);
    const { overall } = await punctuality();
    expect([overall.posts, overall.neverStarted]).toEqual([1, 0]);
  });

  it('has no beginning of one that is canceled before it is due', async () => {
    const group = await gateway.publish({
      content: { text: 'Never' },
      targets: [{ accountId: accountOn(accounts as never[], 'x') }],
      scheduledAt: iso(Date.now() + 10 * HOUR),
    });
    await gateway.api.call('DELETE', `/v1/post-groups/${group.id}`);
    await gateway.final(group.id);
    const { throughput } = await overview();
    expect(throughput.reduce((sum, each) => sum + each.canceled, 0)).toBe(1);
  });
});
