import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ChildOptions {
  name: string;
  /** Path of its entry point. */
  program: string;
  env: NodeJS.ProcessEnv;
  onLine: (line: string, stream: 'stdout' | 'stderr') => void;
  /** It ended although nobody told it to. */
  onDeath: (child: Child, how: string) => void;
}

const KEPT_LINES = 15;

/**
 * One of Postern's processes. It has a process group of its own, so that Ctrl-C in the terminal reaches the
 * launcher alone; and a channel to the launcher, by whose end it notices that the launcher was killed.
 */
export class Child {
  /** The last lines that it wrote. */
  readonly tail: string[] = [];
  private readonly process: ChildProcess;
  private readonly closed: Promise<void>;
  private stopping = false;

  constructor(private readonly options: ChildOptions) {
    this.process = spawn(process.execPath, [options.program], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: options.env,
    });
    this.read('stdout');
    this.read('stderr');
    this.closed = new Promise((resolve) => {
      this.process.once('error', (error) => this.end(error.message, resolve));
      this.process.once('close', (code, signal) =>
        this.end(signal === null ? `with status ${code}` : `by ${signal}`, resolve),
      );
    });
  }

  get name(): string {
    return this.options.name;
  }

  /** Asks it to end, and kills it where it does not within that time. */
  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.kill(), graceMs);
    await this.closed;
    clearTimeout(timer);
  }

  kill(): void {
    this.stopping = true;
    this.process.kill('SIGKILL');
  }

  private read(stream: 'stdout' | 'stderr'): void {
    const source = this.process[stream];
    if (source === null) return;
    createInterface({ input: source }).on('line', (line) => {
      this.tail.push(line);
      if (this.tail.length > KEPT_LINES) this.tail.shift();
      this.options.onLine(line, stream);
    });
  }

  private end(how: string, resolve: () => void): void {
    resolve();
    if (!this.stopping) this.options.onDeath(this, how);
    this.stopping = true;
  }
}
