/** Creating and reading post groups, held against the contract word for word. */
import { connect } from 'node:net';
import { PUBLISH_ERROR_CODES } from '@postern/core';
import { expectProblem, type Body, type Reply } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';
import { rowCounts } from './row-counts';

jest.setTimeout(60_000);

let gateway: TestGateway;
let accounts: Record<'layers' | 'postpost' | 'postato', Body[]>;
/** An account that takes a bare text: X through Postato. */
let x: string;
let foreign: string;
let image: { url: string };

beforeAll(async () => {
  gateway = await startTestGateway();
  accounts = {
    layers: (await gateway.connect('layers')).accounts,
    postpost: (await gateway.connect('postpost')).accounts,
    postato: (await gateway.connect('postato')).accounts,
  };
  x = accountOn(accounts.postato, 'x');
  image = { url: `${gateway.sandbox.url}/samples/a.jpg` };
  foreign = await accountOfAnotherWorkspace();
}, 60_000);
afterAll(() => gateway.close());

async function accountOfAnotherWorkspace(): Promise<string> {
  const { db, newWorkspace } = gateway.api;
  const { workspaceId } = await newWorkspace();
  await db.query(
    `insert into connections (id, workspace_id, provider, name, credentials, credentials_key_id, settings, status)
     values ('conn_theirs', $1, 'generic:postato', 'Theirs', '', '', '{}', 'active')`,
    [workspaceId],
  );
  await db.query(
    `insert into accounts (id, workspace_id, connection_id, provider, platform, reference, data, status)
     values ('acct_theirs', $1, 'conn_theirs', 'generic:postato', 'x', 'r', '{}', 'connected')`,
    [workspaceId],
  );
  return 'acct_theirs';
}

const good = (more: object = {}) => ({ content: { text: 'Hello' }, targets: [{ accountId: x }], ...more });
const post = (body: unknown, headers?: Record<string, string>) =>
  gateway.api.call('POST', '/v1/post-groups', { body, headers });

/** Sends it, and proves that nothing at all was written. */
async function unchanged(send: () => Promise<Reply>): Promise<Reply> {
  const before = await rowCounts(gateway.api.db);
  const reply = await send();
  expect(await rowCounts(gateway.api.db)).toEqual(before);
  return reply;
}

/** `path rule` of every issue, once nothing was written. */
async function issuesOf(body: unknown): Promise<string[]> {
  const reply = await unchanged(() => post(body, { 'idempotency-key': 'a-key' }));
  return (expectProblem(reply, 422, 'VALIDATION').issues ?? []).map(({ path, rule }) => `${path} ${rule}`);
}

const GROUP_KEYS = [
  'id',
  'status',
  'version',
  'counts',
  'clientReference',
  'scheduledAt',
  'content',
  'metadata',
  'posts',
  'createdAt',
  'updatedAt',
];
const POST_KEYS = [
  'id',
  'groupId',
  'accountId',
  'provider',
  'platform',
  'status',
  'upstreamStatus',
  'handle',
  'content',
  'options',
  'providerReference',
  'platformPostId',
  'platformPostUrl',
  'scheduledAt',
  'attemptedAt',
  'publishedAt',
  'canceledAt',
  'canceledBy',
  'cancelReason',
  'parts',
  'attempts',
  'error',
  'createdAt',
  'updatedAt',
];
const ERROR_KEYS = [
  'code',
  'category',
  'retryable',
  'retryAfter',
  'message',
  'remedy',
  'provider',
  'platform',
  'upstreamCode',
  'upstreamHttpStatus',
  'upstreamMessage',
  'upstreamRequestId',
  'platformCode',
  'platformHttpStatus',
  'platformMessage',
  'occurredAt',
  'docs',
];
const ZULU = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function expectShape(group: Body): void {
  expect(Object.keys(group as object)).toEqual(GROUP_KEYS);
  expect(group.createdAt).toMatch(ZULU);
  expect(group.updatedAt).toMatch(ZULU);
  const counts = new Map<string, number>();
  for (const row of group.posts as Body[]) {
    expect(Object.keys(row as object)).toEqual(POST_KEYS);
    expect(row.groupId).toBe(group.id);
    for (const name of POST_KEYS.filter((key) => key.endsWith('At'))) {
      if (row[name] !== null) expect([name, row[name]]).toEqual([name, expect.stringMatching(ZULU)]);
    }
    if (row.error !== null) {
      expect(Object.keys(row.error as object).sort()).toEqual([...ERROR_KEYS].sort());
      expect(PUBLISH_ERROR_CODES).toContain(row.error.code);
      if (row.error.occurredAt !== null) expect(row.error.occurredAt).toMatch(ZULU);
    }
    counts.set(row.status as string, (counts.get(row.status as string) ?? 0) + 1);
  }
  expect(group.counts).toEqual(Object.fromEntries(counts));
}

