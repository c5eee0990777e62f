import { join } from 'node:path';
import { startEmbeddedPostgres } from '../database/embedded-postgres';
import { Child } from './child';
import { isWorthTelling, readLogLine, renderLogLine } from './log-line';
import { isAlive, markRun } from './run-marker';
import { gatewayEnvironment, sandboxEnvironment, shownPath, type StartSettings } from './settings';
import { becomeSoleLauncher } from './sole-launcher';
import type { Terminal } from './terminal';

/** Paths of the entry points. */
export interface Programs {
  api: string;
  worker: string;
  sandbox: string;
}

export interface HouseOptions {
  settings: StartSettings;
  programs: Programs;
  env: NodeJS.ProcessEnv;
  terminal: Terminal;
  /** A process ended by itself. */
  onDeath: (sentence: string) => void;
}

/** The gateway's processes give up by themselves after 25 s. */
const GATEWAY_GRACE_MS = 30_000;
const SANDBOX_GRACE_MS = 5_000;
const WATCH_EVERY_MS = 1_000;

/** Everything that `npm start` runs: it starts from the ground up and ends from the roof down. */
export class House {
  private gateway: Child[] = [];
  private sandbox: Child | null = null;
  private closeDatabase: (() => Promise<void>) | null = null;

  constructor(private readonly options: HouseOptions) {}

  /**
   * The database of DATABASE_URL, else our own, whose starter may have been another, killed launcher.
   *
   * @returns its address
   * @throws EmbeddedPostgresError, or StartError where another launcher uses it
   */
  async openDatabase(): Promise<string> {
    const { terminal, settings } = this.options;
    const { config, dataDir } = settings;
    const log = (line: string) => terminal.print(terminal.paint('dim', line));
    const own = config.databaseUrl === null ? await startEmbeddedPostgres({ dataDir, log }) : null;
    const url = own?.url ?? config.databaseUrl ?? '';
    try {
      const lock = await becomeSoleLauncher(url);
      const removeMark = markRun(dataDir);
      const stopWatching = own === null ? () => undefined : this.watchDatabase(own.pid);
      this.closeDatabase = async () => {
        stopWatching();
        await lock.release();
        await own?.stop();
        removeMark();
      };
    } catch (error) {
      // One that ran already belongs to whoever holds the lock.
      if (own?.reused === false) await own.stop();
      throw error;
    }
    return url;
  }

  /** It is no child of ours where an earlier start left it running, so it is looked after by its number. */
  private watchDatabase(pid: number): () => void {
    const { terminal, settings, onDeath } = this.options;
    const timer = setInterval(() => {
      if (isAlive(pid)) return;
      clearInterval(timer);
      const log = shownPath(join(settings.dataDir, 'postgres.log'));
      const sentence = `Postgres ended, although nobody stopped it; ${log} may say why.`;
      terminal.print(terminal.paint('red', sentence));
      onDeath(sentence);
    }, WATCH_EVERY_MS);
    return () => clearInterval(timer);
  }

  startSandbox(): void {
    const { programs, settings } = this.options;
    this.sandbox = this.spawn('sandbox', programs.sandbox, sandboxEnvironment(settings));
  }

  startGateway(databaseUrl: string, bootstrapKey: string): void {
    const { programs, settings } = this.options;
    const told = gatewayEnvironment(settings, { databaseUrl, bootstrapKey });
    this.gateway = [this.spawn('api', programs.api, told), this.spawn('worker', programs.worker, told)];
  }

  /** The worker needs upstreams and database until it has handed back what it holds. */
  async stop(): Promise<void> {
    await Promise.all(this.gateway.map((child) => child.stop(GATEWAY_GRACE_MS)));
    await this.sandbox?.stop(SANDBOX_GRACE_MS);
    await this.closeDatabase?.();
  }

  /** Ends the processes at once. The database is no part of this: it would only have to recover. */
  kill(): void {
    for (const child of this.gateway) child.kill();
    this.sandbox?.kill();
  }

  private spawn(name: string, program: string, told: Record<string, string>): Child {
    const { env, terminal, settings } = this.options;
    return new Child({
      name,
      program,
      env: { ...env, ...told },
      onLine: (raw, stream) => {
        const line = readLogLine(raw, stream);
        if (settings.verbose || isWorthTelling(line))
          terminal.print(renderLogLine(name, line, terminal.paint));
      },
      onDeath: (child, how) => this.reportDeath(child, how),
    });
  }

  private reportDeath({ name, tail }: Child, how: string): void {
    const { terminal, onDeath } = this.options;
    const lines = tail.map((raw) => `  ${readLogLine(raw, 'stdout').text}`);
    const last = lines.length > 0 ? ` Its last lines:` : ' It wrote nothing.';
    const sentence = `The ${name} ended ${how}, although nobody stopped it.${last}`;
    terminal.print(terminal.paint('red', sentence), ...lines);
    onDeath(sentence);
  }
}
