import { ulid } from 'ulid';

/** A fresh ULID. Nothing hangs on its being unguessable, and the library's own randomness costs a system call a letter. */
export function rowId(): string {
  return ulid(undefined, Math.random);
}
