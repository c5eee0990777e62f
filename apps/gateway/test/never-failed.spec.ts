/**
 * An upstream accepted the post, its reply was lost, and the second try was answered with something that would
 * be a failure by itself. The post never shows `failed`, and is on its network once.
 */
import type { Provider, SubmitResult } from '@postern/core';
import { OutageProxy } from '../faults/house/outage-proxy';
import { ProviderRegistry } from '../src/providers/provider-registry';
import { accountOn, startTestGateway, until, type TestGateway, type Upstream } from './gateway-harness';
import type { Body } from './api-harness';

jest.setTimeout(60_000);

const UPSTREAMS: Record<Upstream, { provider: string; platform: string; lastStep: string }> = {
  layers: { provider: 'layers', platform: 'instagram', lastStep: 'layers.publish' },
  postpost: { provider: 'postpost', platform: 'linkedin', lastStep: 'postpost.update-post' },
  postato: { provider: 'generic:postato', platform: 'linkedin', lastStep: 'postato.create' },
};
const LOST = ['accept-then-reset', 'accept-then-hang', 'accept-then-500', 'truncated-json'] as const;
const SECOND = [401, 429, 422, 'a refused connection'] as const;

let gateway: TestGateway;
let proxy: OutageProxy;
let providers: ProviderRegistry;

beforeAll(async () => {
  gateway = await startTestGateway({ config: { upstreamTimeoutSeconds: 1 } });
  providers = (await gateway.startWorker()).get(ProviderRegistry);
  proxy = new OutageProxy(Number(new URL(gateway.sandbox.url).port));
  await proxy.open();
}, 60_000);
afterEach(async () => {
  jest.restoreAllMocks();
  gateway.sandbox.faults.clear();
  await proxy.open();
});
afterAll(async () => {
  proxy.close();
  await gateway.close();
});

const query = <T>(sql: string, parameters: unknown[] = []) => gateway.api.db.query<T[]>(sql, parameters);

/** A new connection, through the road that can be closed. */
async function connect(upstream: Upstream): Promise<{ id: string; accountId: string }> {
  const [tenant] = gateway.sandbox.addTenants(upstream, 1) as { apiKey: string; baseUrl: string }[];
  const { provider, platform } = UPSTREAMS[upstream];
  const baseUrl = tenant!.baseUrl.replace(gateway.sandbox.url, proxy.url);
  const created = await gateway.api.call('POST', '/v1/connections', {
    body: { provider, name: upstream, credentials: { apiKey: tenant!.apiKey, baseUrl } },
  });
  expect(created.status).toBe(201);
  const id = created.body.id as string;
  const accounts = await gateway.api.call('GET', `/v1/accounts?connectionId=${id}&limit=100`);
  return { id, accountId: accountOn(accounts.body.items as Body[], platform) };
}

/** From the second try until the third, everything is answered like this. */
function answerSecondTry(
  upstream: Upstream,
  provider: Provider,
  answer: (typeof SECOND)[number],
): () => number {
  const submit = provider.submit.bind(provider);
  let tries = 0;
  jest.spyOn(provider, 'submit').mockImplementation(async (ctx, submission): Promise<SubmitResult> => {
    tries += 1;
    if (tries === 2 && typeof answer === 'string') proxy.close();
    if (tries === 2 && typeof answer === 'number') {
      const kind = answer === 429 ? '429' : 'refuse';
      gateway.sandbox.faults.add({ upstream, operation: '*', kind, status: answer, times: null });
    }
    if (tries === 3) gateway.sandbox.faults.clear();
    if (tries === 3) await proxy.open();
    return submit(ctx, submission);
  });
  return () => tries;
}

// Which reply is lost how makes no difference to the second try, so the ways take turns.
const CASES = Object.keys(UPSTREAMS).flatMap((upstream, turn) =>
  SECOND.map((second, place) => [upstream as Upstream, LOST[(place + turn) % LOST.length]!, second] as const),
);

describe('a post', () => {
  it.each(CASES)(
    'accepted by %s, its reply lost (%s), and the second try answered with %s, never fails',
    async (upstream, lost, second) => {
      const { provider, lastStep } = UPSTREAMS[upstream];
      const connection = await connect(upstream);
      const text = `Never failed ${upstream} ${second} ${lost}.`;
      gateway.sandbox.faults.add({ upstream, operation: lastStep, kind: lost });
      const tries = answerSecondTry(upstream, providers.get(provider)!, second);
      const group = await gateway.publish({
        content: { text, media: [{ url: `${gateway.sandbox.url}/samples/a.jpg` }] },
        targets: [{ accountId: connection.accountId }],
      });
      const postId = group.posts[0]!.id;
      await until(async () => (await endedAttempts(postId)) >= 2);
      // A connection that answers 401 to everything is a person's; here it works again.
      if (tries() === 2) {
        gateway.sandbox.faults.clear();
        await proxy.open();
        await gateway.api.call('POST', `/v1/connections/${connection.id}/check`);
      }
      expect((await gateway.final(group.id)).status).toBe('published');

      const told = await query<{ status: string }>(
        `select data ->> 'status' as status from events where post_id = $1 and data ? 'status' order by id`,
        [postId],
      );
      const statuses = told.map(({ status }) => status);
      expect(statuses).not.toContain('failed');
      expect(statuses).toContain('unknown');
      expect(statuses.at(-1)).toBe('published');
      expect(onNetwork(text)).toHaveLength(1);
      expect(await secondTry(postId)).toEqual(
        expect.arrayContaining([
          typeof second === 'number'
            ? expect.objectContaining({ outcome: 'response', status: second })
            : expect.objectContaining({ outcome: 'not_sent' }),
        ]),
      );
    },
  );
});

const onNetwork = (text: string) =>
  gateway.sandbox.network.entries({}).filter((entry) => entry.text.includes(text));

const ATTEMPTS = `from attempts a join posts p on p.submission_id = a.submission_id where p.id = $1`;

async function endedAttempts(postId: string): Promise<number> {
  const [row] = await query<{ n: number }>(
    `select count(*)::int as n ${ATTEMPTS} and a.finished_at is not null`,
    [postId],
  );
  return row!.n;
}

/** What the second try sent and heard. */
async function secondTry(postId: string): Promise<unknown[]> {
  const [row] = await query<{ exchanges: unknown[] }>(`select a.exchanges ${ATTEMPTS} and a.number = 2`, [
    postId,
  ]);
  return row!.exchanges;
}
