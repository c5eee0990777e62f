/** What reads make of posts whose first hand-over is long ago, and of a cancel that nobody has asked for yet. */
import { publishError } from '@postern/core';
import type { PostView } from '../src/posts/post-view';
import { startTestCommands, type TestCommands } from './commands-harness';
import { until } from './gateway-harness';

jest.setTimeout(60_000);

let own: TestCommands;
beforeAll(async () => {
  own = await startTestCommands();
}, 60_000);
afterEach(async () => {
  own.gateway.sandbox.faults.clear();
  await own.gateway.stopWorker();
});
afterAll(() => own.gateway.close());

const postOf = async (id: string): Promise<PostView> => own.post(id);

describe('a post that is tried again long after it was made', () => {
  it.each([2, 9])('is followed to its end, %i days later', async (days) => {
    const { id } = await own.publish('postato', { words: '#stuck' });
    const error = publishError({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
    await own.sql(
      `update posts set status = 'failed', error = $2, created_at = created_at - make_interval(days => $3) where id = $1`,
      [id, JSON.stringify(error), days],
    );
    await own.sql(
      `update submissions set state = 'rejected', next_attempt_at = null
       where id = (select submission_id from posts where id = $1)`,
      [id],
    );
    expect((await own.call('POST', `/v1/posts/${id}/retry`, {})).status).toBe(200);
    await own.gateway.startWorker();
    await until(async () => (await postOf(id)).providerReference !== null);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const [row] = await own.sql<{ status: string; next: number | null }>(
      'select status, extract(epoch from next_read_at - now())::float8 as next from posts where id = $1',
      [id],
    );
    expect(row).toEqual({ status: 'publishing', next: expect.any(Number) });
    expect(row!.next).toBeLessThan(60);
  });
});

describe('a post that its caller wants back, and that reads do not find', () => {
  it('is not canceled before its provider was asked to cancel it', async () => {
    await own.gateway.startWorker();
    const { id } = await own.handedOver('postato');
    // The cancel waits: its connection may not be written through now.
    const provider = own.provider('postato');
    const cancel = jest.spyOn(provider, 'cancel').mockResolvedValue({
      outcome: 'rejected',
      error: publishError({ code: 'RATE_LIMITED', retryAfter: 60 }),
    });
    await own.gateway.stopWorker();
    await own.call('DELETE', `/v1/posts/${id}`);
    await own.sql(`update post_commands set next_attempt_at = now() + interval '1 hour' where post_id = $1`, [
      id,
    ]);
    const read = jest
      .spyOn(provider, 'read')
      .mockImplementation((_ctx, refs) =>
        Promise.resolve(refs.map(({ postId }) => ({ postId, outcome: 'missing' as const }))),
      );
    await own.gateway.startWorker();
    for (let looks = 0; looks < 3; looks += 1) {
      const before = read.mock.calls.length;
      await own.sql('update posts set next_read_at = now() where id = $1', [id]);
      await until(() => read.mock.calls.length > before);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    const { status } = await postOf(id);
    jest.restoreAllMocks();
    expect(cancel).not.toHaveBeenCalled();
    expect(status).toBe('scheduled');
  });
});
