import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ByteRange, MediaStore } from './media-store';

/** Files under one folder, which API and workers must share. */
export class DiskMediaStore implements MediaStore {
  constructor(private readonly folder: string) {}

  async write(key: string, _contentType: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const path = this.pathOf(key);
    await mkdir(dirname(path), { recursive: true });
    try {
      await pipeline(Readable.from(bytes), createWriteStream(partOf(path), { flush: true, mode: 0o640 }));
      await rename(partOf(path), path);
      await flushFolder(dirname(path));
    } catch (error) {
      await this.remove(key);
      throw error;
    }
  }

  async size(key: string): Promise<number | null> {
    try {
      return (await stat(this.pathOf(key))).size;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    const stream = createReadStream(this.pathOf(key), range);
    await new Promise<void>((resolve, reject) => {
      stream.once('open', () => resolve()).once('error', reject);
    });
    return stream;
  }

  async remove(key: string): Promise<void> {
    const path = this.pathOf(key);
    await rm(partOf(path), { force: true });
    await rm(path, { force: true });
  }

  address(): Promise<null> {
    return Promise.resolve(null);
  }

  close(): void {
    // Nothing is kept open between two calls.
  }

  private pathOf(key: string): string {
    return join(this.folder, key);
  }
}

/** Derived from the key alone, so that what a crash left is found again by it. */
function partOf(path: string): string {
  return `${path}.part`;
}

/** A new name is durable only once its folder is. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
