import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { atEnd } from './cleanup';

export interface ChildOptions {
  name: string;
  script: string;
  args?: string[];
  /** Flags of Node itself. */
  nodeArgs?: string[];
  env: Record<string, string>;
  /** Takes everything that the process prints. */
  logFile: string;
  /** Asked until it is true; the log is what was printed so far. */
  ready: (log: string) => Promise<boolean> | boolean;
}

const START_MS = 120_000;

/** A process of the stack under measurement. It ends with the command at the latest. */
export class Child {
  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(options: ChildOptions): Promise<Child> {
    const log = openSync(options.logFile, 'w');
    const child = spawn(
      process.execPath,
      [...(options.nodeArgs ?? []), options.script, ...(options.args ?? [])],
      {
        env: { PATH: process.env.PATH, ...options.env },
        stdio: ['ignore', log, log],
      },
    );
    closeSync(log);
    const started = new Child(options.name, child);
    atEnd(() => started.stop());
    const until = Date.now() + START_MS;
    while (!(await options.ready(readFileSync(options.logFile, 'utf8')))) {
      if (child.exitCode !== null || Date.now() > until) {
        throw new Error(
          `${options.name} did not start:\n${readFileSync(options.logFile, 'utf8').slice(-4000)}`,
        );
      }
      await pause(50);
    }
    return started;
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`${this.name} has no process.`);
    return this.child.pid;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exit;
  }
}
