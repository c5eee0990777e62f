/** Changes that could harm: through another resource, of a whole group, of a post in another state. */
import type { HttpOutcome, HttpRequest, Json } from '@postern/core';
import { testContext } from '@postern/provider-kit/testing';
import { reference } from '../test/posts';
import { createGenericProvider, parseManifest } from './index';
import { shippedPresets } from './preset-files';

type Loose = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
type Answer = [status: number, body: Json];

const AT = '2031-01-05T10:00:00.000Z';
const LATER = '2031-01-06T10:00:00.000Z';

/** The Postato manifest after a change, on an upstream that answers by method and path. */
function world(change: (manifest: Loose) => void, answers: Record<string, Answer>) {
  const manifest = shippedPresets.read('postato') as Loose;
  change(manifest);
  const parsed = parseManifest(manifest);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const sent: HttpRequest[] = [];
  const send = (request: HttpRequest): Promise<HttpOutcome> => {
    sent.push(request);
    const path = new URL(request.url).pathname.split('/').slice(-2).join('/');
    const [status, json] = answers[`${request.method} ${path}`] ?? [404, { error: 'not_found' }];
    const text = JSON.stringify(json);
    return Promise.resolve({
      kind: 'response',
      status,
      headers: {},
      json,
      text,
      requestId: null,
      durationMs: 1,
    });
  };
  const { ctx } = testContext({ credentials: { apiKey: 'k', workspaceId: 'w' }, http: { send } });
  const provider = createGenericProvider(parsed.manifest);
  return {
    sent,
    writes: () => sent.filter(({ method }) => method !== 'GET'),
    cancel: (ref = reference('pst_1')) => provider.cancel?.(ctx, ref, null),
    move: (ref = reference('pst_1')) => provider.reschedule?.(ctx, ref, LATER),
  };
}

const guard = (m: Loose) => (m.operations.cancelPost.onlyWhile = ['scheduled', 'queued']);
const post = (status: string, more: object = {}): Answer => [
  200,
  { id: 'pst_1', status, scheduledAt: AT, content: 'Hello', ...more },
];

describe('onlyWhile', () => {
  it('lets the request go in the states that it names', async () => {
    const { cancel, writes } = world(guard, {
      'GET posts/pst_1': post('scheduled'),
      'DELETE posts/pst_1': [200, {}],
    });
    expect(await cancel()).toMatchObject({ outcome: 'done' });
    expect(writes()).toHaveLength(1);
  });

  it.each<[string, Answer | undefined, object]>([
    ['a live post', post('published'), { outcome: 'too_late' }],
    ['a post on its way', post('publishing'), { outcome: 'too_late' }],
    ['a canceled post', post('canceled'), { outcome: 'done' }],
    ['a status that means nothing', post('archived'), { outcome: 'rejected', error: { retryable: true } }],
    ['a read that fails', [503, {}], { outcome: 'rejected', error: { retryable: true } }],
  ])('sends nothing for %s', async (_what, shown, result) => {
    const { cancel, writes } = world(guard, shown ? { 'GET posts/pst_1': shown } : {});
    expect(await cancel()).toMatchObject(result);
    expect(writes()).toEqual([]);
  });

  it('takes a post that neither its address nor the list shows for gone', async () => {
    const { cancel, writes } = world(guard, { 'GET wks_1/posts': [200, { items: [] }] });
    expect(await cancel()).toMatchObject({ outcome: 'done', snapshot: { status: 'canceled' } });
    expect(writes()).toEqual([]);
  });
});

