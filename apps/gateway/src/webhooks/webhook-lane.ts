import type { LaneClaim } from './webhook-claims.repository';
import type { FannedOut, HeldLane } from './webhook-lanes.repository';
import { FAILING_AFTER, type SocketUse } from './webhook-lane-policy';
import type { RecordedAttempt } from './webhook-recorder.repository';

/** An endpoint that takes longer is slow, and shares with others that are. */
const SLOW_MS = 2_000;
/** How much the latest answer counts. */
const WEIGHT = 0.3;

/** What a worker keeps in memory of an endpoint that it holds. */
export class WebhookLane {
  readonly endpointId: string;
  readonly workspaceId: string;
  failures: number;
  catchesUp: boolean;
  /** The log may hold something new. */
  news = true;
  /** Something may be due. */
  due = true;
  /** A person waits: rests do not count. */
  probes = false;
  /** When something is due next, by `performance.now()`; `null`: nothing waits for its time. */
  dueAt: number | null = null;
  readonly inFlight = new Map<string, number>();
  /** When it last had something to do. */
  private usedAt = performance.now();
  /** When some of what waits was brought forward last. */
  broughtAt = 0;
  private restsUntil = 0;
  private answersMs = 0;

  constructor({ endpointId, workspaceId, failures, catchesUp }: HeldLane) {
    this.endpointId = endpointId;
    this.workspaceId = workspaceId;
    this.failures = failures;
    this.catchesUp = catchesUp;
  }

  get use(): SocketUse {
    return {
      inFlight: this.inFlight.size,
      failing: this.failures >= FAILING_AFTER,
      slow: this.isSlow(),
    };
  }

  /** Whether there may be something to send by now. */
  wishes(now: number): boolean {
    return now >= this.restsUntil && (this.due || (this.dueAt !== null && now >= this.dueAt));
  }

  /** The log was looked at. */
  looked({ made, more, tests }: FannedOut): void {
    this.usedAt = performance.now();
    if (made > 0) this.due = true;
    if (more) this.news = true;
    if (tests) this.probes = true;
  }

  /** @param free how many deliveries it could have had */
  claimed({ deliveries, failures, catchesUp, nextInMs }: LaneClaim, free: number): void {
    this.failures = failures;
    this.catchesUp ||= catchesUp;
    this.probes = false;
    this.due ||= deliveries.length >= free;
    this.dueAt = nextInMs === null ? null : performance.now() + nextInMs;
  }

  begin(deliveryId: string): void {
    this.usedAt = performance.now();
    this.inFlight.set(deliveryId, this.usedAt);
  }

  answered(durationMs: number, written: RecordedAttempt | null): void {
    this.answersMs += WEIGHT * (durationMs - this.answersMs);
    if (written === null) return;
    this.failures = written.failures;
    this.catchesUp ||= written.catchesUp;
  }

  end(deliveryId: string): void {
    this.inFlight.delete(deliveryId);
    this.usedAt = performance.now();
    this.due = true;
  }

  /** Some of what waits for a later try is due now. */
  brought(more: boolean): void {
    this.broughtAt = performance.now();
    this.catchesUp = more;
    this.due = true;
  }

  /** Nothing is begun for so long. */
  rest(ms: number): void {
    this.restsUntil = performance.now() + ms;
  }

  /** Whether it has had nothing to do for a while, and will have nothing for a while. */
  isIdle(forMs: number): boolean {
    const now = performance.now();
    return (
      this.inFlight.size === 0 &&
      !this.news &&
      !this.due &&
      !this.catchesUp &&
      now - this.usedAt > forMs &&
      (this.dueAt === null || this.dueAt - now > forMs)
    );
  }

  /** One that hangs is known before its time-out. */
  private isSlow(): boolean {
    if (this.answersMs > SLOW_MS) return true;
    const [oldest] = this.inFlight.values();
    return oldest !== undefined && performance.now() - oldest > SLOW_MS;
  }
}
