import type { ClusterFile, ModelServiceFile } from '@fleetwright/model-service';

/** Whether a service runs on a cluster: by name, by labels, or everywhere when it does not say. */
export function isPlaced(service: ModelServiceFile, cluster: ClusterFile): boolean {
  const { clusters, clusterSelector } = service.spec.placement ?? {};
  if (clusters !== undefined && !clusters.includes(cluster.metadata.name)) return false;
  const labels = cluster.metadata.labels ?? {};
  return Object.entries(clusterSelector?.matchLabels ?? {}).every(
    ([key, value]) => Object.hasOwn(labels, key) && labels[key] === value,
  );
}
