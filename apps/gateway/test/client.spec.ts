/** The SDK against a real gateway, with a network between them that loses, delays and refuses. */
import { FINAL_GROUP_STATUSES, Postern, ValidationError } from '@postern/client';
import { isFinalGroupStatus, POST_GROUP_STATUSES } from '@postern/core';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';

let gateway: TestGateway;
let proxy: FaultyProxy;
let postern: Postern;
let accountId: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  proxy = await startFaultyProxy(gateway.api.url);
  accountId = accountOn((await gateway.connect('postpost')).accounts, 'threads');
  postern = new Postern({ baseUrl: proxy.url, apiKey: gateway.api.key, timeoutMs: 5_000 });
});
afterAll(async () => {
  await proxy?.close();
  await gateway?.close();
});
beforeEach(() => {
  proxy.faults.length = 0;
  proxy.seen.length = 0;
});

const body = (text: string) => ({ content: { text }, targets: [{ accountId }], clientReference: text });
const groupsOf = (clientReference: string) => postern.postGroups.list({ clientReference }).toArray();

it('knows the same final statuses as the gateway', () => {
  expect([...FINAL_GROUP_STATUSES].sort()).toEqual(POST_GROUP_STATUSES.filter(isFinalGroupStatus).sort());
});

it.each([
  ['a lost reply', ['lose-reply'] as const, true],
  ['three lost replies', ['lose-reply', 'lose-reply', 'cut-reply'] as const, true],
  ['a lost request', ['lose-request'] as const, false],
  ['a refusal in between', ['lose-reply', { status: 503, retryAfter: 0 }] as const, true],
  ['a rate limit', [{ status: 429, retryAfter: 1 }] as const, false],
])('makes one group of a create after %s', async (text, faults, expected) => {
  proxy.faults.push(...faults);
  let replayed: boolean | null = null;
  const group = await postern.postGroups.create(body(text), {
    onReply: (reply) => ({ replayed } = reply),
  });
  expect(proxy.seen).toEqual(Array(faults.length + 1).fill('POST /v1/post-groups'));
  expect(replayed).toBe(expected);
  expect((await groupsOf(text)).map(({ id }) => id)).toEqual([group.id]);
});

it('makes one group where the first reply comes after its time', async () => {
  proxy.faults.push({ slowMs: 1_500 });
  const group = await postern.postGroups.create(body('slow'), { timeoutMs: 1_000 });
  expect((await groupsOf('slow')).map(({ id }) => id)).toEqual([group.id]);
});

it('makes one group of two creates at once with one key', async () => {
  const options = { idempotencyKey: 'twice' };
  const both = await Promise.all([1, 2].map(() => postern.postGroups.create(body('twice'), options)));
  expect(new Set(both.map(({ id }) => id)).size).toBe(1);
  expect(await groupsOf('twice')).toHaveLength(1);
});

it('throws which rules are broken, and where', async () => {
  const error: unknown = await postern.postGroups
    .create({ content: { text: 'x' }, targets: [{ accountId }, { accountId: 'acct_nobody' }] })
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ValidationError);
  expect((error as ValidationError).issues).toEqual([
    expect.objectContaining({ path: 'targets[1].accountId', rule: 'account.exists' }),
  ]);
});

it('lists every item once, whatever the size of the pages', async () => {
  const accounts = await postern.accounts.list().toArray();
  const again = await postern.accounts.list({ limit: 1 }).toArray();
  expect(again).toEqual(accounts);
  expect(accounts.length).toBeGreaterThan(3);
});

it('waits until a group is final', async () => {
  const group = await postern.postGroups.create(body('wait'));
  const statuses: string[] = [];
  const final = postern.waitUntilFinal(group.id, {
    timeoutMs: 20_000,
    onChange: ({ status }) => statuses.push(status),
  });
  await gateway.startWorker();
  expect(await final).toMatchObject({ status: 'published', posts: [{ status: 'published' }] });
  expect(statuses.at(-1)).toBe('published');
  await gateway.stopWorker();
});
