import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** More connections than this do not hang at once; the oldest is let go. */
const MOST_HELD = 500;

/** Connections on which nothing is answered: until the caller hangs up, or their time is over. */
export class HeldConnections {
  private readonly releases = new Set<() => void>();

  async hold(socket: Socket, forMs: number): Promise<void> {
    if (socket.destroyed) return;
    await new Promise<void>((resolve) => {
      const release = () => {
        clearTimeout(timer);
        socket.off('close', release);
        this.releases.delete(release);
        resolve();
      };
      const timer = setTimeout(release, forMs);
      timer.unref();
      socket.once('close', release);
      this.releases.add(release);
      const [oldest] = this.releases;
      if (this.releases.size > MOST_HELD) oldest?.();
    });
  }
}

const DRIPS = 20;

/** The whole text, in some twenty pieces spread over that time. */
export function drip(text: string, overMs: number): Readable {
  const bytes = Buffer.from(text);
  const size = Math.max(1, Math.ceil(bytes.length / DRIPS));
  const count = Math.ceil(bytes.length / size);
  const hungUp = new AbortController();
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let index = 0; index < count; index += 1) {
      yield bytes.subarray(index * size, (index + 1) * size);
      await sleep(overMs / count, undefined, { signal: hungUp.signal, ref: false });
    }
  }
  const readable = Readable.from(pieces(), { objectMode: false });
  readable.once('close', () => hungUp.abort());
  return readable;
}

/** The first half, and then the end of the connection although more was announced. */
export function truncate(text: string, socket: Socket): Readable {
  const bytes = Buffer.from(text);
  let isSent = false;
  return new Readable({
    read() {
      if (isSent) return;
      isSent = true;
      this.push(bytes.subarray(0, Math.ceil(bytes.length / 2)));
      // Once the piece is with the kernel, and in order, so that it still arrives.
      setImmediate(() => socket.destroySoon());
    },
  });
}
