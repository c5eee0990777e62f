/** What becomes of a schedule call whose answer was lost: settled, withdrawn, looked up; and clocks that differ. */
import type { HttpOutcome, JsonObject, Submission } from '@postern/core';
import { testContext, type TestContextOptions } from '@postern/provider-kit/testing';
import {
  CREATED,
  DELETED,
  GROUP_ID,
  groupReply,
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

const provider = createPostPostProvider();
const REFUSED: HttpOutcome = { kind: 'not_sent', cause: 'refused', message: 'no', retryAfter: null };

function contextOf(http: ScriptedHttp, more: Partial<TestContextOptions> = {}) {
  return testContext({
    credentials: { apiKey: 'sk_test', baseUrl: BASE_URL },
    now: () => NOW,
    http,
    ...more,
  });
}

async function submit(
  answers: Parameters<typeof scriptedHttp>[0],
  submission: Submission,
  more: Partial<TestContextOptions> = {},
) {
  const http = scriptedHttp(answers);
  const made = contextOf(http, more);
  const [post] = (await provider.submit(made.ctx, submission)).posts;
  made.close();
  const checkpoint = made.lastCheckpoint() ?? submission.checkpoint;
  return { post, http, calls: http.calls().map((call) => call.replace(`/${GROUP_ID}`, '')), checkpoint };
}

/** Checkpoints of a try whose schedule call was lost: with the draft alone, and after the call. */
async function lost(): Promise<{ draft: JsonObject; scheduling: JsonObject }> {
  const made = contextOf(scriptedHttp({ 'POST create-post': CREATED, 'PUT update-post': TIMEOUT }));
  await provider.submit(made.ctx, submissionOf(targetOf()));
  const [draft, scheduling] = made.checkpoints;
  if (!draft || !scheduling) throw new Error('A lost schedule call leaves two checkpoints.');
  return { draft, scheduling };
}

const settle = async (answers: Parameters<typeof scriptedHttp>[0], checkpoint: JsonObject | null) =>
  submit(answers, submissionOf(targetOf(), { checkpoint }), { cancelRequested: () => true });

const schedules = (http: ScriptedHttp) =>
  http.requests.filter(({ body }) => body?.kind === 'json' && JSON.stringify(body).includes('"scheduled"'));

describe('once nothing more may be published', () => {
  it('withdraws what was never sent, without a call', async () => {
    const { draft } = await lost();
    for (const checkpoint of [null, { ...draft, stage: 'none', postGroupId: null }]) {
      const { post, calls } = await settle({}, checkpoint);
      expect(post).toMatchObject({ outcome: 'withdrawn' });
      expect(calls).toEqual([]);
    }
  });

  it.each([
    ['deleted', DELETED],
    ['not deleted, for silence', TIMEOUT],
    ['not deleted, for a revoked key', reply(401, { error: 'Invalid API key' })],
  ])('withdraws a draft that was never scheduled, %s', async (_name, answer) => {
    const { post, calls } = await settle({ 'DELETE delete-post': answer }, (await lost()).draft);
    expect(post).toMatchObject({ outcome: 'withdrawn' });
    expect(calls).toEqual(['DELETE /delete-post']);
  });

  it.each(['draft', 'scheduled'])('pauses, reads and deletes a group that is %s', async (word) => {
    const { post, calls, http, checkpoint } = await settle(
      {
        'GET get-post': [groupReply(row(word)), groupReply(row('draft'))],
        'PUT update-post': updated('draft'),
        'DELETE delete-post': DELETED,
      },
      (await lost()).scheduling,
    );
    expect(post).toMatchObject({ outcome: 'withdrawn' });
    expect(calls).toEqual(['GET /get-post', 'PUT /update-post', 'GET /get-post', 'DELETE /delete-post']);
    expect(schedules(http)).toEqual([]);
    expect(checkpoint).toMatchObject({ stage: 'withdrawing' });
  });

  it.each(['pending', 'processing', 'published', 'failed'])('accepts a post that is %s', async (word) => {
    const { post, calls } = await settle(
      { 'GET get-post': groupReply(row(word)) },
      (await lost()).scheduling,
    );
    expect(post).toMatchObject({
      outcome: 'accepted',
      reference: { id: GROUP_ID },
      snapshot: { upstreamStatus: word },
    });
    expect(calls).toEqual(['GET /get-post']);
  });

  it('accepts a post that the scheduler takes while it is paused', async () => {
    const answers = {
      'GET get-post': [groupReply(row('scheduled')), groupReply(row('processing'))],
      'PUT update-post': reply(400, { error: 'Cannot update post: post is currently in published status' }),
    };
    expect((await settle(answers, (await lost()).scheduling)).post).toMatchObject({ outcome: 'accepted' });
  });

  it.each([
    ['a read that fails', { 'GET get-post': TIMEOUT }],
    ['a key that is refused', { 'GET get-post': reply(401, { error: 'Invalid API key' }) }],
    ['a group that is gone', { 'GET get-post': NOT_FOUND }],
    ['a group without rows', { 'GET get-post': groupReply(), 'PUT update-post': updated('draft') }],
    [
      'a pause that is put off',
      { 'GET get-post': groupReply(row('scheduled')), 'PUT update-post': reply(429, {}) },
    ],
    [
      'a pause without an answer',
      { 'GET get-post': groupReply(row('scheduled')), 'PUT update-post': TIMEOUT },
    ],
    [
      'rows of somebody else beside ours',
      { 'GET get-post': groupReply(row('scheduled'), row('scheduled', { platformId: '77' })) },
    ],
  ])('does not know after %s', async (_name, answers) => {
    const { post, http } = await settle(answers, (await lost()).scheduling);
    expect(post).toMatchObject({ outcome: 'unknown', error: { retryable: false } });
    expect(schedules(http)).toEqual([]);
  });

  describe('where the answer to the deletion is lost', () => {
    const halfWay = async () =>
      (
        await settle(
          {
            'GET get-post': groupReply(row('draft')),
            'PUT update-post': updated('draft'),
            'DELETE delete-post': TIMEOUT,
          },
          (await lost()).scheduling,
        )
      ).checkpoint;

    it('takes the absence of the group for its own doing', async () => {
      expect((await settle({ 'GET get-post': NOT_FOUND }, await halfWay())).post).toMatchObject({
        outcome: 'withdrawn',
      });
    });

    it('deletes a draft that is still there', async () => {
      const { post } = await settle(
        {
          'GET get-post': groupReply(row('draft')),
          'PUT update-post': updated('draft'),
          'DELETE delete-post': DELETED,
        },
        await halfWay(),
      );
      expect(post).toMatchObject({ outcome: 'withdrawn' });
    });

    it('accepts what a late call has scheduled and PostPost has taken', async () => {
      const { post } = await settle({ 'GET get-post': groupReply(row('published')) }, await halfWay());
      expect(post).toMatchObject({ outcome: 'accepted' });
    });

    it('is unknown like any other to a try that may publish', async () => {
      const checkpoint = await halfWay();
      const { post, calls } = await submit(
        { 'GET get-post': NOT_FOUND },
        submissionOf(targetOf(), { checkpoint }),
      );
      expect(post).toMatchObject({ outcome: 'unknown' });
      expect(calls).toEqual(['GET /get-post']);
    });
  });
});

describe('a second try after a lost reply', () => {
  it.each([
    ['401', reply(401, { error: 'Invalid API key' })],
    ['403 about the key', reply(403, { error: 'API access is not enabled for this account' })],
    ['404', NOT_FOUND],
    ['422', reply(422, { error: 'Unprocessable' })],
    ['429', reply(429, { error: 'Slow down' })],
    ['500', reply(500, { error: 'Failed to update post' })],
    ['an error page', page(502, '<html>')],
    ['a refused connection', REFUSED],
    ['silence', TIMEOUT],
  ])(
    'answered %s at every call is unknown, and the post is found when the trouble ends',
    async (_name, answer) => {
      const { scheduling } = await lost();
      const everywhere = await submit(
        { 'GET get-post': answer },
        submissionOf(targetOf(), { checkpoint: scheduling }),
      );
      expect(everywhere.post).toMatchObject({ outcome: 'unknown' });
      const { checkpoint } = await submit(
        { 'GET get-post': groupReply(row('draft')), 'PUT update-post': answer },
        submissionOf(targetOf(), { checkpoint: everywhere.checkpoint }),
      );
      const later = await submit(
        { 'GET get-post': groupReply(row('published')) },
        submissionOf(targetOf(), { checkpoint }),
      );
      expect(later.post).toMatchObject({ outcome: 'accepted', snapshot: { status: 'published' } });
    },
  );

  it('that a plan’s limit refuses for good is rejected once the draft is surely withdrawn', async () => {
    const checkpoint = (await lost()).scheduling;
    const { post, calls } = await submit(
      {
        'GET get-post': groupReply(row('draft')),
        'PUT update-post': [LIMIT_REACHED, updated('draft')],
        'DELETE delete-post': DELETED,
      },
      submissionOf(targetOf(), { checkpoint }),
    );
    expect(post).toMatchObject({
      outcome: 'rejected',
      neverAccepted: true,
      error: { code: 'QUOTA_EXHAUSTED' },
    });
    expect(calls.at(-1)).toBe('DELETE /delete-post');
  });

  it('so refused is accepted where the first call has arrived meanwhile', async () => {
    const checkpoint = (await lost()).scheduling;
    const { post } = await submit(
      {
        'GET get-post': [groupReply(row('draft')), groupReply(row('pending'))],
        'PUT update-post': LIMIT_REACHED,
      },
      submissionOf(targetOf(), { checkpoint }),
    );
    expect(post).toMatchObject({ outcome: 'accepted', snapshot: { status: 'queued' } });
  });
});

describe('lookup', () => {
  const lookup = (checkpoint: JsonObject | null, answer?: HttpOutcome) => {
    const http = scriptedHttp(answer ? { 'GET get-post': answer } : {});
    return provider.lookup?.(contextOf(http).ctx, submissionOf(targetOf(), { checkpoint }));
  };

  it('is sure of an absence where nothing was ever scheduled, without a call', async () => {
    const { draft } = await lost();
    for (const checkpoint of [null, draft, { ...draft, stage: 'none', postGroupId: null }]) {
      expect(await lookup(checkpoint)).toEqual({ outcome: 'absent', authoritative: true });
    }
  });

  it.each(['scheduled', 'pending', 'processing', 'published', 'failed'])(
    'finds a group that is %s',
    async (word) => {
      expect(await lookup((await lost()).scheduling, groupReply(row(word)))).toMatchObject({
        outcome: 'found',
        posts: [{ postId: 'pst_1', reference: { id: GROUP_ID }, snapshot: { upstreamStatus: word } }],
      });
    },
  );

  it('is not sure of a draft: the call may still arrive', async () => {
    expect(await lookup((await lost()).scheduling, groupReply(row('draft')))).toEqual({
      outcome: 'absent',
      authoritative: false,
    });
  });

  it.each([
    ['a group that is gone, as it may have published', NOT_FOUND],
    ['a group without rows', groupReply()],
    ['a refused key', reply(401, { error: 'Invalid API key' })],
    ['silence', TIMEOUT],
    ['an error page', page(404, '<html>')],
  ])('is unsure of %s', async (_name, answer) => {
    expect(await lookup((await lost()).scheduling, answer)).toMatchObject({ outcome: 'unsure' });
  });

  it('is unsure of progress that it cannot read', async () => {
    expect(await lookup({ v: 9 })).toMatchObject({ outcome: 'unsure' });
  });
});

describe('a worker that stood still before its call', () => {
  it('does not make it', async () => {
    let now = NOW;
    const { post, calls } = await submit({ 'POST create-post': CREATED }, submissionOf(targetOf()), {
      now: () => now,
      afterCheckpoint: ({ stage }) => {
        if (stage === 'scheduling') now += 31_000;
      },
    });
    expect(post).toMatchObject({ outcome: 'unknown' });
    expect(calls).toEqual(['POST /create-post']);
  });
});

describe('clocks that differ', () => {
  const past = reply(400, { error: 'Scheduled time cannot be in the past' });
  /** An upstream that refuses what is past by its own clock. */
  const strict = (aheadMs: number) => ({
    'POST create-post': CREATED,
    'PUT update-post': (request: { body?: unknown }) => {
      const { value } = request.body as { value: { scheduledTime: string } };
      return Date.parse(value.scheduledTime) <= NOW + aheadMs
        ? past
        : updated('scheduled', value.scheduledTime);
    },
  });

  it.each([-5, 0, 2, 5])(
    'an upstream %d minutes ahead that refuses past times still takes the post',
    async (ahead) => {
      for (const scheduledAt of [null, new Date(NOW + 90_000).toISOString()]) {
        const { post, calls } = await submit(
          strict(ahead * 60_000),
          submissionOf(targetOf(), { scheduledAt }),
        );
        expect(post).toMatchObject({ outcome: 'accepted' });
        expect(calls.filter((call) => call.startsWith('POST'))).toHaveLength(1);
      }
    },
  );

  it('a clock that is off by hours is a refusal, and the draft goes', async () => {
    const answers = { ...strict(3 * 3_600_000), 'DELETE delete-post': DELETED };
    const { post } = await submit(answers, submissionOf(targetOf()));
    expect(post).toMatchObject({ outcome: 'rejected', neverAccepted: true });
  });

  it('a time that PostPost has moved, to space posts out or by its clock, is the post’s time', async () => {
    const moved = new Date(NOW + 7 * 60_000).toISOString();
    const answers = { 'POST create-post': CREATED, 'PUT update-post': updated('scheduled', moved) };
    expect((await submit(answers, submissionOf(targetOf()))).post).toMatchObject({
      outcome: 'accepted',
      snapshot: { scheduledAt: moved },
    });
  });
});
