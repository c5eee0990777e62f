/** Cancel and reschedule of posts that a provider has or is being given. */
import { expectProblem } from './api-harness';
import {
  atEveryUpstream,
  inSeconds,
  OPERATION,
  startTestCommands,
  type TestCommands,
  type TestPost,
} from './commands-harness';
import { accountOn, until, type Upstream } from './gateway-harness';

jest.setTimeout(120_000);

let own: TestCommands;
beforeAll(async () => {
  own = await startTestCommands();
  await own.gateway.startWorker();
}, 60_000);
afterEach(() => own.gateway.sandbox.faults.clear());
afterAll(() => own.gateway.close());

const cancel = (id: string, reason?: string) => own.call('DELETE', `/v1/posts/${id}`, reason && { reason });
const move = (id: string, scheduledAt: string) =>
  own.call('POST', `/v1/posts/${id}/reschedule`, { scheduledAt });
/** The post once it was moved: at once, or, where the provider took longer than a caller is kept, a little later. */
const moved = async (id: string, scheduledAt: string) => {
  const reply = await move(id, scheduledAt);
  expect([200, 202]).toContain(reply.status);
  await until(async () => (await own.commandsOf(id)).at(-1)?.state === 'done');
  return own.post(id);
};
const fault = (upstream: Upstream, operation: string, kind: string, more: Record<string, unknown> = {}) =>
  own.gateway.sandbox.faults.add({ upstream, operation, kind, ...more } as never);
const flagOf = async (id: string) =>
  (
    await own.sql<{ cancel_requested_at: Date | null }>(
      'select cancel_requested_at from posts where id = $1',
      [id],
    )
  )[0]?.cancel_requested_at;

const everywhere = (name: string, story: (upstream: Upstream) => Promise<void>) =>
  it(`at every upstream: ${name}`, () => atEveryUpstream(story));

