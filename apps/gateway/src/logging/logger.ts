import type { LoggerService } from '@nestjs/common';
import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';
import { createRedactor } from '@postern/provider-kit';
import type { Config } from '../config/config';
import { secretsOf } from '../config/config-secrets';
import { traceOfLine } from '../tracing/spans';

/** The one logger of a process. Lines are JSON, or coloured text for a person at a terminal. */
export function createLogger(config: Config, name: string): Logger {
  const redactor = createRedactor(secretsOf(config));
  const shown = (text: string) => redactor.text(text);
  const options: pino.LoggerOptions = {
    name,
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: (error: unknown) => describeError(error, shown) },
    ...(config.tracing === null ? {} : { mixin: traceOfLine }),
    redact: { paths: SECRET_PATHS, censor: '[secret]' },
  };
  if (config.logFormat === 'json') return pino(options);
  const stream = pretty({ ignore: 'name,hostname,pid', translateTime: 'SYS:HH:MM:ss.l', sync: true });
  return pino(options, stream);
}

/** A second wall: nothing logs these on purpose. */
const SECRET_PATHS = ['authorization', 'credentials', 'password', 'headers.authorization', 'headers.cookie'];

interface DescribedError {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: DescribedError;
}

/**
 * Only what names the fault. An error of the database driver also carries its parameters, and those hold
 * content and hashes that have no place in a log. Its words may be others', who repeat what they were told: our own
 * secrets are taken out of them.
 */
function describeError(error: unknown, shown: (text: string) => string, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: shown(String(error)) };
  return {
    type: error.name,
    message: shown(error.message),
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...(error.stack ? { stack: shown(error.stack) } : {}),
    ...(error.cause !== undefined && depth < 4
      ? { cause: describeError(error.cause, shown, depth + 1) }
      : {}),
  };
}

/** Nest's log lines through pino: the last string of a call is the name of who speaks. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    // Nest tells of every module and route as it starts.
    this.write(STARTUP_CHATTER.has(rest.at(-1)) ? 'debug' : 'info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(level: pino.Level, message: unknown, rest: unknown[]): void {
    const context = typeof rest.at(-1) === 'string' ? { context: rest.at(-1) } : {};
    const stack = rest.length > 1 && typeof rest[0] === 'string' ? { stack: rest[0] } : {};
    if (message instanceof Error) this.logger[level]({ ...context, err: message }, message.message);
    else if (typeof message === 'object' && message !== null) this.logger[level]({ ...context, ...message });
    else this.logger[level]({ ...context, ...stack }, String(message));
  }
}

const STARTUP_CHATTER: ReadonlySet<unknown> = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);
