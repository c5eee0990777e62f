import { ConflictError, type Post } from '@postern/client';
import { onEach, onGroup, onPost, summed, type SendOptions } from './outcomes';

const conflict = (extensions: object) =>
  new ConflictError({
    status: 409,
    code: 'CONFLICT',
    message: 'The post is published already.',
    problem: extensions as never,
    requestId: null,
    retryAfter: null,
  });
const answers =
  (status: number) =>
  (_id: string, { onReply }: SendOptions) => {
    onReply({ status, headers: new Headers(), requestId: null, replayed: false, tries: 1 });
    return Promise.resolve({} as Post);
  };

it('tells done from asked for, and why something was not done', async () => {
  expect(await onPost('p', answers(200))).toEqual([{ id: 'p', result: 'done', reason: null }]);
  expect(await onPost('p', answers(202))).toEqual([{ id: 'p', result: 'pending', reason: null }]);
  expect(await onPost('p', () => Promise.reject(conflict({ result: 'too_late' })))).toEqual([
    { id: 'p', result: 'too_late', reason: 'The post is published already.' },
  ]);
  expect(await onPost('p', () => Promise.reject(new Error('gone')))).toEqual([
    { id: 'p', result: 'unreached', reason: 'gone' },
  ]);
});

it('tells of each post of a group, also where none could be changed', async () => {
  const result = (postId: string, word: 'done' | 'refused') =>
    ({ postId, result: word, status: 'failed', error: null }) as const;
  expect(await onGroup('g', () => Promise.resolve({ results: [result('a', 'done')] }))).toEqual([
    { id: 'a', result: 'done', reason: null },
  ]);
  const refused = conflict({ results: [result('a', 'refused'), result('b', 'refused')] });
  expect((await onGroup('g', () => Promise.reject(refused))).map(({ id }) => id)).toEqual(['a', 'b']);
});

it('works through many a few at a time, in order, and sums up', async () => {
  let now = 0;
  let most = 0;
  const outcomes = await onEach(['1', '2', '3', '4', '5', '6'], async (id) => {
    most = Math.max(most, (now += 1));
    await Promise.resolve();
    now -= 1;
    return [{ id, result: id === '2' ? 'too_late' : 'done', reason: null }];
  });
  expect(outcomes.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5', '6']);
  expect(most).toBeLessThanOrEqual(4);
  expect(summed(outcomes)).toEqual([
    { result: 'done', count: 5 },
    { result: 'too_late', count: 1 },
  ]);
});