describe('pause', () => {
  const pausing = (m: Loose) => {
    guard(m);
    m.operations.cancelPost.pause = { method: 'PUT', path: '/posts/{ref.id}', body: "{ 'status': 'draft' }" };
    m.statuses.post.draft = 'draft';
  };
  /** Shows the first status until something was changed, then the second. */
  const run = (before: string, after: Answer, more: Record<string, Answer> = {}) => {
    const answers: Record<string, Answer> = { 'GET posts/pst_1': post(before), ...more };
    const made = world(pausing, answers);
    return { ...made, then: () => (answers['GET posts/pst_1'] = after), answers };
  };

  it.each<[string, Answer, Answer, object, string[]]>([
    ['deletes what is seen to be a draft', [200, {}], post('draft'), { outcome: 'done' }, ['PUT', 'DELETE']],
    ['also after a lost pause', [502, {}], post('draft'), { outcome: 'done' }, ['PUT', 'DELETE']],
    ['leaves what goes out all the same', [200, {}], post('publishing'), { outcome: 'too_late' }, ['PUT']],
    ['leaves what is live', [400, {}], post('published'), { outcome: 'too_late' }, ['PUT']],
    ['tells a refusal', [403, {}], post('scheduled'), { outcome: 'rejected' }, ['PUT']],
    ['does not know after a lost pause', [502, {}], post('scheduled'), { outcome: 'unknown' }, ['PUT']],
    ['does not know what it cannot see', [200, {}], [503, {}], { outcome: 'unknown' }, ['PUT']],
  ])('%s', async (_what, paused, after, result, methods) => {
    const answers = { 'PUT posts/pst_1': paused, 'DELETE posts/pst_1': [200, {}] as Answer };
    const { cancel, writes, sent, then } = run('scheduled', after, answers);
    const { push } = sent;
    sent.push = (...requests) => {
      if (requests.some(({ method }) => method === 'PUT')) then();
      return push.apply(sent, requests);
    };
    expect(await cancel()).toMatchObject(result);
    expect(writes().map(({ method }) => method)).toEqual(methods);
  });

  it('does not take a post that somebody deleted for unpublished', async () => {
    const { cancel, writes } = world(pausing, { 'GET wks_1/posts': [200, { items: [] }] });
    expect(await cancel()).toEqual({ outcome: 'too_late', snapshot: null });
    expect(writes()).toEqual([]);
  });
});

describe('groupWide', () => {
  const shared = (m: Loose) => {
    m.submission = { targets: 'many' };
    m.post.rows = { kind: 'self' };
    m.operations.cancelPost.groupWide = true;
  };

  it.each<Record<string, string>>([{ alone: 'false' }, {}])(
    'is refused where others share the call, or may: %j',
    async (data) => {
      const { cancel, sent } = world(shared, { 'DELETE posts/pst_1': [200, {}] });
      const result = await cancel(reference('pst_1', { data }));
      expect(result).toMatchObject({ outcome: 'rejected', error: { code: 'UPSTREAM_REJECTED' } });
      expect(JSON.stringify(result)).toContain('only together with others');
      expect(sent).toEqual([]);
    },
  );

  it('is sent for a post that was alone in its call', async () => {
    const { cancel, writes } = world(shared, { 'DELETE posts/pst_1': [200, {}] });
    expect(await cancel(reference('pst_1', { data: { alone: 'true' } }))).toMatchObject({ outcome: 'done' });
    expect(writes()).toHaveLength(1);
  });
});

describe('via', () => {
  const through = (m: Loose) => {
    m.operations.cancelPost.path = '/schedules/{found.id}';
    m.operations.cancelPost.via = {
      path: '/all/schedules',
      rows: 'items',
      id: 'id',
      match: { account: 'accountId', text: 'text', scheduledAt: 'at' },
    };
  };
  const row = { id: 'sch_9', accountId: 'acc_1', text: ' Hello\r\n', at: '2031-01-05T10:00:00Z' };
  const run = (items: Json[], more: Record<string, Answer> = {}) =>
    world(through, {
      'GET posts/pst_1': post('scheduled'),
      'GET all/schedules': [200, { items }],
      'DELETE schedules/sch_9': [200, {}],
      ...more,
    });

  it('changes the one row that agrees in everything', async () => {
    const { cancel, writes } = run([
      { ...row, id: 'sch_1', accountId: 'acc_2' },
      row,
      { ...row, id: 'sch_2', at: LATER },
    ]);
    expect(await cancel()).toMatchObject({ outcome: 'done' });
    expect(writes().map(({ url }) => url)).toEqual([expect.stringMatching(/\/schedules\/sch_9$/)]);
  });

  it.each<[string, Json[], Record<string, Answer>]>([
    ['two rows agree', [row, { ...row, id: 'sch_2' }], {}],
    ['none agrees', [{ ...row, text: 'Bye' }], {}],
    ['the row names no id', [{ ...row, id: null }], {}],
    ['the list cannot be read', [], { 'GET all/schedules': [503, {}] }],
    ['the time is not known', [row], { 'GET posts/pst_1': [503, {}] }],
  ])('changes nothing where %s', async (_what, items, more) => {
    const { cancel, writes } = run(items, more);
    expect(await cancel()).toMatchObject({ outcome: 'rejected' });
    expect(writes()).toEqual([]);
  });

  it('is too late where the row is gone because the post is live', async () => {
    const at = { 'GET posts/pst_1': post('published') };
    expect(await run([], at).cancel()).toMatchObject({
      outcome: 'too_late',
      snapshot: { status: 'published' },
    });
  });
});

