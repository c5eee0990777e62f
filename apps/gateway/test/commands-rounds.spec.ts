/** New rounds: retries, what an earlier round turns out to have done, and workers that die in the middle. */
import { EMPTY_SNAPSHOT, type PostStatus, type ProviderSnapshot } from '@postern/core';
import { ConnectionContexts } from '../src/connections/connection-contexts';
import { PostWriter } from '../src/posts/post-writer';
import { PostWriterRepository } from '../src/posts/post-writer.repository';
import { expectProblem } from './api-harness';
import {
  atEveryUpstream,
  inSeconds,
  OPERATION,
  startTestCommands,
  UPSTREAMS,
  type TestCommands,
} from './commands-harness';
import { until, type Upstream } from './gateway-harness';

jest.setTimeout(120_000);

let own: TestCommands;
const writer = new PostWriter(new PostWriterRepository());
beforeAll(async () => {
  own = await startTestCommands();
  await own.gateway.startWorker();
}, 60_000);
afterEach(() => own.gateway.sandbox.faults.clear());
afterAll(() => own.gateway.close());

const retry = (id: string, force = false) => own.call('POST', `/v1/posts/${id}/retry`, { force });
const cancel = (id: string) => own.call('DELETE', `/v1/posts/${id}`);
const fault = (upstream: Upstream, operation: string, kind: string, more: Record<string, unknown> = {}) =>
  own.gateway.sandbox.faults.add({ upstream, operation, kind, ...more } as never);
const READ: Record<Upstream, string[]> = {
  layers: ['layers.get-post', 'layers.list-posts'],
  postpost: ['postpost.get-post', 'postpost.list-posts'],
  postato: ['postato.get', 'postato.list'],
};
const roundOf = async (id: string) =>
  (await own.sql<{ round: number }>('select round from posts where id = $1', [id]))[0]?.round;

/** A post that the network has refused, once. */
async function failedPost(upstream: Upstream) {
  const made = await own.publish(upstream, { words: '#fail-auth' });
  await own.shows(made.id, 'failed');
  return made;
}

/** The content that the next round sends. */
const rewrite = (id: string, text: string) =>
  own.sql(`update posts set content = jsonb_set(content, '{text}', to_jsonb($2::text)) where id = $1`, [
    id,
    text,
  ]);

async function hear(id: string, round: number, status: PostStatus, more: Partial<ProviderSnapshot> = {}) {
  const snapshot = { ...EMPTY_SNAPSHOT, status, round, asOf: Date.now(), ...more };
  await writer.apply(own.gateway.api.db, [{ postId: id, snapshot }]);
}

