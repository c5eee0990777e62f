import { CLUSTER_VARIABLE, newClusterFolderName, removeAbandonedClusters } from './cluster-folder';

/** The cluster starts with the first suite that asks for a database; most runs of a single file need none. */
export default async function setUp(): Promise<void> {
  await removeAbandonedClusters();
  process.env[CLUSTER_VARIABLE] = newClusterFolderName();
}
