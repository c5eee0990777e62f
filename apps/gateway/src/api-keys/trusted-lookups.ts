import { problem } from '../http/problem';
import { FailedLookups } from './failed-lookups';

/** How long what was found is trusted without asking the database again: a revocation takes this long at most. */
const TRUST_MS = 5_000;
/** Far above the number of secrets in use at once; a bound, so that the map cannot grow for ever. */
const MAX_CACHED = 10_000;

interface Looked<T> {
  /** `null`: there is no such thing. */
  found: T | null;
  at: number;
}

/** What secrets open, found by the SHA-256 of each, remembered for a moment, and guarded against guessing. */
export class TrustedLookups<T extends { id: string }> {
  private readonly looked = new Map<string, Looked<T>>();
  /** Questions that are under way, by the secret's hash. */
  private readonly looking = new Map<string, Promise<T | null>>();
  private readonly failed = new FailedLookups();

  /** @param tooMany what an address is told that presented too many unknown ones */
  constructor(
    private readonly ask: (hash: Buffer) => Promise<T | null>,
    private readonly tooMany: string,
  ) {}

  /** @throws ProblemError RATE_LIMITED where the address presented too many unknown ones */
  async find(hash: Buffer, address: string, now: number): Promise<T | null> {
    const name = hash.toString('base64');
    const before = this.looked.get(name);
    if (before && now - before.at < TRUST_MS) return before.found;
    // Whoever had one that was found is not kept out by others behind the same address.
    const wait = before?.found ? 0 : this.failed.waitSeconds(address, now);
    if (wait > 0) throw problem.rateLimited(this.tooMany, { 'retry-after': String(wait) });
    const found = await (this.looking.get(name) ?? this.look(name, hash, now));
    // Each of those who asked together counts.
    if (found === null) this.failed.add(address, now);
    return found;
  }

  /** It was changed here: in this process at once, in the others once they no longer trust their copy. */
  forget(id: string): void {
    for (const [name, { found }] of this.looked) if (found?.id === id) this.looked.delete(name);
    // Whose secret is being looked up is not known yet.
    this.looking.clear();
  }

  /** One question serves all who present the same secret meanwhile. */
  private look(name: string, hash: Buffer, at: number): Promise<T | null> {
    const looking = this.ask(hash)
      .then((found) => {
        // Changed while it was looked up, it is not kept: what was read may be older.
        if (this.looking.get(name) === looking) this.remember(name, found, at);
        return found;
      })
      .finally(() => {
        if (this.looking.get(name) === looking) this.looking.delete(name);
      });
    this.looking.set(name, looking);
    return looking;
  }

  private remember(name: string, found: T | null, at: number): void {
    if (this.looked.size >= MAX_CACHED) this.looked.clear();
    this.looked.set(name, { found, at });
  }
}
