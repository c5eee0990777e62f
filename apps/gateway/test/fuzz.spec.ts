/** Whatever is sent, the API answers with a success or with a problem of the caller's, and never falls over. */
import fc from 'fast-check';
import { expectProblem, type Reply } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';
import { rowCounts } from './row-counts';

jest.setTimeout(120_000);

let gateway: TestGateway;
let bodies: Record<string, unknown>;
beforeAll(async () => {
  gateway = await startTestGateway();
  const { id, accounts } = await gateway.connect('postato');
  bodies = {
    'POST /v1/post-groups': {
      content: {
        text: 'a',
        media: [{ url: `${gateway.sandbox.url}/samples/a.jpg`, altText: 'b' }],
        thread: [{ text: 'c', media: [] }],
        firstComment: null,
      },
      targets: [
        { accountId: accountOn(accounts, 'x'), content: { text: 'd' }, options: { poll: { a: [1] } } },
        { accountId: accountOn(accounts, 'linkedin'), content: { thread: [] } },
      ],
      scheduledAt: '2030-01-01T00:00:00Z',
      draft: true,
      clientReference: 'e',
      maxLatenessSeconds: 60,
      metadata: { f: { g: [1, null] } },
    },
    'POST /v1/connections': {
      provider: 'layers',
      name: 'h',
      credentials: { apiKey: 'i', baseUrl: 'http://127.0.0.1:9', webhookSecrets: ['j'] },
      scheduling: 'gateway',
    },
    [`PATCH /v1/connections/${id}`]: { name: 'k', credentials: { webhookSecrets: ['l'] }, scheduling: null },
  };
}, 60_000);
afterAll(() => gateway.close());

/** Every place in the value, as a list of steps; the value itself is the empty list. */
function placesIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [
    [],
    ...Object.entries(value).flatMap(([key, member]) => placesIn(member).map((rest) => [key, ...rest])),
  ];
}

function replaced(value: unknown, [step, ...rest]: string[], change: (old: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string,
    unknown
  >;
  copy[step] = replaced(copy[step], rest, change);
  return copy;
}

const ODD_NAMES = [
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'toJSON',
  'then',
  'length',
  '0',
  '',
  '\u0000',
  'é.[0]',
];
const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ud83d',
  '9999-12-31T23:59:59Z',
  '0000-01-01T00:00:00Z',
  '2030-01-01T00:00:00+23:59',
  "'; --",
  '%s%n',
  'http://[',
  'http://127.0.0.1:99999/',
  'x'.repeat(5000),
];
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e308,
    2 ** 53,
    [],
    {},
    [[]],
    [{}],
    [null],
    ...ODD_TEXTS,
  ),
  fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text) as unknown),
);
type Change = (old: unknown) => unknown;
const change: fc.Arbitrary<Change> = fc.oneof(
  odd.map((value) => () => value),
  odd.map((value) => (old: unknown) => [old, value]),
  fc.tuple(fc.constantFrom(...ODD_NAMES), odd).map(
    ([name, value]) =>
      (old: unknown) =>
        typeof old === 'object' && old !== null && !Array.isArray(old)
          ? { ...old, [name]: value }
          : { [name]: value },
  ),
);

async function send(name: string, body: unknown): Promise<Reply> {
  const [method, path] = name.split(' ') as [string, string];
  return gateway.api.call(method, path, { body });
}

it.each([
  ['POST /v1/post-groups', 400],
  ['POST /v1/connections', 80],
  ['PATCH /v1/connections', 150],
])('%s', async (prefix, numRuns) => {
  const [name, body] = Object.entries(bodies).find(([key]) => key.startsWith(prefix))!;
  expect([200, 201]).toContain((await send(name, body)).status);
  const mutation = fc.tuple(fc.constantFrom(...placesIn(body)), change);
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 2 }), async (mutations) => {
      const sent = mutations.reduce((value, [place, how]) => {
        // The first change may have taken away the place of the second.
        const there = placesIn(value).some((known) => known.join('\n') === place.join('\n'));
        return there ? replaced(value, place, how) : value;
      }, body);
      const before = await rowCounts(gateway.api.db);
      const reply = await send(name, sent);
      if (reply.status < 300) return;
      expectProblem(reply, reply.status, reply.status === 400 ? 'MALFORMED_REQUEST' : 'VALIDATION');
      expect(await rowCounts(gateway.api.db)).toEqual(before);
    }),
    { numRuns, seed: process.env.FUZZ_SEED ? Number(process.env.FUZZ_SEED) : 1 },
  );
});

it('lists, by any query', async () => {
  const names = [
    'limit',
    'cursor',
    'status',
    'id',
    'since',
    'createdUntil',
    'accountId',
    'platform',
    'clientReference',
    'errorCode',
    'sort',
    'provider',
    ...ODD_NAMES,
  ];
  const pair = fc.tuple(
    fc.constantFrom(...names),
    fc.oneof(fc.constantFrom(...ODD_TEXTS), fc.string({ unit: 'binary' })),
  );
  const list = fc.constantFrom('/v1/post-groups', '/v1/posts', '/v1/accounts', '/v1/connections');
  await fc.assert(
    fc.asyncProperty(list, fc.array(pair, { minLength: 1, maxLength: 3 }), async (path, pairs) => {
      const reply = await gateway.api.call('GET', `${path}?${new URLSearchParams(pairs).toString()}`);
      expect([200, 400, 422]).toContain(reply.status);
    }),
    { numRuns: 400, seed: process.env.FUZZ_SEED ? Number(process.env.FUZZ_SEED) : 1 },
  );
});
