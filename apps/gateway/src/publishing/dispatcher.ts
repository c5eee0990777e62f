import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { Traffic } from '../traffic/traffic';
import { ClaimRepository, type Claimant } from './claim.repository';
import { type DueLane, DueLanesRepository } from './due-lanes.repository';
import { type Lane, Lanes } from './lanes';
import type { ClaimedSubmission } from './submission';
import { SubmissionRepository } from './submission.repository';
import { SubmissionRunner } from './submission-runner';
import { inSubmissionSpan } from './submission-span';
import { WORKER_ID } from './worker-id';

/** Submissions that end one by one are replaced many at a time. */
const GATHER_MS = 5;
/** After a claim that failed: the database is away, and everything waits for it. */
const AWAY_MS = 500;
/** Due times this near get a timer of their own, so that a post starts at its moment and not at the next look. */
const AHEAD_MS = 1_500;
/** Late submissions in hand at once: their ends are written beside those of what was sent, not before them. */
const LATE_BATCH = 100;

/**
 * Gives due submissions to this worker's slots, in fair turns.
 *
 * It claims when a job hints at a connection, when a due time comes that the last look saw ahead, and when the
 * regular look finds something that nobody hinted at. What it does not get, another worker has.
 */
@Injectable()
export class Dispatcher {
  private readonly logger = new Logger('Dispatcher');
  private readonly claimant: Claimant;
  private readonly lanes: Lanes;
  private readonly running = new Map<Promise<void>, ClaimedSubmission>();
  private readonly planned = new Map<string, NodeJS.Timeout>();
  private pumping: Promise<void> | null = null;
  private endingLate: Promise<void> | null = null;
  private gathering: NodeJS.Timeout | null = null;
  private again = false;
  private stopped = false;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly claims: ClaimRepository,
    private readonly dueLanes: DueLanesRepository,
    private readonly submissions: SubmissionRepository,
    private readonly runner: SubmissionRunner,
    private readonly traffic: Traffic,
  ) {
    this.claimant = { worker: WORKER_ID, leaseSeconds: config.leaseSeconds };
    this.lanes = new Lanes(config.workerConcurrency);
  }

  /** Something may be due through this connection. */
  hint(lane: Lane): void {
    this.lanes.hint(lane);
    this.gather(0);
  }

  /** Finds what is due or will be within a moment, without any hint. Call about once a second. */
  async look(): Promise<void> {
    for (const due of await this.dueLanes.within(AHEAD_MS)) this.plan(due);
    const probes = await this.traffic.takeProbes();
    if (probes.length > 0) this.begin(await this.claims.claimProbes(probes, this.claimant));
    this.endingLate ??= this.endLate().finally(() => {
      this.endingLate = null;
    });
  }

  /** Keeps what is in hand in hand. Call thrice a lease. */
  renewLeases(): Promise<void> {
    return this.submissions.renew([...this.running.values()], this.claimant.leaseSeconds);
  }

  /** Takes nothing more; resolves when what is in hand has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of this.planned.values()) clearTimeout(timer);
    if (this.gathering) clearTimeout(this.gathering);
    await this.pumping;
    await this.endingLate;
    await Promise.all(this.running.keys());
  }

  /**
   * Lets go of what is still in hand, so that another worker looks into it at once instead of when the leases
   * run out. A reply that comes after this finds its lease lost.
   *
   * @returns how many that were
   */
  async handBack(): Promise<number> {
    const held = [...this.running.values()];
    await this.submissions.letGo(held);
    return held.length;
  }

  private plan({ inMs, dueAt, ...lane }: DueLane): void {
    if (inMs <= 0) return this.hint(lane);
    const name = `${lane.connectionId} ${dueAt}`;
    if (this.planned.has(name)) return;
    const timer = setTimeout(() => {
      this.planned.delete(name);
      this.hint(lane);
    }, inMs);
    this.planned.set(name, timer);
  }

  private gather(ms: number): void {
    // Whoever pumps may have dealt for the last time already.
    if (this.pumping !== null) this.again = true;
    if (this.stopped || this.pumping !== null || this.gathering !== null) return;
    this.gathering = setTimeout(() => {
      this.gathering = null;
      this.again = false;
      this.pumping = this.pump().finally(() => {
        this.pumping = null;
        if (this.again) this.gather(GATHER_MS);
      });
    }, ms);
  }

  /** Claims and begins until nothing is due or no slot is free. */
  private async pump(): Promise<void> {
    for (let turns = this.lanes.deal(); turns.length > 0 && !this.stopped; turns = this.lanes.deal()) {
      let claimed: ClaimedSubmission[] = [];
      let failed = false;
      try {
        claimed = await this.claims.claim(turns, this.claimant);
      } catch (error) {
        failed = true;
        this.logger.warn(`Nothing can be claimed at the moment: ${String(error)}`);
      }
      for (const turn of turns) {
        const got = claimed.filter((claim) => claim.connectionId === turn.connectionId).length;
        if (failed) this.lanes.hint(turn);
        this.lanes.settle(turn, got);
      }
      for (const claim of claimed) this.carry(claim);
      if (failed) return void setTimeout(() => this.gather(0), AWAY_MS);
    }
  }

  /** Nothing is sent for what is too late, so it takes no slot; and no more is taken than ends. */
  private async endLate(): Promise<void> {
    try {
      for (let full = true; full && !this.stopped;) {
        const claimed = await this.claims.claimLate(LATE_BATCH, this.claimant);
        await Promise.all(claimed.map((claim) => this.run(claim)));
        full = claimed.length === LATE_BATCH;
      }
    } catch (error) {
      this.logger.warn(`What is too late cannot be ended at the moment: ${String(error)}`);
    }
  }

  private begin(claimed: readonly ClaimedSubmission[]): void {
    for (const claim of claimed) {
      this.lanes.begin(claim);
      this.carry(claim);
    }
  }

  private carry(claim: ClaimedSubmission): void {
    void this.run(claim).finally(() => {
      this.lanes.end(claim.connectionId);
      this.gather(GATHER_MS);
    });
  }

  /** Never rejects. */
  private run(claim: ClaimedSubmission): Promise<void> {
    const end = inSubmissionSpan(claim, () => this.runner.carry(claim))
      .then((more) => {
        if (more) this.hint(claim);
      })
      // Its lease runs out, and the sweeper has it looked into.
      .catch((error: unknown) => this.logger.error(`${claim.id} was left in the middle: ${String(error)}`))
      .finally(() => {
        this.running.delete(end);
      });
    this.running.set(end, claim);
    return end;
  }
}