describe('retry at every upstream', () => {
  const everywhere = (name: string, story: (upstream: Upstream) => Promise<void>) =>
    it(name, () => atEveryUpstream(story));

  everywhere('reads the failed post once more, then opens a new round', async (upstream) => {
    const { id, groupId, text } = await failedPost(upstream);
    const before = await own.post(id);
    expect(expectProblem(await retry(id), 409, 'CONFLICT')).toMatchObject({
      result: 'refused',
      post: { error: { code: 'AUTH_EXPIRED' } },
    });
    await rewrite(id, text);
    const reply = await retry(id, true);
    expect(reply.status).toBe(200);
    expect(['scheduled', 'queued', 'publishing', 'published']).toContain(reply.body.status);
    await own.shows(id, 'published');
    expect(own.onNetwork(text)).toBe(1);
    const after = await own.post(id);
    expect(after.attempts).toBe(before.attempts + 1);
    expect(after.providerReference).not.toBe(before.providerReference);
    expect(
      await own.sql('select round, status, provider_reference from left_submissions where post_id = $1', [
        id,
      ]),
    ).toEqual([{ round: 1, status: 'failed', provider_reference: before.providerReference }]);
    expect((await own.eventsOf(groupId)).filter((type) => type === 'post.failed')).toHaveLength(1);
    expect(expectProblem(await retry(id, true), 409, 'CONFLICT')).toMatchObject({ result: 'already_final' });
  });

  everywhere('of a post that the network took after all opens none', async (upstream) => {
    const { id, text } = await own.publish(upstream);
    await own.shows(id, 'published');
    // As if an early read had said so.
    await own.sql(
      `update posts set status = 'failed', merge = '{"keys":{},"errors":{},"accepted":true,"earlierSuccess":false}' where id = $1`,
      [id],
    );
    const reply = await retry(id, true);
    expect(expectProblem(reply, 409, 'CONFLICT')).toMatchObject({
      result: 'already_final',
      post: { status: 'published' },
    });
    expect(await roundOf(id)).toBe(1);
    expect(own.onNetwork(text)).toBe(1);
  });

  it('waits where the post cannot be read, and opens no round blindly', async () => {
    const posts = new Map<Upstream, { id: string; text: string }>();
    await atEveryUpstream(async (upstream) => {
      const { id, text } = await failedPost(upstream);
      await rewrite(id, text);
      posts.set(upstream, { id, text });
      for (const operation of READ[upstream]) fault(upstream, operation, '503', { times: null });
      const replies = await Promise.all([retry(id, true), retry(id, true)]);
      expect(replies.map(({ status }) => status)).toEqual([202, 202]);
      expect(await own.commandsOf(id)).toMatchObject([{ kind: 'retry', state: 'pending' }]);
      expect(await roundOf(id)).toBe(1);
    });
    own.gateway.sandbox.faults.clear();
    await atEveryUpstream(async (upstream) => {
      const { id, text } = posts.get(upstream)!;
      await own.shows(id, 'published');
      expect([await roundOf(id), own.onNetwork(text)]).toEqual([2, 1]);
    });
  });
});

it('bulk retry reads many posts of a connection in few calls', async () => {
  const posts = await Promise.all(
    Array.from({ length: 12 }, () => own.publish('postato', { words: '#fail-auth' })),
  );
  for (const { id, text } of posts) {
    await own.shows(id, 'failed');
    await rewrite(id, text);
  }
  const before = own.gateway.sandbox.requests.list({ upstream: 'postato' }).length;
  const filter = { provider: 'generic:postato' };
  const reply = await own.call('POST', '/v1/posts/bulk-retry', { filter, force: true });
  expect(reply.status).toBe(200);
  const read = own.gateway.sandbox.requests
    .list({ upstream: 'postato' })
    .slice(before)
    .filter(({ operation }) => READ.postato.includes(operation ?? ''));
  expect(read.length).toBeLessThan(posts.length);
  for (const { id, text } of posts) {
    await own.shows(id, 'published');
    expect(own.onNetwork(text)).toBe(1);
  }
});

