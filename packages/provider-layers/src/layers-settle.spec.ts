/** What becomes of a publish call whose answer was lost: settled, repeated, or proven never to have been. */
import type { HttpOutcome, JsonObject, Submission } from '@postern/core';
import { testContext, type TestContextOptions } from '@postern/provider-kit/testing';
import { container, errorReply, NOW, row, submission, target } from './fixtures/layers-replies';
import { scriptedHttp, type Route, type ScriptedReply } from './fixtures/scripted-http';
import { createLayersProvider } from './layers-provider';

const MINUTE = 60_000;
const provider = createLayersProvider();
const credentials = { apiKey: 'lp_live_KEY_secretsecret', baseUrl: 'https://api.layers.com/' };
const upload: Route = ['POST /v1/projects/prj_1/content/upload', { status: 201, json: container }];
const publishPath = 'POST /v1/content/cnt_1/publish';
const REFUSED: HttpOutcome = { kind: 'not_sent', cause: 'refused', message: 'no', retryAfter: null };
const SILENCE: HttpOutcome = { kind: 'no_reply', cause: 'timeout', message: 'silence', durationMs: 1 };

const list = (...items: unknown[]): Route => ['GET /v1/projects/prj_1/scheduled-posts', { json: { items } }];
const containerIs = (approvalStatus: string): Route => [
  'GET /v1/content/cnt_1',
  { json: { ...container, approvalStatus } },
];
const answer = (reply: ScriptedReply | HttpOutcome): Route => [publishPath, () => reply];

async function submit(given: Submission, routes: Route[], more: Partial<TestContextOptions> = {}) {
  const http = scriptedHttp(routes);
  const context = testContext({ credentials, now: () => NOW, http, ...more });
  const { posts } = await provider.submit(context.ctx, given);
  context.close();
  const checkpoint = context.lastCheckpoint() ?? given.checkpoint;
  const publishing = http.paths().filter((path) => /\/(publish|schedule)$/.test(path));
  return { posts, http, publishing, next: { ...given, checkpoint } };
}

const outcomes = (posts: readonly { outcome: string }[]) => posts.map(({ outcome }) => outcome);

/** A submission whose publish (or schedule) call was sent at NOW and never answered. */
async function sent(more: Partial<Submission> = {}, accounts = ['sa_1']) {
  const given = submission(
    accounts.map((account) => target(account)),
    more,
  );
  const lost: Route = ['POST /v1/content/cnt_1/*', () => SILENCE];
  const first = await submit(given, [upload, lost]);
  expect(outcomes(first.posts)).toEqual(accounts.map(() => 'unknown'));
  return first.next;
}

/** Settles again and again, `at` minutes after the call; the last answer. */
async function settleAt(given: Submission, minutes: number[], routes: Route[]) {
  let next = given;
  const told: string[][] = [];
  for (const minute of minutes) {
    const step = await submit(next, routes, {
      now: () => NOW + minute * MINUTE,
      cancelRequested: () => true,
    });
    expect(step.publishing).toEqual([]);
    told.push(outcomes(step.posts));
    next = step.next;
  }
  return told;
}

const SCHEDULED = { scheduledAt: '2026-07-01T12:00:00Z' };

