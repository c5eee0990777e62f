/**
 * Groups and tests of what a descriptor denies. They are left out rather than marked as skipped: nothing is owed there,
 * and a gate that counts skipped tests shall count only what somebody switched off.
 */

type Group = (name: string, body: () => void) => void;
type Single = (name: string, body: (() => void) | (() => Promise<void>), timeoutMs?: number) => void;

export const describeIf = (has: boolean): Group => (has ? describe : () => undefined);

export const itIf = (has: boolean): Single => (has ? it : () => undefined);
