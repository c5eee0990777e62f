import type { JsonObject, Submission } from '@postern/core';
import { MediaUnavailableError } from '@postern/core';
import { testContext, type TestContextOptions } from '@postern/provider-kit/testing';
import {
  CREATED,
  DELETED,
  GROUP_ID,
  groupReply,
  LATER,
  LIMIT_REACHED,
  NOT_FOUND,
  NOW,
  row,
  submissionOf,
  targetOf,
  updated,
} from '../test/postpost-replies';
import { BASE_URL, page, reply, scriptedHttp, TIMEOUT, type ScriptedHttp } from '../test/scripted-http';
import { createPostPostProvider } from './postpost-provider';

const NOW_TEXT = new Date(NOW).toISOString();
const provider = createPostPostProvider();

async function submit(http: ScriptedHttp, submission: Submission, more: Partial<TestContextOptions> = {}) {
  const made = testContext({
    credentials: { apiKey: 'sk_test', baseUrl: `${BASE_URL}/`, userId: '6710aa00bb11cc22dd33ffff' },
    now: () => NOW,
    http,
    ...more,
  });
  const { posts } = await provider.submit(made.ctx, submission);
  made.close();
  return { ...made, posts, post: posts[0] };
}

/** The checkpoint of a first try that ended as the answers say. */
async function afterTry(answers: Parameters<typeof scriptedHttp>[0]): Promise<JsonObject | null> {
  const first = await submit(scriptedHttp(answers), submissionOf(targetOf()));
  return first.lastCheckpoint();
}
const unknownUpdate = { 'POST create-post': CREATED, 'PUT update-post': TIMEOUT };

describe('a new post', () => {
  it('is a draft first, and is then scheduled for now with both fields', async () => {
    const http = scriptedHttp({
      'POST create-post': CREATED,
      'PUT update-post': updated('scheduled', NOW_TEXT),
    });
    const { post, checkpoints } = await submit(http, submissionOf(targetOf()));
    expect(http.bodyOf('/create-post')).toEqual({ content: 'Release day!', platforms: ['mastodon-1102'] });
    expect(http.bodyOf('/update-post')).toEqual({ status: 'scheduled', scheduledTime: NOW_TEXT });
    expect(checkpoints.map(({ stage }) => stage)).toEqual(['draft', 'scheduling']);
    expect(checkpoints[0]).toMatchObject({ postGroupId: GROUP_ID, startedAt: NOW_TEXT });
    expect(post).toMatchObject({
      outcome: 'accepted',
      reference: { id: GROUP_ID, data: { scheduledAt: NOW_TEXT, rowId: null } },
      snapshot: { status: 'scheduled', upstreamStatus: 'scheduled', providerReference: GROUP_ID },
    });
    for (const { headers } of http.requests) {
      expect(headers).toEqual({ 'x-api-key': 'sk_test', 'x-postpost-user-id': '6710aa00bb11cc22dd33ffff' });
    }
  });

  it('pays the write budget once, so that a burst leaves no drafts waiting for it', async () => {
    const http = scriptedHttp({
      'POST create-post': CREATED,
      'PUT update-post': updated('scheduled', NOW_TEXT),
    });
    await submit(http, submissionOf(targetOf()));
    expect(http.requests.map(({ budget }) => budget)).toEqual(['write', 'none']);
  });

  it('trusts the time of the reply, which PostPost may have moved', async () => {
    const moved = '2026-05-04T12:05:00.000Z';
    const http = scriptedHttp({
      'POST create-post': CREATED,
      'PUT update-post': updated('scheduled', moved),
    });
    const { post } = await submit(http, submissionOf(targetOf(), { scheduledAt: LATER }));
    expect(http.bodyOf('/update-post')).toEqual({ status: 'scheduled', scheduledTime: LATER });
    expect(post).toMatchObject({
      snapshot: { scheduledAt: moved },
      reference: { data: { scheduledAt: moved } },
    });
  });

  it('never sends a past time, and no update without a time', async () => {
    const http = scriptedHttp({
      'POST create-post': CREATED,
      'PUT update-post': updated('scheduled', NOW_TEXT),
    });
    await submit(http, submissionOf(targetOf(), { scheduledAt: '2026-05-04T08:00:00.000Z' }));
    expect(http.bodyOf('/update-post')).toEqual({ status: 'scheduled', scheduledTime: NOW_TEXT });
    const { post } = await submit(scriptedHttp({}), submissionOf(targetOf(), { scheduledAt: 'soon' }));
    expect(post).toMatchObject({ outcome: 'rejected', error: { code: 'CONTENT_INVALID' } });
  });

  it('survives the version that refuses past times', async () => {
    const http = scriptedHttp({
      'POST create-post': CREATED,
      'PUT update-post': [
        reply(400, { error: 'Scheduled time cannot be in the past' }),
        updated('scheduled', '2026-05-04T09:01:00.000Z'),
      ],
    });
    const { post } = await submit(http, submissionOf(targetOf()));
    expect(post).toMatchObject({ outcome: 'accepted' });
    expect(http.bodyOf('/update-post', 1)).toMatchObject({ scheduledTime: '2026-05-04T09:01:00.000Z' });
  });

  it('releases further targets, which plan would never have put together', async () => {
    const http = scriptedHttp({
      'POST create-post': CREATED,
      'PUT update-post': updated('scheduled', NOW_TEXT),
    });
    const targets = [targetOf(), targetOf({ postId: 'pst_2' })];
    const { posts } = await submit(http, submissionOf(targetOf(), { targets }));
    expect(posts.map(({ outcome }) => outcome)).toEqual(['accepted', 'released']);
  });
});

