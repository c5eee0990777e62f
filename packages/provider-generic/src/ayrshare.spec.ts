/** Ayrshare's documented replies, read by its preset: two lists side by side, failures within 200, cautious deletes. */
import { lintManifest, loadPreset } from './index';
import { reference, submission, target } from '../test/posts';
import { recorded, RECORDED_AT, startRecorded, type RecordedUpstream } from '../test/preset-fixtures';

const ID = 'AbCdEfGhIjKlMnOpQrSt';
const own = { accountReference: 'twitter', accountData: {} };
const given = () => submission(target(own), { firstAttemptAt: RECORDED_AT });
const ref = reference(ID, own);

let upstream: RecordedUpstream;
beforeEach(async () => {
  upstream = await startRecorded('ayrshare');
});
afterEach(() => upstream.close());

it('has nothing that the linter warns of', () => {
  expect(lintManifest(loadPreset('ayrshare'))).toEqual([]);
});

it.each([
  ['created', { outcome: 'accepted', snapshot: { status: 'published' } }],
  ['created-scheduled', { outcome: 'accepted', snapshot: { status: 'scheduled' } }],
  ['failed-in-400', { outcome: 'accepted', snapshot: { status: 'failed' } }],
  ['failed-in-200', { outcome: 'accepted', snapshot: { status: 'failed' } }],
  ['refused', { outcome: 'rejected', error: { code: 'CONTENT_INVALID', upstreamCode: '110' } }],
  ['refused-in-200', { outcome: 'rejected', error: { upstreamCode: '110' } }],
])('a create that is answered with %s', async (name, answer) => {
  upstream.play({ 'POST /post': name });
  const { post } = await upstream.submit(given());
  expect(post).toMatchObject(answer);
});

it('repeats the same request under the same key after a lost reply', async () => {
  upstream.play({ 'POST /post': 'reset' });
  const { post, next } = await upstream.submit(given());
  expect(post.outcome).toBe('unknown');
  upstream.play({ 'POST /post': 'created' });
  expect((await upstream.submit(next)).post).toMatchObject({ outcome: 'accepted', reference: { id: ID } });
  expect(new Set(upstream.sent('POST').map(({ body }) => body)).size).toBe(1);
  expect(upstream.sent('POST')[0]?.json).toMatchObject({ idempotencyKey: 'sub_1.1.1' });
});

it.each([
  ['shown-success', 'published'],
  ['shown-error', 'failed'],
  ['shown-error-without-rows', null],
  ['shown-success-of-others', null],
  ['shown-processing', 'publishing'],
  ['shown-pending', 'scheduled'],
  ['shown-paused', null],
  ['shown-deleted', 'canceled'],
  ['shown-awaiting-approval', 'pending_approval'],
])('%s means %s', async (name, status) => {
  upstream.play({ [`GET /post/${ID}`]: name });
  expect(await upstream.read(ref)).toMatchObject({ outcome: 'found', snapshot: { status } });
});

it('never deletes what may be live: a delete takes it off its network', async () => {
  for (const name of ['shown-success', 'shown-processing', 'shown-paused']) {
    upstream.play({ [`GET /post/${ID}`]: name, 'DELETE /post': 'deleted' });
    expect((await upstream.cancel(ref)).outcome).not.toBe('done');
  }
  expect(upstream.sent('DELETE')).toEqual([]);
});

it('deletes what waits, by a body, whose answer is no status of the post', async () => {
  upstream.play({ [`GET /post/${ID}`]: 'shown-pending', 'DELETE /post': 'deleted' });
  expect(await upstream.cancel(ref)).toMatchObject({ outcome: 'done', snapshot: { status: 'canceled' } });
  expect(upstream.sent('DELETE')[0]?.json).toEqual({ id: ID });
});

it('moves what waits; the answer’s success is not the post’s', async () => {
  upstream.play({ [`GET /post/${ID}`]: 'shown-pending', 'PATCH /post': 'updated' });
  const moved = await upstream.reschedule(ref, '2031-07-03T09:00:00.000Z');
  expect(moved).toMatchObject({ outcome: 'done', snapshot: { status: null } });
});

it('takes a delivery for a hint at the post', () => {
  const body = Buffer.from(JSON.stringify(recorded('ayrshare', 'webhook').json));
  expect(upstream.provider.webhooks?.parse(body, {})).toMatchObject({ type: 'scheduled', references: [ID] });
});
