/**
 * No secret in any output: API and workers run at LOG_LEVEL=trace through successes, failures and refusals, and all
 * that they have written, with every refusal that the API has sent, is searched for every secret that was used. The
 * sandbox and the receivers are the outside world; the sandbox prints its own keys, for people to use.
 */
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from './gateway-harness';
import { JPEG } from './media-harness';
import { OtlpCollector } from './otlp-collector';
import { ProcessGateway } from './process-gateway';
import type { TestProcess } from './processes';
import { S3Server } from './s3-server';
import { secretsIn } from './secret-forms';
import { Receiver } from './webhook-receiver';

jest.setTimeout(240_000);

const fresh = (name: string) => `${name}/+"${randomBytes(18).toString('base64')}`;
const secrets: Record<string, string> = {
  encryptionKey: randomBytes(32).toString('base64'),
  oidcSecret: fresh('oidc'),
  collectorToken: randomBytes(24).toString('hex'),
  authorizationCode: randomBytes(24).toString('hex'),
  wrongKey: `pk_wrong_${randomBytes(18).toString('hex')}`,
  wrongProviderKey: `lp_wrong_${randomBytes(18).toString('hex')}`,
  wrongCookie: randomBytes(24).toString('hex'),
  addressToken: randomBytes(24).toString('hex'),
};

const s3 = new S3Server();
const refusals: string[] = [];
let collector: OtlpCollector;
let receiver: Receiver;
let echo: http.Server;
let gateway: ProcessGateway;
let worker: TestProcess;
let lost: TestProcess;