describe('a group on all three providers', () => {
  const targets = (): Record<string, unknown>[] => [
    { accountId: accountOn(accounts.postpost, 'threads'), content: { text: 'Ours #fail-auth' } },
    { accountId: x },
    { accountId: accountOn(accounts.layers, 'instagram'), options: { mode: 'publish' } },
    { accountId: accountOn(accounts.postpost, 'linkedin') },
    { accountId: accountOn(accounts.layers, 'tiktok') },
  ];
  const content = () => ({ text: 'Opening day', media: [image] });

  it('is created, read and listed alike, from the first reply to the last', async () => {
    const wanted = targets();
    const created = await post({ content: content(), targets: wanted, clientReference: 'campaign-7/42' });
    expect(created.status).toBe(201);
    expectShape(created.body);
    expect(created.body).toMatchObject({
      id: expect.stringMatching(/^pg_[0-9a-z]{26}$/),
      status: 'queued',
      version: 1,
      counts: { queued: 5 },
      clientReference: 'campaign-7/42',
      scheduledAt: null,
      metadata: {},
    });
    const ordered = (group: Body) => (group.posts as Body[]).map((row) => row.accountId as string);
    expect(ordered(created.body)).toEqual(wanted.map(({ accountId }) => accountId));

    const { id } = created.body as { id: string };
    const path = `/v1/post-groups/${id}`;
    expect((await gateway.api.call('GET', path)).body).toEqual(created.body);

    await gateway.startWorker();
    const final: Body = await gateway.final(id);
    await gateway.stopWorker();
    expectShape(final);
    expect(final).toMatchObject({ status: 'partially_published', counts: { published: 4, failed: 1 } });
    expect(ordered(final)).toEqual(wanted.map(({ accountId }) => accountId));
    expect(final.posts[0].error).toMatchObject({
      code: 'AUTH_EXPIRED',
      category: 'auth',
      retryable: false,
      provider: 'postpost',
      platform: 'threads',
      upstreamCode: 'PLATFORM_AUTH_EXPIRED',
      docs: expect.stringContaining('AUTH_EXPIRED'),
    });
    const listed = await gateway.api.call('GET', '/v1/post-groups?clientReference=campaign-7/42');
    expect(listed.body).toEqual({ items: [final], nextCursor: null });
    const rows = await gateway.api.call('GET', `/v1/posts?groupId=${id}`);
    expect(new Set(rows.body.items as Body[])).toEqual(new Set(final.posts as Body[]));
    for (const row of final.posts as Body[]) {
      expect((await gateway.api.call('GET', `/v1/posts/${row.id}`)).body).toEqual(row);
    }
  });

  it('writes nothing for an error in one of many targets', async () => {
    const many = targets();
    many[3] = { ...many[3]!, content: { text: 'x'.repeat(3001) } };
    expect(await issuesOf({ content: content(), targets: many })).toEqual([
      'targets[3].content.text linkedin.text.max_chars',
    ]);
  });

  it('keeps what the caller sent as their own, to the letter', async () => {
    const metadata = {
      toString: 'a',
      constructor: { prototypes: [1, [2, null]] },
      'é"\\': 1.5,
      when: '2026-01-01',
    };
    const reply = await post(good({ draft: true, metadata, scheduledAt: '2027-01-01T00:00:00.5+05:30' }));
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ status: 'draft', scheduledAt: '2026-12-31T18:30:00.500Z' });
    expect(reply.body.metadata).toEqual(metadata);
    expect((await gateway.api.call('GET', `/v1/post-groups/${reply.body.id}`)).body).toEqual(reply.body);
  });
});