describe('once nothing more may be published', () => {
  const settle = (given: Submission, routes: Route[] = []) =>
    submit(given, routes, { cancelRequested: () => true });

  it('withdraws what was never sent, without a call', async () => {
    const fresh = submission([target('sa_1'), target('sa_2')]);
    const prepared = {
      projectId: 'prj_1',
      containerId: 'cnt_1',
      uploadSessions: 1,
      uploadedId: null,
      publish: null,
    };
    for (const checkpoint of [null, { ...prepared, containerId: null }, prepared]) {
      const { posts, http } = await settle({ ...fresh, checkpoint });
      expect(outcomes(posts)).toEqual(['withdrawn', 'withdrawn']);
      expect(http.requests).toEqual([]);
    }
  });

  it('withdraws rather than complains of content that would not be sent anyway', async () => {
    const { posts } = await settle(submission([target('sa_1', { options: { mode: 'nonsense' } })]));
    expect(outcomes(posts)).toEqual(['withdrawn']);
  });

  it('withdraws between the note and the call', async () => {
    const asked = [false, true];
    const { posts, publishing } = await submit(submission([target('sa_1')]), [upload], {
      cancelRequested: () => asked.shift() ?? true,
    });
    expect(outcomes(posts)).toEqual(['withdrawn']);
    expect(publishing).toEqual([]);
  });

  it.each(['queued', 'publishing', 'published', 'failed', 'canceled'])(
    'accepts a post that is %s',
    async (word) => {
      const { posts, publishing } = await settle(await sent(), [list(row('sp_1', word))]);
      expect(posts).toMatchObject([
        { outcome: 'accepted', reference: { id: 'sp_1' }, snapshot: { upstreamStatus: word } },
      ]);
      expect(publishing).toEqual([]);
    },
  );

  it('accepts the posts of a call that are shown; the others lag, since a call is taken whole', async () => {
    const two = await sent({}, ['sa_1', 'sa_2']);
    const { posts } = await settle(two, [list(row('sp_2', 'queued', { socialAccountId: 'sa_2' }))]);
    expect(outcomes(posts)).toEqual(['unknown', 'accepted']);
  });

  it('takes an absence for proven by two looks, once the call can no longer be on its way', async () => {
    const told = await settleAt(await sent(), [0, 1, 4.9, 5, 5.9, 6], [list()]);
    expect(told).toEqual([['unknown'], ['unknown'], ['unknown'], ['unknown'], ['unknown'], ['withdrawn']]);
  });

  it('counts from the last call, not from the first', async () => {
    const again = await submit(await sent(), [answer(SILENCE)], { now: () => NOW + 10 * MINUTE });
    const told = await settleAt(again.next, [10, 14, 15, 16], [list()]);
    expect(told.flat()).toEqual(['unknown', 'unknown', 'unknown', 'withdrawn']);
  });

  it.each<[string, Route[]]>([
    ['a page that cannot be had', [['GET *', { status: 503 }]]],
    ['a page that is none', [['GET *', { text: '<html>' }]]],
    ['a list that goes on', [['GET *', () => ({ json: { items: [], nextCursor: `${Math.random()}` } })]]],
    ['rows that do not say whose they are', [list(row('sp_9', 'queued', { containerId: null }))]],
    ['a row of the container without an id', [list(row('sp_1', 'queued', { id: null }))]],
  ])('learns nothing from %s', async (_name, routes) => {
    const told = await settleAt(await sent(), [6, 8, 60, 60 * 30], routes);
    expect(new Set(told.flat())).toEqual(new Set(['unknown']));
  });

  it('knows that a schedule may rest on content that waits for its reviewer', async () => {
    const scheduled = await sent(SCHEDULED);
    expect((await settleAt(scheduled, [6, 8], [list(), containerIs('pending')])).flat()).toEqual([
      'unknown',
      'unknown',
    ]);
    for (const status of ['not_required', 'approved', 'rejected']) {
      const told = await settleAt(scheduled, [6, 8], [list(), containerIs(status)]);
      expect(told.flat()).toEqual(['unknown', 'withdrawn']);
    }
    const gone: Route = ['GET /v1/content/cnt_1', errorReply(404, 'NOT_FOUND')];
    expect((await settleAt(scheduled, [6, 8], [list(), gone])).flat()).toEqual(['unknown', 'unknown']);
  });

  it('takes a publish call for refused, not stored, where the content waits', async () => {
    expect((await settleAt(await sent(), [6, 8], [list(), containerIs('pending')])).flat()).toEqual([
      'unknown',
      'withdrawn',
    ]);
  });

  it('does not know what progress of another version did', async () => {
    const checkpoint = {
      projectId: 'prj_1',
      containerId: 'cnt_1',
      publish: { action: 'broadcast', body: '{}' },
    };
    for (const cancelRequested of [() => true, () => false]) {
      const { posts, http } = await submit(submission([target('sa_1')], { checkpoint }), [], {
        cancelRequested,
      });
      expect(outcomes(posts)).toEqual(['unknown']);
      expect(http.requests).toEqual([]);
    }
    const context = testContext({ credentials, now: () => NOW, http: scriptedHttp([]) });
    const looked = await provider.lookup?.(context.ctx, submission([target('sa_1')], { checkpoint }));
    expect(looked).toMatchObject({ outcome: 'unsure' });
  });
});

