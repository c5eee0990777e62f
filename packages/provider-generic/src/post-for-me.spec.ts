/** Post for Me's documented replies, read by its preset: a draft and its release, outcomes of another resource. */
import { lintManifest, loadPreset } from './index';
import { reference, submission, target } from '../test/posts';
import { recorded, RECORDED_AT, startRecorded, type RecordedUpstream } from '../test/preset-fixtures';

const own = { accountReference: 'spc_1', accountData: {} };
const given = () => submission(target(own), { firstAttemptAt: RECORDED_AT });
const ref = reference('sp_1', own);
const POST = '/social-posts/sp_1';
const RESULTS = 'GET /social-post-results';

let upstream: RecordedUpstream;
beforeEach(async () => {
  upstream = await startRecorded('post-for-me');
});
afterEach(() => upstream.close());

it('has nothing that the linter warns of', () => {
  expect(lintManifest(loadPreset('post-for-me'))).toEqual([]);
});

it('makes a draft that publishes nothing, and releases it', async () => {
  upstream.play({
    'POST /social-posts': 'draft',
    [`PUT ${POST}`]: 'released',
    [`GET ${POST}`]: 'processing',
    [RESULTS]: 'results-none',
  });
  const { post } = await upstream.submit(given());
  expect(post).toMatchObject({ outcome: 'accepted', reference: { id: 'sp_1' } });
  expect(upstream.sent('POST')[0]?.json).toMatchObject({ isDraft: true, external_id: 'sub_1.1.1' });
  expect(upstream.sent('PUT')[0]?.json).toMatchObject({ isDraft: false, external_id: 'sub_1.1.1' });
});

it('finds the draft whose reply was lost by its reference, and makes no other', async () => {
  upstream.play({
    'POST /social-posts': 'reset',
    'GET /social-posts': 'found',
    [`PUT ${POST}`]: 'released',
    [`GET ${POST}`]: 'processing',
    [RESULTS]: 'results-none',
  });
  expect((await upstream.submit(given())).post).toMatchObject({
    outcome: 'accepted',
    reference: { id: 'sp_1' },
  });
  expect(upstream.sent('POST')).toHaveLength(1);
});

it('a lost reply of the release concerns one post', async () => {
  upstream.play({ 'POST /social-posts': 'draft', [`PUT ${POST}`]: 'reset', [RESULTS]: 'results-none' });
  const { post, next } = await upstream.submit(given());
  expect(post.outcome).toBe('unknown');
  upstream.play({ [`GET ${POST}`]: 'processed', [RESULTS]: 'results-published' });
  expect((await upstream.submit(next)).post).toMatchObject({
    outcome: 'accepted',
    snapshot: { status: 'published' },
  });
  expect([upstream.sent('POST').length, upstream.sent('PUT').length]).toEqual([1, 1]);
});

it.each([
  ['processing', 'results-none', { status: 'publishing' }],
  ['processed', 'results-none', { status: 'publishing' }],
  ['processed', 'results-published', { status: 'published', platformPostId: '1912345678901234567' }],
  ['processed', 'results-failed', { status: 'failed', error: { upstreamCode: '429' } }],
  ['processed', 'results-failed-in-words', { status: 'failed', error: { code: 'UPSTREAM_ERROR' } }],
  ['scheduled', 'results-none', { status: 'scheduled', scheduledAt: '2031-07-02T09:00:00.000Z' }],
])('%s with %s', async (name, rows, snapshot) => {
  upstream.play({ [`GET ${POST}`]: name, [RESULTS]: rows });
  expect(await upstream.read(ref)).toMatchObject({ outcome: 'found', snapshot });
});

it('takes no result of another account for its own', async () => {
  upstream.play({ [`GET ${POST}`]: 'processed', [RESULTS]: 'results-of-others' });
  const read = await upstream.read(ref);
  expect(read).toMatchObject({ outcome: 'found', snapshot: { platformPostId: null } });
  if (read?.outcome === 'found') expect(read.snapshot.status).not.toBe('published');
});

it('gives the whole post back with another time', async () => {
  upstream.play({ [`GET ${POST}`]: 'scheduled', [`PUT ${POST}`]: 'scheduled', [RESULTS]: 'results-none' });
  expect(await upstream.reschedule(ref, '2031-07-02T09:00:00.000Z')).toMatchObject({ outcome: 'done' });
  expect(upstream.sent('PUT')[0]?.json).toEqual({
    caption: 'Hello',
    social_accounts: ['spc_1'],
    scheduled_at: '2031-07-02T09:00:00.000Z',
    external_id: 'sub_1.1.1',
    isDraft: false,
  });
});

it('waits as long as it is told to', async () => {
  upstream.play({ 'POST /social-posts': 'rate-limited' });
  const { post } = await upstream.submit(given());
  expect(post).toMatchObject({ outcome: 'rejected', error: { code: 'RATE_LIMITED', retryAfter: 12 } });
});

it('takes a delivery for a hint at the post', () => {
  const body = Buffer.from(JSON.stringify(recorded('post-for-me', 'webhook').json));
  const hint = upstream.provider.webhooks?.parse(body, {});
  expect(hint).toMatchObject({ type: 'social.post.result.created', references: ['sp_1', 'spr_1'] });
});
