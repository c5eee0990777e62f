import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpOutcome } from '@postern/core';
import { createHttpClient } from '../http-client';
import { refusedUrl, startFaultProxy, type Fault, type FaultProxy } from './fault-proxy';

let upstream: http.Server;
let proxy: FaultProxy;
let acted = 0;
const client = createHttpClient({ defaultTimeoutMs: 300 });

beforeEach(async () => {
  acted = 0;
  upstream = http.createServer((req, res) => {
    acted += 1;
    req.resume();
    res.writeHead(201, { 'content-type': 'application/json', 'x-request-id': 'req_1' });
    res.end(JSON.stringify({ id: 'sp_1', path: req.url, items: [{ status: 'queued' }] }));
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  proxy = await startFaultProxy(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}/base/`);
});

afterEach(async () => {
  await proxy.close();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
});
afterAll(() => client.close());

const send = (): Promise<HttpOutcome> =>
  client.send({
    method: 'POST',
    url: `${proxy.url}/a?b=1`,
    body: { kind: 'json', value: { x: 1 } },
    budget: 'none',
  });

it('passes everything on, and keeps what it saw', async () => {
  expect(await send()).toMatchObject({
    status: 201,
    requestId: 'req_1',
    json: { id: 'sp_1', path: '/base/a?b=1' },
  });
  expect(proxy.requests).toMatchObject([
    { method: 'POST', path: '/base/a?b=1', body: '{"x":1}', status: 201 },
  ]);
});

it.each<[string, Fault, object, number]>([
  ['hang', { kind: 'hang' }, { kind: 'no_reply', cause: 'timeout' }, 1],
  ['reset', { kind: 'reset' }, { kind: 'no_reply', cause: 'reset' }, 1],
  ['truncate', { kind: 'truncate' }, { kind: 'no_reply' }, 1],
  ['malformed', { kind: 'malformed' }, { kind: 'response', status: 201, json: undefined }, 1],
  ['500 after', { kind: 'status', status: 500, forward: true }, { kind: 'response', status: 500 }, 1],
  ['429 instead', { kind: 'status', status: 429, forward: false }, { kind: 'response', status: 429 }, 0],
  ['html after', { kind: 'html', status: 502, forward: true }, { status: 502, json: undefined }, 1],
  ['html instead', { kind: 'html', status: 502, forward: false }, { status: 502, json: undefined }, 0],
  ['delay', { kind: 'delay', ms: 20 }, { kind: 'response', status: 201 }, 1],
  ['mutate', { kind: 'mutate', change: () => ({ other: 1 }) }, { status: 201, json: { other: 1 } }, 1],
])('plays %s once', async (_name, fault, expected, count) => {
  proxy.add({ fault, match: ({ method }) => method === 'POST' });
  expect(await send()).toMatchObject(expected);
  expect(acted).toBe(count);
  expect(await send()).toMatchObject({ kind: 'response', status: 201, json: { id: 'sp_1' } });
});

it('skips and repeats as told, and forgets when told', async () => {
  proxy.add({ fault: { kind: 'status', status: 503, forward: false }, match: () => true, skip: 1, times: 2 });
  const seen = [];
  for (let i = 0; i < 4; i += 1) {
    const outcome = await send();
    seen.push(outcome.kind === 'response' ? outcome.status : outcome.kind);
  }
  expect(seen).toEqual([201, 503, 503, 201]);
  proxy.clear();
  expect(proxy.requests).toEqual([]);
});

it('knows an address that refuses', async () => {
  const outcome = await client.send({ method: 'GET', url: await refusedUrl(), budget: 'none' });
  expect(outcome).toMatchObject({ kind: 'not_sent', cause: 'refused' });
});
