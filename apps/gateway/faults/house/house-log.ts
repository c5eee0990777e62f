import type { HouseProcess } from './house-process';

const FATAL = 60;
const ERROR = 50;
const KEPT_NOTES = 2_000;
/** What Node writes of an error that nobody has caught, and what processes that outlive it write. */
const UNCAUGHT = /uncaught|unhandled|^\s+at .*\(node:internal\/process/i;

interface LogLine {
  level?: number;
  msg?: string;
  context?: string;
  err?: { message?: string };
}

export interface Death {
  name: string;
  how: string;
  tail: string;
}

/** What the processes say and do that they should not. */
export class HouseLog {
  readonly deaths: Death[] = [];
  /** Lines of level `fatal`, and errors that nobody has caught. */
  readonly fatal: string[] = [];
  /** Messages of level `error`, without what differs from one to the next, and how often each came. */
  readonly errors = new Map<string, number>();
  /** What happened here, for the evidence. */
  readonly notes: string[] = [];
  /** Starts that failed because the database was away: a service manager's everyday business. */
  excused = 0;

  death(process: HouseProcess, how: string): void {
    this.deaths.push({ name: process.name, how, tail: process.tail() });
    this.note(`${process.name} ended by itself ${how}`);
  }

  note(line: string): void {
    this.notes.push(`${new Date().toISOString()} ${line}`);
    if (this.notes.length > KEPT_NOTES) this.notes.shift();
  }

  /** Reads one line of a process of the gateway. `starting`: it has not come up yet. */
  read(name: string, line: string, starting: boolean): void {
    const parsed = parse(line);
    if (parsed === null) {
      if (UNCAUGHT.test(line)) this.fatal.push(`${name}: ${line.slice(0, 500)}`);
      return;
    }
    const message = `${parsed.msg ?? ''} ${parsed.err?.message ?? ''}`.trim();
    const level = parsed.level ?? 0;
    // A process that cannot start says so in a fatal line; whether it may not be able to is judged by its end.
    if (level >= FATAL && !starting) this.fatal.push(`${name}: ${message.slice(0, 500)}`);
    if (UNCAUGHT.test(message)) this.fatal.push(`${name}: ${message.slice(0, 500)}`);
    if (level < ERROR) return;
    const kind = `${parsed.context ?? name.replace(/-\d+$/, '')}: ${withoutParticulars(message)}`;
    this.errors.set(kind, (this.errors.get(kind) ?? 0) + 1);
  }
}

function parse(line: string): LogLine | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as LogLine;
  } catch (error) {
    // A line that a kill has cut off.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function withoutParticulars(message: string): string {
  return message
    .replace(/\b[a-z]{2,4}_[0-9A-Z]{20,}\b/g, '…')
    .replace(/\d+/g, 'N')
    .slice(0, 160);
}
