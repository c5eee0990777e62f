import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig } from './config';

const KEY = Buffer.alloc(32, 7).toString('base64');
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'postern-config-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig({ POSTERN_DATA_DIR: dataDir, ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

it('has defaults for everything', () => {
  const { encryptionKeys, logFormat, ...config } = loadConfig({ POSTERN_DATA_DIR: dataDir, HOST: ' ' });
  expect(config).toEqual({
    port: 3400,
    host: '127.0.0.1',
    databaseUrl: null,
    replica: null,
    dataDir,
    bootstrapKey: null,
    allowHosts: [],
    trustedProxies: [],
    pollCapSeconds: null,
    leaseSeconds: 10,
    eventKeepDays: 90,
    attemptKeepDays: null,
    webhooks: {
      retrySeconds: [5, 15, 60, 300, 900, 1800, 3600, 7200, 18_000, 36_000, 50_400, 72_000, 86_400],
      timeoutSeconds: 15,
      disableDays: 5,
      keepDays: 30,
    },
    sessions: { hours: 12, idleMinutes: 120 },
    oidc: null,
    upstreamTimeoutSeconds: 30,
    workerConcurrency: 512,
    rateLimit: 60_000,
    workerPort: null,
    publicUrl: null,
    adminDir: null,
    media: {
      store: { kind: 'disk', folder: join(dataDir, 'media') },
      maxBytes: 512 * 1024 ** 2,
      keepDays: 30,
    },
    tracing: null,
    logLevel: 'info',
  });
  expect(encryptionKeys).toMatchObject([{ id: 'local-1' }]);
  expect(['pretty', 'json']).toContain(logFormat);
});

it('reads everything', () => {
  const config = loadConfig({
    PORT: '0',
    HOST: '0.0.0.0',
    DATABASE_URL: 'postgres://db.example.com/postern',
    DATABASE_READ_URL: 'postgres://replica.example.com/postern',
    DATABASE_READ_MAX_LAG_SECONDS: '2',
    POSTERN_DATA_DIR: dataDir,
    POSTERN_ENCRYPTION_KEYS: `new:${KEY}, old:${KEY}`,
    POSTERN_BOOTSTRAP_KEY: 'x'.repeat(24),
    POSTERN_ALLOW_HOSTS: 'Localhost:3401, 10.0.0.1 ,',
    POSTERN_TRUSTED_PROXIES: 'uniquelocal, 10.0.0.0/8,::1',
    POSTERN_POLL_CAP_SECONDS: '2',
    POSTERN_LEASE_SECONDS: '3',
    POSTERN_EVENT_KEEP_DAYS: '30',
    POSTERN_ATTEMPT_KEEP_DAYS: '400',
    POSTERN_WEBHOOK_RETRIES: '0.2, 1,60',
    POSTERN_WEBHOOK_TIMEOUT_SECONDS: '2',
    POSTERN_WEBHOOK_DISABLE_DAYS: '3',
    POSTERN_WEBHOOK_KEEP_DAYS: '7',
    POSTERN_UPSTREAM_TIMEOUT_SECONDS: '12',
    POSTERN_WORKER_CONCURRENCY: '4',
    POSTERN_RATE_LIMIT: '90',
    POSTERN_PUBLIC_URL: 'https://postern.example.com/',
    LOG_LEVEL: 'debug',
    LOG_FORMAT: 'pretty',
  });
  expect(config).toMatchObject({
    port: 0,
    allowHosts: ['localhost:3401', '10.0.0.1'],
    trustedProxies: ['uniquelocal', '10.0.0.0/8', '::1'],
    publicUrl: 'https://postern.example.com',
    pollCapSeconds: 2,
    leaseSeconds: 3,
    eventKeepDays: 30,
    replica: { url: 'postgres://replica.example.com/postern', maxLagSeconds: 2 },
    attemptKeepDays: 400,
    webhooks: { retrySeconds: [0.2, 1, 60], timeoutSeconds: 2, disableDays: 3, keepDays: 7 },
    upstreamTimeoutSeconds: 12,
    workerConcurrency: 4,
    rateLimit: 90,
    logFormat: 'pretty',
  });
  expect(config.encryptionKeys.map(({ id, secret }) => [id, secret.length])).toEqual([
    ['new', 32],
    ['old', 32],
  ]);
});

