import type { Paint } from './paint';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** One line of a child process, understood. */
export interface LogLine {
  level: LogLevel;
  /** Who speaks within the process. */
  context: string | null;
  text: string;
}

/** Who tells of publishing; these are heard without --verbose too. */
const STORY: readonly (string | null)[] = ['Publishing', 'Reconciliation'];
/** Not shown as `name=value` behind the message. */
const FRAME = ['level', 'time', 'name', 'context', 'msg', 'err', 'stack'];

/** Reads a line of the processes' JSON log; anything else is taken as it is. */
export function readLogLine(raw: string, stream: 'stdout' | 'stderr'): LogLine {
  const entry = parse(raw);
  if (entry === null) return { level: stream === 'stderr' ? 'warn' : 'debug', context: null, text: raw };
  const message = typeof entry.msg === 'string' ? entry.msg : '';
  const parts = [message, errorOf(entry.err, message), ...fieldsOf(entry)];
  return {
    level: levelOf(entry.level),
    context: typeof entry.context === 'string' ? entry.context : null,
    text: parts.filter((part) => part !== '').join('  '),
  };
}

export function isWorthTelling({ level, context }: LogLine): boolean {
  return level === 'warn' || level === 'error' || (level === 'info' && STORY.includes(context));
}

export function renderLogLine(source: string, { level, text }: LogLine, paint: Paint): string {
  const prefix = paint('dim', `${source.padEnd(8)}│`);
  switch (level) {
    case 'error':
      return `${prefix} ${paint('red', text)}`;
    case 'warn':
      return `${prefix} ${paint('yellow', text)}`;
    case 'info':
    case 'debug':
      return `${prefix} ${paint('dim', text)}`;
  }
}

function parse(raw: string): Record<string, unknown> | null {
  if (!raw.startsWith('{')) return null;
  try {
    const entry = JSON.parse(raw) as Record<string, unknown>;
    return typeof entry.level === 'number' ? entry : null;
  } catch {
    // A line that only looks like JSON is text.
    return null;
  }
}

function levelOf(level: unknown): LogLevel {
  if (typeof level !== 'number' || level < 30) return 'debug';
  if (level < 40) return 'info';
  return level < 50 ? 'warn' : 'error';
}

function errorOf(error: unknown, message: string): string {
  const text = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';
  return text === '' || message.includes(text) ? '' : text;
}

function fieldsOf(entry: Record<string, unknown>): string[] {
  return Object.entries(entry)
    .filter(
      ([name, value]) => !FRAME.includes(name) && ['string', 'number', 'boolean'].includes(typeof value),
    )
    .map(([name, value]) => `${name}=${String(value)}`);
}