describe('accounts', () => {
  it.each([
    ['unknown', 'acct_nobody'],
    ['of another workspace', 'acct_theirs'],
    ['no id at all', "'; drop table posts; --"],
  ])('%s: there is no such account', async (_name, accountId) => {
    expect(foreign).toBe('acct_theirs');
    expect(await issuesOf(good({ targets: [{ accountId: x }, { accountId }] }))).toEqual([
      'targets[1].accountId account.exists',
    ]);
  });

  it('that are named twice', async () => {
    const targets = [
      { accountId: x },
      { accountId: accountOn(accounts.postpost, 'linkedin') },
      { accountId: x },
    ];
    expect(await issuesOf(good({ targets }))).toEqual(['targets[2].accountId targets.unique']);
  });

  it('that their provider no longer lists, or whose connection was deleted', async () => {
    const { id, accounts: own } = await gateway.connect('postato');
    const accountId = accountOn(own, 'x');
    const setStatus = (status: string) =>
      gateway.api.db.query('update accounts set status = $2 where id = $1', [accountId, status]);
    await setStatus('disconnected');
    expect(await issuesOf(good({ targets: [{ accountId }] }))).toEqual([
      'targets[0].accountId account.connected',
    ]);
    await setStatus('connected');
    expect((await gateway.api.call('DELETE', `/v1/connections/${id}`)).status).toBe(204);
    expect(await issuesOf(good({ targets: [{ accountId }] }))).toEqual([
      'targets[0].accountId account.exists',
    ]);
  });
});

