const NOTE_EVERY_MS = 60_000;
/** A bound, so that the map cannot grow for ever. */
const MAX_NOTED = 10_000;

/** Notes when something was last used, at most once a minute each, beside the request and not in its way. */
export class NotedUses {
  private readonly notedAt = new Map<string, number>();

  constructor(private readonly write: (id: string) => Promise<void>) {}

  note(id: string, now: number): void {
    if (now - (this.notedAt.get(id) ?? 0) < NOTE_EVERY_MS) return;
    if (this.notedAt.size >= MAX_NOTED) this.notedAt.clear();
    this.notedAt.set(id, now);
    this.write(id).catch(() => {
      // Nothing depends on it: the next use tries again.
      this.notedAt.delete(id);
    });
  }
}
