import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, ConfigError, loadConfig } from '../config/config';
import { freePort } from './ports';
import { sentenceOf, StartError } from './start-error';

const DEFAULT_SANDBOX_PORT = 3401;
/** So that the demo shows movement; a given value wins. */
const DEMO_POLL_CAP_SECONDS = 2;

export interface StartSettings {
  config: Config;
  /** Absolute. */
  dataDir: string;
  sandboxPort: number;
  /** End when the demo group is final, with a status that says how it went. */
  once: boolean;
  /** Show every line that a process writes. */
  verbose: boolean;
}

/**
 * All settings, checked before anything is started. Port 0 becomes any free port, because the processes have
 * to be told each other's addresses.
 *
 * @throws StartError naming all that is wrong
 */
export async function readSettings(
  env: NodeJS.ProcessEnv,
  commandLine: readonly string[],
): Promise<StartSettings> {
  const flags = flagsOf(commandLine);
  const config = configOf(env);
  const sandboxPort = sandboxPortOf(env.SANDBOX_PORT) || (await freePort());
  const port = config.port || (await freePort());
  if (port === sandboxPort) {
    throw new StartError(`PORT and SANDBOX_PORT are both ${port}. Give each a port of its own.`);
  }
  return { config: { ...config, port }, dataDir: resolve(config.dataDir), sandboxPort, ...flags };
}

function flagsOf(commandLine: readonly string[]): { once: boolean; verbose: boolean } {
  try {
    const { values } = parseArgs({
      args: [...commandLine],
      options: { once: { type: 'boolean' }, verbose: { type: 'boolean' } },
    });
    return { once: values.once ?? false, verbose: values.verbose ?? false };
  } catch (error) {
    throw new StartError(`${sentenceOf(error)}\nUsage: npm start [-- [--once] [--verbose]]`);
  }
}

function configOf(env: NodeJS.ProcessEnv): Config {
  try {
    return loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) throw new StartError(error.message);
    throw error;
  }
}

function sandboxPortOf(given: string | undefined): number {
  const text = given?.trim() ?? '';
  if (text === '') return DEFAULT_SANDBOX_PORT;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new StartError('SANDBOX_PORT must be a whole number from 0 to 65535.');
}

/** What the API and the worker are told; everything else they inherit. */
export function gatewayEnvironment(
  { config, dataDir, sandboxPort }: StartSettings,
  { databaseUrl, bootstrapKey }: { databaseUrl: string; bootstrapKey: string },
): Record<string, string> {
  const sandbox = [`127.0.0.1:${sandboxPort}`, `localhost:${sandboxPort}`];
  const keys = config.encryptionKeys.map(({ id, secret }) => `${id}:${secret.toString('base64')}`);
  return {
    DATABASE_URL: databaseUrl,
    // What was read from files is handed on as it is; both would exclude each other.
    DATABASE_URL_FILE: '',
    POSTERN_BOOTSTRAP_KEY_FILE: '',
    POSTERN_ENCRYPTION_KEYS_FILE: '',
    PORT: String(config.port),
    HOST: config.host,
    LOG_FORMAT: 'json',
    POSTERN_ALLOW_HOSTS: [...config.allowHosts, ...sandbox].join(','),
    POSTERN_BOOTSTRAP_KEY: bootstrapKey,
    POSTERN_DATA_DIR: dataDir,
    POSTERN_ENCRYPTION_KEYS: keys.join(','),
    POSTERN_POLL_CAP_SECONDS: String(config.pollCapSeconds ?? DEMO_POLL_CAP_SECONDS),
    POSTERN_PUBLIC_URL: shownApiUrl(config),
  };
}

export function sandboxEnvironment({ dataDir, sandboxPort }: StartSettings): Record<string, string> {
  return {
    SANDBOX_HOST: '127.0.0.1',
    SANDBOX_PORT: String(sandboxPort),
    // Upstreams that forgot their posts would make a restart look like a loss.
    SANDBOX_STATE: join(dataDir, 'sandbox.json'),
  };
}

/** Where this process reaches the API. */
export function apiUrl({ host, port }: Config): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/** Where people reach it. */
export function shownApiUrl({ port, publicUrl }: Config): string {
  return publicUrl ?? `http://localhost:${port}`;
}

/** The path as a person would type it. */
export function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near === '' || near.startsWith('..') ? path : near;
}
