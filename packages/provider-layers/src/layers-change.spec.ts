import type { ProviderAccount } from '@postern/core';
import { ProviderCallError } from '@postern/core';
import { testContext } from '@postern/provider-kit/testing';
import { errorReply, NOW, publishedPost, ref } from './fixtures/layers-replies';
import { scriptedHttp, type Route } from './fixtures/scripted-http';
import { createLayersProvider } from './layers-provider';

const provider = createLayersProvider();

function context(routes: Route[], more: Record<string, string> = {}) {
  const http = scriptedHttp(routes);
  const { ctx } = testContext({
    credentials: { apiKey: 'lp_live_KEY_secretsecret', ...more },
    now: () => NOW,
    http,
  });
  return { ctx, http };
}

describe('cancel', () => {
  const DELETE = 'DELETE /v1/scheduled-posts/sp_1';
  const GET = 'GET /v1/scheduled-posts/sp_1';
  const cancel = async (routes: Route[], reason: string | null = 'Why not.', reference = ref('sp_1')) => {
    const { ctx, http } = context(routes);
    return { result: await provider.cancel?.(ctx, reference, reason), http };
  };
  const done = { json: { id: 'sp_1', status: 'canceled', canceledAt: '2026-07-01T09:00:00Z' } };

  it('sends the reason in the body of the DELETE, cut to 1,024, or no body', async () => {
    const { result, http } = await cancel([[DELETE, done]], 'x'.repeat(2000));
    expect(http.requests[0]?.body).toEqual({ kind: 'json', value: { reason: 'x'.repeat(1024) } });
    expect(result).toMatchObject({
      outcome: 'done',
      snapshot: { status: 'canceled', canceledBy: 'caller', canceledAt: '2026-07-01T09:00:00.000Z' },
    });
    expect((await cancel([[DELETE, done]], null)).http.requests[0]?.body).toBeUndefined();
  });

  it.each([
    ['canceled', 'done', 'canceled'],
    ['publishing', 'too_late', 'publishing'],
    ['published', 'too_late', 'published'],
    ['draft', 'too_late', 'handed_off'],
  ])('after a 409 it reads: %s is %s', async (word, outcome, status) => {
    const { result } = await cancel([
      [DELETE, errorReply(409, 'CONFLICT')],
      [GET, { json: { ...publishedPost, id: 'sp_1', status: word } }],
    ]);
    expect(result).toMatchObject({ outcome, snapshot: { status } });
  });

  it('does not conclude where that read fails, either', async () => {
    const { result } = await cancel([
      [DELETE, errorReply(409, 'CONFLICT')],
      [GET, { status: 500 }],
    ]);
    expect(result).toMatchObject({
      outcome: 'unknown',
      error: { code: 'OUTCOME_UNKNOWN', retryable: false },
    });
  });

  it('is refused for other reasons, unknown without a reply, and reads after a strange 200', async () => {
    expect((await cancel([[DELETE, errorReply(404, 'NOT_FOUND')]])).result).toMatchObject({
      outcome: 'rejected',
    });
    expect((await cancel([[DELETE, errorReply(503, 'KILL_SWITCH')]])).result).toMatchObject({
      outcome: 'rejected',
      error: { code: 'CONNECTION_DISABLED' },
    });
    expect((await cancel([[DELETE, { status: 500 }]])).result).toMatchObject({ outcome: 'unknown' });
    const strange: Route = [DELETE, { json: {} }];
    expect(
      (await cancel([strange, [GET, { json: { id: 'sp_1', status: 'canceled' } }]])).result,
    ).toMatchObject({ outcome: 'done' });
    expect((await cancel([strange, [GET, { json: { id: 'sp_1', status: 'queued' } }]])).result).toMatchObject(
      {
        outcome: 'unknown',
        error: { code: 'OUTCOME_UNKNOWN' },
      },
    );
  });

  it('needs no call for a refused publish, and cannot stop a stored schedule', async () => {
    const gated = (gate: string) =>
      ref(null, { data: { projectId: 'prj_1', containerId: 'cnt_1', socialAccountId: 'sa_1', gate } });
    expect((await cancel([], null, gated('publish'))).result).toMatchObject({
      outcome: 'done',
      snapshot: { status: 'canceled' },
    });
    const pending: Route = ['GET /v1/content/cnt_1', { json: { id: 'cnt_1', approvalStatus: 'pending' } }];
    expect((await cancel([pending], null, gated('schedule'))).result).toMatchObject({ outcome: 'rejected' });
  });
});

