import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig } from './config';
import type { SECRET_VARIABLES } from './secret-files';

const KEY = Buffer.alloc(32, 7).toString('base64');
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'postern-secrets-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig({ POSTERN_DATA_DIR: dataDir, ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('a secret in a file', () => {
  const SECRETS: Record<(typeof SECRET_VARIABLES)[number], string> = {
    DATABASE_URL: 'postgres://postern:hunter2@db.example.com/postern',
    DATABASE_READ_URL: 'postgres://postern:hunter2@replica.example.com/postern',
    POSTERN_ENCRYPTION_KEYS: `k1:${KEY}`,
    POSTERN_BOOTSTRAP_KEY: 'hunter2'.repeat(4),
    POSTERN_MEDIA_S3_ACCESS_KEY_ID: 'id',
    POSTERN_MEDIA_S3_SECRET_ACCESS_KEY: ' hunter2 ',
    POSTERN_OIDC_CLIENT_SECRET: 'hunter2',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=hunter2',
  };
  const REST = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example.com',
    POSTERN_MEDIA_STORE: 's3',
    POSTERN_MEDIA_S3_BUCKET: 'media',
    POSTERN_PUBLIC_URL: 'https://postern.example.com',
    POSTERN_OIDC_ISSUER: 'https://sso.example.com',
    POSTERN_OIDC_CLIENT_ID: 'postern',
    POSTERN_OIDC_GRANTS: '[{"claim":"g","value":"v","workspaceId":"ws_1","scopes":["publish:read"]}]',
  };
  const written = (name: string, content: string): string => {
    const file = join(dataDir, name);
    writeFileSync(file, content);
    return file;
  };

  it('is read without the line break at its end, whichever it is', () => {
    const files = Object.entries(SECRETS).map(([name, value]) => [
      `${name}_FILE`,
      written(name, `${value}\n`),
    ]);
    const env = { POSTERN_DATA_DIR: dataDir, ...REST };
    const fromFiles = Object.fromEntries(files) as Record<string, string>;
    expect(loadConfig({ ...env, ...fromFiles })).toEqual(loadConfig({ ...env, ...SECRETS }));
  });

  it('is named with its file where it cannot be used, and never shown', () => {
    const file = written('secret', 'hunter2');
    expect(
      problemsOf({
        DATABASE_URL: SECRETS.DATABASE_URL,
        DATABASE_URL_FILE: file,
        POSTERN_ENCRYPTION_KEYS_FILE: file,
        POSTERN_BOOTSTRAP_KEY_FILE: '/nowhere/key',
        POSTERN_OIDC_CLIENT_SECRET_FILE: written('empty', '\n'),
      }),
    ).toEqual([
      'DATABASE_URL and DATABASE_URL_FILE exclude each other',
      'POSTERN_BOOTSTRAP_KEY_FILE names /nowhere/key, which cannot be read: ENOENT',
      `POSTERN_OIDC_CLIENT_SECRET_FILE names ${join(dataDir, 'empty')}, which is empty`,
      expect.stringMatching(/^POSTERN_ENCRYPTION_KEYS_FILE must read keyId:base64/),
    ]);
  });
});