describe('step one', () => {
  it.each([
    ['silence', TIMEOUT, 'TIMEOUT'],
    ['a 500', reply(500, { error: 'Failed to create post group' }), 'UPSTREAM_ERROR'],
    ['HTML for a 200', page(200, '<html>ok</html>'), 'UPSTREAM_ERROR'],
    ['a success without an id', reply(200, { success: true }), 'UPSTREAM_ERROR'],
    ['an id that is none', reply(200, { success: true, postGroupId: 'pg_1' }), 'UPSTREAM_ERROR'],
  ])('%s may be tried again, since nothing can have been published', async (_name, answer, code) => {
    const { post, checkpoints, logs } = await submit(
      scriptedHttp({ 'POST create-post': answer }),
      submissionOf(targetOf()),
    );
    expect(post).toMatchObject({ outcome: 'rejected', error: { code, retryable: true } });
    expect(checkpoints).toEqual([]);
    expect(logs.join()).toContain('unused draft');
  });

  it.each([
    ['a limit, by its code', LIMIT_REACHED, { code: 'QUOTA_EXHAUSTED', upstreamCode: 'POST_LIMIT_REACHED' }],
    [
      'a plan without API',
      reply(403, { error: 'API access is not enabled for this account' }),
      { code: 'AUTH_FORBIDDEN' },
    ],
    ['a wrong key', reply(401, { error: 'Invalid API key' }), { code: 'AUTH_FORBIDDEN' }],
    ['missing content', reply(400, { error: 'Content is required' }), { code: 'CONTENT_INVALID' }],
    [
      'an id with colons, as Bluesky’s are',
      reply(400, { error: 'Invalid platform ID format: bluesky-did:plc:abcd' }),
      { code: 'UPSTREAM_REJECTED', upstreamMessage: 'Invalid platform ID format: bluesky-did:plc:abcd' },
    ],
  ])('a refusal is final: %s', async (_name, answer, error) => {
    const target = targetOf({ platform: 'bluesky', accountReference: 'bluesky-did:plc:abcd' });
    const http = scriptedHttp({ 'POST create-post': answer });
    const { post } = await submit(http, submissionOf(target));
    expect(post).toMatchObject({ outcome: 'rejected', error: { ...error, retryable: false } });
    // Sent as it is: some versions take such ids.
    expect(http.bodyOf('/create-post')).toMatchObject({ platforms: ['bluesky-did:plc:abcd'] });
  });
});

