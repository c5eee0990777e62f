/** A breaker that is open, and nothing to send or read through its connection: commands wait for a probe alone. */
import { startTestCommands, type TestCommands } from './commands-harness';
import { until } from './gateway-harness';

jest.setTimeout(60_000);

let own: TestCommands;
beforeAll(async () => {
  own = await startTestCommands();
  await own.gateway.startWorker();
}, 60_000);
beforeEach(() => own.sql('delete from traffic_pauses'));
afterAll(() => own.gateway.close());

const openBreaker = (scope: 'connection' | 'provider', id: string) =>
  own.sql(
    `insert into traffic_pauses (scope, id, reason, paused_until) values ($1, $2, 'breaker', now() - interval '1 second')`,
    [scope, id],
  );
async function roundOf(id: string): Promise<number | undefined> {
  const [row] = await own.sql<{ round: number }>('select round from posts where id = $1', [id]);
  return row?.round;
}

describe('behind a breaker whose pause is over', () => {
  it.each(['connection', 'provider'] as const)(
    'of a %s, a cancel is the probe where nothing else is due',
    async (scope) => {
      const { id } = await own.handedOver('postato');
      await openBreaker(scope, scope === 'provider' ? 'generic:postato' : own.connections.postato.id);
      await own.call('DELETE', `/v1/posts/${id}`);
      await until(async () => (await own.post(id)).status === 'canceled', 8_000);
      expect(await own.sql('select from traffic_pauses')).toEqual([]);
    },
  );

  it('a retry of a post that its provider knows is the probe', async () => {
    const { id } = await own.publish('postato', { words: '#fail-content' });
    await own.shows(id, 'failed');
    await openBreaker('connection', own.connections.postato.id);
    const retried = await own.call('POST', `/v1/posts/${id}/retry`, { force: true });
    expect(retried.status).toBeLessThan(300);
    await until(async () => (await roundOf(id)) === 2, 8_000);
  });

  it('which stays open where the probe fails', async () => {
    const { id } = await own.handedOver('postato');
    own.gateway.sandbox.faults.add({ upstream: 'postato', operation: '*', kind: '503', times: null });
    await openBreaker('connection', own.connections.postato.id);
    await own.call('DELETE', `/v1/posts/${id}`);
    await until(async () => {
      const [row] = await own.sql<{ trips: number }>(
        `select trips from traffic_pauses where reason = 'breaker'`,
      );
      return row?.trips === 2;
    }, 8_000);
    own.gateway.sandbox.faults.clear();
    await until(async () => (await own.post(id)).status === 'canceled', 25_000);
  });
});
