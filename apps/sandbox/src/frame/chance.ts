/** FNV-1a, 32 bit: turns names into seeds. */
export function seedFrom(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

const STEP = 0x6d2b79f5;

/** The n-th number (from 0) of the mulberry32 sequence with this seed: 0 ≤ x < 1. Kept as a count, not as a state. */
export function drawAt(seed: number, count: number): number {
  let mixed = (seed + Math.imul(count + 1, STEP)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