describe('the publishing step', () => {
  it.each([
    ['silence', TIMEOUT],
    ['a 500', reply(500, { error: 'Failed to update post' })],
    ['no JSON', page(200, 'ok')],
  ])('%s is unknown, and never deletes anything', async (_name, answer) => {
    const http = scriptedHttp({ 'POST create-post': CREATED, 'PUT update-post': answer });
    const { post, lastCheckpoint } = await submit(http, submissionOf(targetOf()));
    expect(post).toMatchObject({ outcome: 'unknown', error: { retryable: false } });
    expect(lastCheckpoint()).toMatchObject({ stage: 'scheduling', postGroupId: GROUP_ID });
  });

  it('a refusal gives the draft up, and the checkpoint lets go of it first', async () => {
    const http = scriptedHttp({
      'POST create-post': CREATED,
      'PUT update-post': LIMIT_REACHED,
      'DELETE delete-post': DELETED,
    });
    const { post, checkpoints } = await submit(http, submissionOf(targetOf()));
    expect(post).toMatchObject({ outcome: 'rejected', error: { code: 'QUOTA_EXHAUSTED' } });
    expect(checkpoints.at(-1)).toMatchObject({ stage: 'none', postGroupId: null });
    expect(http.calls().at(-1)).toBe(`DELETE /delete-post/${GROUP_ID}`);
  });

  it('a draft that vanished before it was ever scheduled may be made again', async () => {
    const http = scriptedHttp({
      'POST create-post': CREATED,
      'PUT update-post': NOT_FOUND,
      'DELETE delete-post': NOT_FOUND,
    });
    const { post } = await submit(http, submissionOf(targetOf()));
    expect(post).toMatchObject({ outcome: 'rejected', error: { retryable: true } });
  });

  it('a success that does not say scheduled is read before it is believed', async () => {
    const answers = { 'POST create-post': CREATED, 'PUT update-post': reply(200, { success: true }) };
    const there = scriptedHttp({ ...answers, 'GET get-post': groupReply(row('pending')) });
    expect((await submit(there, submissionOf(targetOf()))).post).toMatchObject({
      outcome: 'accepted',
      snapshot: { status: 'queued' },
    });
    const not = scriptedHttp({ ...answers, 'GET get-post': groupReply(row('draft')) });
    expect((await submit(not, submissionOf(targetOf()))).post).toMatchObject({ outcome: 'unknown' });
  });
});

describe('going on after an unknown outcome', () => {
  const resume = async (answers: Parameters<typeof scriptedHttp>[0], target = targetOf()) => {
    const http = scriptedHttp(answers);
    const checkpoint = await afterTry(unknownUpdate);
    return { http, ...(await submit(http, submissionOf(target, { checkpoint }))) };
  };

  it.each([
    ['scheduled', 'scheduled'],
    ['pending', 'queued'],
    ['processing', 'publishing'],
    ['published', 'published'],
    ['failed', 'failed'],
  ])('rows that are %s were accepted; nothing is sent again', async (word, status) => {
    const { http, post } = await resume({ 'GET get-post': groupReply(row(word)) });
    expect(post).toMatchObject({ outcome: 'accepted', snapshot: { status }, reference: { id: GROUP_ID } });
    expect(http.calls()).toEqual([`GET /get-post/${GROUP_ID}`]);
  });

  it('a draft is scheduled again: the step is repeatable', async () => {
    const { http, post } = await resume({
      'GET get-post': groupReply(row('draft')),
      'PUT update-post': updated('scheduled', NOW_TEXT),
    });
    expect(post).toMatchObject({ outcome: 'accepted' });
    expect(http.calls()).toEqual([`GET /get-post/${GROUP_ID}`, `PUT /update-post/${GROUP_ID}`]);
  });

  it('“Cannot update post” is a reason to read, and then accepted', async () => {
    const { post } = await resume({
      'GET get-post': [groupReply(row('draft')), groupReply(row('published', { postedId: '1133' }))],
      'PUT update-post': reply(400, { error: 'Cannot update post: post is currently in published status' }),
    });
    expect(post).toMatchObject({
      outcome: 'accepted',
      snapshot: { status: 'published', platformPostId: '1133' },
    });
  });

  it.each([
    ['the post is gone, and deleting does not unpublish', { 'GET get-post': NOT_FOUND }],
    ['the read fails', { 'GET get-post': reply(500, { error: 'Failed to fetch post group' }) }],
    ['the key was revoked', { 'GET get-post': reply(401, { error: 'Invalid API key' }) }],
    ['the group has no rows', { 'GET get-post': groupReply() }],
    [
      'the repetition is refused, which says nothing of the first call',
      { 'GET get-post': groupReply(row('draft')), 'PUT update-post': LIMIT_REACHED },
    ],
  ])('stays unknown where %s', async (_why, answers) => {
    const { http, post } = await resume(answers);
    expect(post).toMatchObject({ outcome: 'unknown' });
    expect(http.calls().some((call) => call.startsWith('POST') || call.startsWith('DELETE'))).toBe(false);
  });

  it('a checkpoint that cannot be read sends nothing', async () => {
    const { post } = await submit(scriptedHttp({}), submissionOf(targetOf(), { checkpoint: { v: 9 } }));
    expect(post).toMatchObject({ outcome: 'unknown', error: { code: 'INTERNAL' } });
  });
});