describe('a worker that stood still before its call', () => {
  it('does not make it', async () => {
    let now = NOW;
    const { posts, publishing } = await submit(
      submission([target('sa_1')]),
      [upload, answer({ status: 500 })],
      {
        now: () => now,
        afterCheckpoint: ({ publish }) => {
          if (publish !== null) now += 31_000;
        },
      },
    );
    expect(outcomes(posts)).toEqual(['unknown']);
    expect(publishing).toEqual([]);
  });
});

describe('a second try after a lost reply', () => {
  const TROUBLE: [string, ScriptedReply | HttpOutcome][] = [
    ['401', errorReply(401, 'UNAUTHENTICATED')],
    ['403', errorReply(403, 'FORBIDDEN_SCOPE')],
    ['404', errorReply(404, 'NOT_FOUND')],
    ['429', { ...errorReply(429, 'RATE_LIMITED'), headers: { 'retry-after': '3' } }],
    ['422', errorReply(422, 'VALIDATION', { issues: [{ path: 'targets.0.mode' }] })],
    ['409', errorReply(409, 'CONTENT_REJECTED')],
    ['a review gate', errorReply(403, 'APPROVAL_REQUIRED')],
    ['a refused connection', REFUSED],
  ];

  it.each(TROUBLE)('answered %s settles nothing at once, and the replay ends it', async (_name, reply) => {
    const refused = await submit(await sent(), [answer(reply), list()]);
    for (const post of refused.posts) {
      expect(['rejected', 'unknown']).toContain(post.outcome);
      expect(post).not.toHaveProperty('neverAccepted');
    }
    const replay = answer({ json: { containerId: 'cnt_1', scheduledPostIds: ['sp_1'] } });
    expect((await submit(refused.next, [replay])).posts).toMatchObject([
      { outcome: 'accepted', reference: { id: 'sp_1' } },
    ]);
  });

  it.each(TROUBLE.filter(([name]) => !['429', 'a refused connection'].includes(name)))(
    'answered %s finds the post where it is shown',
    async (_name, reply) => {
      const { posts } = await submit(await sent(), [answer(reply), list(row('sp_1', 'published'))]);
      expect(posts).toMatchObject([{ outcome: 'accepted', snapshot: { status: 'published' } }]);
    },
  );

  it('is believed in what it says of the request once the first call is proven never to have been', async () => {
    const refusal = answer(errorReply(422, 'VALIDATION', { issues: [{ path: 'targets.0.mode' }] }));
    let next = await sent();
    const told: JsonObject[] = [];
    for (const minute of [1, 4, 6, 8]) {
      const step = await submit(next, [refusal, list()], { now: () => NOW + minute * MINUTE });
      told.push(...(step.posts as unknown as JsonObject[]));
      next = step.next;
    }
    expect(told.map(({ neverAccepted }) => neverAccepted)).toEqual([undefined, undefined, undefined, true]);
    expect(told.at(-1)).toMatchObject({ outcome: 'rejected', error: { code: 'CONTENT_INVALID' } });
  });

  it('opens the way through the review gate only then, too', async () => {
    const gate = answer(errorReply(403, 'APPROVAL_REQUIRED'));
    let next = await sent();
    const told: string[] = [];
    for (const minute of [6, 8]) {
      const step = await submit(next, [gate, list()], { now: () => NOW + minute * MINUTE });
      told.push(...outcomes(step.posts));
      next = step.next;
    }
    expect(told).toEqual(['rejected', 'gated']);
  });

  it('never proves an absence by refusals of who asks', async () => {
    let next = await sent();
    for (const minute of [6, 8, 60]) {
      const step = await submit(next, [answer(errorReply(401, 'UNAUTHENTICATED')), list()], {
        now: () => NOW + minute * MINUTE,
      });
      expect(step.posts).toMatchObject([{ outcome: 'rejected' }]);
      expect(step.posts[0]).not.toHaveProperty('neverAccepted');
      next = step.next;
    }
  });
});

