/** Errors that say that the database cannot be asked at the moment, rather than that a question was wrong. */
const UNREACHABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  // Postgres: too many connections, shut down by its administrator or a crash, starting up.
  '53300',
  '57P01',
  '57P02',
  '57P03',
]);

/** What `pg` says without a code. */
const UNREACHABLE_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** `error` is as thrown by `DataSource.query` or `pg`. Only ask for errors of database calls. */
export function isDatabaseUnreachable(error: unknown): boolean {
  const driver = driverErrorOf(error);
  const code = textOf(driver, 'code');
  return (
    UNREACHABLE_CODES.has(code) ||
    code.startsWith('08') ||
    UNREACHABLE_MESSAGES.test(textOf(driver, 'message'))
  );
}

/** TypeORM wraps the driver's error; a failed dial of several addresses wraps one per address. */
function driverErrorOf(error: unknown): unknown {
  const inner = memberOf(error, 'driverError') ?? error;
  const dials = memberOf(inner, 'errors');
  return Array.isArray(dials) && dials.length > 0 ? (dials[0] as unknown) : inner;
}

function textOf(value: unknown, name: string): string {
  const member = memberOf(value, name);
  return typeof member === 'string' ? member : '';
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