describe('going on with a draft that was never scheduled', () => {
  const draft = async () =>
    (await submit(scriptedHttp({ ...unknownUpdate }), submissionOf(targetOf()))).checkpoints[0] ?? null;

  it('goes on where it was, without a second draft', async () => {
    const http = scriptedHttp({
      'GET get-post': groupReply(row('draft')),
      'PUT update-post': updated('scheduled', NOW_TEXT),
    });
    const { post } = await submit(http, submissionOf(targetOf(), { checkpoint: await draft() }));
    expect(post).toMatchObject({ outcome: 'accepted', reference: { id: GROUP_ID } });
  });

  it('makes a new one where somebody deleted it', async () => {
    const http = scriptedHttp({
      'GET get-post': NOT_FOUND,
      'POST create-post': CREATED,
      'PUT update-post': updated('scheduled', NOW_TEXT),
    });
    const { post } = await submit(http, submissionOf(targetOf(), { checkpoint: await draft() }));
    expect(post).toMatchObject({ outcome: 'accepted' });
  });

  it('takes what a person has scheduled by hand as sent', async () => {
    const http = scriptedHttp({ 'GET get-post': groupReply(row('processing')) });
    const { post } = await submit(http, submissionOf(targetOf(), { checkpoint: await draft() }));
    expect(post).toMatchObject({ outcome: 'accepted', snapshot: { status: 'publishing' } });
  });

  it('is not used for another content', async () => {
    const http = scriptedHttp({
      'GET get-post': groupReply(row('draft')),
      'DELETE delete-post': DELETED,
      'POST create-post': CREATED,
      'PUT update-post': updated('scheduled', NOW_TEXT),
    });
    const other = submissionOf(targetOf({}, { text: 'Another text' }), { checkpoint: await draft() });
    expect((await submit(http, other)).post).toMatchObject({ outcome: 'accepted' });
    expect(http.bodyOf('/create-post')).toMatchObject({ content: 'Another text' });
  });
});

