/** Keys for the connections' credentials: from the environment, or from a file of our own. */
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface EncryptionKey {
  /** Stored beside what it encrypted, so that keys can be rotated. */
  id: string;
  /** 32 bytes, for AES-256-GCM. */
  secret: Buffer;
}

export type EncryptionKeys = { ok: true; keys: EncryptionKey[] } | { ok: false; problem: string };

const FORM = 'must read keyId:base64 of 32 bytes, several parted by commas, the newest first';

/** Parses `keyId:base64[,keyId:base64…]`. A problem never quotes the value. */
export function parseEncryptionKeys(value: string): EncryptionKeys {
  const keys: EncryptionKey[] = [];
  for (const entry of value.split(',').map((part) => part.trim())) {
    const [, id, encoded] = /^([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/_-]+={0,2})$/.exec(entry) ?? [];
    if (!id || !encoded) return { ok: false, problem: FORM };
    const secret = Buffer.from(encoded, 'base64');
    if (secret.length !== 32) return { ok: false, problem: FORM };
    if (keys.some((key) => key.id === id)) return { ok: false, problem: 'names the same key id twice' };
    keys.push({ id, secret });
  }
  return { ok: true, keys };
}

/**
 * The keys to use. Without given ones, a key file under the data folder is used and made when absent; but
 * not where the database is on another machine: it would outlive the folder, and with it the credentials.
 */
export function encryptionKeysOf(source: {
  given: EncryptionKey[] | null;
  dataDir: string;
  databaseUrl: string | null;
}): EncryptionKeys {
  if (source.given) return { ok: true, keys: source.given };
  if (source.databaseUrl && !isOnThisMachine(source.databaseUrl)) {
    return {
      ok: false,
      problem: 'POSTERN_ENCRYPTION_KEYS is required where DATABASE_URL names another machine',
    };
  }
  try {
    return readOrCreateKeyFile(source.dataDir);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).message;
    return { ok: false, problem: `POSTERN_DATA_DIR cannot hold the encryption key file: ${reason}` };
  }
}

function isOnThisMachine(databaseUrl: string): boolean {
  return ['', 'localhost', '127.0.0.1', '[::1]'].includes(new URL(databaseUrl).hostname);
}

function readOrCreateKeyFile(dataDir: string): EncryptionKeys {
  const file = join(dataDir, 'encryption.keys');
  mkdirSync(dataDir, { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `local-1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // Linking fails where the file exists, so of two processes that start together one wins, whole.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  const parsed = parseEncryptionKeys(readFileSync(file, 'utf8').trim());
  return parsed.ok ? parsed : { ok: false, problem: `${file} ${parsed.problem}` };
}
