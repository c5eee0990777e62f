/** The built admin app, as browsers get it from the gateway. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expectProblem, startTestApi, type TestApi } from './api-harness';

const PAGE = '<!doctype html><title>Postern</title>';
const SCRIPT = 'export const app = 1;\n'.repeat(200);

let adminDir: string;
let api: TestApi;
beforeAll(async () => {
  adminDir = mkdtempSync(join(tmpdir(), 'postern-admin-'));
  mkdirSync(join(adminDir, 'assets'));
  mkdirSync(join(adminDir, '.vite'));
  writeFileSync(join(adminDir, '.vite', 'manifest.json'), '{}');
  writeFileSync(join(adminDir, 'index.html'), PAGE);
  writeFileSync(join(adminDir, 'postern.svg'), '<svg/>');
  writeFileSync(join(adminDir, 'assets', 'index-Ab12.js'), SCRIPT);
  writeFileSync(join(adminDir, 'assets', 'index-Ab12.js.gz'), gzipSync(SCRIPT));
  api = await startTestApi([], { adminDir });
});
afterAll(async () => {
  await api.close();
  rmSync(adminDir, { recursive: true });
});

const get = (path: string, encoding = 'identity') =>
  fetch(`${api.url}${path}`, { redirect: 'manual', headers: { 'accept-encoding': encoding } });

it.each([
  '/admin/',
  '/admin/posts',
  '/admin/posts/post_01?status=failed',
  '/admin/index.html',
  '/admin/.vite/manifest.json',
])('is one page at %s, asked for anew each time', async (path) => {
  const reply = await get(path);
  expect([reply.status, await reply.text()]).toEqual([200, PAGE]);
  expect(reply.headers.get('content-type')).toMatch(/^text\/html/);
  expect(reply.headers.get('cache-control')).toBe('no-cache');
});

it('lets nothing run that is not its own, and nobody frame it', async () => {
  const { headers } = await get('/admin/');
  const policy = headers.get('content-security-policy')!;
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
    ]),
  );
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('same-origin');
  expect(headers.get('permissions-policy')).toContain('camera=()');
});

it('sends what is named by its content once and for all, compressed where it may', async () => {
  const plain = await get('/admin/assets/index-Ab12.js');
  expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(plain.headers.get('content-type')).toMatch(/javascript/);
  const packed = await get('/admin/assets/index-Ab12.js', 'gzip');
  expect(packed.headers.get('content-encoding')).toBe('gzip');
  expect(packed.headers.get('vary')).toMatch(/accept-encoding/i);
  expect(Number(packed.headers.get('content-length'))).toBeLessThan(SCRIPT.length / 4);
  expect(await packed.text()).toBe(SCRIPT);
  expect((await get('/admin/postern.svg')).headers.get('content-type')).toMatch(/svg/);
});

it.each([
  '/admin/assets/gone-Cd34.js',
  '/admin/assets/%2e%2e/%2e%2e/package.json',
  '/admin/assets/..%2f..%2fpackage.json',
  '/admin/assets/',
])('has nothing at %s, and nobody keeps that', async (path) => {
  const reply = await api.call('GET', path);
  expectProblem(reply, 404, 'NOT_FOUND');
  expect(reply.headers.get('cache-control')).toBe('no-store');
});

it('refuses addresses as the API does', async () => {
  expectProblem(await api.call('GET', '/admin/assets/%00'), 400, 'MALFORMED_REQUEST');
});

it.each([
  ['/', '/admin/'],
  ['/admin', '/admin/'],
  ['/admin?signInError=x', '/admin/?signInError=x'],
])('leads from %s to %s', async (path, to) => {
  const reply = await get(path);
  expect([reply.status, reply.headers.get('location')]).toEqual([302, to]);
});

it('takes no other method', async () => {
  expectProblem(await api.call('POST', '/admin/posts', { body: {} }), 405, 'METHOD_NOT_ALLOWED');
});

it('says in plain words that it was not built', async () => {
  rmSync(join(adminDir, 'index.html'));
  const reply = await get('/admin/posts');
  expect([reply.status, await reply.text()]).toEqual([503, expect.stringMatching(/not built/)]);
});
