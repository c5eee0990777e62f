/** Sockets are shared: what one caller sends must never become the beginning of another one's request. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpClient, type HttpClient } from './http-client';
import { createAgents, type Agents } from './http-transport';

let server: http.Server;
let agents: Agents;
let client: HttpClient;
let url: string;
const seen: string[] = [];

beforeEach(async () => {
  seen.length = 0;
  server = http.createServer((req, res) => {
    seen.push(`${req.method} ${req.url}`);
    req.resume();
    req.on('end', () => res.end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  agents = createAgents(undefined);
  client = createHttpClient({ agents });
});
afterEach(async () => {
  agents.http.destroy();
  agents.https.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

it.each<Record<string, string>>([
  { 'Content-Length': '2' },
  { 'content-length ': '2' },
  { 'Transfer-Encoding': 'chunked' },
  { connection: 'keep-alive, x' },
  { Expect: '100-continue' },
  { upgrade: 'websocket' },
  { Host: 'inner.example' },
])('%o is refused, and nothing is sent', async (headers) => {
  const text = '{}GET /smuggled HTTP/1.1\r\nhost: a\r\n\r\n';
  const outcome = await client.send({
    method: 'POST',
    url,
    headers,
    body: { kind: 'raw', text, contentType: 'application/json' },
    budget: 'none',
  });
  expect(outcome).toMatchObject({ kind: 'not_sent', cause: 'invalid' });
  expect(seen).toEqual([]);
});

it('a line break in a value is refused, and nothing is sent', async () => {
  const headers = { 'x-team': 'a\r\nx-other: b' };
  expect(await client.send({ method: 'GET', url, headers, budget: 'none' })).toMatchObject({
    kind: 'not_sent',
    cause: 'invalid',
  });
  expect(seen).toEqual([]);
});