beforeAll(async () => {
  await s3.start();
  [collector, receiver] = await Promise.all([OtlpCollector.start(), Receiver.start()]);
  echo = await startEcho();
  const { endpoint, bucket, region, credentials } = s3.config();
  secrets.storeSecret = credentials!.secretAccessKey;
  gateway = await ProcessGateway.open([new URL(receiver.url).host, hostOf(echo)], {
    LOG_LEVEL: 'trace',
    POSTERN_ENCRYPTION_KEYS: `k1:${secrets.encryptionKey}`,
    POSTERN_PUBLIC_URL: 'http://127.0.0.1:4599',
    POSTERN_WEBHOOK_RETRIES: '0.2,0.2',
    POSTERN_MEDIA_STORE: 's3',
    POSTERN_MEDIA_S3_ENDPOINT: endpoint!,
    POSTERN_MEDIA_S3_BUCKET: bucket,
    POSTERN_MEDIA_S3_REGION: region,
    POSTERN_MEDIA_S3_ACCESS_KEY_ID: credentials!.accessKeyId,
    POSTERN_MEDIA_S3_SECRET_ACCESS_KEY: credentials!.secretAccessKey,
    POSTERN_OIDC_ISSUER: `http://${hostOf(echo)}`,
    POSTERN_OIDC_CLIENT_ID: 'postern',
    POSTERN_OIDC_CLIENT_SECRET: secrets.oidcSecret!,
    POSTERN_OIDC_GRANTS: '[{"claim":"sub","value":"a","workspaceId":"ws_1","scopes":["publish:read"]}]',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${secrets.collectorToken}`,
  });
  secrets.bootstrapKey = gateway.authorization.authorization.slice('Bearer '.length);
  secrets.databasePassword = decodeURIComponent(new URL(gateway.postgres.url).password);
  const elsewhere = new URL(gateway.postgres.url);
  secrets.wrongPassword = elsewhere.password = `wrong${randomBytes(12).toString('hex')}`;
  worker = gateway.processes.workerWith({});
  lost = gateway.processes.workerWith({ DATABASE_URL: elsewhere.href });
  await gateway.processes.api.start();
  await worker.start();
  await lost.start();
});
afterAll(async () => {
  await worker.stop();
  await gateway.close();
  await new Promise((resolve) => echo.close(resolve));
  await Promise.all([collector.stop(), receiver.stop()]);
  s3.die();
});

const hostOf = (server: http.Server) => `127.0.0.1:${(server.address() as AddressInfo).port}`;

/** A provider and a sign-in service that says whatever it was told, and refuses it. */
async function startEcho(): Promise<http.Server> {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const issuer = `http://${hostOf(server)}`;
      const discovered = {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        authorization_response_iss_parameter_supported: false,
      };
      const said = `${JSON.stringify(request.headers)} ${Buffer.concat(chunks).toString()} ${decodeURIComponent(Buffer.concat(chunks).toString())}`;
      const known = request.url?.startsWith('/.well-known/') === true;
      response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(
          known ? discovered : { error: 'invalid_client', error_description: said, message: said },
        ),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

interface Sent {
  status: number;
  headers: Headers;
  text: string;
}

async function send(method: string, path: string, init: RequestInit = {}): Promise<Sent> {
  const url = `${gateway.processes.apiUrl}${path}`;
  const response = await fetch(url, { method, redirect: 'manual', ...init });
  const text = await response.text();
  if (response.status >= 300) refusals.push(`${text} ${JSON.stringify([...response.headers])}`);
  return { status: response.status, headers: response.headers, text };
}

const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  headers: { ...gateway.authorization, 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

async function make<T>(path: string, body: unknown): Promise<T> {
  const { status, text } = await send('POST', path, json(body));
  expect({ path, status, text: status < 300 ? '' : text }).toEqual({ path, status: 201, text: '' });
  return JSON.parse(text) as T;
}

it('is nowhere in what the processes write, and in no refusal of the API', async () => {
  await succeed();
  await beRefused();
  await failUpstream();
  await failToSignIn();
  await loseTheDatabase();
  const { api } = gateway.processes;
  const written = [api, worker, lost].map((process) => process.log());
  for (const [text, words] of [
    [written[0]!, ['"request"', 'A sign-in by OpenID Connect failed', 'trace_id']],
    [written[1]!, ['The worker runs.']],
    [written[2]!, ['password authentication failed']],
  ] as const) {
    // Else there would be nothing to find.
    for (const word of words) expect({ word, found: text.includes(word) }).toEqual({ word, found: true });
  }
  expect(refusals.length).toBeGreaterThan(10);
  expect(Object.keys(secrets).length).toBeGreaterThanOrEqual(18);
  for (const text of [...written, ...refusals]) expect(secretsIn(text, secrets)).toEqual([]);
  expect(written.join('')).not.toMatch(/X-Amz-Signature=(?!\[secret])|[?&]signature=(?!\[secret])/i);
});

/** Everything that hands out or uses a secret, as it should. */
async function succeed(): Promise<void> {
  const seeds = await gateway.sandbox<Record<string, { apiKey?: string }>>('GET', '/seeds');
  for (const upstream of ['layers', 'postpost', 'postato'])
    secrets[`${upstream}Key`] = seeds[upstream]!.apiKey!;
  const { key } = await make<{ key: string }>('/v1/api-keys', { name: 'one', scopes: ['admin'] });
  secrets.apiKey = key;
  const session = await send('POST', '/v1/session', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiKey: key }),
  });
  const cookie = session.headers.getSetCookie()[0]!.split(';')[0]!;
  secrets.session = cookie.split('=')[1]!;
  expect((await send('GET', '/v1/session', { headers: { cookie } })).status).toBe(200);
  const url = `${receiver.url}?token=${secrets.addressToken}`;
  const endpoint = await make<{ secret: string }>('/v1/webhook-endpoints', { url, events: ['*'] });
  secrets.webhookSecret = endpoint.secret;
  // Of it the first is refused, so that an attempt fails.
  receiver.answer = (_received, response, index) => response.writeHead(index === 0 ? 500 : 204).end();
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(JPEG)]), 'a.jpg');
  const media = await send('POST', '/v1/media', { headers: gateway.authorization, body: form });
  const { id: mediaId, url: content } = JSON.parse(media.text) as { id: string; url?: string };
  const signature = /signature=([\w-]+)/.exec(content ?? '')?.[1];
  if (signature !== undefined) secrets.mediaSignature = signature;
  const targets = (await gateway.accounts()).map((accountId) => ({ accountId }));
  const group = await make<{ id: string }>('/v1/post-groups', {
    content: { text: 'Hello', media: [{ mediaId }] },
    targets,
  });
  await until(
    () => receiver.received.some(({ raw }) => raw.includes(group.id) && raw.includes('post.published')),
    60_000,
  );
}

