import { pause } from './deadline';
import { WaitTimeoutError } from './errors';
import { isPassing } from './retry-policy';

export interface WaitOptions<Group> {
  /** Default 600,000. A group that is scheduled for later needs more. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Told of the group as first read, and of every version after. */
  onChange?: (group: Group) => void;
}

interface Watched {
  id: string;
  status: string;
  version: number;
}

/** What waiting needs of the API. */
export interface Watch<Group extends Watched> {
  /** Within the time that is left. */
  read: (signal: AbortSignal, leftMs: number) => Promise<Group>;
  /** Calls `wake` whenever something may have happened to the group; returns when the stream is of no use. */
  listen: (wake: () => void, signal: AbortSignal) => Promise<void>;
}

const TIMEOUT_MS = 600_000;
const FIRST_POLL_MS = 500;
/** Without a stream, and with one: an event may be lost, but never the group's end. */
const POLL_MS = 5_000;
const FLOOR_MS = 15_000;
/** A group of many posts changes many times a second. */
const LEAST_MS = 200;

/** All that a group can end as; `core` decides, and a test of the gateway compares. */
export const FINAL_GROUP_STATUSES: readonly string[] = [
  'published',
  'handed_off',
  'partially_published',
  'failed',
  'canceled',
];

export const isFinalStatus = (status: string): boolean => FINAL_GROUP_STATUSES.includes(status);

/**
 * Reads the group until its status is final: at once when an event tells of it, and every few seconds in any
 * case.
 *
 * @throws WaitTimeoutError with the group as last read, what a read is refused with, or the signal's reason
 */
export async function waitUntilFinal<Group extends Watched>(
  watch: Watch<Group>,
  options: WaitOptions<Group> = {},
): Promise<Group> {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const endsAt = Date.now() + timeoutMs;
  const ending = new AbortController();
  const forward = () => ending.abort(options.signal?.reason);
  options.signal?.throwIfAborted();
  options.signal?.addEventListener('abort', forward, { once: true });
  const bell = new Bell();
  const read = () => watch.read(ending.signal, Math.max(1, endsAt - Date.now()));
  let last = await reading(read);
  try {
    if (last !== null) options.onChange?.(last);
    if (last !== null && isFinalStatus(last.status)) return last;
    const listening = listen(watch, bell, ending.signal);
    for (let polls = 1; ; polls += 1) {
      const left = endsAt - Date.now();
      if (left <= 0) throw new WaitTimeoutError(`Not final within ${timeoutMs} ms${asIs(last)}.`, last);
      const patience = listening.live ? FLOOR_MS : Math.min(POLL_MS, FIRST_POLL_MS * 1.5 ** polls);
      await bell.wait(Math.min(patience, left), ending.signal);
      const group = await reading(read);
      if (group === null) continue;
      if (group.version !== last?.version) options.onChange?.(group);
      last = group;
      if (isFinalStatus(group.status)) return group;
    }
  } finally {
    options.signal?.removeEventListener('abort', forward);
    ending.abort(new Error('The wait is over.'));
  }
}

/** Null where the gateway is away for now: it is asked again until the time is over. */
async function reading<Group>(read: () => Promise<Group>): Promise<Group | null> {
  try {
    return await read();
  } catch (error) {
    if (isPassing(error)) return null;
    throw error;
  }
}

const asIs = (group: Watched | null) => (group === null ? '' : `; the group ${group.id} is ${group.status}`);

function listen<Group extends Watched>(
  watch: Watch<Group>,
  bell: Bell,
  signal: AbortSignal,
): { live: boolean } {
  const state = { live: false };
  const wake = () => {
    state.live = true;
    bell.ring();
  };
  // A stream that cannot be had (no such path, a scope too few) is no failure: polling goes on without it.
  void watch.listen(wake, signal).then(
    () => (state.live = false),
    () => (state.live = false),
  );
  return state;
}

/** Remembers that it rang while nobody waited. */
class Bell {
  private rung = false;
  private answer: (() => void) | null = null;

  ring(): void {
    this.rung = true;
    this.answer?.();
  }

  async wait(ms: number, signal: AbortSignal): Promise<void> {
    await pause(Math.min(LEAST_MS, ms), signal);
    if (!this.rung) {
      const patience = new AbortController();
      const stop = () => patience.abort(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
      this.answer = () => patience.abort(RANG);
      try {
        await pause(ms, patience.signal);
      } catch (reason) {
        if (reason !== RANG) throw reason;
      } finally {
        this.answer = null;
        signal.removeEventListener('abort', stop);
      }
    }
    this.rung = false;
  }
}

const RANG = new Error('It rang.');