describe('an earlier round that turns out to be live', () => {
  it('drops a round that waits here', async () => {
    const { id, text } = await failedPost('layers');
    await rewrite(id, text);
    await own.gateway.stopWorker();
    await own.sql(`update posts set provider_reference = null, reference_data = '{}' where id = $1`, [id]);
    expect(await retry(id, true)).toMatchObject({ status: 200 });
    expect(await own.submissionOf(id)).toMatchObject({ round: 2, state: 'held' });
    await hear(id, 1, 'published', { platformPostId: '17' });
    expect(await own.post(id)).toMatchObject({ status: 'published', platformPostId: '17' });
    expect(await own.submissionOf(id)).toMatchObject({ round: 2, state: 'rejected', next_attempt_at: null });
    await own.gateway.startWorker();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(own.onNetwork(text)).toBe(0);
  });

  const followed = async (upstream: Upstream) => {
    const { id, groupId, text } = await failedPost(upstream);
    await rewrite(id, text);
    await own.sql(`update posts set scheduled_at = now() + interval '1 hour' where id = $1`, [id]);
    const first = await own.post(id);
    expect(await retry(id, true)).toMatchObject({ status: 200, body: { status: 'scheduled' } });
    await until(async () => {
      const { providerReference } = await own.post(id);
      return providerReference !== null && providerReference !== first.providerReference;
    });
    const { providerReference } = await own.post(id);
    await hear(id, 1, 'published', { providerReference: first.providerReference });
    await until(async () =>
      (await own.commandsOf(id)).some(({ internal, state }) => internal && state === 'done'),
    );
    expect(
      await own.sql('select provider_reference from post_commands where post_id = $1 and internal', [id]),
    ).toEqual([{ provider_reference: providerReference }]);
    expect(await own.post(id)).toMatchObject({ status: 'published' });
    expect(await own.eventsOf(groupId)).not.toContain('post.duplicate_risk');
    expect(own.onNetwork(text)).toBe(0);
  };
  it('is followed by a cancel of the round that is upstream', () => atEveryUpstream(followed));

  it('is looked for after a retry, without anybody telling', async () => {
    const live = await own.publish('layers');
    await own.shows(live.id, 'published');
    const { id, groupId, text } = await failedPost('layers');
    await rewrite(id, text);
    await own.sql(`update posts set scheduled_at = now() + interval '1 hour' where id = $1`, [id]);
    await retry(id, true);
    const [planned] = await own.sql<{ next_look_at: Date }>(
      'select next_look_at from left_submissions where post_id = $1',
      [id],
    );
    expect(planned!.next_look_at.getTime()).toBeGreaterThan(Date.now() + 50_000);
    // As if its first round had gone out as that of another post has.
    await own.sql(
      `update left_submissions l set provider_reference = p.provider_reference,
         reference_data = p.reference_data, next_look_at = now() from posts p where p.id = $2 and l.post_id = $1`,
      [id, live.id],
    );
    await own.shows(id, 'published');
    await until(async () => (await own.commandsOf(id)).every(({ state }) => state === 'done'));
    expect(own.onNetwork(text)).toBe(0);
    expect((await own.eventsOf(groupId)).at(-1)).toBe('post_group.completed');
    await own.sql('update left_submissions set next_look_at = now() where post_id = $1', [id]);
    await until(async () => {
      const [row] = await own.sql<{ next_look_at: Date | null }>(
        'select next_look_at from left_submissions where post_id = $1',
        [id],
      );
      return row?.next_look_at === null;
    });
  });

  it('raises the risk of a double post where the current round cannot be withdrawn', async () => {
    const { id, groupId, text } = await failedPost('postpost');
    await rewrite(id, `${text} #stuck`);
    await retry(id, true);
    await own.shows(id, 'publishing');
    await hear(id, 1, 'published');
    await until(async () => (await own.eventsOf(groupId)).includes('post.duplicate_risk'));
    expect(await own.commandsOf(id)).toMatchObject([
      { kind: 'retry', state: 'done' },
      { kind: 'cancel', internal: true, state: 'too_late' },
    ]);
    expect((await own.eventsOf(groupId)).filter((type) => type === 'post.duplicate_risk')).toHaveLength(1);
  });

  it('stops a round that is being sent', async () => {
    const { id, text } = await failedPost('postato');
    await rewrite(id, text);
    await own.sql(`update posts set scheduled_at = now() + interval '1 hour' where id = $1`, [id]);
    fault('postato', OPERATION.postato.publish, 'slow', { delayMs: 2_000 });
    const before = own.requests(OPERATION.postato.publish);
    await retry(id, true);
    await until(() => own.requests(OPERATION.postato.publish) > before);
    await hear(id, 1, 'published');
    await until(async () =>
      (await own.commandsOf(id)).some(({ internal, state }) => internal && state === 'done'),
    );
    expect(own.onNetwork(text)).toBe(0);
  });
});

