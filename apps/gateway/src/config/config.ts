/**
 * The configuration, read once from the environment. The only reader of `process.env` in the gateway.
 *
 * Every problem is named at once, by variable and rule, and never with the value: it may be a secret.
 */
import { isIP } from 'node:net';
import { z } from 'zod';
import { type EncryptionKey, encryptionKeysOf, parseEncryptionKeys } from './encryption-keys';
import { TRACING_ENVIRONMENT, type TracingConfig, tracingConfigOf } from './tracing-config';
import { type WebhookConfig, webhookConfigOf, WEBHOOK_ENVIRONMENT } from './webhook-config';
import { OIDC_ENVIRONMENT, type OidcConfig, oidcConfigOf } from './oidc-config';
import { readSecretFiles, SECRET_VARIABLES } from './secret-files';
import { SESSION_ENVIRONMENT, type SessionConfig, sessionConfigOf } from './session-config';
import { type MediaConfig, mediaConfigOf, MEDIA_ENVIRONMENT } from './media-config';

/** Injection token of the `Config`. */
export const CONFIG = Symbol('Config');

export interface Config {
  port: number;
  host: string;
  /** `null`: the embedded Postgres under `dataDir`. */
  databaseUrl: string | null;
  /** A standby for reads that may lag; `null` = there is none. */
  replica: { url: string; maxLagSeconds: number } | null;
  /** Absolute or relative to the working directory. */
  dataDir: string;
  /** The first encrypts; all decrypt. Never empty. */
  encryptionKeys: EncryptionKey[];
  bootstrapKey: string | null;
  /** Host names or addresses, optionally with a port, that may be private. */
  allowHosts: string[];
  /** Whose word counts for the address of a caller: addresses, ranges (`10.0.0.0/8`) or names of ranges. */
  trustedProxies: string[];
  /** Upper bound of the seconds between two reads of a post; `null` = as the provider advises. */
  pollCapSeconds: number | null;
  leaseSeconds: number;
  /** How long events are kept at least; they go by the month. */
  eventKeepDays: number;
  /** The same of attempts; `null` = for ever. */
  attemptKeepDays: number | null;
  webhooks: WebhookConfig;
  sessions: SessionConfig;
  /** `null`: nobody signs in that way. */
  oidc: OidcConfig | null;
  /** How long one exchange with a provider may take, where the provider itself names no other time. */
  upstreamTimeoutSeconds: number;
  workerConcurrency: number;
  /** Requests per minute of an API key that has no limit of its own. */
  rateLimit: number;
  /** Where a worker answers probes; `null` = nowhere. */
  workerPort: number | null;
  publicUrl: string | null;
  /** Folder of the built admin app; `null` = where the repository builds it. */
  adminDir: string | null;
  media: MediaConfig;
  /** `null`: no spans are made. */
  tracing: TracingConfig | null;
  logLevel: LogLevel;
  logFormat: 'pretty' | 'json';
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Names every variable that is wrong; its message is meant for the terminal. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

const integer = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${minimum} to ${maximum}`)
    .transform(Number)
    .pipe(z.number().min(minimum, `must be at least ${minimum}`).max(maximum, `must be at most ${maximum}`));

function listOf(value: string): string[] {
  return value
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '');
}

/** What the HTTP server understands as a range of proxies. */
function isProxyRange(entry: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(entry)) return true;
  const [ip = '', bits] = entry.split('/');
  const longest = isIP(ip) === 4 ? 32 : isIP(ip) === 6 ? 128 : -1;
  return bits === undefined ? longest > 0 : /^\d{1,3}$/.test(bits) && Number(bits) <= longest;
}

const address = (protocols: readonly string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    message: `must be an address with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

const ENVIRONMENT = z.object({
  PORT: integer(0, 65535).default(3400),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: address(['postgres:', 'postgresql:']).nullable().default(null),
  DATABASE_READ_URL: address(['postgres:', 'postgresql:']).nullable().default(null),
  DATABASE_READ_MAX_LAG_SECONDS: integer(1, 3_600).default(5),
  POSTERN_DATA_DIR: z.string().default('./.postern'),
  POSTERN_ENCRYPTION_KEYS: z
    .string()
    .transform((value, context) => {
      const parsed = parseEncryptionKeys(value);
      if (parsed.ok) return parsed.keys;
      context.addIssue({ code: 'custom', message: parsed.problem });
      return z.NEVER;
    })
    .nullable()
    .default(null),
  POSTERN_BOOTSTRAP_KEY: z
    .string()
    .min(24, 'must have at least 24 characters')
    .max(255, 'must have at most 255 characters')
    // It travels in a header, so it can hold nothing that a header cannot.
    .regex(/^[\x21-\x7e]+$/, 'must consist of visible ASCII characters')
    .nullable()
    .default(null),
  POSTERN_ALLOW_HOSTS: z.string().transform(listOf).default([]),
  POSTERN_TRUSTED_PROXIES: z
    .string()
    .transform(listOf)
    .refine((entries) => entries.every(isProxyRange), {
      message:
        'must be addresses or ranges (10.0.0.0/8), or loopback, linklocal, uniquelocal, comma-separated',
    })
    .default([]),
  POSTERN_POLL_CAP_SECONDS: integer(1, 86400).nullable().default(null),
  POSTERN_LEASE_SECONDS: integer(1, 600).default(10),
  POSTERN_EVENT_KEEP_DAYS: integer(1, 36_500).default(90),
  POSTERN_ATTEMPT_KEEP_DAYS: integer(1, 36_500).nullable().default(null),
  POSTERN_UPSTREAM_TIMEOUT_SECONDS: integer(1, 600).default(30),
  POSTERN_WORKER_CONCURRENCY: integer(1, 5000).default(512),
  POSTERN_RATE_LIMIT: integer(1, 999_999_999).default(60_000),
  POSTERN_WORKER_PORT: integer(1, 65535).nullable().default(null),
  POSTERN_PUBLIC_URL: address(['http:', 'https:']).nullable().default(null),
  POSTERN_ADMIN_DIR: z.string().nullable().default(null),
  ...MEDIA_ENVIRONMENT,
  ...WEBHOOK_ENVIRONMENT,
  ...SESSION_ENVIRONMENT,
  ...OIDC_ENVIRONMENT,
  ...TRACING_ENVIRONMENT,
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  LOG_FORMAT: z.enum(['pretty', 'json'], 'must be pretty or json').nullable().default(null),
});

/** Every variable that is read. */
export const VARIABLES: readonly string[] = [
  ...Object.keys(ENVIRONMENT.shape),
  ...SECRET_VARIABLES.map((name) => `${name}_FILE`),
];

/**
 * Reads the configuration. Makes a key file of its own under the data folder where no encryption key is
 * given and the database is on this machine.
 *
 * @throws ConfigError naming every problem
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const given = readSecretFiles(env);
  const parsed = ENVIRONMENT.safeParse(given.values);
  if (!parsed.success || given.problems.length > 0) {
    const issues = parsed.error?.issues ?? [];
    throw new ConfigError([
      ...given.problems,
      ...issues.map(({ path, message }) => `${given.setAs(path.join('.'))} ${message}`),
    ]);
  }
  const values = parsed.data;
  const keys = encryptionKeysOf({
    given: values.POSTERN_ENCRYPTION_KEYS,
    dataDir: values.POSTERN_DATA_DIR,
    databaseUrl: values.DATABASE_URL,
  });
  const media = mediaConfigOf(values, values.POSTERN_DATA_DIR);
  const oidc = oidcConfigOf(values, values.POSTERN_PUBLIC_URL);
  const tracing = tracingConfigOf(values);
  const problems = [
    ...(keys.ok ? [] : [keys.problem]),
    ...(media.ok ? [] : media.problems),
    ...(oidc.ok ? [] : oidc.problems),
    ...(tracing.ok ? [] : tracing.problems),
  ];
  if (!keys.ok || !media.ok || !oidc.ok || !tracing.ok) throw new ConfigError(problems);
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    replica:
      values.DATABASE_READ_URL === null
        ? null
        : { url: values.DATABASE_READ_URL, maxLagSeconds: values.DATABASE_READ_MAX_LAG_SECONDS },
    dataDir: values.POSTERN_DATA_DIR,
    encryptionKeys: keys.keys,
    bootstrapKey: values.POSTERN_BOOTSTRAP_KEY,
    allowHosts: values.POSTERN_ALLOW_HOSTS,
    trustedProxies: values.POSTERN_TRUSTED_PROXIES,
    pollCapSeconds: values.POSTERN_POLL_CAP_SECONDS,
    leaseSeconds: values.POSTERN_LEASE_SECONDS,
    eventKeepDays: values.POSTERN_EVENT_KEEP_DAYS,
    attemptKeepDays: values.POSTERN_ATTEMPT_KEEP_DAYS,
    webhooks: webhookConfigOf(values),
    sessions: sessionConfigOf(values),
    oidc: oidc.oidc,
    upstreamTimeoutSeconds: values.POSTERN_UPSTREAM_TIMEOUT_SECONDS,
    workerConcurrency: values.POSTERN_WORKER_CONCURRENCY,
    rateLimit: values.POSTERN_RATE_LIMIT,
    workerPort: values.POSTERN_WORKER_PORT,
    publicUrl: values.POSTERN_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    adminDir: values.POSTERN_ADMIN_DIR,
    media: media.media,
    tracing: tracing.tracing,
    logLevel: values.LOG_LEVEL,
    logFormat: values.LOG_FORMAT ?? (process.stdout.isTTY ? 'pretty' : 'json'),
  };
}
