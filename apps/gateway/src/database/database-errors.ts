/** Errors that say that the database cannot be asked at the moment, rather than that a question was wrong. */
const UNREACHABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  // Postgres: a transaction that was left lying, a lock that did not come free in time.
  '25P03',
  '55P03',
]);

/** Classes of Postgres: connection exception, insufficient resources, operator intervention (also time-outs). */
const UNREACHABLE_CLASSES = new Set(['08', '53', '57']);

/** What `pg` and TypeORM say without a code of sessions that ended in somebody's hands. */
const UNREACHABLE_MESSAGES = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Client has encountered a connection error',
  'Client was closed',
  'Cannot use a pool after calling end',
  'Query runner already released',
  'Database connection provided by a query runner was already released',
];

/** `error` is as thrown by `DataSource.query` or `pg`. Only ask for errors of database calls. */
export function isDatabaseUnreachable(error: unknown): boolean {
  const driver = driverErrorOf(error);
  const code = textOf(driver, 'code');
  return (
    UNREACHABLE_CODES.has(code) ||
    (code.length === 5 && UNREACHABLE_CLASSES.has(code.slice(0, 2))) ||
    UNREACHABLE_MESSAGES.some((beginning) => textOf(driver, 'message').startsWith(beginning))
  );
}

/** Whether Postgres refused the statement because of this key or check. */
export function breaksConstraint(error: unknown, constraint: string): boolean {
  return textOf(driverErrorOf(error), 'constraint') === constraint;
}

/** Whether Postgres ended the statement because it and another one waited for each other: it may be repeated. */
export function isDeadlock(error: unknown): boolean {
  return textOf(driverErrorOf(error), 'code') === '40P01';
}

/**
 * Whether a change of a table was given up because others use it: a lock did not come free in time, or a row was
 * written that was to be moved first. It may be repeated later.
 */
export function isTableBusy(error: unknown): boolean {
  return ['55P03', '40P01', '23514'].includes(textOf(driverErrorOf(error), 'code'));
}

/** Whether a standby gave a statement up because it was in the way of what it repeats from its primary. */
export function isReplicaConflict(error: unknown): boolean {
  return ['40001', '40P01'].includes(textOf(driverErrorOf(error), 'code'));
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
