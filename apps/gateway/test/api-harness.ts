/** A real API on a real database, for the specs of the HTTP side. */
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Provider } from '@postern/core';
import { DataSource } from 'typeorm';
import type { ModuleImport } from '../src/api.module';
import { hashKey, newApiKey } from '../src/api-keys/api-key';
import type { Config } from '../src/config/config';
import { newId } from '../src/database/ids';
import type { Scope } from '../src/http/auth/caller';
import { createApi } from '../src/http/bootstrap';
import type { ProblemDocument } from '../src/http/problem';
import { PROVIDER_LIST } from '../src/providers/provider-registry';
import { createTestDatabase, type TestDatabase } from './database';

export function testConfig(databaseUrl: string, changes: Partial<Config> = {}): Config {
  return {
    port: 0,
    host: '127.0.0.1',
    databaseUrl,
    replica: null,
    dataDir: '/nonexistent',
    encryptionKeys: [{ id: 'k1', secret: randomBytes(32) }],
    bootstrapKey: null,
    allowHosts: ['127.0.0.1'],
    pollCapSeconds: null,
    leaseSeconds: 10,
    eventKeepDays: 90,
    attemptKeepDays: null,
    webhooks: { retrySeconds: [5, 15, 60], timeoutSeconds: 15, disableDays: 5, keepDays: 30 },
    sessions: { hours: 12, idleMinutes: 120 },
    oidc: null,
    upstreamTimeoutSeconds: 30,
    workerConcurrency: 5,
    rateLimit: 60_000,
    trustedProxies: [],
    workerPort: null,
    publicUrl: null,
    adminDir: null,
    media: { store: { kind: 'disk', folder: '/nonexistent/media' }, maxBytes: 1024 ** 2, keepDays: 30 },
    tracing: null,
    logLevel: 'silent',
    logFormat: 'json',
    ...changes,
  };
}

/** Replaces the built-in providers. */
export function providing(providers: readonly Provider[]): ModuleImport {
  @Global()
  @Module({ providers: [{ provide: PROVIDER_LIST, useValue: providers }], exports: [PROVIDER_LIST] })
  class TestProvidersModule {}
  return TestProvidersModule;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- replies are looked at member by member
export type Body = any;

/** The items of a list's reply. */
export const itemsOf = (reply: Reply): Item[] => (reply.body as { items: Item[] }).items;

export interface Item {
  id: string;
  [member: string]: unknown;
}

export interface Reply {
  status: number;
  headers: Headers;
  body: Body;
}

export interface CallOptions {
  key?: string | null;
  body?: unknown;
  /** Sent as it is. */
  raw?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}

export interface TestApi {
  app: NestFastifyApplication;
  config: Config;
  url: string;
  db: DataSource;
  /** A key with every scope of `workspaceId`. */
  key: string;
  workspaceId: string;
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
  newWorkspace(): Promise<{ workspaceId: string; key: string }>;
  newKey(
    workspaceId: string,
    scopes: readonly Scope[],
    more?: { expiresAt?: Date; revokedAt?: Date },
  ): Promise<{ id: string; key: string }>;
  close(): Promise<void>;
}

export async function startTestApi(
  modules: ModuleImport[] = [],
  changes: Partial<Config> = {},
  given?: TestDatabase,
): Promise<TestApi> {
  const database = given ?? (await createTestDatabase());
  const config = testConfig(database.url, changes);
  const app = await createApi(config, modules);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const db = app.get(DataSource);

  const newKey: TestApi['newKey'] = async (workspaceId, scopes, more = {}) => {
    const { id, key, prefix } = newApiKey();
    await db.query(
      `insert into api_keys (id, workspace_id, name, prefix, key_hash, scopes, expires_at, revoked_at)
       values ($1, $2, 'test', $3, $4, $5, $6, $7)`,
      [id, workspaceId, prefix, hashKey(key), scopes, more.expiresAt ?? null, more.revokedAt ?? null],
    );
    return { id, key };
  };
  const newWorkspace: TestApi['newWorkspace'] = async () => {
    const workspaceId = newId('ws');
    await db.query(`insert into workspaces (id, name) values ($1, 'Test')`, [workspaceId]);
    const { key } = await newKey(workspaceId, ['admin']);
    return { workspaceId, key };
  };
  const { workspaceId, key } = await newWorkspace();

  return {
    app,
    config,
    url,
    db,
    key,
    workspaceId,
    newKey,
    newWorkspace,
    call: (method, path, options = {}) => call(url, method, path, { key, ...options }),
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

async function call(url: string, method: string, path: string, options: CallOptions): Promise<Reply> {
  const headers: Record<string, string> = { ...options.headers };
  if (options.key) headers.authorization = `Bearer ${options.key}`;
  let body: string | Uint8Array<ArrayBuffer> | undefined = options.raw;
  if (options.body !== undefined) body = JSON.stringify(options.body);
  if (body !== undefined) headers['content-type'] ??= 'application/json';
  const response = await fetch(`${url}${path}`, { method, headers, body });
  const text = await response.text();
  const json = text !== '' && (response.headers.get('content-type')?.includes('json') ?? false);
  return {
    status: response.status,
    headers: response.headers,
    body: json ? JSON.parse(text) : text,
  };
}

/** Checks the whole form of a problem document, and returns it for its particulars. */
export function expectProblem(reply: Reply, status: number, code: string): ProblemDocument {
  expect({ status: reply.status, code: reply.body?.code }).toEqual({ status, code });
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(reply.body).toMatchObject({
    type: `/docs/errors/${code}`,
    title: expect.any(String),
    status,
    detail: expect.any(String),
    requestId: reply.headers.get('x-request-id'),
  });
  return reply.body as ProblemDocument;
}
