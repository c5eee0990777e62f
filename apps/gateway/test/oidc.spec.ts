/** Signing in at a real OpenID provider. */
import type { OidcConfig } from '../src/config/oidc-config';
import { FAILURE_SENTENCES, type OidcFailure } from '../src/oidc/oidc-failure';
import { grantedBy } from '../src/oidc/oidc-grants';
import { OidcProviderClient } from '../src/oidc/oidc-provider-client';
import { OidcSignIn } from '../src/oidc/oidc-sign-in';
import { returnPath } from '../src/oidc/return-path';
import type { SessionsService } from '../src/sessions/sessions.service';
import { expectProblem, startTestApi, type TestApi } from './api-harness';
import { Browser, CLIENT, type Issuer, startIssuer } from './oidc-issuer';

let api: TestApi;
let issuer: Issuer;
let oidc: OidcConfig;
let start: string;
let callback: string;

beforeAll(async () => {
  oidc = {
    issuer: new URL('http://127.0.0.1:9'),
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    name: 'Acme',
    scope: 'openid profile groups',
    redirectUri: '',
    grants: [],
  };
  api = await startTestApi([], { oidc });
  start = `${api.url}/v1/session/oidc/start?returnTo=${encodeURIComponent('/admin/posts?status=failed')}`;
  callback = `${api.url}/v1/session/oidc/callback`;
  issuer = await startIssuer(callback);
  const { workspaceId } = api;
  const grant = { claim: 'groups', workspaceId };
  Object.assign(oidc, {
    issuer: new URL(issuer.url),
    redirectUri: callback,
    grants: [
      { ...grant, value: 'publishers', scopes: ['publish:read', 'webhooks:write'] },
      { ...grant, value: 'staff of old', scopes: ['admin'] },
    ],
  } satisfies Partial<OidcConfig>);
}, 60_000);
afterAll(async () => {
  await issuer.close();
  await api.close();
});
beforeEach(() => {
  issuer.next = 'alice';
});

const failed = (failure: OidcFailure) =>
  `${api.url}/admin/?${new URLSearchParams({ signInError: FAILURE_SENTENCES[failure] }).toString()}`;
const signedIn = (browser: Browser) => browser.cookies(api.url).has('postern_session');

it('signs in whom a grant lets in, and leads to the page that was asked for', async () => {
  const browser = new Browser();
  expect(await browser.follow(start, `${api.url}/admin`)).toBe(`${api.url}/admin/posts?status=failed`);
  expect([...browser.cookies(api.url).keys()]).toEqual(['postern_session']);
  const headers = { cookie: browser.header(api.url) };
  const { status, body } = await api.call('GET', '/v1/session', { key: null, headers });
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({
      name: 'Alice Example',
      signedInBy: 'oidc',
      workspace: { id: api.workspaceId, name: 'Test' },
      scopes: ['publish:read', 'webhooks:write'],
    }),
  ]);
  const hook = { url: 'https://hooks.example.com/' };
  const make = (more: object) =>
    api.call('POST', '/v1/webhook-endpoints', { key: null, headers: { ...headers, ...more }, body: hook });
  expectProblem(await make({}), 403, 'FORBIDDEN_CSRF');
  expect((await make({ 'x-csrf-token': body.csrfToken as string })).status).toBe(201);
  expectProblem(await api.call('GET', '/v1/api-keys', { key: null, headers }), 403, 'FORBIDDEN_SCOPE');

  const { items } = (await api.call('GET', '/v1/audit-log?actorId=alice')).body;
  const actor = { type: 'person', id: 'alice', name: 'Alice Example', prefix: null };
  expect(items).toEqual([
    expect.objectContaining({ action: 'webhook_endpoint.create', actor }),
    expect.objectContaining({ action: 'session.create', actor, subject: { type: 'session', id: body.id } }),
  ]);
});

it('lets nobody in whom no grant names', async () => {
  issuer.next = 'bob';
  const browser = new Browser();
  expect(await browser.follow(start, `${api.url}/admin`)).toBe(failed('no_grant'));
  expect(signedIn(browser)).toBe(false);
});

