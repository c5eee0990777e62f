/** Where the bytes of stored media are. One interface, so that nobody else knows of disks and buckets. */
import type { Readable } from 'node:stream';

/** Injection token of the one `MediaStore`. */
export const MEDIA_STORE = Symbol('MediaStore');

export interface ByteRange {
  /** First byte. */
  start: number;
  /** Last byte, included. */
  end: number;
}

/** Keys are made by `storageKey`; each is written once. */
export interface MediaStore {
  /**
   * Writes whole or not at all: a failure leaves nothing that `size` would find. Holds a few MiB at most.
   *
   * @throws StoreRefusedError where nothing came to be, so that there is nothing to remove either
   */
  write(key: string, contentType: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Bytes of the file; `null` where there is none. */
  size(key: string): Promise<number | null>;
  /** The file or a part of it. Rejects where there is none. */
  read(key: string, range?: ByteRange): Promise<Readable>;
  /** Removes the file and whatever an interrupted `write` of it left; no error where there is nothing. */
  remove(key: string): Promise<void>;
  /** An address under which anybody can fetch the file for so long; `null` where the store has none for everybody. */
  address(key: string, seconds: number): Promise<string | null>;
  /** Lets go of connections. */
  close(): void;
}

/** The store answers, but lets the gateway do nothing: its settings are wrong. */
export class StoreRefusedError extends Error {
  override readonly name = 'StoreRefusedError';

  constructor(
    /** The store's own word. */
    readonly reason: string,
    cause: unknown,
  ) {
    super(`The media store refuses the gateway: ${reason}.`, { cause });
  }
}

const KEY = /^[0-9a-z]{2}\/med_[0-9a-z]{26}\.[0-9a-z]{2,5}$/;

/** By the last characters of the id, which are random: a thousand folders of equal size. */
export function storageKey(mediaId: string, extension: string): string {
  const key = `${mediaId.slice(-2)}/${mediaId}.${extension}`;
  if (!KEY.test(key)) throw new Error(`${key} is no key of a medium.`);
  return key;
}