describe('shapes', () => {
  const inContent = (members: object) => good({ content: { text: 'a', ...members } });
  const inTarget = (members: object) => good({ targets: [{ accountId: x, ...members }] });

  it.each<[string, () => unknown, string[]]>([
    ['no targets', () => good({ targets: undefined }), ['targets required']],
    ['empty targets', () => good({ targets: [] }), ['targets min_items']],
    ['targets null', () => good({ targets: null }), ['targets array']],
    ['targets as an object', () => good({ targets: { 0: { accountId: x }, length: 1 } }), ['targets array']],
    ['targets a number', () => good({ targets: 5 }), ['targets array']],
    ['a target null', () => good({ targets: [{ accountId: x }, null] }), ['targets[1] object']],
    ['a target a text', () => good({ targets: ['a'] }), ['targets[0] object']],
    ['a target a list', () => good({ targets: [[{ accountId: x }]] }), ['targets[0] object']],
    ['an empty target', () => good({ targets: [{}] }), ['targets[0].accountId required']],
    ['accountId null', () => good({ targets: [{ accountId: null }] }), ['targets[0].accountId string']],
    ['accountId a list', () => good({ targets: [{ accountId: [x] }] }), ['targets[0].accountId string']],
    ['accountId empty', () => good({ targets: [{ accountId: '' }] }), ['targets[0].accountId not_empty']],
    [
      '101 targets',
      () => good({ targets: Array.from({ length: 101 }, (_, n) => ({ accountId: `acct_${n}` })) }),
      ['targets max_items'],
    ],
    ['no content', () => good({ content: undefined }), ['targets[0].content.text content.required']],
    ['empty content', () => good({ content: {} }), ['targets[0].content.text content.required']],
    ['blank text', () => good({ content: { text: ' \n\t' } }), ['content.text content.required']],
    ['content a list', () => good({ content: [{ text: 'a' }] }), ['content object']],
    ['content a text', () => good({ content: 'a' }), ['content object']],
    ['content a number', () => good({ content: 5 }), ['content object']],
    ['text a number', () => inContent({ text: 5 }), ['content.text string']],
    ['text an object', () => inContent({ text: { a: 1 } }), ['content.text string']],
    ['huge text', () => inContent({ text: 'x'.repeat(100_001) }), ['content.text max_length']],
    [
      'text that X refuses',
      () => inContent({ text: 'x'.repeat(281) }),
      ['content.text x.text.max_weighted_length'],
    ],
    ['media an object', () => inContent({ media: {} }), ['content.media array']],
    ['media of null', () => inContent({ media: [null] }), ['content.media[0] object']],
    [
      'media of lists',
      () => inContent({ media: [[{ url: 'https://example.com/a.jpg' }]] }),
      ['content.media[0] object'],
    ],
    [
      'media of texts',
      () => inContent({ media: ['https://example.com/a.jpg'] }),
      ['content.media[0] object'],
    ],
    ['media without url', () => inContent({ media: [{}] }), ['content.media[0].mediaId media.one_of']],
    [
      'media url null',
      () => inContent({ media: [{ url: null }] }),
      ['content.media[0].mediaId media.one_of'],
    ],
    [
      'alt text a number',
      () => inContent({ media: [{ url: 'https://example.com/a.jpg', altText: 1 }] }),
      ['content.media[0].altText string'],
    ],
    [
      '51 media',
      () => inContent({ media: Array(51).fill({ url: 'https://example.com/a.jpg' }) }),
      ['content.media max_items'],
    ],
    ['thread an object', () => inContent({ thread: { text: 'b' } }), ['content.thread array']],
    ['an odd thread', () => inContent({ thread: { constructor: 1 } }), ['content.thread array']],
    ['odd content', () => good({ content: [{ constructor: null }] }), ['content object']],
    ['a thread of nothing', () => inContent({ thread: [null] }), ['content.thread[0] object']],
    ['a thread of lists', () => inContent({ thread: [[]] }), ['content.thread[0] object']],
    ['a thread in a list', () => inContent({ thread: [[{ text: 'b' }]] }), ['content.thread[0] object']],
    ['a part without text', () => inContent({ thread: [{}] }), ['content.thread[0].text required']],
    ['a part of null', () => inContent({ thread: [{ text: null }] }), ['content.thread[0].text string']],
    [
      'media of a part',
      () => inContent({ thread: [{ text: 'b', media: [[]] }] }),
      ['content.thread[0].media[0] object'],
    ],
    ['101 parts', () => inContent({ thread: Array(101).fill({ text: 'b' }) }), ['content.thread max_items']],
    ['first comment a number', () => inContent({ firstComment: 5 }), ['content.firstComment string']],
    ['target content a list', () => inTarget({ content: [1] }), ['targets[0].content object']],
    ['target text a number', () => inTarget({ content: { text: 5 } }), ['targets[0].content.text string']],
    ['options a list', () => inTarget({ options: [] }), ['targets[0].options object']],
    ['options a text', () => inTarget({ options: 'publish' }), ['targets[0].options object']],
    ['mode a number', () => inTarget({ options: { mode: 5 } }), ['targets[0].options.mode options.mode']],
    [
      'unknown option',
      () => inTarget({ options: { constructor: 1 } }),
      ['targets[0].options.constructor options.unknown'],
    ],
    [
      'huge options',
      () => inTarget({ options: { poll: 'x'.repeat(16_400) } }),
      ['targets[0].options max_bytes'],
    ],
    ['draft a text', () => good({ draft: 'true' }), ['draft boolean']],
    ['reference a number', () => good({ clientReference: 5 }), ['clientReference string']],
    ['long reference', () => good({ clientReference: 'x'.repeat(256) }), ['clientReference max_length']],
    ['lateness zero', () => good({ maxLatenessSeconds: 0 }), ['maxLatenessSeconds min']],
    ['lateness above 30 days', () => good({ maxLatenessSeconds: 2_592_001 }), ['maxLatenessSeconds max']],
    ['lateness a fraction', () => good({ maxLatenessSeconds: 1.5 }), ['maxLatenessSeconds integer']],
    ['lateness a text', () => good({ maxLatenessSeconds: '60' }), ['maxLatenessSeconds integer']],
    ['metadata a list', () => good({ metadata: [] }), ['metadata object']],
    ['metadata a text', () => good({ metadata: 'team' }), ['metadata object']],
    ['metadata above 16 KiB', () => good({ metadata: { team: 'é'.repeat(8_200) } }), ['metadata max_bytes']],
  ])('refuses %s', async (_name, body, issues) => {
    expect(await issuesOf(body())).toEqual(issues);
  });

  it.each(['surprise', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'toJSON', 'length'])(
    'refuses the unknown field %s at every level, by its path',
    async (name) => {
      const own = { [name]: { name: 'x' } };
      const body = {
        ...own,
        content: {
          text: 'a',
          ...own,
          media: [{ ...image, ...own }],
          thread: [{ text: 'b', ...own, media: [{ ...image, ...own }] }],
        },
        targets: [{ accountId: x, ...own, content: { text: 'c', ...own } }],
      };
      const paths = [
        '',
        'content.',
        'content.media[0].',
        'content.thread[0].',
        'content.thread[0].media[0].',
        'targets[0].',
        'targets[0].content.',
      ];
      expect((await issuesOf(body)).sort()).toEqual(
        paths.map((path) => `${path}${name} unknown_field`).sort(),
      );
    },
  );

  it('refuses a number that no double holds, which would be stored as null', async () => {
    const raw = `{"content":{"text":"a"},"targets":[{"accountId":"${x}"}],"metadata":{"a":[1e999]}}`;
    const reply = await unchanged(() => gateway.api.call('POST', '/v1/post-groups', { raw }));
    expect(expectProblem(reply, 422, 'VALIDATION').issues).toMatchObject([
      { path: 'metadata.a[0]', rule: 'number.finite' },
    ]);
  });

  it('takes metadata of 16 KiB', async () => {
    const metadata = { team: 'x'.repeat(16 * 1024 - '{"team":""}'.length) };
    expect((await post(good({ draft: true, metadata }))).status).toBe(201);
  });

  it.each([
    ['empty targets', () => Array<object>(300_000).fill({})],
    ['numbers', () => Array<number>(500_000).fill(1)],
  ])('is not kept busy by a megabyte of %s', async (_name, targets) => {
    const raw = JSON.stringify(good({ targets: targets() }));
    const startedAt = Date.now();
    const reply = await unchanged(() => gateway.api.call('POST', '/v1/post-groups', { raw }));
    expect(expectProblem(reply, 422, 'VALIDATION').issues).toMatchObject([{ path: '', rule: 'max_values' }]);
    // It took ten seconds, in which nobody else was answered.
    expect(Date.now() - startedAt).toBeLessThan(3_000);
  });
});