it('takes no address for somebody’s that the provider does not vouch for', () => {
  const grants = [
    { claim: 'email', value: 'kim@example.com', workspaceId: 'ws_1', scopes: ['admin' as const] },
    { claim: 'groups', value: 'staff', workspaceId: 'ws_1', scopes: ['publish:read' as const] },
  ];
  const scopes = (claims: object) =>
    grantedBy(grants, { email: 'kim@example.com', groups: ['staff'], ...claims })?.scopes;
  expect(scopes({})).toEqual(['admin', 'publish:read']);
  expect(scopes({ email_verified: true })).toEqual(['admin', 'publish:read']);
  expect(scopes({ email_verified: false })).toEqual(['publish:read']);
  expect(scopes({ email_verified: 'false' })).toEqual(['publish:read']);
});

it('leads back where somebody cancels', async () => {
  issuer.next = null;
  expect(await new Browser().follow(start, `${api.url}/admin`)).toBe(failed('canceled'));
});

it('takes a reply once, also from whoever kept its cookie', async () => {
  const browser = new Browser();
  const reply = await browser.follow(start, callback);
  const before = new Map(browser.cookies(api.url));
  expect((await browser.get(reply)).to).toBe(`${api.url}/admin/posts?status=failed`);
  browser.cookies(api.url).delete('postern_session');
  expect((await browser.get(reply)).to).toBe(failed('lost'));
  for (const [name, value] of before) browser.cookies(api.url).set(name, value);
  expect((await browser.get(reply)).to).toBe(failed('lost'));
  expect(signedIn(browser)).toBe(false);
});

it('takes a reply only where it was asked for', async () => {
  const victim = new Browser();
  await victim.get(start);
  // The attacker's own reply, opened by the victim in the middle of a sign-in, and by somebody without one.
  const reply = await new Browser().follow(start, callback);
  expect((await victim.get(reply)).to).toBe(failed('failed'));
  expect((await new Browser().get(reply)).to).toBe(failed('lost'));
  const tampered = new Browser();
  tampered.cookies(api.url).set('postern_oidc', `k1.${Buffer.alloc(90, 1).toString('base64url')}`);
  expect((await tampered.get(reply)).to).toBe(failed('lost'));
  expect([victim, tampered].map(signedIn)).toEqual([false, false]);
  // Whoever leads browsers here keeps nobody from signing in.
  await Promise.all(Array.from({ length: 70 }, () => new Browser().get(callback)));
  expect((await new Browser().get(start)).to).toContain(issuer.url);
});

it('takes no token that was made for another sign-in', async () => {
  const browser = new Browser();
  const { to } = await browser.get(start);
  const address = new URL(to!);
  address.searchParams.set('nonce', 'of-somebody-else');
  expect(await browser.follow(address.href, `${api.url}/admin`)).toBe(failed('failed'));
  expect(signedIn(browser)).toBe(false);
});

it('says so where the provider is away, before and in the middle', async () => {
  const nowhere = { ...api.config, oidc: { ...oidc, issuer: new URL('http://127.0.0.1:9') } };
  const alone = new OidcSignIn(new OidcProviderClient(nowhere), {} as SessionsService, nowhere);
  await expect(alone.begin('192.0.2.1')).rejects.toMatchObject({ failure: 'unreachable' });
  const browser = new Browser();
  const reply = await browser.follow(start, callback);
  await issuer.close();
  expect((await browser.get(reply)).to).toBe(failed('unreachable'));
});

it.each([
  ['/admin/posts?status=failed', '/admin/posts?status=failed'],
  ['/admin/?signInError=old&a=1', '/admin/?a=1'],
  ['/admin/../v1/session', '/admin/'],
  ['/admin//elsewhere.example', '/admin/'],
  ['//elsewhere.example/admin/', '/admin/'],
  ['/\\elsewhere.example/admin/', '/admin/'],
  ['https://elsewhere.example/admin/', '/admin/'],
  ['/administrator', '/admin/'],
  [undefined, '/admin/'],
])('leads from %s to %s', (asked, to) => {
  expect(returnPath(asked)).toBe(to);
});