describe('a cancel that arrives while the post is handed over', () => {
  it('deletes the draft', async () => {
    const asked = [false, true];
    const http = scriptedHttp({ 'POST create-post': CREATED, 'DELETE delete-post': DELETED });
    const { post } = await submit(http, submissionOf(targetOf()), {
      cancelRequested: () => asked.shift() ?? true,
    });
    expect(post).toEqual({ postId: 'pst_1', outcome: 'withdrawn' });
    expect(http.calls()).toEqual(['POST /create-post', `DELETE /delete-post/${GROUP_ID}`]);
  });

  it('is withdrawn even where the draft cannot be deleted, and says which one stays', async () => {
    const asked = [false, true];
    const http = scriptedHttp({ 'POST create-post': CREATED, 'DELETE delete-post': TIMEOUT });
    const { post, logs } = await submit(http, submissionOf(targetOf()), {
      cancelRequested: () => asked.shift() ?? true,
    });
    expect(post).toMatchObject({ outcome: 'withdrawn' });
    expect(logs.join()).toContain(GROUP_ID);
  });

  it('withdraws what may have been scheduled as if it were, and only if nothing went out', async () => {
    const checkpoint = await afterTry(unknownUpdate);
    const http = scriptedHttp({
      'GET get-post': groupReply(row('draft')),
      'PUT update-post': updated('draft'),
      'DELETE delete-post': DELETED,
    });
    const { post } = await submit(http, submissionOf(targetOf(), { checkpoint }), {
      cancelRequested: () => true,
    });
    expect(post).toMatchObject({ outcome: 'withdrawn' });
    expect(http.bodyOf('/update-post')).toEqual({ status: 'draft' });

    const late = scriptedHttp({ 'GET get-post': groupReply(row('processing')) });
    const lost = await submit(late, submissionOf(targetOf(), { checkpoint }), {
      cancelRequested: () => true,
    });
    expect(lost.post).toMatchObject({ outcome: 'accepted', snapshot: { status: 'publishing' } });
  });
});

