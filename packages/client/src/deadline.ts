import { TimeoutError } from './errors';

/** The time that a call has in all, and the caller's wish to end it. */
export class Deadline {
  private readonly endsAt: number;

  constructor(
    private readonly totalMs: number,
    private readonly signal: AbortSignal | undefined,
  ) {
    signal?.throwIfAborted();
    this.endsAt = Date.now() + totalMs;
  }

  get remainingMs(): number {
    return this.endsAt - Date.now();
  }

  /** @throws the signal's reason */
  pause(ms: number): Promise<void> {
    return pause(ms, this.signal);
  }

  /**
   * Runs one try with a signal that ends it after its own time, at the deadline, or with the caller's signal.
   *
   * @throws TimeoutError, the signal's reason, or what the work throws
   */
  async limit<T>(tryMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.signal?.throwIfAborted();
    const ending = new AbortController();
    const forward = () => ending.abort(this.signal?.reason);
    const ms = Math.max(0, Math.min(tryMs, this.remainingMs));
    const timer = setTimeout(() => ending.abort(this.timeout(ms)), ms);
    this.signal?.addEventListener('abort', forward, { once: true });
    try {
      return await work(ending.signal);
    } catch (error) {
      throw ending.signal.aborted ? ending.signal.reason : error;
    } finally {
      clearTimeout(timer);
      this.signal?.removeEventListener('abort', forward);
    }
  }

  private timeout(ms: number): TimeoutError {
    const whole = ms < this.totalMs && this.remainingMs <= 0 ? ` (${this.totalMs} ms in all)` : '';
    return new TimeoutError(`No reply within ${Math.round(ms)} ms${whole}.`);
  }
}

/** @throws the signal's reason */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
