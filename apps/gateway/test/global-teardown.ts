import { rmSync } from 'node:fs';

export default async function tearDown(): Promise<void> {
  const cluster = globalThis.posternTestCluster;
  if (cluster === undefined) return;
  await cluster.server.stop();
  rmSync(cluster.dir, { recursive: true, force: true });
}