it('names every problem at once, and no value', () => {
  const env = {
    PORT: '70000',
    DATABASE_URL: 'mysql://user:hunter2@db',
    POSTERN_ENCRYPTION_KEYS: 'k1:c2VjcmV0LXNlY3JldA==',
    POSTERN_BOOTSTRAP_KEY: 'short-secret',
    POSTERN_LEASE_SECONDS: 'soon',
    POSTERN_PUBLIC_URL: 'postern',
    LOG_LEVEL: 'loud',
    LOG_FORMAT: 'xml',
  };
  const problems = problemsOf(env);
  expect(problems.map((problem) => problem.split(' ')[0])).toEqual(Object.keys(env));
  expect(problems.join()).not.toMatch(/hunter2|c2VjcmV0|short-secret|loud|xml/);
});

it.each([
  ['the same id twice', `a:${KEY},a:${KEY}`],
  ['no id', KEY],
  ['nothing between commas', `a:${KEY},`],
])('refuses encryption keys with %s', (_name, value) => {
  expect(problemsOf({ POSTERN_ENCRYPTION_KEYS: value })).toEqual([
    expect.stringMatching(/^POSTERN_ENCRYPTION_KEYS (must read|names the same)/),
  ]);
});

it.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/', 'true', '*'])('trusts no proxy called %s', (value) => {
  expect(problemsOf({ POSTERN_TRUSTED_PROXIES: value })).toEqual([
    expect.stringMatching(/^POSTERN_TRUSTED_PROXIES must be addresses/),
  ]);
});

it('makes a key file once, for its owner only', () => {
  const first = loadConfig({ POSTERN_DATA_DIR: dataDir });
  const again = loadConfig({
    POSTERN_DATA_DIR: dataDir,
    DATABASE_URL: 'postgres://postgres@127.0.0.1:5432/postern',
  });
  const file = join(dataDir, 'encryption.keys');
  expect(again.encryptionKeys).toEqual(first.encryptionKeys);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toMatch(/^local-1:/);
});

it('asks for a key where the database outlives the data folder', () => {
  expect(problemsOf({ DATABASE_URL: 'postgres://db.example.com/postern' })).toEqual([
    'POSTERN_ENCRYPTION_KEYS is required where DATABASE_URL names another machine',
  ]);
});

it('says where it cannot write', () => {
  expect(problemsOf({ POSTERN_DATA_DIR: '/dev/null/postern' })).toEqual([
    expect.stringMatching(/^POSTERN_DATA_DIR cannot hold the encryption key file/),
  ]);
});

describe('sign-in by OpenID Connect', () => {
  const grant = { claim: 'groups', value: 'publishers', workspaceId: 'ws_1', scopes: ['publish:read'] };
  const OIDC = {
    POSTERN_PUBLIC_URL: 'https://postern.example.com/',
    POSTERN_OIDC_ISSUER: 'https://sso.example.com',
    POSTERN_OIDC_CLIENT_ID: 'postern',
    POSTERN_OIDC_GRANTS: JSON.stringify([grant]),
  };

  it('reads the provider, its secret from a file, and whom it opens what', () => {
    const file = join(dataDir, 'secret');
    writeFileSync(file, 'hunter2\n');
    const env = { ...OIDC, POSTERN_DATA_DIR: dataDir, POSTERN_OIDC_CLIENT_SECRET_FILE: file };
    expect(loadConfig(env).oidc).toEqual({
      issuer: new URL('https://sso.example.com'),
      clientId: 'postern',
      clientSecret: 'hunter2',
      name: 'single sign-on',
      scope: 'openid profile email',
      redirectUri: 'https://postern.example.com/v1/session/oidc/callback',
      grants: [grant],
    });
  });

  it('names what is missing or does not fit', () => {
    expect(problemsOf({ POSTERN_OIDC_CLIENT_ID: 'postern' })).toEqual([
      'POSTERN_OIDC_ISSUER is required where POSTERN_OIDC_CLIENT_ID is given',
      'POSTERN_OIDC_GRANTS is required where POSTERN_OIDC_CLIENT_ID is given',
      'POSTERN_PUBLIC_URL is required where POSTERN_OIDC_ISSUER is given',
    ]);
    const wrong = {
      POSTERN_OIDC_ISSUER: 'http://sso.example.com',
      POSTERN_OIDC_SCOPE: 'profile',
      POSTERN_OIDC_GRANTS: JSON.stringify([{ ...grant, scopes: ['everything'] }]),
    };
    const problems = problemsOf({ ...OIDC, ...wrong });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(Object.keys(wrong));
  });
});

