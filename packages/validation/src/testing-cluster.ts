import { readManifests } from '@fleetwright/manifests';
import type { ClusterFile, EnvironmentFile } from '@fleetwright/model-service';
import type { AnyClusterRule } from './cluster-rule.ts';
import { ResourceGraph } from './graph/resource-graph.ts';

/** `<kind>/<name> in <file> <pointer>: <message>` of every breach of a cluster rule by sets of YAML, named by file. */
export function judgeCluster(
  { collect, judge }: AnyClusterRule,
  sets: Readonly<Record<string, string>>,
  cluster?: { cluster: ClusterFile; environment: EnvironmentFile },
): string[] {
  const facts = Object.entries(sets).flatMap(([file, yaml]) => {
    const graph = new ResourceGraph({ manifests: readManifests(file, yaml).manifests });
    return [...collect({ graph, complete: true })];
  });
  // What is remembered between two runs is JSON.
  const kept = JSON.parse(JSON.stringify(facts)) as typeof facts;
  return [...judge(kept, cluster)].map(
    ({ place, message }) => `${place.resource} in ${place.file} ${place.pointer}: ${message}`,
  );
}