describe('reads', () => {
  const whole = (m: Loose) => {
    m.operations.reschedulePost.reads = true;
    m.operations.reschedulePost.body = "$merge([current, { 'scheduledAt': change.at }])";
  };

  it('replaces the whole by what is there, with the change in it', async () => {
    const moved = post('scheduled', { scheduledAt: LATER });
    const answers = { 'GET posts/pst_1': post('scheduled', { tag: 7 }), 'PATCH posts/pst_1': moved };
    const { move, writes } = world(whole, answers);
    expect(await move()).toMatchObject({ outcome: 'done', snapshot: { scheduledAt: LATER } });
    const [request] = writes();
    expect(request?.body?.kind === 'raw' ? JSON.parse(request.body.text) : null).toEqual({
      id: 'pst_1',
      status: 'scheduled',
      scheduledAt: LATER,
      content: 'Hello',
      tag: 7,
    });
  });

  it.each<[string, Answer]>([
    ['it cannot be read', [503, {}]],
    ['another post comes', [200, { id: 'pst_2', status: 'scheduled' }]],
  ])('replaces nothing where %s', async (_what, shown) => {
    const { move, writes } = world(whole, { 'GET posts/pst_1': shown });
    expect(await move()).toMatchObject({ outcome: 'rejected' });
    expect(writes()).toEqual([]);
  });
});

describe('a move to another time than was asked for', () => {
  const ELSEWHERE = '2031-01-06T10:05:00.000Z';
  const move = (shown: Answer, data: Record<string, string> = {}, reply: Answer = [200, { success: true }]) =>
    world(() => undefined, { 'GET posts/pst_1': shown, 'PATCH posts/pst_1': reply }).move(
      reference('pst_1', { data }),
    );

  it.each<[string, Record<string, string>]>([
    ['whose time before is not known', {}],
    ['that stood elsewhere before', { at: AT }],
  ])('is done, and the time that is shown wins, for a post %s', async (_what, data) => {
    const shown = post('scheduled', { scheduledAt: ELSEWHERE });
    expect(await move(shown, data)).toMatchObject({
      outcome: 'done',
      snapshot: { status: 'scheduled', scheduledAt: ELSEWHERE },
    });
  });

  it('is done where the reply itself names the other time', async () => {
    const shown = post('scheduled', { scheduledAt: ELSEWHERE });
    expect(await move(shown, {}, shown)).toMatchObject({
      outcome: 'done',
      snapshot: { scheduledAt: ELSEWHERE },
    });
  });

  it.each<[string, Answer, Record<string, string>, Answer | undefined]>([
    ['the time is the one from before', post('scheduled'), { at: AT }, undefined],
    ['the time is past', post('scheduled', { scheduledAt: '2020-01-05T10:00:00Z' }), {}, undefined],
    ['no time is shown', post('scheduled', { scheduledAt: null }), {}, undefined],
    ['the status says nothing', post('archived', { scheduledAt: ELSEWHERE }), {}, undefined],
    ['the reply was no success', post('scheduled', { scheduledAt: ELSEWHERE }), {}, [500, {}]],
  ])('is unknown where %s', async (_what, shown, data, reply) => {
    expect(await move(shown, data, reply)).toMatchObject({ outcome: 'unknown' });
  });
});
