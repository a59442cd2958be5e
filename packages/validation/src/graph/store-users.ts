import type { ClusterFile } from '@fleetwright/model-service';
import type { ResourceGraph } from './resource-graph.ts';
import type { Workload } from './workload.ts';

/** A workload whose pods read a model store themselves. */
export interface StoreUser {
  workload: Workload;
  /** Name of the store in the cluster's file. */
  store: string;
  /** JSON pointer of the container that names the bucket. */
  pointer: string;
}

/** The workloads whose containers name the bucket of a store; volumes are the kubelet's business. */
export function storeUsers(graph: ResourceGraph, { spec }: ClusterFile): StoreUser[] {
  const buckets = Object.entries(spec.modelStores).flatMap(([store, { uri }]) => {
    const [, scheme, rest = ''] = /^([a-z0-9]+):\/\/(.+)$/.exec(uri) ?? [];
    return scheme === undefined || ['oci', 'pvc'].includes(scheme) ? [] : [{ store, bucket: rest }];
  });
  return graph.workloads.flatMap((workload) =>
    buckets.flatMap(({ store, bucket }) => {
      const user = workload.containers.find(({ container }) =>
        [...(container.command ?? []), ...(container.args ?? [])].some((word) =>
          namesBucket(String(word), bucket),
        ),
      );
      return user === undefined ? [] : [{ workload, store, pointer: user.pointer }];
    }),
  );
}

// s3://bucket/path, or remote:bucket/path as rclone writes it.
function namesBucket(word: string, bucket: string): boolean {
  const at = word.indexOf(bucket);
  if (at < 0) return false;
  const [before, after] = [word[at - 1], word[at + bucket.length]];
  return (before === undefined || '/:='.includes(before)) && (after === undefined || after === '/');
}
