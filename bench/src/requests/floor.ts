import { join } from 'node:path';
import { Child } from '../stack/child';
import { freePort, profileFlags, type Stack } from '../stack/stack';

export interface Server {
  name: 'floor' | 'gateway';
  url: string;
  child: Child;
}

/** The floor as a process of its own, on the gateway's database and tables. */
export async function startFloor({ databaseUrl, dataDir }: Stack, profileDir: string): Promise<Server> {
  const port = await freePort();
  const child = await Child.start({
    name: 'floor',
    script: join(__dirname, 'floor-server.js'),
    args: [databaseUrl, String(port)],
    nodeArgs: profileFlags(profileDir),
    env: {},
    logFile: join(dataDir, 'floor.log'),
    ready: (log) => log.includes('The floor listens.'),
  });
  return { name: 'floor', url: `http://127.0.0.1:${port}`, child };
}
