/** Zernio's documented replies, read by its preset: three replays, two levels of status, guards of changes. */
import { lintManifest, loadPreset } from './index';
import { reference, submission, target } from '../test/posts';
import { recorded, RECORDED_AT, startRecorded, type RecordedUpstream } from '../test/preset-fixtures';

const ID = '66bb00000000000000000001';
const ACCOUNT = '65aa00000000000000000001';
const own = { accountReference: ACCOUNT, accountData: {} };
const given = () => submission(target(own), { firstAttemptAt: RECORDED_AT });
const ref = reference(ID, own);

let upstream: RecordedUpstream;
beforeEach(async () => {
  upstream = await startRecorded('zernio');
});
afterEach(() => upstream.close());

it('has nothing that the linter warns of', () => {
  expect(lintManifest(loadPreset('zernio'))).toEqual([]);
});

it('takes the created post, whose account is a text, under a key that is a UUID', async () => {
  upstream.play({ 'POST /posts': 'created' });
  const { post } = await upstream.submit(given());
  expect(post).toMatchObject({
    outcome: 'accepted',
    reference: { id: ID },
    snapshot: { status: 'published', platformPostId: '1912345678901234567' },
  });
  expect(upstream.sent('POST')[0]?.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
});

it.each(['replay-by-key', 'replay-by-content'])('after a lost reply %s is the post', async (replay) => {
  upstream.play({ 'POST /posts': 'reset', 'GET /posts*': 'list-page' });
  const { post, next } = await upstream.submit(given());
  expect(post.outcome).toBe('unknown');
  upstream.play({ 'POST /posts': replay, 'GET /posts*': 'list-page', [`GET /posts/${ID}`]: 'partial' });
  expect((await upstream.submit(next)).post).toMatchObject({ outcome: 'accepted', reference: { id: ID } });
  expect(new Set(upstream.sent('POST').map(({ headers }) => headers['x-request-id'])).size).toBe(1);
});

it('takes equal content of somebody else for a refusal', async () => {
  upstream.play({ 'POST /posts': 'replay-by-content' });
  const { post } = await upstream.submit(given());
  expect(post).toMatchObject({ outcome: 'rejected', error: { code: 'DUPLICATE_CONTENT', retryable: false } });
});

it.each([
  ['partial', { status: 'failed', error: { code: 'AUTH_EXPIRED', upstreamCode: 'auth_expired' } }],
  ['pending-row', { status: 'publishing', upstreamStatus: 'publishing' }],
  ['scheduled', { status: 'scheduled', scheduledAt: '2031-07-02T09:00:00.000Z' }],
  ['cancelled', { status: 'canceled' }],
])('reads %s by its row, else by the whole', async (name, snapshot) => {
  upstream.play({ [`GET /posts/${ID}`]: name });
  expect(await upstream.read(ref)).toMatchObject({ outcome: 'found', snapshot });
});

it('waits as long as the limit says', async () => {
  upstream.play({ 'POST /posts': 'rate-limited' });
  const { post } = await upstream.submit(given());
  expect(post).toMatchObject({ outcome: 'rejected', error: { code: 'RATE_LIMITED', retryable: true } });
});

it('deletes only what is shown as waiting, and reads again where that is refused', async () => {
  upstream.play({ [`GET /posts/${ID}`]: 'pending-row' });
  expect(await upstream.cancel(ref)).toMatchObject({ outcome: 'too_late' });
  expect(upstream.sent('DELETE')).toEqual([]);
  upstream.play({ [`GET /posts/${ID}`]: 'scheduled', [`DELETE /posts/${ID}`]: 'not-deletable' });
  expect(await upstream.cancel(ref)).toMatchObject({ outcome: 'rejected' });
});

it('moves with the mark that makes drafts wait for their time', async () => {
  upstream.play({ [`GET /posts/${ID}`]: 'scheduled', [`PUT /posts/${ID}`]: 'scheduled' });
  expect(await upstream.reschedule(ref, '2031-07-02T09:00:00.000Z')).toMatchObject({ outcome: 'done' });
  expect(upstream.sent('PUT')[0]?.json).toMatchObject({ isDraft: false });
});

it('takes a delivery for a hint at the post', () => {
  const body = Buffer.from(JSON.stringify(recorded('zernio', 'webhook').json));
  const hint = upstream.provider.webhooks?.parse(body, { 'x-zernio-event-id': 'evt_1' });
  expect(hint).toMatchObject({ type: 'post.partial', references: [ID], concernsAccount: false });
});
