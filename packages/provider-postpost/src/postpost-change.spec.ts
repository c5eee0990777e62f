import type { PostReference } from '@postern/core';
import { testContext } from '@postern/provider-kit/testing';
import {
  DELETED,
  GROUP_ID,
  groupReply,
  LATER,
  NOT_FOUND,
  NOW,
  refOf,
  row,
  updated,
} from '../test/postpost-replies';
import { BASE_URL, reply, scriptedHttp, TIMEOUT } from '../test/scripted-http';
import { createPostPostProvider } from './postpost-provider';

const provider = createPostPostProvider();
type Answers = Parameters<typeof scriptedHttp>[0];

function contextOf(answers: Answers) {
  const http = scriptedHttp(answers);
  const { ctx } = testContext({ credentials: { apiKey: 'k', baseUrl: BASE_URL }, now: () => NOW, http });
  return { http, ctx };
}

async function cancel(answers: Answers, ref: PostReference = refOf()) {
  const { http, ctx } = contextOf(answers);
  return { http, result: await provider.cancel?.(ctx, ref, 'Not any more.') };
}

async function reschedule(answers: Answers, at = LATER, ref: PostReference = refOf()) {
  const { http, ctx } = contextOf(answers);
  return { http, result: await provider.reschedule?.(ctx, ref, at) };
}

const scheduled = groupReply(row('scheduled'));
const draft = groupReply(row('draft'));
const pastEditing = reply(400, { error: 'Cannot update post: post is currently in published status' });

describe('cancel', () => {
  it('pauses, looks, and deletes only what is a draft', async () => {
    const { http, result } = await cancel({
      'GET get-post': [scheduled, draft],
      'PUT update-post': updated('draft'),
      'DELETE delete-post': DELETED,
    });
    expect(http.calls()).toEqual([
      `GET /get-post/${GROUP_ID}`,
      `PUT /update-post/${GROUP_ID}`,
      `GET /get-post/${GROUP_ID}`,
      `DELETE /delete-post/${GROUP_ID}`,
    ]);
    expect(result).toMatchObject({
      outcome: 'done',
      snapshot: { status: 'canceled', canceledBy: 'caller', cancelReason: 'Not any more.' },
    });
  });

  it('never deletes what went out although the pause was accepted', async () => {
    const { http, result } = await cancel({
      'GET get-post': [scheduled, groupReply(row('pending'))],
      'PUT update-post': updated('draft'),
    });
    expect(result).toMatchObject({ outcome: 'too_late', snapshot: { status: 'queued' } });
    expect(http.calls().some((call) => call.startsWith('DELETE'))).toBe(false);
  });

  it('does not touch what is on its way already', async () => {
    const { http, result } = await cancel({ 'GET get-post': groupReply(row('processing')) });
    expect(result).toMatchObject({ outcome: 'too_late', snapshot: { status: 'publishing' } });
    expect(http.calls()).toHaveLength(1);
  });

  it('is too late where PostPost says that it cannot be updated any more', async () => {
    const { result } = await cancel({
      'GET get-post': [scheduled, groupReply(row('published', { postedId: '7' }))],
      'PUT update-post': pastEditing,
    });
    expect(result).toMatchObject({ outcome: 'too_late', snapshot: { platformPostId: '7' } });
  });

  it('goes on where the reply of the pause was lost and the pause shows', async () => {
    const { result } = await cancel({
      'GET get-post': [scheduled, draft],
      'PUT update-post': TIMEOUT,
      'DELETE delete-post': NOT_FOUND,
    });
    expect(result).toMatchObject({ outcome: 'done' });
  });

  it.each([
    ['the pause was lost and does not show', { 'GET get-post': scheduled, 'PUT update-post': TIMEOUT }],
    ['the second look fails', { 'GET get-post': [scheduled, TIMEOUT], 'PUT update-post': updated('draft') }],
    ['the rows still wait', { 'GET get-post': scheduled, 'PUT update-post': updated('draft') }],
    [
      'the group has no rows',
      { 'GET get-post': [scheduled, groupReply()], 'PUT update-post': updated('draft') },
    ],
    [
      'the delete is lost',
      {
        'GET get-post': [scheduled, draft],
        'PUT update-post': updated('draft'),
        'DELETE delete-post': TIMEOUT,
      },
    ],
  ])('is unknown where %s', async (_why, answers) => {
    const { result } = await cancel(answers);
    expect(result).toMatchObject({ outcome: 'unknown', error: { retryable: false } });
  });

  it('leaves a group alone that holds other accounts too', async () => {
    const { http, result } = await cancel({
      'GET get-post': groupReply(row('scheduled'), row('scheduled', { platformId: '9999' })),
    });
    expect(result).toEqual({ outcome: 'unsupported' });
    expect(http.calls()).toHaveLength(1);
  });

  it('sends nothing for an id that would only bring a 500', async () => {
    const { http, result } = await cancel({}, refOf({ id: 'pg_1' }));
    expect(result).toMatchObject({ outcome: 'rejected', error: { code: 'INTERNAL' } });
    expect(http.calls()).toEqual([]);
  });
});

describe('reschedule', () => {
  it('sends both fields, and trusts the time of the reply', async () => {
    const moved = '2026-05-04T12:10:00.000Z';
    const { http, result } = await reschedule({
      'GET get-post': scheduled,
      'PUT update-post': updated('scheduled', moved),
    });
    expect(http.bodyOf('/update-post')).toEqual({ status: 'scheduled', scheduledTime: LATER });
    expect(result).toMatchObject({ outcome: 'done', snapshot: { status: 'scheduled', scheduledAt: moved } });
  });

  it('refuses a past time, which PostPost would publish at once', async () => {
    const { http, result } = await reschedule({}, '2026-05-04T08:59:59.000Z');
    expect(result).toMatchObject({ outcome: 'rejected', error: { code: 'CONTENT_INVALID' } });
    expect(http.calls()).toEqual([]);
  });

  it('leaves alone what is on its way: an update could send it twice', async () => {
    const { http, result } = await reschedule({ 'GET get-post': groupReply(row('pending')) });
    expect(result).toMatchObject({ outcome: 'too_late' });
    expect(http.calls()).toHaveLength(1);
  });

  it.each([
    ['it was taken meanwhile', updated('scheduled', LATER), groupReply(row('processing')), 'too_late'],
    ['it cannot be updated any more', pastEditing, groupReply(row('published')), 'too_late'],
    ['the reply is lost', TIMEOUT, scheduled, 'unknown'],
  ])('where %s', async (_why, update, after, outcome) => {
    const { result } = await reschedule({ 'GET get-post': [scheduled, after], 'PUT update-post': update });
    expect(result).toMatchObject({ outcome });
  });
});
