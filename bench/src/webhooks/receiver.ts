import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { becomes } from '../stack/await';
import { Child } from '../stack/child';
import { ALL_DELIVERED, RECEIVER_LISTENS, type ReceiverPlan, type ReceiverReport } from './receiver-plan';

/** A running receiver process. */
export class Receiver {
  private constructor(
    readonly child: Child,
    private readonly logFile: string,
    private readonly reportFile: string,
  ) {}

  /** @param dataDir for its files */
  static async start(dataDir: string, plan: Omit<ReceiverPlan, 'reportFile'>): Promise<Receiver> {
    const [planFile, reportFile] = [
      join(dataDir, 'receiver-plan.json'),
      join(dataDir, 'receiver-report.json'),
    ];
    const logFile = join(dataDir, 'receiver.log');
    writeFileSync(planFile, JSON.stringify({ ...plan, reportFile } satisfies ReceiverPlan));
    const child = await Child.start({
      name: 'webhook receiver',
      script: join(__dirname, 'receiver-process.js'),
      args: [planFile],
      env: {},
      logFile,
      ready: (log) => log.includes(RECEIVER_LISTENS),
    });
    return new Receiver(child, logFile, reportFile);
  }

  /** @returns whether every delivery has come in time */
  hasAll(withinMs: number): Promise<boolean> {
    const isComplete = () => Promise.resolve(readFileSync(this.logFile, 'utf8').includes(ALL_DELIVERED));
    return becomes(isComplete, withinMs, 50);
  }

  async end(): Promise<ReceiverReport> {
    await this.child.stop();
    return JSON.parse(readFileSync(this.reportFile, 'utf8')) as ReceiverReport;
  }
}
