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
  if (driver === null) return false;
  const code = 'code' in driver && typeof driver.code === 'string' ? driver.code : '';
  return UNREACHABLE_CODES.has(code) || code.startsWith('08') || UNREACHABLE_MESSAGES.test(driver.message);
}

/** TypeORM wraps the driver's error. A failed dial of several addresses is an AggregateError. */
function driverErrorOf(error: unknown): Error | null {
  if (!(error instanceof Error)) return null;
  const inner = 'driverError' in error ? error.driverError : error;
  if (inner instanceof AggregateError && inner.errors[0] instanceof Error) return inner.errors[0];
  return inner instanceof Error ? inner : null;
}
