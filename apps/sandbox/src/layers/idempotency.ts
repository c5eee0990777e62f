import { createHash } from 'node:crypto';
import type { SimClock } from '../frame/clock';
import type { Slice } from '../frame/state-store';
import { envelope, LayersError } from './errors';
import { requestId } from './ids';
import type { LayersState } from './model';

/** What is sent: a status and the exact JSON text. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

const WINDOW_MS = 24 * 3600_000;

/**
 * Answers kept per (API key, endpoint, Idempotency-Key) for 24 hours and repeated verbatim; the same key
 * with another request is `409 IDEMPOTENCY_CONFLICT` (Layers docs, common patterns).
 */
export class IdempotencyRecords {
  /** The documentation is silent on repetitions in flight: they wait, and then read the kept answer. */
  private readonly running = new Map<string, Promise<Answer>>();

  constructor(
    private readonly state: Slice<LayersState>,
    private readonly clock: SimClock,
    private readonly keepRefusals: boolean,
  ) {}

  async once(address: string, request: unknown, run: () => Promise<Answer>): Promise<Answer> {
    const fingerprint = createHash('sha256').update(canonical(request)).digest('hex');
    await this.othersDone(address);
    const kept = this.state.value.kept[address];
    if (kept !== undefined && this.clock.steady() - kept.keptAtMs < WINDOW_MS) {
      if (kept.fingerprint === fingerprint) return { status: kept.status, body: kept.body };
      throw new LayersError(
        409,
        'IDEMPOTENCY_CONFLICT',
        'This Idempotency-Key was used with another request.',
      );
    }
    const work = this.execute(run);
    this.running.set(address, work);
    try {
      const answer = await work;
      if (this.isKept(answer.status)) {
        this.state.value.kept[address] = { fingerprint, ...answer, keptAtMs: this.clock.steady() };
      }
      return answer;
    } finally {
      this.running.delete(address);
    }
  }

  private async othersDone(address: string): Promise<void> {
    let other = this.running.get(address);
    while (other !== undefined) {
      await Promise.allSettled([other]);
      other = this.running.get(address);
    }
  }

  private async execute(run: () => Promise<Answer>): Promise<Answer> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof LayersError)) throw error;
      return { status: error.status, body: JSON.stringify(envelope(error, requestId())) };
    }
  }

  private isKept(status: number): boolean {
    return status < 400 || (this.keepRefusals && status < 500 && status !== 429);
  }
}

/** Key order does not make another body. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}