describe('times', () => {
  it.each([
    '2027-01-01T09:00:00',
    '2027-01-01',
    '2027-02-30T09:00:00Z',
    '2027-13-01T09:00:00Z',
    '2027-01-01T24:00:00Z',
    '2027-01-01T09:60:00Z',
    '2027-01-01T09:00:00+24:00',
    '2027-01-01T09:00:00+01',
    '9999-12-31T23:59:59-12:00',
    '0000-01-01T00:00:00Z',
    'tomorrow',
    '',
    1_800_000_000,
    true,
    [],
    {},
    ['2027-01-01T09:00:00Z'],
  ])('refuses %j', async (scheduledAt) => {
    expect(await issuesOf(good({ scheduledAt }))).toEqual(['scheduledAt time.offset']);
  });

  it('refuses the past and the day after tomorrow’s century', async () => {
    expect(await issuesOf(good({ scheduledAt: '2026-01-01T00:00:00Z' }))).toEqual([
      'scheduledAt scheduledAt.future',
    ]);
    const past = new Date(Date.now() - 120_000).toISOString();
    expect(await issuesOf(good({ scheduledAt: past }))).toEqual(['scheduledAt scheduledAt.future']);
    for (const scheduledAt of ['2126-01-01T00:00:00Z', '9999-12-31T23:59:59Z']) {
      expect(await issuesOf(good({ scheduledAt }))).toEqual(['scheduledAt scheduledAt.horizon']);
    }
  });

  it.each([
    ['2027-06-01T09:00:00+01:00', '2027-06-01T08:00:00.000Z'],
    ['2027-06-01T09:00:00-23:59', '2027-06-02T08:59:00.000Z'],
    ['2027-06-01T09:00:00+16:00', '2027-05-31T17:00:00.000Z'],
    ['2028-02-29t09:00:00z', '2028-02-29T09:00:00.000Z'],
  ])('takes %s as %s', async (scheduledAt, shown) => {
    const { status, body } = await post(good({ scheduledAt, draft: true }));
    expect(status).toBe(201);
    expect([body.scheduledAt, body.posts[0].scheduledAt]).toEqual([shown, shown]);
  });
});