describe('reschedule', () => {
  const POST = 'POST /v1/scheduled-posts/sp_1/reschedule';
  const move = async (routes: Route[], at = '2026-07-02T11:00:00+02:00') => {
    const { ctx, http } = context(routes);
    return { result: await provider.reschedule?.(ctx, ref('sp_1'), at), http };
  };

  it('sends UTC with Z', async () => {
    const reply = { json: { id: 'sp_1', status: 'queued', scheduledFor: '2026-07-02T09:00:00Z' } };
    const { result, http } = await move([[POST, reply]]);
    expect(http.requests[0]?.body).toMatchObject({ text: '{"scheduledFor":"2026-07-02T09:00:00.000Z"}' });
    expect(result).toMatchObject({
      outcome: 'done',
      snapshot: { status: 'scheduled', scheduledAt: '2026-07-02T09:00:00.000Z' },
    });
  });

  it.each([422, 400])('takes VALIDATION as %d for a refusal', async (status) => {
    const reply = errorReply(status, 'VALIDATION', { issues: [{ path: 'scheduledFor', message: 'past' }] });
    const { result } = await move([[POST, reply]]);
    expect(result).toMatchObject({
      outcome: 'rejected',
      error: {
        code: 'CONTENT_INVALID',
        message: 'Layers refuses scheduledFor: past',
        upstreamRequestId: 'req_01J9ABCDEFGHJKMNPQRSTVWXYZ',
      },
    });
  });

  it('reads the time back where the reply does not say it', async () => {
    const strange: Route = [POST, { json: {} }];
    const shows = (scheduledFor: string): Route => [
      'GET *',
      { json: { id: 'sp_1', status: 'queued', scheduledFor } },
    ];
    expect((await move([strange, shows('2026-07-02T09:00:00Z')])).result).toMatchObject({ outcome: 'done' });
    expect((await move([strange, shows('2026-07-05T09:00:00Z')])).result).toMatchObject({
      outcome: 'unknown',
    });
  });

  it('is too late after a 409, rejected for a time that is none, unsupported behind the gate', async () => {
    const { result } = await move([
      [POST, errorReply(409, 'CONFLICT')],
      ['GET *', { json: { ...publishedPost, id: 'sp_1' } }],
    ]);
    expect(result).toMatchObject({ outcome: 'too_late', snapshot: { status: 'published' } });
    expect((await move([], 'soon')).result).toMatchObject({ outcome: 'rejected' });
    expect(await provider.reschedule?.(context([]).ctx, ref(null), '2026-07-02T09:00:00Z')).toEqual({
      outcome: 'unsupported',
    });
  });
});

