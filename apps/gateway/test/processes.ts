/** The gateway and the sandbox as real processes, which can be killed. They run the build, as users do. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

const GATEWAY = join(__dirname, '..', 'dist');
const SANDBOX = join(__dirname, '..', '..', 'sandbox', 'dist');

/** A machine that does much else at the same time starts processes slowly. */
const START_WITHIN_MS = 60_000;

export class TestProcess {
  private child: ChildProcess | null = null;
  private output = '';

  constructor(
    private readonly script: string,
    private readonly env: Record<string, string>,
    /** Resolves once the process serves; it is asked again until then. */
    private readonly ready: () => Promise<boolean>,
  ) {}

  async start(): Promise<void> {
    if (!existsSync(this.script)) throw new Error(`${this.script} is missing: npm run build first.`);
    const child = spawn(process.execPath, [this.script], {
      env: { PATH: process.env.PATH, ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const keep = (chunk: Buffer) => (this.output += chunk.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const until = Date.now() + START_WITHIN_MS;
    while (!(await this.ready())) {
      if (child.exitCode !== null || Date.now() > until)
        throw new Error(`${this.script}:\n${this.output.slice(-20_000)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** kill -9, in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** @returns the exit code; `null` where a signal ended it, or nothing ran */
  async stop(): Promise<number | null> {
    return await this.end('SIGTERM');
  }

  /** Freezes the process where it stands, until `thaw`. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  get alive(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  get pid(): number {
    if (this.child?.pid === undefined) throw new Error(`${this.script} does not run.`);
    return this.child.pid;
  }

  /** All that it has written since it was first started. */
  log(): string {
    return this.output;
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.child;
    this.child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return null;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
    return child.exitCode;
  }
}

export interface ProcessOptions {
  databaseUrl: string;
  dataDir: string;
  key: string;
  apiPort: number;
  sandboxPort: number;
  /** Further hosts that the gateway may fetch from. */
  allowHosts?: readonly string[];
  /** Further settings of API and workers. */
  env?: Record<string, string>;
}

export function gatewayProcesses(options: ProcessOptions) {
  const sandboxUrl = `http://127.0.0.1:${options.sandboxPort}`;
  const apiUrl = `http://127.0.0.1:${options.apiPort}`;
  const gateway = {
    DATABASE_URL: options.databaseUrl,
    POSTERN_DATA_DIR: options.dataDir,
    POSTERN_BOOTSTRAP_KEY: options.key,
    POSTERN_ALLOW_HOSTS: [`127.0.0.1:${options.sandboxPort}`, ...(options.allowHosts ?? [])].join(','),
    POSTERN_POLL_CAP_SECONDS: '1',
    POSTERN_LEASE_SECONDS: '2',
    PORT: String(options.apiPort),
    LOG_FORMAT: 'json',
    ...options.env,
  };
  const sandbox = {
    SANDBOX_PORT: String(options.sandboxPort),
    SANDBOX_STATE: join(options.dataDir, 'sandbox.json'),
  };
  return {
    sandboxUrl,
    apiUrl,
    sandbox: new TestProcess(join(SANDBOX, 'main.js'), sandbox, () =>
      answers(`${sandboxUrl}/_sandbox/seeds`),
    ),
    api: new TestProcess(join(GATEWAY, 'main.js'), gateway, () => answers(`${apiUrl}/health/ready`)),
    worker: new TestProcess(join(GATEWAY, 'worker.js'), gateway, () => Promise.resolve(true)),
    workerWith: (env: Record<string, string>) =>
      new TestProcess(join(GATEWAY, 'worker.js'), { ...gateway, ...env }, () => Promise.resolve(true)),
    otherWorker: new TestProcess(join(GATEWAY, 'worker.js'), gateway, () => Promise.resolve(true)),
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch (error) {
    // Not listening yet.
    if ((error as Error).name === 'TypeError') return false;
    throw error;
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
