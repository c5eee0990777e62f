/** One process of the house, as an operator would run it: real, and there to be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

export interface HouseProcessOptions {
  name: string;
  /** Path of its entry point. */
  script: string;
  env: Record<string, string>;
  /** Modules loaded before it (`node -r`). */
  preload?: readonly string[];
  /** Asked again and again until it says yes. */
  ready: (process: HouseProcess) => boolean | Promise<boolean>;
  /** Each line that it writes. */
  onLine?: (line: string) => void;
  /** It ended although nobody here ended it. */
  onDeath?: (how: string) => void;
}

const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;
const KEPT_LINES = 500;

export class HouseProcess {
  /** The last lines of all its lives. */
  readonly lines: string[] = [];
  /** How often it was started. */
  lives = 0;
  private child: ChildProcess | null = null;
  private gone: Promise<void> = Promise.resolve();
  private stopped = false;
  private announced = '';

  constructor(private readonly options: HouseProcessOptions) {}

  get name(): string {
    return this.options.name;
  }

  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  get alive(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  get frozen(): boolean {
    return this.stopped;
  }

  /** Whether it has written this since it was last started. */
  said(words: string): boolean {
    return this.announced.includes(words);
  }

  /** @throws Error with its last lines where it ends, or is not ready in time */
  async start(): Promise<void> {
    const { script, env, preload = [], ready, name } = this.options;
    if (!existsSync(script)) throw new Error(`${script} is missing: npm run build first.`);
    const program = [...preload.flatMap((module) => ['-r', module]), script];
    const child = spawn(process.execPath, program, {
      env: { PATH: process.env.PATH, ...env },
      // The channel is how it notices that we were killed.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    this.lives += 1;
    this.stopped = false;
    this.announced = '';
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => this.hear(line));
    }
    this.gone = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        resolve();
        // Whoever ends it from here lets go of it first.
        if (this.child !== child) return;
        this.child = null;
        this.options.onDeath?.(signal === null ? `with status ${code}` : `by ${signal}`);
      });
    });
    const until = Date.now() + READY_WITHIN_MS;
    while (!(await ready(this))) {
      if (this.child !== child) throw new Error(`${name} ended as it started:\n${this.tail()}`);
      if (Date.now() > until) throw new Error(`${name} was not ready in time:\n${this.tail()}`);
      await pause(LOOK_EVERY_MS);
    }
  }

  /** kill -9, in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    this.thaw();
    const killer = setTimeout(() => void this.kill(), 30_000);
    await this.end('SIGTERM');
    clearTimeout(killer);
  }

  /** Stops the process where it stands, until `thaw`. */
  freeze(): void {
    if (this.alive) this.stopped = this.child?.kill('SIGSTOP') ?? false;
  }

  thaw(): void {
    if (this.stopped) this.child?.kill('SIGCONT');
    this.stopped = false;
  }

  /** Resolves once the process that runs now has ended, however. */
  async ended(): Promise<void> {
    await this.gone;
  }

  tail(lines = 15): string {
    return this.lines.slice(-lines).join('\n');
  }

  private hear(line: string): void {
    if (this.announced.length < 20_000) this.announced += `${line}\n`;
    this.lines.push(line);
    if (this.lines.length > KEPT_LINES) this.lines.shift();
    this.options.onLine?.(line);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (child === null) return this.gone;
    this.child = null;
    child.kill(signal);
    // A stopped process takes no other signal before it goes on; SIGKILL it takes.
    await this.gone;
  }
}
