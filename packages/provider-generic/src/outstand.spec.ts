/** Outstand: no status of the whole, no address of the live post, no keys, accounts by id alone. */
import type { JsonObject } from '@postern/core';
import { openPresetStub, type PresetStub } from '../test/preset-stub';
import { reference, submission, target } from '../test/posts';

let preset: PresetStub;
beforeEach(async () => void (preset = await openPresetStub('outstand')));
afterEach(() => preset.stub.close());

const REF = reference('9dyJS', { accountData: { handle: 'acme' } });
const WAITING = { publishedAt: null, scheduledAt: '2031-01-05T10:00:00.000Z' };

/** The documented post with other members of its own, and of its account's row. */
function body(more: JsonObject = {}, row: JsonObject = {}) {
  const { post } = preset.fixture<{ post: JsonObject & { socialAccounts: JsonObject[] } }>('post');
  const socialAccounts = post.socialAccounts.map((each) => ({ ...each, ...row }));
  return { success: true, post: { ...post, socialAccounts, ...more } };
}

async function shown(more: JsonObject, row: JsonObject = {}) {
  preset.stub.answer(() => ({ json: body(more, row) }));
  const [result] = await preset.read(REF);
  return result?.outcome === 'found' ? result.snapshot : null;
}

const unpublished = { publishedAt: null, platformPostId: null };
it.each<[string, JsonObject, JsonObject, string | null]>([
  ['a row that is published', {}, {}, 'published'],
  ['a row that is published without a word', {}, { status: null }, 'published'],
  ['the webhook’s word for a failure', {}, { ...unpublished, status: 'error', error: 'No' }, 'failed'],
  ['a failed row beside a published post', {}, { ...unpublished, status: 'failed', error: 'No' }, 'failed'],
  ['a row that waits for its time', WAITING, { ...unpublished, status: 'pending' }, 'scheduled'],
  ['a time and no row yet', { ...WAITING, socialAccounts: [] }, {}, 'scheduled'],
  ['a draft', { ...WAITING, isDraft: true }, { ...unpublished, status: 'pending' }, 'draft'],
  [
    'no time, and a row that waits',
    { ...WAITING, scheduledAt: null },
    { ...unpublished, status: 'pending' },
    'queued',
  ],
  ['a row that is on its way', WAITING, { ...unpublished, status: 'publishing' }, 'publishing'],
  ['a word that nobody knows', WAITING, { ...unpublished, status: 'resting' }, null],
  ['the row of another account', {}, { id: 'acc_9' }, null],
])('reads %s', async (_name, more, row, status) => {
  expect(await shown(more, row)).toMatchObject({ status });
});

it('puts the address of the live post together', async () => {
  expect(await shown({})).toMatchObject({
    platformPostId: '190',
    platformPostUrl: 'https://x.com/acme/status/190',
    publishedAt: '2031-01-05T10:00:02.000Z',
  });
});

it('sends ids, threads as containers, and no time for a post at once', async () => {
  preset.stub.answer(() => ({ status: 201, json: preset.fixture('created') }));
  const thread = target({
    content: { text: 'one', media: [], thread: [{ text: 'two' }], firstComment: null },
  });
  expect((await preset.submit(submission(thread))).post).toMatchObject({
    outcome: 'accepted',
    reference: { id: '9dyJS' },
  });
  const [request] = preset.stub.requests;
  expect(preset.asked()).toEqual(['POST /posts/']);
  expect(request?.json).toEqual({
    accounts: ['acc_1'],
    containers: [{ content: 'one' }, { content: 'two' }],
  });
});

it.each(['reset', 'half'] as const)('never sends again what may have been taken: %s', async (kind) => {
  const reply = kind === 'reset' ? 'reset' : { status: 201, text: '{"success":true,"post":{"id' };
  preset.stub.answer(({ method }) => (method === 'POST' ? reply : { json: { success: true, posts: [] } }));
  const lost = await preset.submit(submission());
  expect(lost.post).toMatchObject({ outcome: 'unknown', error: { retryable: false } });
  expect((await preset.submit(lost.next)).post).toMatchObject({ outcome: 'unknown' });
  expect(preset.asked().filter((each) => each.startsWith('POST'))).toHaveLength(1);
});

it('finds a post whose reply was lost, by account, text and time', async () => {
  const now = Date.parse('2031-01-05T09:00:00Z');
  const created = { createdAt: '2031-01-05T09:00:01.000Z' };
  preset.stub.answer(({ method }) =>
    method === 'POST'
      ? 'reset'
      : {
          json: {
            success: true,
            posts: [body(created).post],
            pagination: { limit: 50, offset: 0, total: 1 },
          },
        },
  );
  const given = submission(target(), { firstAttemptAt: now });
  const lost = await preset.submit(given, { now: () => now });
  const looked = await preset.provider.lookup?.(preset.context({ now: () => now + 9_000 }).ctx, lost.next);
  expect(looked).toMatchObject({ outcome: 'found', posts: [{ reference: { id: '9dyJS' } }] });
});

it.each([
  [200, { success: false, error: 'Nope' }, 'rejected', 'Nope'],
  [500, { success: false, error: 'Internal', message: 'Oops' }, 'unknown', 'Oops'],
])('reads HTTP %d', async (status, json, outcome, upstreamMessage) => {
  preset.stub.answer(() => ({ status, json }));
  expect((await preset.submit(submission())).post).toMatchObject({ outcome, error: { upstreamMessage } });
});

it('tells which field was wrong', async () => {
  preset.stub.answer(() => ({ status: 400, json: preset.fixture('invalid') }));
  const { post } = await preset.submit(submission());
  expect(post).toMatchObject({ outcome: 'rejected', error: { code: 'CONTENT_INVALID' } });
  expect(post.outcome === 'rejected' && post.error.upstreamMessage).toContain('Invalid payload');
});

it('cannot move posts, and deletes only what waits', async () => {
  expect(preset.provider.reschedule).toBeUndefined();
  preset.stub.answer(() => ({ json: body() }));
  const result = await preset.provider.cancel?.(preset.context().ctx, REF, null);
  expect(result).toMatchObject({ outcome: 'too_late', snapshot: { status: 'published' } });
  expect(preset.asked()).toEqual(['GET /posts/9dyJS']);
});

it('takes a webhook for a hint, whatever its name says', () => {
  const raw = Buffer.from(JSON.stringify(preset.fixture('webhook')));
  expect(preset.provider.webhooks?.parse(raw, {})).toMatchObject({ references: ['9dyJS'] });
});
