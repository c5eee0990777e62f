import { setTimeout as pause } from 'node:timers/promises';
import type { House } from '../house/house';
import type { Keeper } from '../house/keeper';
import { describeFault, type Fault, type FaultKind, type PlannedFault } from './fault-plan';
import type { RecoveryWatch } from './recovery';

/** A process that has only just come up holds nothing, so that killing it would prove nothing. */
const LIFE_MS = 1_500;
const WAIT_FOR_LIFE_MS = 5_000;

/** Carries the plan out, each fault at its time. */
export class Striker {
  /** Faults that struck, by kind. */
  readonly struck = new Map<FaultKind, number>();
  /** Spans in which a call or the reply to it may have been cut off from outside, in milliseconds. */
  readonly severed: { from: number; to: number }[] = [];
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly house: House,
    private readonly recovery: RecoveryWatch,
    private readonly startedAt: number,
  ) {}

  async strikeAll(plan: readonly PlannedFault[]): Promise<void> {
    for (const { atMs, fault } of plan) {
      await pause(Math.max(0, this.startedAt + atMs - Date.now()));
      this.begin(fault);
    }
  }

  /** Ends whatever still lasts: everything runs, nothing is wrong upstream but its clock. */
  async calm(): Promise<void> {
    await Promise.all(this.running);
    await this.house.sandbox.scenario(1, []);
    await this.house.allUp();
  }

  get total(): number {
    return [...this.struck.values()].reduce((sum, count) => sum + count, 0);
  }

  private begin(fault: Fault): void {
    this.house.log.note(`fault: ${describeFault(fault)}`);
    const from = Date.now();
    const work: Promise<void> = this.strike(fault)
      .then((did) => {
        if (did && fault.kind !== 'weather' && fault.kind !== 'clock skew') {
          this.severed.push({ from, to: Date.now() });
        }
        if (did) this.struck.set(fault.kind, (this.struck.get(fault.kind) ?? 0) + 1);
      })
      .finally(() => this.running.delete(work));
    this.running.add(work);
  }

  /** @returns false where there was nothing to strike */
  private async strike(fault: Fault): Promise<boolean> {
    const { house } = this;
    switch (fault.kind) {
      case 'worker kill':
        return this.kill(house.workers, fault.worker, fault.restartAfterMs);
      case 'API kill':
        return this.kill(house.apis, fault.api, fault.restartAfterMs);
      case 'worker freeze':
        return this.freeze(house.workers[fault.worker], fault.forMs);
      case 'sessions ended':
        this.recovery.disturbed();
        return (await house.cluster.endSessions(fault.share)) > 0;
      case 'Postgres kill':
        return this.killPostgres(fault.downMs);
      case 'upstream outage':
        house.proxy.close();
        await pause(fault.forMs);
        await house.proxy.open();
        return true;
      case 'upstream cut':
        house.proxy.cut();
        return true;
      case 'clock skew':
        await house.sandbox.skew(fault.skewMs);
        return true;
      case 'weather':
        await house.sandbox.scenario(fault.seed, fault.rules);
        return true;
    }
  }

  /** The one named, or else the next one that has begun to work. */
  private async kill(keepers: readonly Keeper[], wanted: number, restartAfterMs: number): Promise<boolean> {
    const turn = [...keepers.slice(wanted), ...keepers.slice(0, wanted)];
    const until = Date.now() + WAIT_FOR_LIFE_MS;
    let keeper = turn.find(({ upForMs }) => upForMs > LIFE_MS);
    while (keeper === undefined && Date.now() < until) {
      await pause(100);
      keeper = turn.find(({ upForMs }) => upForMs > LIFE_MS);
    }
    const pid = keeper?.process.pid;
    if (keeper === undefined || pid == null) return false;
    if (keepers === this.house.workers) this.recovery.disturbed();
    await keeper.kill(restartAfterMs);
    await this.recovery.killed(pid, Date.now());
    return true;
  }

  private async freeze(keeper: Keeper | undefined, forMs: number): Promise<boolean> {
    if (!keeper?.up) return false;
    keeper.process.freeze();
    this.recovery.disturbed();
    await pause(forMs);
    keeper.process.thaw();
    return true;
  }

  private async killPostgres(downMs: number): Promise<boolean> {
    const { cluster } = this.house;
    if (!cluster.up) return false;
    await cluster.kill();
    await pause(downMs);
    await cluster.start();
    this.recovery.disturbed();
    return true;
  }
}
