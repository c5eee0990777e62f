/** What validate answers, and that a create goes by the same rules. */
import fc from 'fast-check';
import { expectProblem, type Body, type Reply } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';
import { rowCounts } from './row-counts';

jest.setTimeout(60_000);

let gateway: TestGateway;
let x: string;
let instagram: string;
let linkedin: string;
let bluesky: string;
let youtube: string;
let image: { url: string };

beforeAll(async () => {
  gateway = await startTestGateway();
  const layers = (await gateway.connect('layers')).accounts;
  const postpost = (await gateway.connect('postpost')).accounts;
  const postato = (await gateway.connect('postato')).accounts;
  x = accountOn(postato, 'x');
  youtube = accountOn(postpost, 'youtube');
  bluesky = accountOn(postpost, 'bluesky');
  linkedin = accountOn(postpost, 'linkedin');
  instagram = accountOn(layers, 'instagram');
  image = { url: `${gateway.sandbox.url}/samples/a.jpg` };
}, 60_000);
afterAll(() => gateway.close());

const validate = (body: unknown, headers?: Record<string, string>): Promise<Reply> =>
  gateway.api.call('POST', '/v1/post-groups/validate', { body, headers });
const create = (body: unknown): Promise<Reply> => gateway.api.call('POST', '/v1/post-groups', { body });

/** Every issue as `path rule`, once nothing was written. */
async function found(body: unknown): Promise<string[]> {
  const before = await rowCounts(gateway.api.db);
  const reply = await validate(body);
  expect(await rowCounts(gateway.api.db)).toEqual(before);
  expect(reply.status).toBe(200);
  return (reply.body.issues as Body[]).map(({ path, rule }) => `${path} ${rule}`);
}