describe('media', () => {
  const S3 = { POSTERN_MEDIA_STORE: 's3', POSTERN_MEDIA_S3_BUCKET: 'media' };

  it('are kept in a bucket where one is given', () => {
    const { media } = loadConfig({
      ...S3,
      POSTERN_DATA_DIR: dataDir,
      POSTERN_MEDIA_S3_ENDPOINT: 'http://minio:9000',
      POSTERN_MEDIA_S3_ACCESS_KEY_ID: 'id',
      POSTERN_MEDIA_S3_SECRET_ACCESS_KEY: 'secret',
      POSTERN_MEDIA_MAX_BYTES: '1048576',
      POSTERN_MEDIA_KEEP_DAYS: '7',
    });
    expect(media).toEqual({
      store: {
        kind: 's3',
        bucket: 'media',
        region: 'us-east-1',
        endpoint: 'http://minio:9000',
        credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
        forcePathStyle: true,
        public: false,
      },
      maxBytes: 1048576,
      keepDays: 7,
    });
    const aws = loadConfig({ ...S3, POSTERN_DATA_DIR: dataDir, POSTERN_MEDIA_S3_REGION: 'eu-west-1' });
    expect(aws.media.store).toMatchObject({
      endpoint: null,
      credentials: null,
      forcePathStyle: false,
      public: true,
    });
  });

  it('name what is missing or does not fit', () => {
    expect(problemsOf({ POSTERN_MEDIA_STORE: 's3' })).toEqual([
      'POSTERN_MEDIA_S3_BUCKET is required where POSTERN_MEDIA_STORE is s3',
    ]);
    expect(problemsOf({ ...S3, POSTERN_MEDIA_S3_ACCESS_KEY_ID: 'id' })).toEqual([
      'POSTERN_MEDIA_S3_ACCESS_KEY_ID and POSTERN_MEDIA_S3_SECRET_ACCESS_KEY belong together',
    ]);
    expect(problemsOf({ POSTERN_MEDIA_S3_BUCKET: 'media' })).toEqual([
      'POSTERN_MEDIA_S3_BUCKET is given, but POSTERN_MEDIA_STORE is not s3',
    ]);
    const wrong = problemsOf({
      POSTERN_MEDIA_STORE: 'tape',
      POSTERN_MEDIA_MAX_BYTES: '5 GB',
      POSTERN_MEDIA_KEEP_DAYS: '0',
      POSTERN_MEDIA_S3_ENDPOINT: 'minio',
      POSTERN_MEDIA_S3_FORCE_PATH_STYLE: 'yes',
      POSTERN_MEDIA_S3_PUBLIC: 'no',
    });
    expect(wrong.map((problem) => problem.split(' ')[0])).toEqual([
      'POSTERN_MEDIA_STORE',
      'POSTERN_MEDIA_MAX_BYTES',
      'POSTERN_MEDIA_KEEP_DAYS',
      'POSTERN_MEDIA_S3_ENDPOINT',
      'POSTERN_MEDIA_S3_FORCE_PATH_STYLE',
      'POSTERN_MEDIA_S3_PUBLIC',
    ]);
  });
});

describe('tracing', () => {
  it('is on where a collector is named', () => {
    const { tracing } = loadConfig({
      POSTERN_DATA_DIR: dataDir,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel:4318/',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20x, tenant=a',
      OTEL_SERVICE_NAME: 'publishing',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
      POSTERN_TRACE_UPSTREAM: 'true',
    });
    expect(tracing).toEqual({
      url: 'http://otel:4318/v1/traces',
      headers: 'authorization=Bearer%20x, tenant=a',
      serviceName: 'publishing',
      sampler: { kind: 'ratio', ratio: 0.25, followsParent: true },
      passesOn: { upstream: true, webhooks: false },
    });
  });

  it('names what is missing or does not fit', () => {
    expect(problemsOf({ POSTERN_TRACE_WEBHOOKS: 'true' })).toEqual([
      'POSTERN_TRACE_WEBHOOKS needs a collector: OTEL_EXPORTER_OTLP_ENDPOINT is not given',
    ]);
    const wrong = {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'otel:4318',
      OTEL_EXPORTER_OTLP_HEADERS: 'hunter2',
      OTEL_TRACES_SAMPLER: 'some',
      OTEL_TRACES_SAMPLER_ARG: '2',
      POSTERN_TRACE_UPSTREAM: 'yes',
    };
    const problems = problemsOf(wrong);
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(Object.keys(wrong));
    expect(problems.join()).not.toContain('hunter2');
  });
});