describe('what a provider cannot do is a rule, and one such target writes nothing', () => {
  const tooMuch: [string, () => object, object, string[]][] = [
    [
      'a thread at Layers',
      () => ({ accountId: accountOn(accounts.layers, 'instagram') }),
      { thread: [{ text: 'b' }] },
      ['content.thread thread.unsupported'],
    ],
    [
      'a text alone at Layers',
      () => ({ accountId: accountOn(accounts.layers, 'tiktok') }),
      { media: [] },
      ['content.media tiktok.media.required'],
    ],
    [
      'a first comment at PostPost',
      () => ({ accountId: accountOn(accounts.postpost, 'linkedin') }),
      { firstComment: 'c' },
      ['content.firstComment firstComment.unsupported'],
    ],
    [
      'an image at YouTube',
      () => ({ accountId: accountOn(accounts.postpost, 'youtube') }),
      {},
      ['content.media youtube.media.max_images'],
    ],
    [
      'an unknown mode',
      () => ({ accountId: accountOn(accounts.layers, 'instagram'), options: { mode: 'story' } }),
      {},
      ['targets[1].options.mode options.mode'],
    ],
    [
      'a private address',
      () => ({
        accountId: accountOn(accounts.postpost, 'linkedin'),
        content: { media: [{ url: 'http://10.0.0.1/a.jpg' }] },
      }),
      {},
      ['targets[1].content.media[0].url media.url'],
    ],
    [
      'an address with credentials',
      () => ({
        accountId: accountOn(accounts.postpost, 'linkedin'),
        content: { media: [{ url: 'http://u:p@example.com/a.jpg' }] },
      }),
      {},
      ['targets[1].content.media[0].url media.url'],
    ],
  ];
  it.each(tooMuch)('%s', async (_name, target, content, issues) => {
    const body = {
      content: { text: 'a', media: [image], ...content },
      targets: [{ accountId: x, content: { thread: [], firstComment: '' } }, target()],
    };
    expect(await issuesOf(body)).toEqual(issues);
  });

  it('takes long addresses of signed files', async () => {
    const url = `https://example.com/a.jpg?signature=${'x'.repeat(4000)}`;
    expect((await post({ ...good({ draft: true }), content: { text: 'a', media: [{ url }] } })).status).toBe(
      201,
    );
    expect(
      await issuesOf(good({ content: { text: 'a', media: [{ url: `${url}${'x'.repeat(100)}` }] } })),
    ).toEqual(['content.media[0].url max_length']);
  });
});