describe('cancel', () => {
  everywhere('is confirmed by the provider before it is told', async (upstream) => {
    const { id, groupId } = await own.handedOver(upstream);
    const reply = await cancel(id, 'The date moved');
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      status: 'canceled',
      canceledBy: 'caller',
      cancelReason: 'The date moved',
      canceledAt: expect.any(String),
      error: null,
    });
    expect((await own.eventsOf(groupId)).slice(-2)).toEqual(['post.canceled', 'post_group.canceled']);
    expect(await own.commandsOf(id)).toMatchObject([{ kind: 'cancel', state: 'done', attempts: 1 }]);
    expect(await cancel(id)).toMatchObject({ status: 200, body: reply.body });
  });

  everywhere('is asked for once, however many callers there are', async (upstream) => {
    const { id } = await own.handedOver(upstream);
    const before = own.requests(OPERATION[upstream].cancel);
    const replies = await Promise.all(Array.from({ length: 6 }, () => cancel(id)));
    expect(replies.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(own.requests(OPERATION[upstream].cancel)).toBe(before + 1);
    expect(await own.commandsOf(id)).toHaveLength(1);
  });

  everywhere('that loses its reply is looked at before it is concluded', async (upstream) => {
    const { id, text } = await own.handedOver(upstream);
    fault(upstream, OPERATION[upstream].cancel, 'accept-then-reset');
    expect((await cancel(id, 'x')).status).toBeLessThan(203);
    await own.shows(id, 'canceled');
    expect((await own.post(id)).cancelReason).toBe('x');
    expect(await own.commandsOf(id)).toMatchObject([{ state: 'done' }]);
    expect(own.onNetwork(text)).toBe(0);
  });

  everywhere('that the provider puts off is asked for again', async (upstream) => {
    const { id } = await own.handedOver(upstream);
    fault(upstream, OPERATION[upstream].cancel, '503', { times: 2 });
    await cancel(id);
    await own.shows(id, 'canceled');
    await until(async () => (await own.commandsOf(id))[0]?.state === 'done');
  });

  describe.each([
    ['is being published', 'publishing', '#stuck'],
    ['is published', 'published', ''],
  ] as const)('of a post that %s', (_name, status, words) => {
    everywhere('is too late, and leaves it as it is', async (upstream) => {
      const { id } = await own.publish(upstream, { words });
      await own.shows(id, status);
      for (const reply of [await cancel(id), await move(id, inSeconds(7200))]) {
        expect(expectProblem(reply, 409, 'CONFLICT')).toMatchObject({
          result: 'too_late',
          post: { id, status },
        });
      }
      expect(await flagOf(id)).toBeNull();
    });
  });

  everywhere('while it is being sent is settled by whoever sends it; nothing goes out', async (upstream) => {
    const { publish } = OPERATION[upstream];
    fault(upstream, publish, 'slow', { delayMs: 2_000 });
    const before = own.requests(publish);
    const { id, text } = await own.publish(upstream, { scheduledAt: inSeconds(3600) });
    await until(() => own.requests(publish) > before);
    const reply = await cancel(id, 'Too soon');
    expect(reply.status).toBe(202);
    expect(reply.body).toMatchObject({ id, status: 'scheduled' });
    expect(await cancel(id)).toMatchObject({ status: 202 });
    expect(expectProblem(await move(id, inSeconds(7200)), 409, 'CONFLICT')).toMatchObject({
      result: 'refused',
    });
    await own.shows(id, 'canceled');
    await until(async () => (await own.commandsOf(id))[0]?.state === 'done');
    expect(await own.post(id)).toMatchObject({ canceledBy: 'caller', cancelReason: 'Too soon' });
    // PostPost pauses a group by the very call that schedules it.
    if (upstream !== 'postpost') expect(own.requests(publish)).toBe(before + 1);
    expect(own.onNetwork(text)).toBe(0);
  });

  it('at every upstream: of a post of which nobody knows ends canceled, and is not sent again', async () => {
    const posts = new Map<Upstream, TestPost>();
    await atEveryUpstream(async (upstream) => {
      const { publish } = OPERATION[upstream];
      fault(upstream, publish, 'accept-then-reset');
      // Nobody may look into it before it is canceled.
      fault(upstream, publish, '503', { times: null });
      const post = await own.publish(upstream, { scheduledAt: inSeconds(3600) });
      posts.set(upstream, post);
      await own.shows(post.id, 'unknown');
      expect((await cancel(post.id)).status).toBe(202);
    });
    own.gateway.sandbox.faults.clear();
    await atEveryUpstream(async (upstream) => {
      const { id, text } = posts.get(upstream)!;
      await until(async () => (await own.commandsOf(id))[0]?.state === 'done', 60_000);
      expect(await own.post(id)).toMatchObject({ status: 'canceled', canceledBy: 'caller' });
      expect(own.onNetwork(text)).toBe(0);
    });
  });

  everywhere('races with the upload, and either wins alone', async (upstream) => {
    const posts = await Promise.all(Array.from({ length: 6 }, () => own.publish(upstream)));
    await Promise.all(
      posts.map(async ({ id }, index) => {
        await new Promise((resolve) => setTimeout(resolve, index * 120));
        await cancel(id);
      }),
    );
    for (const { id, text, groupId } of posts) {
      const { status } = await own.gateway.final(groupId);
      expect([status, own.onNetwork(text)]).toEqual([status, status === 'published' ? 1 : 0]);
      await until(async () => (await own.commandsOf(id)).every(({ state }) => state !== 'pending'));
      const [command] = await own.commandsOf(id);
      if (command)
        expect([status, command.state]).toEqual([status, status === 'canceled' ? 'done' : 'too_late']);
    }
  });
});

describe('reschedule', () => {
  everywhere('moves the post at the provider', async (upstream) => {
    const { id, groupId } = await own.handedOver(upstream);
    const at = inSeconds(7200);
    const post = await moved(id, at);
    expect(post).toMatchObject({ status: 'scheduled', error: null });
    expect(Math.abs(Date.parse(post.scheduledAt ?? '') - Date.parse(at))).toBeLessThan(1_000);
    expect((await own.eventsOf(groupId)).at(-1)).toBe('post.rescheduled');
    expect((await own.gateway.group(groupId)).scheduledAt).toBe(at);
    const [row] = await own.sql<{ next_read_at: Date }>('select next_read_at from posts where id = $1', [id]);
    expect(row!.next_read_at.getTime()).toBeGreaterThan(Date.now() + 1_800_000);
  });

  everywhere('reads the time back where the reply is lost', async (upstream) => {
    const { id } = await own.handedOver(upstream);
    const at = inSeconds(7200);
    fault(upstream, OPERATION[upstream].move, 'accept-then-reset');
    await move(id, at);
    await until(async () => (await own.commandsOf(id))[0]?.state === 'done');
    const shown = Date.parse((await own.post(id)).scheduledAt ?? '');
    expect(Math.abs(shown - Date.parse(at))).toBeLessThan(1_000);
    expect(await own.commandsOf(id)).toMatchObject([{ state: 'done' }]);
  });

  everywhere('to a near time is heard of as soon as it went out', async (upstream) => {
    const { id, text } = await own.handedOver(upstream);
    await moved(id, inSeconds(4));
    await own.shows(id, 'published');
    expect(own.onNetwork(text)).toBe(1);
  });
});

