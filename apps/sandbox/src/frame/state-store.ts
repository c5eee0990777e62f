import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A named part of the state. `value` is plain JSON, mutated in place; always read it through the slice. */
export interface Slice<T> {
  value: T;
}

/** Something computed from a slice, anew only when the state was reset; who changes the state keeps it true. */
export function derivedFrom<S, T>(slice: Slice<S>, build: (state: S) => T): () => T {
  let from: S | undefined;
  let built: T | undefined;
  return () => {
    if (built === undefined || from !== slice.value) {
      from = slice.value;
      built = build(from);
    }
    return built;
  };
}

const DEBOUNCE_MS = 20;

/**
 * Everything the sandbox must still know after `kill -9`, as one JSON file.
 *
 * The file is replaced by rename, so a reader never sees half of it; a kill needs no fsync because the
 * kernel keeps what the process has written.
 */
export class StateStore {
  private readonly slices = new Map<string, { slice: Slice<unknown>; seed: () => unknown }>();
  private readonly saved: Record<string, unknown>;
  private timer: NodeJS.Timeout | null = null;

  /** @param file null keeps the state in memory only */
  constructor(private readonly file: string | null) {
    this.saved = file === null ? {} : readState(file);
  }

  /** The slice of that name, from the file or freshly seeded. Call once per name. */
  slice<T>(name: string, seed: () => T): Slice<T> {
    const slice: Slice<T> = { value: name in this.saved ? withSeeds(this.saved[name] as T, seed()) : seed() };
    this.slices.set(name, { slice, seed });
    return slice;
  }

  /** Something changed outside a request: it is written within 20 ms. */
  touch(): void {
    if (this.file === null || this.timer !== null) return;
    this.timer = setTimeout(() => this.flush(), DEBOUNCE_MS);
    this.timer.unref();
  }

  /** Writes now, before anybody is told of the change. */
  flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.file === null) return;
    const pending = `${this.file}.${process.pid}.tmp`;
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(pending, JSON.stringify(this.snapshot()));
    renameSync(pending, this.file);
  }

  /** All slices by name; the admin endpoint shows it. */
  snapshot(): Record<string, unknown> {
    return Object.fromEntries([...this.slices].map(([name, { slice }]) => [name, slice.value]));
  }

  /** Back to the seeds. */
  reset(): void {
    for (const { slice, seed } of this.slices.values()) slice.value = seed();
    this.flush();
  }
}

/** A file of an older sandbox lacks members that were added since: those start as seeded. */
function withSeeds<T>(saved: T, seed: T): T {
  if (!isRecord(saved) || !isRecord(seed)) return saved;
  return { ...seed, ...saved };
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readState(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw new Error(`The sandbox state file ${file} is not JSON; move it away to start afresh.`, { cause });
  }
}
