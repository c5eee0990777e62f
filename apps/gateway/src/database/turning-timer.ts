/** A stall takes one of them at most. */
const SLICES = 6;

/**
 * Runs `late` after `ms` in which the event loop turned. A process that was kept from its loop (one long
 * computation, a machine without a free core) finds its timers due before it has read what came in meanwhile:
 * an ordinary time-out would then blame the other side for our own standstill.
 *
 * @returns takes it back
 */
export function afterTurning(ms: number, late: () => void): () => void {
  let left = SLICES;
  let timer: NodeJS.Timeout;
  let turn: NodeJS.Immediate | undefined;
  const begin = () => {
    timer = setTimeout(() => {
      // By then the loop has read what lay there.
      turn = setImmediate(() => {
        left -= 1;
        if (left === 0) late();
        else begin();
      });
    }, ms / SLICES);
  };
  begin();
  return () => {
    clearTimeout(timer);
    clearImmediate(turn);
  };
}
