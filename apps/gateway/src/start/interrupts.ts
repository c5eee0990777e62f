/** npm passes a signal on that the terminal has sent to all already; that echo is no second wish. */
const ECHO_MS = 700;

/**
 * Listens to Ctrl-C and its like. Each listener is called once, in turn: the first for the first signal, the
 * next for the next.
 */
export function onInterrupts(listeners: readonly ((signal: NodeJS.Signals) => void)[]): void {
  let heard = 0;
  let quietUntil = 0;
  const take = (signal: NodeJS.Signals) => {
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + ECHO_MS;
    listeners[heard++]?.(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, take);
}
