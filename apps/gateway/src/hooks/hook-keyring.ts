import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { type HookKeys, HookKeysReader } from '../connections/hook-keys';
import { isDatabaseUnreachable } from '../database/database-errors';
import { asGateway } from '../http/request-context';

/** Older than this they are read again, while they are still used; */
const FRESH_MS = 1_000;
/** and older than this they are not used. */
const STALE_MS = 2_000;
/** Between two statements: however many forged or misdirected hooks come, the database is asked so often. */
const PAUSE_MS = 50;
/** Connections that one statement asks for, and that may wait for the next one. */
const MOST = 500;
/** A bound on memory. */
const MOST_KEPT = 10_000;

/** So many others wait already that this one is not looked for. */
export class KeyringBusyError extends Error {
  override readonly name = 'KeyringBusyError';
}

interface Known {
  /** `null`: there is no such connection. */
  keys: HookKeys | null;
  /** Own monotonic clock, before they were read. */
  at: number;
}

interface Wish {
  promise: Promise<Known>;
  resolve: (known: Known) => void;
  reject: (reason: unknown) => void;
}

/** Knows the secrets of connections that get hooks, at most two seconds old. */
@Injectable()
export class HookKeyring implements OnApplicationShutdown {
  private readonly logger = new Logger('Hooks');
  private readonly known = new Map<string, Known>();
  private wishes = new Map<string, Wish>();
  private timer: NodeJS.Timeout | null = null;
  private asking = false;
  private askedAt = -Infinity;

  constructor(private readonly reader: HookKeysReader) {}

  onApplicationShutdown(): void {
    if (this.timer !== null) clearTimeout(this.timer);
  }

  /** @returns `null` where there is no such connection. @throws KeyringBusyError */
  async find(connectionId: string): Promise<HookKeys | null> {
    const known = this.known.get(connectionId);
    const age = known === undefined ? Infinity : performance.now() - known.at;
    if (known === undefined || age > STALE_MS) return (await this.wish(connectionId)).keys;
    if (age > FRESH_MS) this.refresh(connectionId);
    return known.keys;
  }

  /** As they are after now: somebody may have changed them since they were read. @throws KeyringBusyError */
  async findAnew(connectionId: string): Promise<HookKeys | null> {
    return (await this.wish(connectionId)).keys;
  }

  private refresh(connectionId: string): void {
    if (this.wishes.has(connectionId) || this.wishes.size >= MOST) return;
    this.wish(connectionId).catch((error: unknown) => {
      // Whoever comes when they are too old hears of it.
      if (!isDatabaseUnreachable(error)) this.logger.error({ msg: 'Secrets cannot be read.', err: error });
    });
  }

  private wish(connectionId: string): Promise<Known> {
    const joined = this.wishes.get(connectionId);
    if (joined) return joined.promise;
    if (this.wishes.size >= MOST) return Promise.reject(new KeyringBusyError('Too many hooks wait.'));
    const wish = makeWish();
    this.wishes.set(connectionId, wish);
    this.plan();
    return wish.promise;
  }

  private plan(): void {
    if (this.timer !== null || this.asking || this.wishes.size === 0) return;
    const pause = Math.max(0, this.askedAt + PAUSE_MS - performance.now());
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.ask();
    }, pause);
  }

  private async ask(): Promise<void> {
    const wishes = this.wishes;
    this.wishes = new Map();
    this.asking = true;
    const at = performance.now();
    this.askedAt = at;
    try {
      const found = await asGateway(() => this.reader.read([...wishes.keys()]));
      if (this.known.size > MOST_KEPT) this.known.clear();
      for (const [id, { resolve }] of wishes) {
        const known = { keys: found.get(id) ?? null, at };
        this.known.set(id, known);
        resolve(known);
      }
    } catch (error) {
      for (const { reject } of wishes.values()) reject(error);
    }
    this.asking = false;
    this.plan();
  }
}

function makeWish(): Wish {
  const wish: Partial<Wish> = {};
  wish.promise = new Promise<Known>((resolve, reject) => Object.assign(wish, { resolve, reject }));
  return wish as Wish;
}