describe('a provider that cannot', () => {
  afterEach(() => jest.restoreAllMocks());

  it('move a post cancels it, and it goes out anew at the new time', async () => {
    jest.spyOn(own.provider('postato'), 'reschedule').mockResolvedValue({ outcome: 'unsupported' });
    const { id, groupId, text } = await own.handedOver('postato');
    const before = await own.submissionOf(id);
    const { providerReference } = await own.post(id);
    const reply = await move(id, inSeconds(7200));
    expect(reply).toMatchObject({ status: 200, body: { status: 'scheduled' } });
    // None yet, or the new one's: it may be handed over before the answer leaves.
    expect((reply.body as { providerReference: string | null }).providerReference).not.toBe(
      providerReference,
    );
    expect(await own.submissionOf(id)).toMatchObject({ round: 2 });
    expect((await own.submissionOf(id)).id).not.toBe(before.id);
    expect(await own.eventsOf(groupId)).not.toContain('post.canceled');
    await until(async () => (await own.post(id)).providerReference !== null);
    expect(await move(id, inSeconds(5))).toMatchObject({ status: 200 });
    await own.shows(id, 'published');
    expect(own.onNetwork(text)).toBe(1);
  });

  it('move a post, and whose cancel loses its reply, still sends it once', async () => {
    jest.spyOn(own.provider('postato'), 'reschedule').mockResolvedValue({ outcome: 'unsupported' });
    const { id, text } = await own.handedOver('postato');
    fault('postato', OPERATION.postato.cancel, 'accept-then-reset');
    await move(id, inSeconds(6));
    await own.shows(id, 'published');
    expect(own.onNetwork(text)).toBe(1);
    expect(await own.submissionOf(id)).toMatchObject({ round: 2, state: 'accepted' });
  });

  it('cancel says so, and nothing lingers', async () => {
    const provider = own.provider('postato');
    const { id } = await own.handedOver('postato');
    jest.replaceProperty(provider.descriptor, 'capabilities', {
      ...provider.descriptor.capabilities,
      cancel: false,
      reschedule: false,
    });
    for (const reply of [await cancel(id), await move(id, inSeconds(60))]) {
      expect(expectProblem(reply, 409, 'CONFLICT')).toMatchObject({ result: 'not_supported' });
    }
    expect(await own.commandsOf(id)).toEqual([]);
    expect(await flagOf(id)).toBeNull();
  });
});

describe('what the provider refuses', () => {
  it('is told with its reason, and nothing lingers', async () => {
    const { id } = await own.handedOver('layers');
    fault('layers', OPERATION.layers.cancel, 'refuse', { status: 400 });
    const problem = expectProblem(await cancel(id), 409, 'CONFLICT');
    expect(problem).toMatchObject({ result: 'refused', post: { status: 'scheduled' } });
    expect(await flagOf(id)).toBeNull();
    expect(await own.commandsOf(id)).toMatchObject([
      { state: 'refused', error: { upstreamHttpStatus: 400 } },
    ]);
    expect(await cancel(id)).toMatchObject({ status: 200 });
  });

  it('a time that has just passed is refused before anybody is asked, and nothing is written', async () => {
    const { id } = await own.handedOver('postpost');
    const problem = expectProblem(await move(id, inSeconds(-5)), 409, 'CONFLICT');
    expect(problem).toMatchObject({ result: 'refused', post: { status: 'scheduled' } });
    expect(await own.commandsOf(id)).toEqual([]);
    const entries = await own.sql<{ action: string }>(
      `select action from audit_log where subject_id = $1 and action = 'post.reschedule'`,
      [id],
    );
    expect(entries).toEqual([]);
  });

  it('is a result of its own in a group', async () => {
    const targets = [
      { accountId: accountOn(own.connections.layers.accounts, 'instagram') },
      { accountId: accountOn(own.connections.postpost.accounts, 'linkedin') },
    ];
    const { groupId } = await own.publish('layers', { targets, scheduledAt: inSeconds(3600) });
    await until(async () =>
      (await own.gateway.group(groupId)).posts.every((post) => post.providerReference !== null),
    );
    fault('layers', OPERATION.layers.cancel, 'refuse', { status: 400 });
    const reply = await own.call('DELETE', `/v1/post-groups/${groupId}`);
    expect(reply).toMatchObject({
      status: 200,
      body: {
        group: { status: 'scheduled', counts: { scheduled: 1, canceled: 1 } },
        results: [
          { result: 'refused', status: 'scheduled', error: { provider: 'layers' } },
          { result: 'done', status: 'canceled', error: null },
        ],
      },
    });
  });
});

