import { setTimeout as delay } from 'node:timers/promises';
import { hasErrorCode } from './embedded-postgres-error';
import { isAlive, runningServer } from './embedded-postgres-process';

const FAST_MS = 20_000;
const POLL_MS = 10;

/**
 * Ends the server of this cluster, whoever started it, and waits until it is gone. Fast shutdown: open
 * transactions are rolled back, everything committed is on disk. Nothing happens when none runs.
 */
export async function stopServer(cluster: string): Promise<void> {
  const server = runningServer(cluster);
  if (server === null) return;
  // SIGINT asks for a fast shutdown, SIGQUIT for one without the farewell; the next start repairs that.
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    signalServer(server.pid, signal);
    const deadline = Date.now() + FAST_MS;
    while (Date.now() < deadline) {
      if (!isAlive(server.pid)) return;
      await delay(POLL_MS);
    }
  }
}

function signalServer(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!hasErrorCode(error, 'ESRCH')) throw error;
  }
}
