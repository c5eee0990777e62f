import { CLUSTER_VARIABLE, removeCluster } from './cluster-folder';

export default async function tearDown(): Promise<void> {
  const folder = process.env[CLUSTER_VARIABLE];
  if (folder) await removeCluster(folder);
}
