/** Samples that are kept; the oldest ones say nothing that a bound of seconds asks for. */
const KEPT = 600;

/**
 * How old what a replica shows may be, by this process's own clock.
 *
 * The primary is asked now and then how far its log has got, the replica how far it has repeated it: what the primary had
 * written by a moment whose place in the log the replica has passed, the replica shows. The time of the last transaction
 * that it repeated would not do: it grows while nobody writes, and is by another machine's clock.
 */
export class ReplicaAge {
  private readonly written: { at: number; place: number }[] = [];
  private shownUntil = -Infinity;

  /** The primary had written up to `place` at the moment `at`, which is before the question was put. */
  wrote(place: number, at: number): void {
    this.written.push({ at, place });
    this.written.splice(0, this.written.length - KEPT);
  }

  repeated(place: number): void {
    while (this.written[0] !== undefined && this.written[0].place <= place) {
      this.shownUntil = this.written[0].at;
      this.written.shift();
    }
  }

  /** It is no replica just now, or cannot be asked. */
  lost(): void {
    this.shownUntil = -Infinity;
  }

  /** Milliseconds; infinite where nothing is known. */
  at(now: number): number {
    return now - this.shownUntil;
  }
}
