import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';

jest.setTimeout(60_000);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
}, 60_000);
afterAll(() => gateway.close());

async function status(groupId: string, wanted: string) {
  const until = Date.now() + 15_000;
  for (;;) {
    const group = await gateway.group(groupId);
    if (group.status === wanted) return group;
    if (Date.now() > until) throw new Error(`${groupId} is ${group.status}, not ${wanted}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('a connection that is deleted by force', () => {
  it('fails what was not handed over, at once, and leaves what was to a person', async () => {
    const { id, accounts } = await gateway.connect('postato');
    const publish = (text: string) =>
      gateway.publish({ content: { text }, targets: [{ accountId: accountOn(accounts, 'linkedin') }] });
    const handedOver = await publish('Handed over #stuck');
    await gateway.startWorker();
    await status(handedOver.id, 'publishing');
    await gateway.stopWorker();
    const held = await publish('Held');

    const deleted = await gateway.api.call('DELETE', `/v1/connections/${id}?force=true`);
    expect(deleted.status).toBe(204);
    await gateway.startWorker();

    expect((await gateway.final(held.id)).posts[0]).toMatchObject({
      status: 'failed',
      error: { code: 'CONNECTION_DISABLED', retryable: false },
    });
    const open = await status(handedOver.id, 'unknown');
    expect(open.posts[0]).toMatchObject({ status: 'unknown', error: { code: 'OUTCOME_UNKNOWN' } });
    expect(gateway.sandbox.network.entries({})).toEqual([]);
  });
});
