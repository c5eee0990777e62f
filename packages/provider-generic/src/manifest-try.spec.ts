import { explainManifest, loadPreset, tryManifest, type ManifestTrialInput } from './index';
import { MOST_TRIAL_REQUESTS } from './trial-port';

const preset = loadPreset('postato');
const secret = `smcp_${'a1'.repeat(32)}`;
const credentials = { apiKey: secret, workspaceId: 'wks_7' };
const account = { reference: 'acc_1', platform: 'x' };
const attempt = (input: ManifestTrialInput, manifest = preset) => tryManifest(manifest, input);

describe('tryManifest', () => {
  it('shows the create as it would be sent, and sends nothing', async () => {
    const post = { text: 'Hello', scheduledAt: '2031-01-05T10:00:00Z' };
    const trial = await attempt({ operation: 'createPost', credentials, account, post });
    expect(trial.reading).toBeNull();
    expect(trial.problems).toEqual([]);
    expect(trial.requests).toHaveLength(1);
    expect(trial.requests[0]).toMatchObject({
      method: 'POST',
      url: 'https://api.postato.com.br/v1/workspaces/sample-workspaceId/posts',
      headers: { authorization: 'Bearer ***', 'content-type': 'application/json' },
    });
    expect(JSON.parse(trial.requests[0]?.body ?? '')).toMatchObject({
      platform: 'twitter',
      accountId: 'acc_1',
      content: 'Hello',
      scheduledAt: '2031-01-05T10:00:00.000Z',
    });
  });

  it.each<[string, number, object, object]>([
    ['an accepted post', 201, { id: 'pst_9', status: 'scheduled' }, { outcome: 'accepted', id: 'pst_9' }],
    ['a refusal', 422, { error: 'validation_failed' }, { outcome: 'rejected', id: null }],
    ['doubt', 500, {}, { outcome: 'unknown', id: null }],
    ['a success that names nothing', 200, {}, { outcome: 'unknown', id: null }],
  ])('reads %s', async (_what, status, body, reading) => {
    const reply = { status, body: body as never };
    const trial = await attempt({ operation: 'createPost', credentials, account, reply });
    expect(trial.reading).toMatchObject({ kind: 'post', ...reading });
  });

  it('reads a post, a list, accounts, the check and a delivery', async () => {
    const post = { id: 'pst_1', status: 'published', platformPostId: '99' };
    const get = await attempt({
      operation: 'getPost',
      credentials,
      ref: { id: 'pst_1' },
      reply: { status: 200, body: post },
    });
    expect(get.reading).toMatchObject({
      outcome: 'found',
      snapshot: { status: 'published', platformPostId: '99' },
    });
    const body = { items: [post], totalPages: 2 };
    const list = await attempt({ operation: 'listPosts', credentials, reply: { status: 200, body } });
    expect(list.reading).toMatchObject({ kind: 'list', rows: [{ id: 'pst_1' }], nextPage: true });
    expect(list.requests[0]?.url).toContain('?page=1&limit=100');
    const accounts = { accounts: [{ id: 'a', platform: 'twitter', username: 'me' }] };
    const listed = await attempt({
      operation: 'listAccounts',
      credentials,
      reply: { status: 200, body: accounts },
    });
    expect(listed.reading).toMatchObject({ accounts: [{ reference: 'a', platform: 'x', handle: 'me' }] });
    const check = await attempt({ operation: 'check', reply: { status: 401, body: {} } });
    expect(check.reading).toMatchObject({ kind: 'check', ok: false, error: { code: 'AUTH_FORBIDDEN' } });
    const event = { type: 'post.published', data: { postId: 'pst_1' } };
    const hook = await attempt({ operation: 'webhook', reply: { status: 200, body: event } });
    expect(hook.reading).toEqual({ kind: 'webhook', type: 'post.published', references: ['pst_1'] });
  });

  it('tells of a word that the manifest does not list', async () => {
    const reply = { status: 200, body: { id: 'pst_1', status: 'archived' } };
    const trial = await attempt({ operation: 'getPost', credentials, ref: { id: 'pst_1' }, reply });
    expect(trial.problems.join()).toContain('(word: archived)');
  });

  it('answers each request of several with its own reply', async () => {
    const replies = [
      { status: 409, body: null },
      { status: 200, body: { id: 'pst_1', status: 'canceled' } },
    ];
    const trial = await attempt({ operation: 'cancelPost', credentials, ref: { id: 'pst_1' }, replies });
    expect(trial.requests.map(({ method }) => method)).toEqual(['DELETE', 'GET']);
    expect(trial.reading).toMatchObject({ outcome: 'done', snapshot: { status: 'canceled' } });
  });

  it('never shows a secret, wherever it was pasted', async () => {
    const reply = { status: 422, body: { error: 'invalid_request', message: `key ${secret} is bad` } };
    const post = { text: `my key is ${secret}` };
    const trial = await attempt({ operation: 'createPost', credentials, account, post, reply });
    expect(JSON.stringify(trial)).toContain('***');
    expect(JSON.stringify(trial)).not.toContain(secret);
  });

  it('makes a bounded number of requests', async () => {
    let page = 0;
    const replies = Array.from({ length: 60 }, () => {
      page += 1;
      return { status: 200, body: { items: [{ id: `w${page}` }] } };
    });
    const manifest = structuredClone(preset);
    const { within } = manifest.operations.listAccounts;
    if (within) within.paging = { kind: 'page', first: 1, size: 1, maxPages: 50 };
    const trial = await attempt({ operation: 'listAccounts', credentials: {}, replies }, manifest);
    expect(trial.requests.length).toBeLessThanOrEqual(MOST_TRIAL_REQUESTS);
  });

  it.each<[string, ManifestTrialInput, string]>([
    ['an operation that is not there', { operation: 'releasePost' }, 'has no releasePost'],
    [
      'a time that is none',
      { operation: 'createPost', post: { text: 'a', scheduledAt: 'soon' } },
      'is no time',
    ],
    [
      'an address that is none',
      { operation: 'check', credentials: { baseUrl: 'ftp://x' } },
      'no http(s) address',
    ],
    [
      'a platform that is not there',
      { operation: 'createPost', account: { ...account, platform: 'orkut' } },
      'orkut',
    ],
  ])('says why there is no request: %s', async (_what, input, problem) => {
    const trial = await attempt(input);
    expect(trial.requests).toEqual([]);
    expect(trial.problems.join()).toContain(problem);
  });
});

describe('explainManifest', () => {
  it('says in plain words what Postato’s manifest does', () => {
    const told = explainManifest(preset);
    expect(told).toMatchObject({ provider: 'generic:postato', name: 'Postato' });
    expect(told.summary).toEqual(
      expect.arrayContaining([
        'Each post is handed over in one call of its own at Postato.',
        'A create without an answer is sent again under the same key (in a header), for 1 day at most.',
        'Media are fetched by address, or uploaded in 3 steps.',
        'Threads are taken on x.',
      ]),
    );
    expect(told.operations).toContainEqual({
      name: 'check',
      request: 'GET {connection.baseUrl}/v1/workspaces',
      purpose: 'proves that the credentials work',
    });
    expect(told.statuses).toContainEqual({
      level: 'post',
      word: 'rejected',
      means: 'failed (CONTENT_REJECTED)',
    });
    expect(told.platforms).toContainEqual(expect.objectContaining({ platform: 'x', word: 'twitter' }));
    expect(told.limits).toContain('Reads: 100 in 1 minute.');
  });
});
