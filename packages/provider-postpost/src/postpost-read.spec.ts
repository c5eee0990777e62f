import type { PostReference } from '@postern/core';
import { testContext } from '@postern/provider-kit/testing';
import {
  GROUP_ID,
  groupOf,
  groupReply,
  LATER,
  listReply,
  NOT_FOUND,
  NOW,
  refOf,
  ROW_ID,
  row,
} from '../test/postpost-replies';
import { BASE_URL, page, reply, scriptedHttp, TIMEOUT } from '../test/scripted-http';
import { createPostPostProvider } from './postpost-provider';

const provider = createPostPostProvider();

async function read(answers: Parameters<typeof scriptedHttp>[0], refs: PostReference[] = [refOf()]) {
  const http = scriptedHttp(answers);
  const { ctx } = testContext({ credentials: { apiKey: 'k', baseUrl: BASE_URL }, now: () => NOW, http });
  const results = await provider.read(ctx, refs);
  return { http, results, result: results[0] };
}

const idOf = (number: number) => number.toString(16).padStart(24, '0');
const refs = (count: number, data = refOf().data) =>
  Array.from({ length: count }, (_, index) => refOf({ postId: `pst_${index}`, id: idOf(index), data }));

describe('reading a few posts that are due', () => {
  it('asks for each, and learns the id that webhooks use', async () => {
    const { http, result } = await read({
      'GET get-post': groupReply(row('published', { postedId: '1133' })),
    });
    expect(http.calls()).toEqual([`GET /get-post/${GROUP_ID}`]);
    expect(result).toMatchObject({
      outcome: 'found',
      snapshot: { status: 'published', platformPostId: '1133', platformPostUrl: null, error: null },
      reference: { id: GROUP_ID, data: { rowId: ROW_ID } },
    });
  });

  it('says missing for a 404, and nothing more', async () => {
    expect((await read({ 'GET get-post': NOT_FOUND })).result).toEqual({
      postId: 'pst_1',
      outcome: 'missing',
    });
  });

  it('does not take the HTML 404 of an unknown route for a missing post', async () => {
    const { result } = await read({ 'GET get-post': page(404, '<pre>Cannot GET /api/get-post/1</pre>') });
    expect(result).toMatchObject({ outcome: 'failed' });
  });

  it('never sends an id that would only bring a 500', async () => {
    const { http, result } = await read({}, [refOf({ id: 'pg_1' })]);
    expect(result).toMatchObject({ outcome: 'failed', error: { code: 'INTERNAL' } });
    expect(http.calls()).toEqual([]);
  });

  it('a 500 on a good id is a failed read', async () => {
    const { result } = await read({ 'GET get-post': reply(500, { error: 'Failed to fetch post group' }) });
    expect(result).toMatchObject({ outcome: 'failed', error: { retryable: true } });
  });

  it('does not take another group for the one it asked for', async () => {
    const other = groupOf(idOf(7), row('published', { postedId: '9' }));
    expect((await read({ 'GET get-post': other })).result).toMatchObject({ outcome: 'failed' });
  });

  it('an empty group is not published', async () => {
    expect((await read({ 'GET get-post': groupReply() })).result).toMatchObject({
      snapshot: { status: null, upstreamStatus: null },
    });
  });

  it('a draft that had been scheduled was paused by a person: the post keeps its status', async () => {
    expect((await read({ 'GET get-post': groupReply(row('draft')) })).result).toMatchObject({
      snapshot: { status: null, upstreamStatus: 'draft' },
    });
  });
});

describe('reading many posts', () => {
  it('takes one page for a hundred, of the groups that are still open', async () => {
    const many = refs(100);
    const { http, results } = await read(
      { 'GET list-posts': listReply(many.map(({ id }) => ({ id: id ?? '', status: 'pending' }))) },
      many,
    );
    expect(http.requests).toHaveLength(1);
    expect(http.requests[0]?.query).toEqual({
      page: 1,
      limit: 100,
      status: 'scheduled',
      sortBy: 'scheduledTime',
      sortOrder: 'asc',
    });
    expect(results).toHaveLength(100);
    for (const result of results) {
      expect(result).toMatchObject({ snapshot: { status: 'queued', scheduledAt: LATER } });
    }
  });

  it('asks one by one only for what has ended or is on no page', async () => {
    const many = refs(5);
    const open = [
      { id: idOf(0), status: 'scheduled' },
      { id: idOf(1), status: 'processing' },
      // Group and row can be seen between two states.
      { id: idOf(2), status: 'published' },
    ];
    const { http, results } = await read(
      {
        'GET list-posts': listReply(open),
        'GET get-post': ({ url }) =>
          url.endsWith(idOf(4)) ? NOT_FOUND : groupOf(url.slice(-24), row('published', { postedId: '9' })),
      },
      many,
    );
    expect(http.calls()).toEqual(['GET /list-posts', ...[2, 3, 4].map((n) => `GET /get-post/${idOf(n)}`)]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['found', 'found', 'found', 'found', 'missing']);
    expect(results[3]).toMatchObject({ snapshot: { status: 'published', platformPostId: '9' } });
  });

  it('turns pages while there are any, and stops looking at its limit', async () => {
    const many = refs(120);
    const { http } = await read(
      {
        'GET list-posts': listReply([{ id: 'ffffffffffffffffffffffff', status: 'scheduled' }], true),
        'GET get-post': groupReply(row('published')),
      },
      many,
    );
    expect(http.calls().filter((call) => call === 'GET /list-posts')).toHaveLength(4);
    expect(http.calls()).toHaveLength(124);
  });

  it('does not follow a failing page with a hundred single calls', async () => {
    const { http, results } = await read({ 'GET list-posts': TIMEOUT }, refs(50));
    expect(http.requests).toHaveLength(1);
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['failed']));
  });

  it('uses the list for a single post that is ahead, since only the list tells its time', async () => {
    const ahead = refOf({ data: { scheduledAt: '2026-05-04T10:00:00.000Z', rowId: null } });
    const { http, result } = await read(
      { 'GET list-posts': listReply([{ id: GROUP_ID, status: 'scheduled' }]) },
      [ahead],
    );
    expect(http.calls()).toEqual(['GET /list-posts']);
    expect(result).toMatchObject({
      snapshot: { status: 'scheduled', scheduledAt: LATER },
      reference: { data: { scheduledAt: LATER } },
    });
  });
});