describe('a worker that dies', () => {
  /** What a worker had done when it was killed: the command in its hands, the change made upstream. */
  async function killedAfter(upstream: Upstream, id: string, kind: 'cancel' | 'cancel to go out anew') {
    const [command] = await own.commandsOf(id);
    const [row] = await own.sql<{
      provider_reference: string;
      reference_data: object;
      connection_id: string;
    }>('select * from posts where id = $1', [id]);
    const open = await own.gateway.api.app
      .get(ConnectionContexts, { strict: false })
      .open(row!.connection_id);
    const [account] = await own.sql<{ reference: string; data: object; platform: string }>(
      'select a.* from accounts a join posts p on p.account_id = a.id where p.id = $1',
      [id],
    );
    const result = await own.provider(upstream).cancel?.(
      open.context,
      {
        postId: id,
        id: row!.provider_reference,
        data: row!.reference_data as never,
        platform: account!.platform,
        accountReference: account!.reference,
        accountData: account!.data as never,
        text: '',
      },
      null,
    );
    expect(result?.outcome).toBe('done');
    await own.sql(
      `update post_commands set attempts = 1, fence = 1, sent_at = now(), cancels = $2,
         lease_until = now() + interval '1 second' where id = $1`,
      [command!.id, kind !== 'cancel'],
    );
  }

  /** One post at each upstream, and a worker that was killed at the same moment of each one's command. */
  const handedOverEverywhere = () =>
    Promise.all(UPSTREAMS.map(async (upstream) => ({ upstream, ...(await own.handedOver(upstream)) })));

  it('after a cancel: the next one looks first, and asks no second time', async () => {
    const posts = await handedOverEverywhere();
    await own.gateway.stopWorker();
    const asked = await Promise.all(
      posts.map(async ({ upstream, id }) => {
        const started = Date.now();
        expect(await cancel(id)).toMatchObject({ status: 202, body: { status: 'scheduled' } });
        expect(Date.now() - started).toBeLessThan(6_000);
        await killedAfter(upstream, id, 'cancel');
        return own.requests(OPERATION[upstream].cancel);
      }),
    );
    await own.gateway.startWorker();
    await Promise.all(
      posts.map(async ({ upstream, id }, place) => {
        await own.shows(id, 'canceled');
        expect(own.requests(OPERATION[upstream].cancel)).toBe(asked[place]);
        expect(await own.commandsOf(id)).toMatchObject([{ state: 'done', attempts: 2 }]);
      }),
    );
  });

  it('between a cancel and the new round: it goes out anew, once', async () => {
    const posts = await handedOverEverywhere();
    await own.gateway.stopWorker();
    await Promise.all(
      posts.map(async ({ upstream, id }) => {
        const at = inSeconds(9);
        const reply = await own.call('POST', `/v1/posts/${id}/reschedule`, { scheduledAt: at });
        expect(reply.status).toBe(202);
        await killedAfter(upstream, id, 'cancel to go out anew');
      }),
    );
    await own.gateway.startWorker();
    await Promise.all(
      posts.map(async ({ id, text }) => {
        await until(async () => (await roundOf(id)) === 2);
        await own.shows(id, 'published');
        expect(own.onNetwork(text)).toBe(1);
        expect(await own.commandsOf(id)).toMatchObject([{ kind: 'reschedule', state: 'done' }]);
      }),
    );
  });

  it('between the two, with a read that heard of the cancel first', async () => {
    const { id, text } = await own.handedOver('layers');
    await own.gateway.stopWorker();
    await own.call('POST', `/v1/posts/${id}/reschedule`, { scheduledAt: inSeconds(8) });
    await killedAfter('layers', id, 'cancel to go out anew');
    await hear(id, 1, 'canceled', { canceledBy: 'upstream' });
    expect((await own.post(id)).status).toBe('canceled');
    await own.gateway.startWorker();
    await own.shows(id, 'published');
    expect([await roundOf(id), own.onNetwork(text)]).toEqual([2, 1]);
  });

  it('before it began: the command is carried by the next', async () => {
    const { id } = await own.handedOver('postpost');
    await own.gateway.stopWorker();
    const canceling = cancel(id);
    await until(async () => (await own.commandsOf(id)).length === 1);
    await own.sql(
      `update post_commands set attempts = 1, fence = 1, lease_until = now() + interval '1 second' where post_id = $1`,
      [id],
    );
    await own.sql(`select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))`);
    await own.gateway.startWorker();
    await canceling;
    await own.shows(id, 'canceled');
  });
});
