/** What both entry points have in common: configuration, database, migrations, and a clean end. */
import type { Logger } from 'pino';
import { type Config, ConfigError, loadConfig } from './config/config';
import { awaitDatabase } from './database/await-database';
import { isDatabaseUnreachable } from './database/database-errors';
import { startEmbeddedPostgres } from './database/embedded-postgres';
import { migrate } from './database/migrate';
import { createLogger } from './logging/logger';
import { ensureBootstrapKey } from './workspaces/bootstrap-workspace';

interface Running {
  /** The line that says that the process is up. */
  announce: Record<string, unknown>;
  close(): Promise<void>;
}

/** After this long a process that was told to stop goes, whatever still runs. Rows are the truth. */
const STOP_WITHIN_MS = 25_000;

/** Runs one process of the gateway until a signal ends it. Exit code 1 where it cannot start. */
export async function startProcess(
  name: 'api' | 'worker',
  run: (config: Config) => Promise<Running>,
): Promise<void> {
  let undo: () => Promise<void> = () => Promise.resolve();
  let logger: Logger | null = null;
  let tracing: Tracing | null = null;
  try {
    const given = loadConfig(process.env);
    const log = createLogger(given, name);
    logger = log;
    outliveDatabase(log);
    tracing = await tracingOf(given, name, log);
    const database = await databaseOf(given);
    undo = database.stop;
    // From here on a signal ends the process in good order, also while it still waits for its database.
    let close = database.stop;
    endOnSignal(log, () => close());
    const config = { ...given, databaseUrl: database.url };
    await awaitDatabase(
      () => prepare(config, database.url),
      (line) => log.warn(line),
    );
    const running = await run(config);
    close = async () => {
      await running.close();
      await tracing?.stop();
      await database.stop();
    };
    log.info(running.announce);
  } catch (error) {
    fail(logger, error);
    await tracing?.stop();
    await undo();
    process.exit(1);
  }
}

interface Tracing {
  stop(): Promise<void>;
}

/** What makes and sends spans costs memory and a longer start, so it is loaded only where it is wanted. */
async function tracingOf(
  { tracing }: Config,
  name: 'api' | 'worker',
  logger: Logger,
): Promise<Tracing | null> {
  if (tracing === null) return null;
  const { startTracing } = await import('./tracing/sdk.js');
  return startTracing(tracing, name, logger);
}

async function prepare(config: Config, url: string): Promise<void> {
  await migrate(url);
  if (config.bootstrapKey !== null) await ensureBootstrapKey(url, config.bootstrapKey);
}

/** The database of `DATABASE_URL`, or our own; whoever started that one stops it, last of all. */
async function databaseOf(config: Config): Promise<{ url: string; stop: () => Promise<void> }> {
  if (config.databaseUrl !== null) return { url: config.databaseUrl, stop: () => Promise.resolve() };
  const own = await startEmbeddedPostgres({ dataDir: config.dataDir });
  return { url: own.url, stop: own.reused ? () => Promise.resolve() : () => own.stop() };
}

/**
 * The queue library leaves some promises of a session that ends unheard, which would end the process with it.
 * Rows are the truth and everything asks again, so a database that is away is waited for. Anything else that
 * nobody hears is a defect, and ends the process as it does by default.
 */
function outliveDatabase(logger: Logger): void {
  process.on('unhandledRejection', (reason: unknown) => {
    if (!isDatabaseUnreachable(reason)) throw reason;
    logger.warn({ err: reason }, 'A question to the database got lost with its session.');
  });
}

function endOnSignal(logger: Logger, close: () => Promise<void>): void {
  let stopping = false;
  const stop = (why: NodeJS.Signals | 'disconnect') => {
    if (stopping) return;
    stopping = true;
    logger.info({ why }, 'Stopping.');
    setTimeout(() => {
      logger.error('Not everything ended in time.');
      process.exit(1);
    }, STOP_WITHIN_MS).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'The end was not clean.');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  // A launcher that keeps a channel open is gone when that closes, however it ended.
  if (process.send === undefined) return;
  process.once('disconnect', () => stop('disconnect'));
  if (!process.connected) stop('disconnect');
}

function fail(logger: Logger | null, error: unknown): void {
  const message = startFailure(error);
  if (logger) logger.fatal({ err: error }, message);
  // Without a configuration there is no logger.
  else process.stderr.write(`${message}\n`);
}

function startFailure(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return 'Postern cannot start.';
  if ('code' in error && 'port' in error && typeof error.port === 'number' && 'syscall' in error) {
    if (error.code === 'EADDRINUSE') {
      return `The port ${error.port} is taken by another program. Free it, or set PORT to another one.`;
    }
    if (error.code === 'EACCES')
      return `The port ${error.port} may not be used by this user. Set PORT to another one.`;
  }
  return `Postern cannot start: ${error.message}`;
}