/** Secrets in every place where they do not belong. */
async function beRefused(): Promise<void> {
  const { wrongKey, apiKey, bootstrapKey } = secrets;
  const body = { content: { text: 'x' }, targets: [], apiKey, metadata: bootstrapKey };
  for (const [method, path, init] of [
    ['GET', '/v1/accounts', { headers: { authorization: `Bearer ${wrongKey}` } }],
    ['GET', '/v1/accounts', { headers: { authorization: `Basic ${btoa(`a:${apiKey}`)}` } }],
    ['GET', `/v1/accounts?api_key=${apiKey}&limit=${bootstrapKey}`, { headers: { 'x-api-key': apiKey! } }],
    ['GET', `/v1/${apiKey}/accounts`, { headers: gateway.authorization }],
    ['GET', '/v1/session', { headers: { cookie: `postern_session=${secrets.wrongCookie}` } }],
    ['POST', '/v1/session', json({ apiKey: wrongKey })],
    ['POST', '/v1/session', json({ apiKey: [apiKey] })],
    ['POST', '/v1/post-groups', json(body)],
    ['POST', '/v1/post-groups', json(`{"apiKey":"${apiKey}",`)],
    ['POST', '/v1/post-groups', json('{}', { 'idempotency-key': `${apiKey} `.repeat(20) })],
    ['POST', '/v1/connections', json({ provider: 'layers', credentials: secrets.layersKey })],
    ['POST', '/hooks/con_none', json({ secret: secrets.webhookSecret })],
    ['GET', '/media/med_none/content?expires=9999999999&signature=' + String(apiKey), {}],
  ] as [string, string, RequestInit][]) {
    expect((await send(method, path, init)).status).toBeGreaterThanOrEqual(400);
  }
  // Whoever asks for an id is told which one it was; the log has its route alone.
  const asked = `${gateway.processes.apiUrl}/v1/post-groups/${apiKey}`;
  expect((await fetch(asked, { headers: gateway.authorization })).status).toBe(404);
}

/** Providers that refuse a key, one of them with all that it was told. */
async function failUpstream(): Promise<void> {
  const sandbox = (path: string) => `${gateway.processes.sandboxUrl}${path}`;
  for (const [provider, baseUrl] of [
    ['layers', sandbox('/layers')],
    ['postpost', sandbox('/postpost')],
    ['generic:postato', `http://${hostOf(echo)}`],
    ['layers', `http://${hostOf(echo)}`],
  ]) {
    const credentials = { baseUrl, apiKey: secrets.wrongProviderKey };
    // Refused, or made all the same and said to need attention.
    const { status, text } = await send(
      'POST',
      '/v1/connections',
      json({ provider, name: 'x', credentials }),
    );
    expect({ status, text }).toMatchObject(
      status === 201 ? { text: expect.stringContaining('needs_attention') } : { status: 422 },
    );
    refusals.push(text);
  }
  // A key that is no longer taken, in the worker's hands.
  const accounts = await gateway.accounts();
  for (const operation of ['postato.create', 'layers.publish']) {
    await gateway.sandbox('POST', '/faults', {
      upstream: operation.split('.')[0],
      operation,
      kind: 'error',
      status: 401,
    });
  }
  const told = receiver.received.length;
  await make('/v1/post-groups', {
    content: { text: 'Refused', media: [{ url: sandbox('/samples/a.jpg') }] },
    targets: accounts.map((accountId) => ({ accountId })),
  });
  await receiver.until(told + 6, 60_000);
}

/** A sign-in service that answers with the secret and the code that it was given. */
async function failToSignIn(): Promise<void> {
  const begun = await send('GET', '/v1/session/oidc/start');
  const cookie = begun.headers.getSetCookie()[0]!.split(';')[0]!;
  const state = new URL(begun.headers.get('location')!).searchParams.get('state');
  const path = `/v1/session/oidc/callback?code=${secrets.authorizationCode}&state=${state}`;
  expect((await send('GET', path, { headers: { cookie } })).status).toBeGreaterThanOrEqual(300);
}

async function loseTheDatabase(): Promise<void> {
  await until(() => !lost.alive, 60_000);
  await gateway.postgres.stop();
  expect((await send('GET', '/v1/accounts', { headers: gateway.authorization })).status).toBe(503);
}
