const DEADLINE_MS = 15_000;

/** Looks again and again until it is so; throws when it takes too long, so that nothing spins behind a failed test. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const endsAt = Date.now() + DEADLINE_MS;
  while (!(await isSo())) {
    if (Date.now() > endsAt) throw new Error(`Not so after ${DEADLINE_MS} ms.`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
