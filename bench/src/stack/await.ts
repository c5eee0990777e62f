import { setTimeout as pause } from 'node:timers/promises';

/** Asks every `everyMs` until it is so; answers whether it came to be in time. */
export async function becomes(
  condition: () => Promise<boolean>,
  withinMs: number,
  everyMs = 250,
): Promise<boolean> {
  const until = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > until) return false;
    await pause(everyMs);
  }
  return true;
}

export async function sleepUntil(time: number): Promise<void> {
  const left = time - Date.now();
  if (left > 0) await pause(left);
}
