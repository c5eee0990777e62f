/** Everything that a run needs, in real processes and a folder of its own: made anew, and gone afterwards. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster } from './cluster';
import { GatewayClient } from './gateway-client';
import { HouseLog } from './house-log';
import { HouseProcess } from './house-process';
import { Keeper } from './keeper';
import { OutageProxy } from './outage-proxy';
import { freePorts } from './ports';
import { DESCRIBED } from './routes';
import { SandboxControl } from './sandbox-control';

const GATEWAY = join(__dirname, '..', '..', 'dist');
const SANDBOX = join(__dirname, '..', '..', '..', 'sandbox', 'dist', 'main.js');
/** Their limits are documented as a few calls an hour, and their manifests say otherwise here (random/presets.ts). */
const DESCRIBED_SETTINGS = { SANDBOX_DESCRIBED: DESCRIBED.join(','), SANDBOX_DESCRIBED_LIMITS: 'off' };
/** A receiver that fails three times in ten gets everything long before these end. */
const WEBHOOK_RETRIES = [0.3, 0.5, 1, 1, 2, 2, 3, 3, ...Array<number>(20).fill(5)].join(',');
/** What they write once they are up. */
const WORKER_RUNS = 'The worker runs.';
const API_LISTENS = 'The API listens.';

export interface HouseOptions {
  apis: number;
  workers: number;
  leaseSeconds: number;
  /** Settings of the sandbox (apps/sandbox/README.md). */
  sandbox: { SANDBOX_LIMITS: 'documented' | 'off'; SANDBOX_PACE: 'compressed' | 'instant' };
}

/** Houses that stand now: whatever ends the suite takes them down. */
const standing = new Set<House>();

export class House {
  readonly log = new HouseLog();
  readonly cluster: Cluster;
  readonly sandbox: SandboxControl;
  readonly proxy: OutageProxy;
  readonly client: GatewayClient;
  readonly apis: Keeper[] = [];
  readonly workers: Keeper[] = [];
  private readonly others: HouseProcess[] = [];
  readonly apiUrls: readonly string[];
  /** Of the one workspace, with every scope. */
  readonly key: string;
  private readonly sandboxProcess: HouseProcess;

  private constructor(
    private readonly dataDir: string,
    private readonly options: HouseOptions,
    ports: { sandbox: number; apis: number[] },
  ) {
    this.cluster = new Cluster(dataDir);
    this.sandbox = new SandboxControl(`http://127.0.0.1:${ports.sandbox}`);
    this.proxy = new OutageProxy(ports.sandbox);
    this.apiUrls = ports.apis.map((port) => `http://127.0.0.1:${port}`);
    this.key = `pk_faults_${randomBytes(16).toString('hex')}`;
    this.client = new GatewayClient(this.apiUrls, this.key);
    this.sandboxProcess = new HouseProcess({
      name: 'sandbox',
      script: SANDBOX,
      env: { SANDBOX_PORT: String(ports.sandbox), ...DESCRIBED_SETTINGS, ...options.sandbox },
      ready: (process) => process.said('Postern sandbox at'),
      onDeath: (how) => this.log.death(this.sandboxProcess, how),
    });
  }

  static async open(options: HouseOptions): Promise<House> {
    const dataDir = mkdtempSync(join(tmpdir(), 'postern-faults-'));
    // Run by root, Postgres is another user's process and must pass through.
    chmodSync(dataDir, 0o711);
    const [sandbox = 0, ...apis] = await freePorts(1 + options.apis);
    const house = new House(dataDir, options, { sandbox, apis });
    standing.add(house);
    try {
      await house.start(apis);
      return house;
    } catch (error) {
      await house.close();
      throw error;
    }
  }

  /** Takes down every house that stands. */
  static async closeAll(): Promise<void> {
    await Promise.all([...standing].map((house) => house.close()));
  }

  get keepers(): Keeper[] {
    return [...this.apis, ...this.workers];
  }

  /** Every process of the gateway runs, nothing is frozen, and the road to the upstreams is open. */
  async allUp(): Promise<void> {
    if (!this.cluster.up) await this.cluster.start();
    await this.proxy.open();
    for (const { process } of this.keepers) process.thaw();
    while (!this.keepers.every((keeper) => keeper.up))
      await new Promise((resolve) => setTimeout(resolve, 100));
  }

  /**
   * A further process that nobody starts again; it is the caller's to start. An API process has the place of the
   * first one, which must be held meanwhile.
   */
  lone(kind: 'worker' | 'API', name: string, preload: string, env: Record<string, string>): HouseProcess {
    const port = new URL(this.apiUrls[0] ?? '').port;
    const process = new HouseProcess({
      name,
      script: join(GATEWAY, kind === 'worker' ? 'worker.js' : 'main.js'),
      env: { ...this.environment(), ...(kind === 'API' ? { PORT: port } : {}), ...env },
      preload: [preload],
      ready: (own) => own.said(kind === 'worker' ? WORKER_RUNS : API_LISTENS),
      onLine: (line) => this.log.read(name, line, false),
    });
    this.others.push(process);
    return process;
  }

  async close(): Promise<void> {
    if (!standing.delete(this)) return;
    for (const { process } of this.keepers) process.thaw();
    await Promise.all(this.others.map((process) => process.kill()));
    await Promise.all(this.keepers.map((keeper) => keeper.stop()));
    this.proxy.close();
    await this.sandboxProcess.stop();
    await this.cluster.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async start(apiPorts: readonly number[]): Promise<void> {
    await Promise.all([this.cluster.start(), this.sandboxProcess.start()]);
    await this.proxy.open();
    for (const [index, port] of apiPorts.entries()) {
      this.apis.push(this.keeper(`api-${index + 1}`, 'main.js', API_LISTENS, { PORT: String(port) }));
    }
    for (let index = 0; index < this.options.workers; index += 1) {
      this.workers.push(this.keeper(`worker-${index + 1}`, 'worker.js', WORKER_RUNS, {}));
    }
    // The first one migrates; the others would only wait for it.
    for (const keeper of this.apis) await keeper.start();
    await Promise.all(this.workers.map((keeper) => keeper.start()));
  }

  private keeper(name: string, script: string, announce: string, env: Record<string, string>): Keeper {
    const process = new HouseProcess({
      name,
      script: join(GATEWAY, script),
      env: { ...this.environment(), ...env },
      ready: (own) => own.said(announce),
      onLine: (line) => this.log.read(name, line, !keeper.up),
      onDeath: (how) => keeper.died(how),
    });
    const keeper = new Keeper(process, this.log, () => this.cluster.disturbedAt);
    return keeper;
  }

  private environment(): Record<string, string> {
    return {
      DATABASE_URL: this.cluster.url,
      POSTERN_DATA_DIR: this.dataDir,
      POSTERN_BOOTSTRAP_KEY: this.key,
      POSTERN_ALLOW_HOSTS: '127.0.0.1,localhost',
      POSTERN_POLL_CAP_SECONDS: '1',
      POSTERN_LEASE_SECONDS: String(this.options.leaseSeconds),
      // So that an upstream that hangs costs little.
      POSTERN_UPSTREAM_TIMEOUT_SECONDS: '5',
      POSTERN_WEBHOOK_TIMEOUT_SECONDS: '2',
      POSTERN_WEBHOOK_RETRIES: WEBHOOK_RETRIES,
      LOG_FORMAT: 'json',
    };
  }
}