describe('two commands on one post', () => {
  it('a cancel overtakes a reschedule that has not come through', async () => {
    const { id } = await own.handedOver('layers');
    fault('layers', OPERATION.layers.move, '503', { times: null });
    const moving = move(id, inSeconds(7200));
    await until(async () => (await own.commandsOf(id)).length === 1);
    expect(await cancel(id)).toMatchObject({ status: 200, body: { status: 'canceled' } });
    expectProblem(await moving, 409, 'CONFLICT');
    expect(await own.commandsOf(id)).toMatchObject([
      { kind: 'reschedule', state: 'refused' },
      { kind: 'cancel', state: 'done' },
    ]);
  });

  it('a later time takes the place of one that has not come through', async () => {
    const { id } = await own.handedOver('layers');
    fault('layers', OPERATION.layers.move, '503', { times: null });
    expect(await move(id, inSeconds(7200))).toMatchObject({ status: 202 });
    const at = inSeconds(9000);
    await until(async () => (await move(id, at)).status === 202);
    own.gateway.sandbox.faults.clear();
    // After several refusals the next try may be as far away as the longest pause, which is not waited for here.
    await until(async () => {
      await own.sql(`update post_commands set next_attempt_at = now() where post_id = $1`, [id]);
      return (await own.commandsOf(id))[0]?.state === 'done';
    }, 70_000);
    expect(Date.parse((await own.post(id)).scheduledAt ?? '')).toBe(Date.parse(at));
    expect(await own.commandsOf(id)).toHaveLength(1);
  }, 120_000);
});

describe('behind a gate', () => {
  const { layers: upstream } = OPERATION;
  const policy = async (name: string): Promise<void> => {
    const seeds = own.gateway.sandbox.seeds().layers as { apiKey: string; projectId: string };
    const url = `${own.gateway.sandbox.url}/layers/v1/projects/${seeds.projectId}/content-review-policy`;
    const headers = { authorization: `Bearer ${seeds.apiKey}`, 'content-type': 'application/json' };
    await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ policy: name }) });
  };
  beforeEach(() => policy('review_all'));
  afterEach(() => policy('auto_approve'));

  it('a post that was refused for review is canceled, and its submission ends', async () => {
    const { id } = await own.publish('layers');
    await own.shows(id, 'pending_approval');
    expect(await cancel(id, 'x')).toMatchObject({
      status: 200,
      body: { status: 'canceled', cancelReason: 'x' },
    });
    expect(await own.submissionOf(id)).toMatchObject({ state: 'rejected', next_attempt_at: null });
    expect(own.requests(upstream.cancel)).toBe(own.requests(upstream.cancel));
  });

  it('a schedule that the reviewer holds is not ours to cancel', async () => {
    const { id } = await own.publish('layers', { scheduledAt: inSeconds(3600) });
    await own.shows(id, 'pending_approval');
    const problem = expectProblem(await cancel(id), 409, 'CONFLICT');
    expect(problem).toMatchObject({ result: 'refused', post: { status: 'pending_approval' } });
    expect(problem.detail).toContain('reviewer');
    expectProblem(await move(id, inSeconds(7200)), 409, 'CONFLICT');
  });
});

describe('a connection', () => {
  it('that was deleted leaves nothing to command', async () => {
    const gone = await own.gateway.connect('postpost');
    const targets = [{ accountId: accountOn(gone.accounts, 'linkedin') }];
    const { id } = await own.handedOver('postpost', { targets });
    await own.call('DELETE', `/v1/connections/${gone.id}?force=true`);
    for (const reply of [await cancel(id), await move(id, inSeconds(60))]) {
      expect(expectProblem(reply, 409, 'CONFLICT')).toMatchObject({ result: 'refused' });
    }
  });
});
