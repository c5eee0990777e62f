/** What the suite of the contract does not see: manifests with fewer calls, and connections that say too little. */
import { testContext } from '@postern/provider-kit/testing';
import type { HttpOutcome, HttpRequest } from '@postern/core';
import { createGenericProvider, loadPreset } from './index';
import type { RegistrationManifest } from './manifest-schema';

const URL = 'https://postern.example/hooks/con_1';
/** A body may be made of what was asked. */
type Reply = [status: number, body: unknown];

/** Postato with another registration; replies by `METHOD path`, in order, the last one for ever. */
function upstream(
  change: (given: RegistrationManifest) => Partial<RegistrationManifest>,
  replies: Record<string, Reply[]>,
) {
  const { webhooks, ...manifest } = loadPreset('postato');
  if (!webhooks?.registration) throw new Error('expected a registration');
  const registration = { ...webhooks.registration, ...change(webhooks.registration) };
  const provider = createGenericProvider({ ...manifest, webhooks: { ...webhooks, registration } });
  const asked: HttpRequest[] = [];
  const send = (request: HttpRequest): Promise<HttpOutcome> => {
    asked.push(request);
    const left = replies[`${request.method} ${new globalThis.URL(request.url).pathname}`] ?? [];
    const [status, body] = (left.length > 1 ? left.shift() : left[0]) ?? [404, {}];
    const text = JSON.stringify(
      typeof body === 'function' ? (body as (of: HttpRequest) => unknown)(request) : body,
    );
    return Promise.resolve({
      kind: 'response',
      status,
      headers: {},
      json: JSON.parse(text) as unknown,
      text,
      requestId: null,
      durationMs: 1,
    });
  };
  const credentials = {
    apiKey: `smcp_${'0'.repeat(64)}`,
    workspaceId: 'wks_1',
    baseUrl: 'https://up.example',
  };
  const context = testContext({ credentials, http: { send } });
  const { registration: calls } = provider.webhooks ?? {};
  if (!calls) throw new Error('expected a registration');
  return {
    calls,
    asked,
    ctx: context.ctx,
    without: (name: string) => ({ ...context.ctx, credentials: { ...credentials, [name]: '' } }),
  };
}

const HOOKS = '/v1/workspaces/wks_1/webhooks';
const operation = loadPreset('postato').webhooks?.registration?.create;
if (!operation) throw new Error('expected an operation');
const rotate = { ...operation, path: '/hooks/{registration.id}/rotate', body: '{}' };
const list = {
  ...operation,
  method: 'GET' as const,
  body: undefined,
  rows: 'items',
  paging: { kind: 'none' as const },
  emptyWhenMissing: false,
};
const remove = { ...operation, method: 'DELETE' as const, path: '/hooks/{registration.id}', body: undefined };

it('keeps every body of these calls out of the evidence', async () => {
  const { calls, asked, ctx } = upstream(() => ({}), {
    [`POST ${HOOKS}`]: [[201, { id: 'w1', secret: 's'.repeat(20) }]],
  });
  await calls.register(ctx, { url: URL, registrationId: null });
  expect(asked.map(({ confidential, budget }) => [confidential, budget])).toEqual([[true, 'write']]);
});

it('lets the secret before go on where nothing can be removed, and not the first time', async () => {
  const { calls, ctx } = upstream(() => ({}), {
    [`POST ${HOOKS}`]: [
      [201, { id: 'w1', secret: 'a'.repeat(20) }],
      [201, { id: 'w2', secret: 'b'.repeat(20) }],
    ],
  });
  const first = await calls.register(ctx, { url: URL, registrationId: null });
  expect(first).toMatchObject({ registrationId: 'w1', overlapSeconds: 0 });
  const second = await calls.register(ctx, { url: URL, registrationId: 'w1' });
  expect(second).toMatchObject({ registrationId: 'w2', overlapSeconds: 315_360_000 });
});

it('names what the connection does not say, before anything is sent', async () => {
  const { calls, asked, without } = upstream(() => ({}), {});
  const told = await calls.register(without('workspaceId'), { url: URL, registrationId: null });
  expect(told).toMatchObject({ outcome: 'rejected', error: { retryable: false } });
  expect(JSON.stringify(told)).toContain('connection.workspaceId');
  expect(asked).toEqual([]);
});

it('rotates what it remembers where there is no list, and registers anew what is gone', async () => {
  const { calls, ctx } = upstream(() => ({ rotate, overlapSeconds: 60 }), {
    'POST /v1/hooks/w1/rotate': [
      [200, { secret: 'b'.repeat(20) }],
      [404, {}],
    ],
    [`POST ${HOOKS}`]: [[201, { id: 'w2', secret: 'c'.repeat(20) }]],
  });
  const request = { url: URL, registrationId: 'w1' };
  expect(await calls.register(ctx, request)).toMatchObject({ registrationId: 'w1', overlapSeconds: 60 });
  expect(await calls.register(ctx, request)).toMatchObject({ registrationId: 'w2' });
});

it('takes none that was switched off or that calls another address, and clears both away', async () => {
  const rows = [
    { id: 'off', url: URL, isActive: false },
    { id: 'w1', url: 'https://former.example/hooks/con_1', isActive: true },
    { id: 'others', url: 'https://others.example', isActive: true },
  ];
  const { calls, asked, ctx } = upstream(() => ({ rotate, list, remove, active: 'isActive' }), {
    [`GET ${HOOKS}`]: [[200, { items: rows }]],
    [`POST ${HOOKS}`]: [[201, { id: 'w2', secret: 'c'.repeat(20) }]],
    'DELETE /v1/hooks/off': [[204, null]],
    'DELETE /v1/hooks/w1': [[204, null]],
  });
  const told = await calls.register(ctx, { url: URL, registrationId: 'w1' });
  expect(told).toMatchObject({ outcome: 'done', registrationId: 'w2', overlapSeconds: 0 });
  const paths = asked.map(({ method, url }) => `${method} ${new globalThis.URL(url).pathname}`);
  expect(paths).toEqual([`GET ${HOOKS}`, `POST ${HOOKS}`, 'DELETE /v1/hooks/off', 'DELETE /v1/hooks/w1']);
});

it('repeats in no error the secret that it made', async () => {
  const keyOf = ({ body }: HttpRequest) =>
    (JSON.parse(body?.kind === 'raw' ? body.text : '{}') as { key: string }).key;
  const repeating = (request: HttpRequest) => {
    return { error: 'INVALID_REQUEST', message: `key ${keyOf(request)} is taken` };
  };
  const { calls, asked, ctx } = upstream(
    (given) => ({
      secret: { madeBy: 'us' },
      create: { ...given.create, body: "{ 'url': registration.url, 'key': registration.secret }" },
    }),
    { [`POST ${HOOKS}`]: [[400, repeating]] },
  );
  const told = JSON.stringify(await calls.register(ctx, { url: URL, registrationId: null }));
  const [key = ''] = asked.map(keyOf);
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(told).toContain('is taken');
  expect(told).not.toContain(key);
});
