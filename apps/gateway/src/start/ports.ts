import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { StartError } from './start-error';

export interface NeededPort {
  port: number;
  host: string;
  /** The setting that chooses it. */
  setting: 'PORT' | 'SANDBOX_PORT';
  /** What will listen there. */
  purpose: string;
}

const TRY_AGAIN_MS = 200;

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/**
 * Resolves when all of them can be listened on.
 *
 * @param patienceMs how long processes that are ending may take to let go of them
 * @param hint what the reader may know of the other program; a sentence, or empty
 * @param tell called once, where that patience is needed
 * @throws StartError naming the first one that cannot
 */
export async function requirePorts(
  needed: readonly NeededPort[],
  { patienceMs, hint, tell }: { patienceMs: number; hint: string; tell: (port: number) => void },
): Promise<void> {
  const until = Date.now() + patienceMs;
  let told = false;
  for (const one of needed) {
    let problem = await problemOf(one);
    while (problem === 'EADDRINUSE' && Date.now() < until) {
      if (!told) tell(one.port);
      told = true;
      await wait(TRY_AGAIN_MS);
      problem = await problemOf(one);
    }
    if (problem !== null) throw new StartError(sentence(one, problem, hint));
  }
}

/** The system's code where nothing can listen there, else null. */
function problemOf({ port, host }: NeededPort): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}

function sentence({ port, host, setting, purpose }: NeededPort, problem: string, hint: string): string {
  const another = `set ${setting} to another one, for example: ${setting}=${port + 10} npm start`;
  switch (problem) {
    case 'EADDRINUSE':
      return `Port ${port}, where ${purpose} shall listen, is taken. ${hint}Free it, or ${another}`;
    case 'EACCES':
      return `Port ${port}, where ${purpose} shall listen, may not be used by this user; ${another}`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}, where ${purpose} shall listen. Change HOST.`;
    default:
      return `Nothing can listen on port ${port} of ${host}, where ${purpose} shall: ${problem}.`;
  }
}
