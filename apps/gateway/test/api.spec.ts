import { expectProblem, providing, startTestApi, type TestApi } from './api-harness';
import { fakeProvider } from './connections-upstream';
import { createApi } from '../src/http/bootstrap';
import { wireTo } from './wire';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi([providing([fakeProvider()])], { publicUrl: 'https://postern.example.com' });
});
afterAll(() => api.close());

describe('health', () => {
  it('needs no key', async () => {
    expect(await api.call('GET', '/health/live', { key: null })).toMatchObject({
      status: 200,
      body: { status: 'ok' },
    });
    expect(await api.call('GET', '/health/ready', { key: null })).toMatchObject({
      status: 200,
      body: { ready: true, checks: { database: { ok: true, detail: null } } },
    });
  });
});

describe('providers', () => {
  it('are described in the envelope of a list', async () => {
    const { descriptor } = fakeProvider();
    const { statusTable: _ours, ...shown } = descriptor;
    const health = { breaker: 'closed', pausedUntil: null, since: null };
    expect((await api.call('GET', '/v1/providers')).body).toEqual({
      items: [{ ...shown, health }],
      nextCursor: null,
    });
  });
});

describe('a database that goes away and comes back', () => {
  it('is 503 in between, and nothing needs a restart', async () => {
    const wire = await wireTo(api.config.databaseUrl!);
    const app = await createApi({ ...api.config, databaseUrl: wire.url });
    const get = (url: string) => app.inject({ url, headers: { authorization: `Bearer ${api.key}` } });
    try {
      expect((await get('/v1/accounts')).statusCode).toBe(200);
      await wire.cut();
      const reply = await get('/v1/accounts');
      expect(reply.statusCode).toBe(503);
      expect(reply.headers['retry-after']).toBe('2');
      expect(reply.json()).toMatchObject({ code: 'UNAVAILABLE', type: '/docs/errors/UNAVAILABLE' });
      const ready = await get('/health/ready');
      expect(ready.statusCode).toBe(503);
      expect(ready.json()).toMatchObject({
        ready: false,
        checks: { database: { ok: false, detail: 'cannot be reached' } },
      });
      expect((await get('/health/live')).statusCode).toBe(200);
      await wire.mend();
      expect((await get('/v1/accounts')).statusCode).toBe(200);
      expect((await get('/health/ready')).statusCode).toBe(200);
    } finally {
      await app.close();
      await wire.cut();
    }
  });
});

interface Operation {
  operationId?: string;
  summary?: string;
  security?: unknown[];
  responses: Record<string, unknown>;
}

describe('the OpenAPI document', () => {
  it('is 3.1, with literal paths, and names the errors of every operation', async () => {
    const { status, body } = await api.call('GET', '/openapi.json', { key: null });
    expect(status).toBe(200);
    expect(body.openapi).toBe('3.1.0');
    expect(body.servers).toMatchObject([{ url: 'https://postern.example.com' }]);
    expect(Object.keys(body.paths as object)).toEqual(
      expect.arrayContaining([
        '/v1/connections',
        '/v1/connections/{id}/sync',
        '/v1/accounts/{id}',
        '/health/ready',
      ]),
    );
    const ids = new Set<string>();
    for (const [path, item] of Object.entries(body.paths as Record<string, Record<string, Operation>>)) {
      for (const [method, operation] of Object.entries(item)) {
        const name = `${method} ${path}`;
        expect([name, operation.operationId]).toEqual([name, expect.any(String)]);
        expect([name, ids.has(operation.operationId ?? '')]).toEqual([name, false]);
        ids.add(operation.operationId ?? '');
        expect([name, Object.keys(operation.responses)]).toEqual([
          name,
          // Whether the process lives, and how to sign in, is answered without the database.
          expect.arrayContaining(
            ['/health/live', '/v1/session/methods'].includes(path) ? ['500'] : ['500', '503'],
          ),
        ]);
        // Whoever signs in has nothing to show yet.
        const signsIn = ['createSession', 'getSessionMethods'].includes(operation.operationId ?? '');
        if (path.startsWith('/v1/') && !signsIn) {
          expect([name, operation.security]).toEqual([name, [{ key: [] }]]);
          expect([name, Object.keys(operation.responses)]).toEqual([
            name,
            expect.arrayContaining(['401', '403']),
          ]);
        }
      }
    }
  });

  it('has no reference that leads nowhere, and no 3.0 word', async () => {
    const { body } = await api.call('GET', '/openapi.json', { key: null });
    const text = JSON.stringify(body);
    expect(text).not.toContain('"nullable"');
    for (const [, path] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const target = path!
        .split('/')
        .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], body);
      expect([path, target]).toEqual([path, expect.any(Object)]);
    }
    expect(body.components).toMatchObject({
      schemas: { Problem: { properties: { code: expect.any(Object) } } },
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    });
  });

  it('has a page to read it', async () => {
    const page = await api.call('GET', '/docs', { key: null });
    expect(page.status).toBe(200);
    expect(page.body).toContain('swagger-ui');
    const script = await api.call('GET', '/docs/swagger-ui-bundle.js', { key: null });
    expect(script.status).toBe(200);
  });
});

describe('HEAD', () => {
  it('is GET without its body', async () => {
    const reply = await api.call('HEAD', '/v1/accounts');
    expect(reply.status).toBe(200);
    expectProblem(await api.call('GET', '/v1/accounts', { key: null }), 401, 'UNAUTHENTICATED');
  });
});
