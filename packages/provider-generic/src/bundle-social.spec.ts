/** bundle.social: drafts that are released, one status for all, records that outlive their post. */
import type { JsonObject } from '@postern/core';
import { openPresetStub, type PresetStub } from '../test/preset-stub';
import { reference, submission } from '../test/posts';

const ID = '5d0b7c1e8a4f';
const NOW = Date.parse('2031-01-05T09:00:00Z');

let preset: PresetStub;
beforeEach(async () => void (preset = await openPresetStub('bundle-social', { teamId: 't1' })));
afterEach(() => preset.stub.close());

const post = (more: JsonObject = {}) => preset.fixture('post', more);

async function shown(more: JsonObject) {
  preset.stub.answer(() => ({ json: post(more) }));
  const [result] = await preset.read(reference(ID));
  return result?.outcome === 'found' ? result.snapshot : result;
}

it.each([
  ['DRAFT', 'draft'],
  ['SCHEDULED', 'scheduled'],
  ['PROCESSING', 'publishing'],
  ['RETRYING', 'publishing'],
  ['REVIEW', 'publishing'],
  ['POSTED', 'published'],
  ['ERROR', 'failed'],
  ['DELETED', 'canceled'],
  ['SOMETHING', null],
])('reads %s as %s', async (status, meaning) => {
  expect(await shown({ status })).toMatchObject({ status: meaning, upstreamStatus: status });
});

it('tells the live post by its platform’s member', async () => {
  const externalData = { TWITTER: { id: '190', permalink: 'https://x.com/acme/status/190' }, LINKEDIN: null };
  expect(await shown({ status: 'POSTED', postedDate: '2031-01-05T10:00:02Z', externalData })).toMatchObject({
    platformPostId: '190',
    platformPostUrl: 'https://x.com/acme/status/190',
    publishedAt: '2031-01-05T10:00:02.000Z',
  });
});

it('tells why it failed, verbosely or in the deprecated words', async () => {
  expect(await shown({ status: 'ERROR', errorsVerbose: preset.fixture('failed') })).toMatchObject({
    error: {
      upstreamCode: 'TW:190',
      upstreamMessage: 'Connect the account again',
      platformHttpStatus: 401,
      retryable: false,
    },
  });
  const old = { errorsVerbose: null, errors: { TWITTER: 'Token expired' } };
  expect(await shown({ status: 'ERROR', ...old })).toMatchObject({
    error: { upstreamMessage: 'Token expired' },
  });
});

it('knows a record that was deleted after the post went out', async () => {
  expect(await shown({ status: 'DELETED', postedDate: '2031-01-05T10:00:02Z' })).toMatchObject({
    status: 'published',
  });
});

it('makes a draft, releases it, and gives a post at once a time that is not past yet', async () => {
  preset.stub.answer(({ method }) => ({ json: post({ status: method === 'POST' ? 'DRAFT' : 'SCHEDULED' }) }));
  const { post: answer } = await preset.submit(submission(), { now: () => NOW });
  expect(answer).toMatchObject({ outcome: 'accepted', reference: { id: ID } });
  expect(preset.asked()).toEqual(['POST /post/', `PATCH /post/${ID}`]);
  const [draft, release] = preset.stub.requests.map(({ json }) => json);
  const said = {
    postDate: '2031-01-05T09:00:10.000Z',
    socialAccountTypes: ['TWITTER'],
    data: { TWITTER: { text: 'Hello' } },
    referenceKey: 'sub_1.1.1',
  };
  expect(draft).toMatchObject({ ...said, teamId: 't1', status: 'DRAFT' });
  expect(release).toMatchObject({ ...said, status: 'SCHEDULED' });
  expect(preset.stub.requests[0]?.headers['x-api-key']).toBe('secret');
});

it.each(['draft', 'release'])('a lost reply to the %s publishes nothing twice', async (step) => {
  const method = step === 'draft' ? 'POST' : 'PATCH';
  let status = 'none';
  let isLost = false;
  preset.stub.answer((request) => {
    if (request.method === 'POST') status = 'DRAFT';
    if (request.method === 'PATCH') status = 'SCHEDULED';
    if (request.method === method && !isLost) {
      isLost = true;
      return 'reset';
    }
    if (request.query['referenceKey'] !== undefined) return { json: { items: [post({ status })], total: 1 } };
    return { json: post({ status }) };
  });
  const lost = await preset.submit(submission());
  const settled = lost.post.outcome === 'accepted' ? lost : await preset.submit(lost.next);
  expect(settled.post).toMatchObject({ outcome: 'accepted', reference: { id: ID } });
  const writes = preset.asked().filter((each) => !each.startsWith('GET'));
  expect(writes).toEqual(['POST /post/', `PATCH /post/${ID}`]);
});

it('deletes nothing that may be live', async () => {
  for (const status of ['PROCESSING', 'RETRYING', 'REVIEW', 'POSTED', 'ERROR', 'SOMETHING']) {
    preset.stub.requests.length = 0;
    preset.stub.answer(() => ({ json: post({ status }) }));
    const result = await preset.provider.cancel?.(preset.context().ctx, reference(ID), null);
    expect([status, result?.outcome]).not.toEqual([status, 'done']);
    expect(preset.asked().filter((each) => !each.startsWith('GET'))).toEqual([]);
  }
});

it.each([
  [
    400,
    { message: ['data.TWITTER.text: Required'] },
    'rejected',
    'CONTENT_INVALID',
    'data.TWITTER.text: Required',
  ],
  [401, { message: 'Missing API key' }, 'rejected', 'AUTH_FORBIDDEN', 'Missing API key'],
  [403, { message: 'Invalid API key' }, 'rejected', 'AUTH_FORBIDDEN', 'Invalid API key'],
  [429, { message: 'Rate limit exceeded' }, 'rejected', 'RATE_LIMITED', 'Rate limit exceeded'],
])('reads HTTP %d', async (status, json, outcome, code, upstreamMessage) => {
  preset.stub.answer(() => ({ status, json }));
  expect((await preset.submit(submission())).post).toMatchObject({
    outcome,
    error: { code, upstreamMessage },
  });
});

it('takes a webhook for a hint, whatever its name says', () => {
  const body = Buffer.from(JSON.stringify(preset.fixture('webhook')));
  expect(preset.provider.webhooks?.parse(body, {})).toMatchObject({ references: [ID] });
});
