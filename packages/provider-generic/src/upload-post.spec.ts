/** Upload-Post: two kinds of ids, results in two shapes, words that mean two things, jobs in a list of their own. */
import type { JsonObject } from '@postern/core';
import { openPresetStub, type PresetStub } from '../test/preset-stub';
import { reference, submission, target } from '../test/posts';

let preset: PresetStub;
beforeEach(async () => void (preset = await openPresetStub('upload-post')));
afterEach(() => preset.stub.close());

const OWNER = { accountReference: 'acme/x', accountData: { user: 'acme' } };
const REQUEST = reference('sub_1.1.1', { ...OWNER, data: { requestId: 'sub_1.1.1' } });
const JOB = reference('job_7f', { ...OWNER, data: { jobId: 'job_7f' } });
const given = (more = {}) => submission(target(OWNER), { firstAttemptAt: Date.now(), ...more });
const isJobs = (path: string) => path === '/uploadposts/schedule';

async function shown(json: JsonObject, ref = REQUEST) {
  preset.stub.answer(({ path }) => ({ json: isJobs(path) ? preset.fixture('jobs') : json }));
  const [result] = await preset.read(ref);
  return result?.outcome === 'found' ? result.snapshot : null;
}

describe.each(['status-list', 'status-map'])('results as in %s', (name) => {
  it('tells each platform by its own result', async () => {
    expect(await shown(preset.fixture(name))).toMatchObject({ status: 'published', upstreamStatus: 'true' });
    const linkedin = { ...REQUEST, platform: 'linkedin', accountReference: 'acme/linkedin' };
    expect(await shown(preset.fixture(name), linkedin)).toMatchObject({
      status: 'failed',
      error: { upstreamMessage: expect.any(String) },
    });
  });

  it.each(['completed', 'failed'])('takes %s for no one’s result', async (status) => {
    expect(await shown(preset.fixture(name, { status, results: {} }))).toMatchObject({ status: null });
    expect(await shown(preset.fixture(name, { status, results: [] }))).toMatchObject({ status: null });
  });
});

it.each([
  ['pending', 'queued'],
  ['queued', 'queued'],
  ['processing', 'publishing'],
  ['in_progress', 'publishing'],
  ['odd', null],
])('reads %s as %s', async (status, meaning) => {
  expect(await shown(preset.fixture('status-list', { status, results: [] }))).toMatchObject({
    status: meaning,
  });
});

it('tells the id and the address, and what only lies in the app’s inbox', async () => {
  const map = preset.fixture('status-map');
  expect(await shown(map)).toMatchObject({
    platformPostId: '190',
    platformPostUrl: 'https://x.com/acme/status/190',
  });
  const tiktok = { ...REQUEST, platform: 'tiktok', accountReference: 'acme/tiktok' };
  expect(await shown(map, tiktok)).toMatchObject({ status: 'handed_off' });
});

it('reads of a job for when it is scheduled', async () => {
  const waiting = preset.fixture('status-list', { status: 'pending', results: [] });
  expect(await shown({ ...waiting, job_id: 'job_7f' }, JOB)).toMatchObject({
    status: 'scheduled',
    scheduledAt: '2031-01-05T10:00:00.000Z',
  });
  expect(preset.stub.requests[0]?.query).toEqual({ job_id: 'job_7f' });
});

it('chooses the request id, and goes by the job’s where there is one', async () => {
  preset.stub.answer(() => ({ json: preset.fixture('accepted') }));
  expect((await preset.submit(given())).post).toMatchObject({
    outcome: 'accepted',
    reference: { id: 'sub_1.1.1', data: { requestId: 'sub_1.1.1' } },
  });
  const [request] = preset.stub.requests;
  expect(request).toMatchObject({
    path: '/upload_text',
    headers: { authorization: 'Apikey secret', 'idempotency-key': 'sub_1.1.1' },
  });
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    ...{ user: 'acme', 'platform[]': 'x', title: 'Hello', async_upload: 'true', request_id: 'sub_1.1.1' },
  });
  preset.stub.answer(() => ({ status: 202, json: preset.fixture('scheduled') }));
  const { post } = await preset.submit(given({ scheduledAt: '2031-01-05T10:00:00Z' }));
  expect(post).toMatchObject({ outcome: 'accepted', reference: { id: 'job_7f', data: { jobId: 'job_7f' } } });
  expect(post.outcome === 'accepted' && post.reference.data['requestId']).toBeUndefined();
});

it('sends a lost create again under its key, byte for byte, and only inside ten minutes', async () => {
  preset.stub.answer(() => 'reset');
  const start = Date.now();
  const lost = await preset.submit(given({ firstAttemptAt: start }), { now: () => start });
  expect(lost.post).toMatchObject({ outcome: 'unknown' });
  preset.stub.answer(() => ({ json: preset.fixture('accepted') }));
  const soon = await preset.submit(lost.next, { now: () => start + 60_000 });
  expect(soon.post).toMatchObject({ outcome: 'accepted' });
  const bodies = preset.stub.requests.map(({ body, headers }) => [body, headers['idempotency-key']]);
  expect(bodies[1]).toEqual(bodies[0]);
  preset.stub.requests.length = 0;
  preset.stub.answer(() => ({ status: 404, json: { success: false, status: 'not_found' } }));
  const late = await preset.submit(lost.next, { now: () => start + 660_000 });
  expect(late.post).toMatchObject({ outcome: 'unknown' });
  preset.stub.answer(() => ({ json: preset.fixture('status-list') }));
  const found = await preset.submit(late.next, { now: () => start + 670_000 });
  expect(found.post).toMatchObject({ outcome: 'accepted', reference: { id: 'sub_1.1.1' } });
  expect(new Set(preset.asked())).toEqual(new Set(['GET /uploadposts/status']));
});

it.each([
  [200, { success: false, message: 'No profile' }, 'rejected', 'No profile'],
  [400, { error: 'Invalid request', details: 'title' }, 'rejected', 'Invalid request'],
  [401, { success: false, message: 'Invalid or expired token' }, 'rejected', 'Invalid or expired token'],
  [500, { error: 'Internal error' }, 'unknown', 'Internal error'],
])('reads HTTP %d', async (status, json, outcome, upstreamMessage) => {
  preset.stub.answer(() => ({ status, json }));
  expect((await preset.submit(given())).post).toMatchObject({ outcome, error: { upstreamMessage } });
});

it('does not take a job that is gone for one that was canceled', async () => {
  let isSent = false;
  preset.stub.answer(({ method, path }) => {
    if (method === 'DELETE') {
      isSent = true;
      return { status: 404, json: { success: false, error: 'Job not found' } };
    }
    if (isJobs(path)) return { json: isSent ? [] : preset.fixture('jobs') };
    const waiting = { status: 'pending', results: [] };
    return { json: preset.fixture('status-list', { job_id: 'job_7f', ...(isSent ? {} : waiting) }) };
  });
  const result = await preset.provider.cancel?.(preset.context().ctx, JOB, null);
  expect(result).toMatchObject({ outcome: 'too_late', snapshot: { status: 'published' } });
});

it('takes a webhook for a hint, as nobody signs it', () => {
  const body = Buffer.from(JSON.stringify(preset.fixture('webhook')));
  expect(preset.provider.webhooks?.verify(body, {}, [], Date.now())).toEqual({ ok: true });
  expect(preset.provider.webhooks?.parse(body, {})).toMatchObject({ references: ['job_7f'] });
});
