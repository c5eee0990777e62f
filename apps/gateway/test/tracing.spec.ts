/** Real processes, a real collector: what is seen of a post from the request to the webhook is one trace. */
import { randomBytes } from 'node:crypto';
import type { PostGroupView } from '../src/post-groups/post-group-view';
import { until } from './gateway-harness';
import { OtlpCollector } from './otlp-collector';
import { ProcessGateway } from './process-gateway';
import type { TestProcess } from './processes';
import { Receiver } from './webhook-receiver';

jest.setTimeout(180_000);

const TEXT = 'What nobody but its readers should see';

let collector: OtlpCollector;
let receiver: Receiver;
let gateway: ProcessGateway;
let accountId: string;

beforeAll(async () => {
  [collector, receiver] = await Promise.all([OtlpCollector.start(), Receiver.start()]);
  gateway = await ProcessGateway.open([new URL(receiver.url).host], {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=a%20b',
  });
  await gateway.processes.api.start();
  // Layers says what became of a post only to who asks.
  [accountId] = (await gateway.accounts()) as [string];
  const url = `${receiver.url}/whs_in_the_path?token=in-the-query`;
  await gateway.call('POST', '/v1/webhook-endpoints', { url, events: ['post.published'] });
});
afterAll(async () => {
  await gateway.close();
  await Promise.all([collector.stop(), receiver.stop()]);
});

interface Published {
  traceId: string;
  /** The caller's span. */
  spanId: string;
  group: PostGroupView;
}

/** Publishes as a caller who traces, and waits until the customer was told. */
async function publish(worker: TestProcess): Promise<Published> {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  const told = receiver.received.length;
  await worker.start();
  const response = await fetch(`${gateway.processes.apiUrl}/v1/post-groups`, {
    method: 'POST',
    headers: {
      ...gateway.authorization,
      'content-type': 'application/json',
      traceparent: `00-${traceId}-${spanId}-01`,
    },
    body: JSON.stringify({
      content: { text: TEXT, media: [{ url: `${gateway.processes.sandboxUrl}/samples/a.jpg` }] },
      targets: [{ accountId }],
    }),
  });
  const group = (await response.json()) as PostGroupView;
  await receiver.until(told + 1, 60_000);
  // What it knows of spans it sends before it goes.
  expect(await worker.stop()).toBe(0);
  await until(() => collector.named('webhook').some((span) => span.traceId === traceId));
  await until(() => collector.named('POST /v1/post-groups').some((span) => span.traceId === traceId));
  return { traceId, spanId, group };
}

const traceparents = async () =>
  (await gateway.sandbox<{ entries: { traceparent: string | null }[] }>('GET', '/requests')).entries.map(
    ({ traceparent }) => traceparent,
  );

it('is one trace from the caller to the webhook, of which nobody else is told', async () => {
  const { traceId, spanId, group } = await publish(gateway.processes.workerWith({}));
  const ours = collector.spans.filter((span) => span.traceId === traceId);
  const [request] = ours.filter(({ name }) => name === 'POST /v1/post-groups');
  expect(request).toMatchObject({ service: 'postern-api', parentSpanId: spanId });
  expect(request?.attributes).toMatchObject({
    'http.route': '/v1/post-groups',
    'http.response.status_code': 201,
    'postern.workspace_id': expect.stringMatching(/^ws_/),
  });
  const [submit] = ours.filter(({ name }) => name === 'submit');
  expect(submit).toMatchObject({ service: 'postern-worker', parentSpanId: request?.spanId });
  expect(submit?.attributes).toMatchObject({
    'postern.post_group_id': group.id,
    'postern.outcome': 'accepted',
    'postern.attempt': 1,
  });
  const calls = ours.filter(({ parentSpanId }) => parentSpanId === submit?.spanId);
  expect(calls.length).toBeGreaterThan(0);
  for (const call of calls) {
    expect(call).toMatchObject({ name: expect.stringMatching(/^upstream (GET|POST|PUT)$/) });
    expect(call.attributes).toMatchObject({
      'server.address': '127.0.0.1',
      'postern.operation': 'submit',
      'postern.outcome': 'response',
      'http.response.status_code': expect.any(Number),
    });
  }
  const [webhook] = ours.filter(({ name }) => name === 'webhook');
  expect(webhook).toMatchObject({ service: 'postern-worker', parentSpanId: request?.spanId });
  expect(webhook?.attributes).toMatchObject({
    'postern.event_type': 'post.published',
    'postern.outcome': 'delivered',
    'http.response.status_code': 204,
  });
  // Reads are about many posts: traces of their own, that point to these.
  const reads = collector.named('read').filter(({ links }) => links.includes(traceId));
  expect(reads.length).toBeGreaterThan(0);
  expect(reads.map((read) => read.traceId)).not.toContain(traceId);

  const seen = JSON.stringify(collector.spans);
  for (const secret of [
    TEXT,
    'in-the-query',
    'whs_in_the_path',
    gateway.authorization.authorization.slice(7),
  ]) {
    expect(seen).not.toContain(secret);
  }
  expect(collector.headers[0]).toMatchObject({ 'x-tenant': 'a b' });
  const line =
    gateway.processes.api
      .log()
      .split('\n')
      .find((text) => text.includes(traceId)) ?? '{}';
  expect(JSON.parse(line)).toMatchObject({ msg: 'request', trace_id: traceId, route: '/v1/post-groups' });

  expect(new Set(await traceparents())).toEqual(new Set([null]));
  expect(receiver.received.filter(({ headers }) => 'traceparent' in headers)).toEqual([]);
});

it('is told to providers and to webhook endpoints where the operator asks for it', async () => {
  await gateway.sandbox('DELETE', '/requests');
  const { traceId } = await publish(
    gateway.processes.workerWith({ POSTERN_TRACE_UPSTREAM: 'true', POSTERN_TRACE_WEBHOOKS: 'true' }),
  );
  const told = expect.stringMatching(`^00-${traceId}-[0-9a-f]{16}-01$`) as string;
  expect(await traceparents()).toContainEqual(told);
  expect(receiver.received.at(-1)?.headers.traceparent).toEqual(told);
});