describe('validate', () => {
  it('says of each target which rule it breaks, whose it is and what helps', async () => {
    const reply = await validate({
      content: { text: '世'.repeat(151) },
      targets: [{ accountId: x }, { accountId: instagram }, { accountId: linkedin }],
    });
    expect(reply.body).toEqual({
      valid: false,
      issues: [
        {
          path: 'content.text',
          rule: 'x.text.max_weighted_length',
          severity: 'error',
          message: 'The text has 302 weighted characters; X takes 280.',
          fix: 'Shorten the text by 22.',
          source: 'https://docs.x.com/fundamentals/counting-characters',
          accountId: x,
        },
        {
          path: 'targets[1].content.media',
          rule: 'instagram.media.required',
          severity: 'error',
          message: 'Instagram takes posts with media only: at least 1 media item.',
          fix: 'Add 1 media item.',
          source: 'https://developers.facebook.com/docs/instagram-platform/content-publishing/',
          accountId: instagram,
        },
      ],
      targets: [
        { accountId: x, platform: 'x', length: 302, maxLength: 280 },
        { accountId: instagram, platform: 'instagram', length: 151, maxLength: 2200 },
        { accountId: linkedin, platform: 'linkedin', length: 151, maxLength: 3000 },
      ],
    });
  });

  it('finds nothing in what can go out, and counts links and emojis as the platform does', async () => {
    const text = `Look 👨‍👩‍👧 https://example.com/${'a'.repeat(300)}`;
    const reply = await validate({
      content: { text, media: [image] },
      targets: [{ accountId: x }, { accountId: instagram }, { accountId: bluesky, content: { text: 'é👨‍👩‍👧' } }],
    });
    expect(reply.body).toMatchObject({
      valid: true,
      issues: [],
      targets: [
        { platform: 'x', length: 5 + 2 + 1 + 23, maxLength: 280 },
        { platform: 'instagram', maxLength: 2200 },
        { platform: 'bluesky', length: 2, maxLength: 300 },
      ],
    });
  });

  it.each<[string, () => unknown, string[]]>([
    [
      'an unknown account beside others',
      () => ({
        content: { text: 'a'.repeat(3001) },
        targets: [{ accountId: 'acct_no' }, { accountId: linkedin }],
      }),
      ['targets[0].accountId account.exists', 'content.text linkedin.text.max_chars'],
    ],
    [
      'a repeated account',
      () => ({ content: { text: 'a' }, targets: [{ accountId: x }, { accountId: x }] }),
      ['targets[1].accountId targets.unique'],
    ],
    [
      'a time that has passed, and nothing to say',
      () => ({ targets: [{ accountId: x }], scheduledAt: '2020-01-01T00:00:00Z' }),
      ['targets[0].content.text content.required', 'scheduledAt scheduledAt.future'],
    ],
    [
      'an address that nobody may fetch',
      () => ({
        content: { text: 'a', media: [{ url: 'http://169.254.169.254/a.jpg' }] },
        targets: [{ accountId: x }],
      }),
      ['content.media[0].url media.url'],
    ],
    [
      'an address that holds no media',
      () => ({
        content: { text: 'a', media: [{ url: `${gateway.api.url}/openapi.json` }] },
        targets: [{ accountId: x }],
      }),
      ['content.media[0].url media.url'],
    ],
    [
      'media that its address hides, looked at',
      () => ({
        content: { text: 'a', media: [{ url: `${gateway.sandbox.url}/samples/a.jpg` }] },
        targets: [{ accountId: youtube }],
      }),
      ['content.media youtube.media.max_images'],
    ],
    [
      'too many graphemes, in a later part',
      () => ({
        content: { text: 'a', thread: [{ text: 'é'.repeat(281) }] },
        targets: [{ accountId: x }],
      }),
      ['content.thread[0].text x.text.max_weighted_length'],
    ],
    [
      'an option that is unknown and a title that is too long',
      () => ({
        content: { text: 'a', media: [{ url: `${gateway.sandbox.url}/samples/a.mp4` }] },
        targets: [{ accountId: youtube, options: { title: 'a'.repeat(101), colour: 'red' } }],
      }),
      ['targets[0].options.title youtube.title.max_chars', 'targets[0].options.colour options.unknown'],
    ],
  ])('answers 200 to %s', async (_name, body, issues) => {
    expect(await found(body())).toEqual(issues);
  });

  it('warns without being invalid, and a create takes what only warns', async () => {
    const body = {
      content: { text: 'a', media: [{ ...image, altText: 'A cup' }] },
      targets: [{ accountId: instagram }],
    };
    const reply = await validate(body);
    expect(reply.body).toMatchObject({
      valid: true,
      issues: [{ rule: 'altText.unsupported', severity: 'warning', accountId: instagram }],
    });
    expect((await create({ ...body, draft: true })).status).toBe(201);
  });

  it('knows equal content within duplicateWindowSeconds', async () => {
    const body = { content: { text: 'Only once' }, targets: [{ accountId: x }], duplicateWindowSeconds: 600 };
    expect(await found(body)).toEqual([]);
    expect((await create({ ...body, scheduledAt: '2027-01-01T00:00:00Z' })).status).toBe(201);
    expect(await found(body)).toEqual(['targets[0] content.duplicate']);
    expect((await create(body)).status).toBe(409);
  });

  it('shows no account and no post of another workspace', async () => {
    const { key } = await gateway.api.newWorkspace();
    const reply = await gateway.api.call('POST', '/v1/post-groups/validate', {
      key,
      body: { content: { text: 'a' }, targets: [{ accountId: x }] },
    });
    expect(reply.body).toMatchObject({
      valid: false,
      issues: [{ rule: 'account.exists' }],
      targets: [{ accountId: x, platform: null, length: null, maxLength: null }],
    });
  });

  it('refuses what has no shape, and keys without the scope', async () => {
    const problem = expectProblem(await validate({ targets: [{}], colour: 1 }), 422, 'VALIDATION');
    expect(problem.issues?.map(({ path }) => path)).toEqual(['colour', 'targets[0].accountId']);
    const { key } = await gateway.api.newKey(gateway.api.workspaceId, ['publish:read']);
    const denied = await gateway.api.call('POST', '/v1/post-groups/validate', { key, body: {} });
    expectProblem(denied, 403, 'FORBIDDEN_SCOPE');
  });

  it('answers a repetition with the same key as the first time', async () => {
    const body = { content: { text: 'a' }, targets: [{ accountId: x }] };
    const first = await validate(body, { 'idempotency-key': 'v-1' });
    const again = await validate(body, { 'idempotency-key': 'v-1' });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
  });
});