describe('a first call that never left', () => {
  it('is forgotten, so that the next one is the first: its refusals count', async () => {
    const budget: HttpOutcome = { kind: 'not_sent', cause: 'budget', message: 'later', retryAfter: 7 };
    const held = await submit(submission([target('sa_1')]), [upload, answer(budget)]);
    expect(held.posts).toMatchObject([{ outcome: 'rejected', neverAccepted: true }]);
    const gate = answer(errorReply(403, 'APPROVAL_REQUIRED'));
    expect(outcomes((await submit(held.next, [gate])).posts)).toEqual(['gated']);
  });
});

describe('keys', () => {
  it('stay within 64 characters, and differ by step and generation', async () => {
    const keys = new Set<string>();
    for (const idempotencyKey of [`${'k'.repeat(60)}-1-1`, `${'k'.repeat(60)}-1-2`]) {
      const { http } = await submit(submission([target('sa_1')], { idempotencyKey }), [
        upload,
        answer({ json: { scheduledPostIds: ['sp_1'] } }),
      ]);
      for (const { headers } of http.requests) keys.add(headers?.['Idempotency-Key'] ?? '');
    }
    expect(keys.size).toBe(4);
    expect(Math.max(...[...keys].map(({ length }) => length))).toBeLessThanOrEqual(64);
  });

  it.each([
    ['another key', { ...credentials, apiKey: 'lp_live_OTHER_key' }],
    ['another organisation', { ...credentials, organizationId: 'org_child' }],
    ['another address', { ...credentials, baseUrl: 'https://proxy.example' }],
  ])('are not repeated with %s: Layers keeps them per credential', async (_name, others) => {
    const { posts, publishing } = await submit(await sent(), [list()], { credentials: others });
    expect(outcomes(posts)).toEqual(['unknown']);
    expect(publishing).toEqual([]);
  });
});

describe('clocks that differ', () => {
  const refusedTime = (scheduledAt: string, details = { issues: [{ path: 'scheduledFor' }] }) =>
    submit(submission([target('sa_1')], { scheduledAt }), [
      upload,
      ['POST /v1/content/cnt_1/schedule', errorReply(422, 'VALIDATION', details)],
    ]);

  it('a time that Layers calls past, and we do not, waits here', async () => {
    const { posts } = await refusedTime(new Date(NOW + 4 * MINUTE).toISOString());
    expect(posts).toMatchObject([
      {
        outcome: 'rejected',
        neverAccepted: true,
        error: { retryable: true, retryAfter: 240, upstreamCode: 'VALIDATION' },
      },
    ]);
  });

  it('a time that is far off, or another fault, is the content’s', async () => {
    for (const { posts } of [
      await refusedTime(new Date(NOW + 86_400_000).toISOString()),
      await refusedTime(new Date(NOW + 4 * MINUTE).toISOString(), { issues: [{ path: 'targets.0.mode' }] }),
    ]) {
      expect(posts).toMatchObject([
        { outcome: 'rejected', error: { code: 'CONTENT_INVALID', retryable: false } },
      ]);
    }
  });

  it.each([-5, 5])(
    'a post of an upstream whose clock is %d minutes off is found, and read as open',
    async (off) => {
      const at = new Date(NOW + off * MINUTE).toISOString();
      const { posts } = await submit(await sent(), [
        answer(errorReply(422, 'VALIDATION')),
        list(row('sp_1', 'queued', { scheduledFor: at })),
      ]);
      expect(posts).toMatchObject([{ outcome: 'accepted', reference: { id: 'sp_1' } }]);
      const [post] = posts;
      const status = post?.outcome === 'accepted' ? post.snapshot.status : null;
      expect(status).toBe(off > 0 ? 'scheduled' : 'queued');
    },
  );
});