describe('requests that never reach the rules', () => {
  const path = '/v1/post-groups';
  const raw = () => JSON.stringify(good());

  it.each<[string, () => Promise<Reply>, number, string]>([
    [
      'malformed JSON',
      () => gateway.api.call('POST', path, { raw: raw().slice(0, -1) }),
      400,
      'MALFORMED_REQUEST',
    ],
    [
      'a second document',
      () => gateway.api.call('POST', path, { raw: `${raw()}{}` }),
      400,
      'MALFORMED_REQUEST',
    ],
    [
      'a poisoned prototype',
      () => gateway.api.call('POST', path, { raw: `{"__proto__":{},${raw().slice(1)}` }),
      400,
      'MALFORMED_REQUEST',
    ],
    ['no body', () => gateway.api.call('POST', path), 422, 'VALIDATION'],
    ['a list', () => gateway.api.call('POST', path, { raw: `[${raw()}]` }), 422, 'VALIDATION'],
    [
      'deep nesting',
      () =>
        gateway.api.call('POST', path, { raw: `{"metadata":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}` }),
      422,
      'VALIDATION',
    ],
    [
      'another content type',
      () => gateway.api.call('POST', path, { raw: raw(), headers: { 'content-type': 'text/plain' } }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a form',
      () =>
        gateway.api.call('POST', path, {
          raw: 'a=b',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['10 MB', () => post(good({ metadata: { a: 'x'.repeat(10_000_000) } })), 413, 'PAYLOAD_TOO_LARGE'],
    [
      '10 MB without a key',
      () => gateway.api.call('POST', path, { key: null, raw: 'x'.repeat(10_000_000) }),
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    ['no key', () => gateway.api.call('POST', path, { key: null, body: good() }), 401, 'UNAUTHENTICATED'],
    [
      'a wrong key',
      () => gateway.api.call('POST', path, { key: `${gateway.api.key}x`, body: good() }),
      401,
      'UNAUTHENTICATED',
    ],
    ['an unknown route', () => gateway.api.call('POST', `${path}s`, { body: good() }), 404, 'NOT_FOUND'],
    ['a wrong method', () => gateway.api.call('PUT', path, { body: good() }), 405, 'METHOD_NOT_ALLOWED'],
    [
      'a wrong method of a group',
      () => gateway.api.call('POST', `${path}/pg_x`, { body: good() }),
      405,
      'METHOD_NOT_ALLOWED',
    ],
    ['an empty idempotency key', () => post(good(), { 'idempotency-key': '' }), 422, 'VALIDATION'],
    [
      'an idempotency key of 256',
      () => post(good(), { 'idempotency-key': 'k'.repeat(256) }),
      422,
      'VALIDATION',
    ],
  ])('%s', async (_name, send, status, code) => {
    expectProblem(await unchanged(send), status, code);
  });

  it('an expired and a revoked key, and one that lacks the scope', async () => {
    const { newKey, workspaceId } = gateway.api;
    const past = new Date(Date.now() - 1000);
    for (const dead of [{ expiresAt: past }, { revokedAt: past }]) {
      const { key } = await newKey(workspaceId, ['admin'], dead);
      expectProblem(
        await unchanged(() => gateway.api.call('POST', path, { key, body: good() })),
        401,
        'UNAUTHENTICATED',
      );
    }
    const { key } = await newKey(workspaceId, ['publish:read', 'connections:write', 'accounts:read']);
    const refused = await unchanged(() => gateway.api.call('POST', path, { key, body: good() }));
    expect(expectProblem(refused, 403, 'FORBIDDEN_SCOPE')).toMatchObject({ scope: 'publish:write' });
    const writer = await newKey(workspaceId, ['publish:write']);
    for (const read of [path, `${path}/pg_x`, '/v1/posts', '/v1/posts/post_x']) {
      const reply = await gateway.api.call('GET', read, { key: writer.key });
      expect(expectProblem(reply, 403, 'FORBIDDEN_SCOPE')).toMatchObject({ scope: 'publish:read' });
    }
  });

  it('a body that breaks off', async () => {
    const before = await rowCounts(gateway.api.db);
    const { hostname, port } = new URL(gateway.api.url);
    const closed = new Promise<void>((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port) }, () => {
        const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${gateway.api.key}\r\n`;
        socket.end(`${head}Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n${raw()}`);
      });
      socket
        .resume()
        .on('close', () => resolve())
        .on('error', reject);
    });
    await closed;
    expect((await gateway.api.call('GET', '/health/ready')).status).toBe(200);
    expect(await rowCounts(gateway.api.db)).toEqual(before);
  });
});