describe('accounts and connection', () => {
  const all = async (routes: Route[], more: Record<string, string> = {}) => {
    const { ctx, http } = context(routes, more);
    const accounts: ProviderAccount[] = [];
    for await (const account of provider.listAccounts(ctx)) accounts.push(account);
    return { accounts, http };
  };

  it('walks all projects and pages; the id is called socialAccountId', async () => {
    const { accounts, http } = await all([
      [
        'GET /v1/projects',
        ({ query }) =>
          query?.cursor
            ? { json: { items: [{ id: 'prj_2' }, { id: 'prj_1' }, { id: 'prj_3', status: 'archived' }] } }
            : { json: { items: [{ id: '1' }], nextCursor: 'bmV4dA==' } },
      ],
      [
        'GET /v1/projects/1/social-accounts',
        ({ query }) =>
          query?.cursor
            ? {
                json: {
                  items: [{ socialAccountId: 'sa_2', platform: 'instagram', status: 'reauth_required' }],
                  nextCursor: null,
                },
              }
            : {
                json: {
                  items: [
                    {
                      socialAccountId: 'sa_1',
                      platform: 'tiktok',
                      handle: 'me',
                      tokenExpiresAt: '2026-09-01T00:00:00+00:00',
                    },
                  ],
                  nextCursor: '2026-01-01T00:00:00+00:00',
                },
              },
      ],
      [
        'GET /v1/projects/prj_2/social-accounts',
        { json: { items: [{ socialAccountId: 'sa_1', platform: 'tiktok' }, { platform: 'x' }] } },
      ],
    ]);
    expect(accounts).toMatchObject([
      {
        reference: 'sa_1',
        platform: 'tiktok',
        handle: 'me',
        status: 'connected',
        tokenExpiresAt: '2026-09-01T00:00:00.000Z',
        data: { projectId: '1' },
      },
      { reference: 'sa_2', status: 'reauth_required' },
    ]);
    expect(http.paths()).not.toContain('GET /v1/projects/prj_1/social-accounts');
  });

  it('stays within one project where the connection names it', async () => {
    const { http } = await all([['GET /v1/projects/prj_9/social-accounts', { json: { items: [] } }]], {
      projectId: 'prj_9',
    });
    expect(http.paths()).toEqual(['GET /v1/projects/prj_9/social-accounts']);
  });

  it('ends where a cursor repeats itself, and throws for what is no page', async () => {
    await all([['GET *', { json: { items: [], nextCursor: 'same' } }]], { projectId: 'prj_9' });
    await expect(all([['GET *', { json: {} }]])).rejects.toBeInstanceOf(ProviderCallError);
  });

  it.each([
    [
      { json: { organizationId: 'org_1', organizationName: 'Acme', scopes: ['publish:read'] } },
      { ok: true, identity: 'Acme' },
    ],
    [
      { json: { workspaceId: 'w1', scopes: [] } },
      { ok: true, identity: 'w1', details: { missingScopes: [] } },
    ],
    [
      { json: { organizationId: 'o', killSwitch: true } },
      { ok: false, error: { code: 'CONNECTION_DISABLED' } },
    ],
    [
      { json: { organizationId: 'o', apiAccessRevoked: true } },
      { ok: false, error: { code: 'CONNECTION_DISABLED' } },
    ],
    [errorReply(503, 'KILL_SWITCH'), { ok: false, error: { code: 'CONNECTION_DISABLED', retryable: false } }],
    [{ json: {} }, { ok: false }],
  ])('whoami %j is %j', async (reply, expected) => {
    expect(await provider.checkConnection(context([['GET /v1/whoami', reply]]).ctx)).toMatchObject(expected);
  });
});

describe('webhook events', () => {
  const parse = (event: unknown, headers = {}) =>
    provider.webhooks?.parse(Buffer.from(JSON.stringify(event)), headers);

  it.each([
    [
      { id: 'evt_1', type: 'post.failed', data: { scheduledPostId: 'sp_1', containerId: 'cnt_1' } },
      ['sp_1', 'cnt_1'],
      false,
    ],
    [{ id: 'evt_2', type: 'content.approved', data: { id: 'cnt_1', projectId: 'prj_1' } }, ['cnt_1'], false],
    [{ id: 'evt_3', type: 'social_account.revoked', data: { socialAccountId: 'sa_1' } }, ['sa_1'], true],
    [{ id: 'evt_4', type: 'test.ping' }, [], false],
    [{ id: 'evt_5', type: 'brand.new', data: { anything: 1 } }, [], false],
  ])('%j speaks of %j', (event, references, concernsAccount) => {
    expect(parse(event)).toEqual({ dedupeKey: event.id, type: event.type, references, concernsAccount });
  });

  it('knows a delivery by what is signed, by its header where that says nothing, and a replay as an event of its own', () => {
    const event = { id: 'evt_1', type: 'post.published', data: { scheduledPostId: 'sp_1' } };
    expect(parse(event, { 'x-layers-event-id': 'evt_h' })?.dedupeKey).toBe('evt_1');
    expect(parse({ ...event, id: 'evt_9', replayOf: 'd1' })?.dedupeKey).toBe('evt_9');
    expect(parse({ ...event, id: 'evt_8', data: { ...event.data, replayOf: 'd1' } })?.references).toEqual([
      'sp_1',
    ]);
    const nameless = { type: 'post.published', data: { scheduledPostId: 'sp_1' } };
    expect(parse(nameless, { 'x-layers-event-id': 'evt_h' })?.dedupeKey).toBe('evt_h');
    expect(parse(nameless)?.dedupeKey).toBe(parse(nameless)?.dedupeKey);
  });
});