describe('media', () => {
  const STORAGE = 'https://bucket.test';
  const withMedia = (count: number) =>
    targetOf({}, { media: Array.from({ length: count }, (_, index) => ({ mediaId: `med_${index}` })) });
  const upload = reply(200, {
    success: true,
    uploadUrl: `${STORAGE}/images/1-a.jpg?X-Amz-Signature=abc`,
    mediaId: 'm',
  });
  const good = {
    'POST create-post': CREATED,
    'POST get-upload-url': upload,
    [`PUT ${STORAGE}`]: page(200, ''),
    'PUT update-post': updated('scheduled', NOW_TEXT),
    'DELETE delete-post': DELETED,
    'GET get-post': groupReply(row('draft')),
  };
  const denied = page(403, '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>');

  it('is uploaded to the draft in order, and only then is the draft scheduled', async () => {
    const http = scriptedHttp(good);
    const { post } = await submit(http, submissionOf(withMedia(2)));
    expect(post).toMatchObject({ outcome: 'accepted' });
    expect(http.requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
      'POST /api/v1/create-post',
      'POST /api/v1/get-upload-url',
      'PUT /images/1-a.jpg',
      'POST /api/v1/get-upload-url',
      'PUT /images/1-a.jpg',
      `PUT /api/v1/update-post/${GROUP_ID}`,
    ]);
    // Without `type` the server fails, although it is documented as optional.
    expect(http.bodyOf('/get-upload-url', 1)).toEqual({
      fileName: 'med_1.jpg',
      contentType: 'image/jpeg',
      postGroupId: GROUP_ID,
      type: 'image',
    });
  });

  it('goes to the storage with the same content type, without the key, and on no budget', async () => {
    const http = scriptedHttp(good);
    await submit(http, submissionOf(withMedia(1)));
    const put = http.requests.find(({ url }) => url.startsWith(STORAGE));
    expect(put).toMatchObject({ headers: { 'Content-Type': 'image/jpeg' }, budget: 'none' });
    expect(JSON.stringify(put?.headers)).not.toContain('sk_test');
  });

  it.each([
    ['the storage refuses', { [`PUT ${STORAGE}`]: denied }],
    ['the upload breaks off', { [`PUT ${STORAGE}`]: TIMEOUT }],
    ['the address call is lost', { 'POST get-upload-url': TIMEOUT }],
    ['there is no address', { 'POST get-upload-url': reply(200, { success: true }) }],
  ])('gives the draft up when %s, since its media row cannot be removed', async (_name, answers) => {
    const http = scriptedHttp({ ...good, ...answers });
    const { post, lastCheckpoint } = await submit(http, submissionOf(withMedia(1)));
    expect(post).toMatchObject({ outcome: 'rejected', error: { retryable: true } });
    expect(http.calls().at(-1)).toBe(`DELETE /delete-post/${GROUP_ID}`);
    expect(lastCheckpoint()).toMatchObject({ stage: 'none' });
  });

  it('an expired address is not taken for a key that is refused', async () => {
    const http = scriptedHttp({ ...good, [`PUT ${STORAGE}`]: denied });
    const { post } = await submit(http, submissionOf(withMedia(1)));
    expect(post).toMatchObject({
      error: { code: 'UPSTREAM_ERROR', category: 'upstream', upstreamHttpStatus: 403 },
    });
  });

  it('an upload that a crash interrupted is never put on the draft twice', async () => {
    const crash = (data: JsonObject) => {
      if (data['mediaStarted'] === 2) throw new Error('crash');
    };
    const first = testContext({
      credentials: { apiKey: 'k', baseUrl: BASE_URL },
      http: scriptedHttp(good),
      afterCheckpoint: crash,
    });
    await expect(provider.submit(first.ctx, submissionOf(withMedia(2)))).rejects.toThrow('crash');
    const fresh = '6710aa00bb11cc22dd33ee55';
    const http = scriptedHttp({ ...good, 'POST create-post': reply(200, { postGroupId: fresh }) });
    const { post } = await submit(http, submissionOf(withMedia(2), { checkpoint: first.lastCheckpoint() }));
    expect(post).toMatchObject({ outcome: 'accepted', reference: { id: fresh } });
    expect(http.calls().slice(0, 3)).toEqual([
      `GET /get-post/${GROUP_ID}`,
      `DELETE /delete-post/${GROUP_ID}`,
      'POST /create-post',
    ]);
  });

  it('what was uploaded before a crash between two files is kept', async () => {
    const crash = (data: JsonObject) => {
      if (data['mediaDone'] === 1) throw new Error('crash');
    };
    const first = testContext({
      credentials: { apiKey: 'k', baseUrl: BASE_URL },
      http: scriptedHttp(good),
      afterCheckpoint: crash,
    });
    await expect(provider.submit(first.ctx, submissionOf(withMedia(2)))).rejects.toThrow('crash');
    const http = scriptedHttp(good);
    await submit(http, submissionOf(withMedia(2), { checkpoint: first.lastCheckpoint() }));
    expect(http.calls().filter((call) => call.startsWith('POST'))).toEqual(['POST /get-upload-url']);
  });

  it('says what is wrong with a file before anything is asked of the storage', async () => {
    const gone = await submit(scriptedHttp(good), submissionOf(withMedia(1)), {
      openMedia: () => {
        throw new MediaUnavailableError('The file is gone.', false);
      },
    });
    expect(gone.post).toMatchObject({
      outcome: 'rejected',
      error: { code: 'CONTENT_INVALID', message: 'The file is gone.' },
    });
    const pdf = await submit(scriptedHttp(good), submissionOf(withMedia(1)), {
      openMedia: () => ({
        stream: bytes('x'),
        contentType: 'application/pdf',
        sizeBytes: 1,
        fileName: 'a.pdf',
      }),
    });
    expect(pdf.post).toMatchObject({ outcome: 'rejected', error: { code: 'CONTENT_INVALID' } });
  });

  it('reads a source of unknown size ahead, since the storage wants a length', async () => {
    const http = scriptedHttp(good);
    await submit(http, submissionOf(withMedia(1)), {
      openMedia: () => ({
        stream: bytes('ab', 'cd'),
        contentType: 'video/mp4',
        sizeBytes: null,
        fileName: 'a.mp4',
      }),
    });
    expect(http.bodyOf('/get-upload-url')).toMatchObject({ type: 'video' });
    expect(http.requests.find(({ url }) => url.startsWith(STORAGE))?.body).toMatchObject({
      media: { sizeBytes: 4 },
    });
  });
});

async function* bytes(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}
