/**
 * How fast simulated upstreams work: `compressed` for demos and tests, `real` as the vendors document,
 * `instant` without any wait: a post that is due is final at the next tick.
 */
export type Pace = 'compressed' | 'real' | 'instant';

export const PACES: readonly Pace[] = ['compressed', 'real', 'instant'];

/** One waiting time in both paces, in milliseconds. */
export interface PacedDelay {
  readonly realMs: number;
  readonly compressedMs: number;
}

/**
 * The upstreams' clock: wall-clock time, plus whatever an operator skipped with `POST /_sandbox/clock`, plus
 * how far it is set wrong. What is told, compared and signed uses `now`; what merely lasts uses `steady`.
 */
export class SimClock {
  private offsetMs = 0;
  private wrongByMs = 0;
  private readonly startedAt = Date.now();

  /**
   * @param speed divides compressed delays only, so that tests can run faster than a demo
   * @param frozen time moves by `advance` alone, so that a slow machine sees the same stages as a fast one
   */
  constructor(
    readonly pace: Pace,
    private readonly speed = 1,
    private readonly frozen = false,
  ) {}

  /** What the upstreams take for the time: epoch milliseconds. */
  now(): number {
    return this.steady() + this.wrongByMs;
  }

  /** Milliseconds that only ever run forward, whatever the upstreams take for the time. */
  steady(): number {
    return (this.frozen ? this.startedAt : Date.now()) + this.offsetMs;
  }

  /** When it will be that time by the upstreams' clock, on the steady one; as of now, for skew changes it. */
  steadyAt(timeMs: number): number {
    return timeMs - this.wrongByMs;
  }

  /** ISO-8601 in UTC with milliseconds. */
  iso(atMs = this.now()): string {
    return new Date(atMs).toISOString();
  }

  /** Milliseconds that this wait takes at the sandbox's pace. */
  delay(wait: PacedDelay): number {
    return this.pace === 'instant' ? 0 : this.backoff(wait);
  }

  /** A wait before another try of something that failed: never nothing, or all tries would be used up at once. */
  backoff({ realMs, compressedMs }: PacedDelay): number {
    return this.pace === 'real' ? realMs : compressedMs / this.speed;
  }

  advance(ms: number): void {
    this.offsetMs += ms;
  }

  get skippedMs(): number {
    return this.offsetMs;
  }

  get skewMs(): number {
    return this.wrongByMs;
  }

  /** Sets the upstreams' clock wrong by so many milliseconds; 0 = right. */
  skew(ms: number): void {
    this.wrongByMs = ms;
  }

  restore({ skippedMs, skewMs }: { readonly skippedMs: number; readonly skewMs: number }): void {
    this.offsetMs = skippedMs;
    this.wrongByMs = skewMs;
  }
}