it('GET /v1/providers shows the limits that bind, with their ids, units and sources', async () => {
  const providers = (await gateway.api.call('GET', '/v1/providers')).body.items as Body[];
  const rulesOf = (provider: string, platform: string): Body =>
    (providers.find(({ id }) => id === provider)?.platforms as Body[]).find(
      (one) => one.platform === platform,
    ).rules;
  const onX = rulesOf('postpost', 'x');
  expect(onX).toMatchObject({
    text: { maxLength: 280, unit: 'weighted', required: true },
    media: { min: 0, max: 4, maxVideos: 1, mixed: false },
    thread: { maxParts: 25 },
  });
  expect((onX.limits as Body[]).filter(({ measure }) => measure === 'text_length')).toEqual([
    {
      id: 'x.text.max_weighted_length',
      measure: 'text_length',
      of: null,
      unit: 'weighted',
      min: null,
      max: 280,
      types: null,
      when: null,
      severity: 'error',
      by: 'platform',
      source: 'https://docs.x.com/fundamentals/counting-characters',
    },
    expect.objectContaining({ id: 'x.text.max_weighted_full_links', by: 'provider', max: 280 }),
  ]);
  expect(rulesOf('postpost', 'linkedin').media).toMatchObject({ max: 10, maxImages: 10 });
  expect(rulesOf('generic:postato', 'linkedin').media).toMatchObject({ max: 20 });
  expect(rulesOf('layers', 'instagram').media).toMatchObject({ min: 1, max: 10, maxVideos: 1 });
});

it('is valid exactly where a create is accepted', async () => {
  // Mostly what is right, so that not every body is refused for something.
  const text = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom('hello', 'see https://example.com/a', '👨‍👩‍👧') },
    fc.constantFrom('', ' ', 'a'.repeat(279), 'a'.repeat(281), '世'.repeat(140), '世'.repeat(141)),
    fc.constantFrom('é'.repeat(300), 'é'.repeat(301), 'a'.repeat(3000), 'a'.repeat(3001), '#a '.repeat(31)),
    fc.string({ unit: 'grapheme', maxLength: 320 }),
  );
  const content = fc.record(
    {
      text,
      media: fc.array(fc.constant('sample'), { maxLength: 5 }),
      thread: fc.oneof(
        { weight: 4, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(fc.record({ text }), { maxLength: 2 }) },
      ),
      firstComment: fc.constantFrom('first', null, null, null),
    },
    { requiredKeys: [] },
  );
  const bodies = fc.record({
    content,
    targets: fc.array(
      fc.record(
        {
          account: fc.constantFrom(0, 0, 0, 1, 2, 2, 2, 3, 3, 4, 5),
          content,
          options: fc.constantFrom({ mode: 'publish' }, {}, {}, { mode: 'draft' }, { colour: 'red' }),
        },
        { requiredKeys: ['account'] },
      ),
      { minLength: 1, maxLength: 3 },
    ),
  });
  const ids = [x, instagram, linkedin, bluesky, youtube, 'acct_nobody'];
  const withMedia = <T extends { media?: string[] }>(given: T | undefined) =>
    given && { ...given, ...(given.media && { media: given.media.map(() => image) }) };
  let valid = 0;
  await fc.assert(
    fc.asyncProperty(bodies, async (given) => {
      const body = {
        content: withMedia(given.content),
        targets: given.targets.map(({ account, content: own, ...rest }) => ({
          accountId: ids[account],
          ...(own && { content: withMedia(own) }),
          ...rest,
        })),
        draft: true,
      };
      const said = await validate(body);
      const created = await create(body);
      expect([said.status, said.body.valid]).toEqual([200, created.status === 201]);
      if (created.status === 201) {
        valid += 1;
        return;
      }
      const refused = (created.body.issues as Body[]).map(({ path, rule }) => `${path} ${rule}`);
      const errors = (said.body.issues as Body[]).filter(({ severity }) => severity === 'error');
      expect(new Set(refused)).toEqual(new Set(errors.map(({ path, rule }) => `${path} ${rule}`)));
    }),
    { numRuns: 80 },
  );
  expect(valid).toBeGreaterThan(0);
});
