import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';

export const spreadByRevision = defineRule({
  id: 'workload/spread-by-revision',
  severity: 'info',
  needs: [],
  holds:
    'A spread constraint counts the pods of each revision by themselves, by the hash label of the controller.',
  why: 'New pods otherwise make room around old ones: once those are gone, what is left is not spread.',
  sources: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#spread-constraint-definition',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const hash = HASHES[`${workload.node.group}/${workload.node.kind}`];
      if (hash === undefined) continue;
      for (const [index, constraint] of constraintsOf(workload).entries()) {
        const keys = constraint.matchLabelKeys ?? [];
        if (keys.includes(hash)) continue;
        yield {
          node: workload.node,
          pointer: `${workload.templatePointer}/spec/topologySpreadConstraints/${index}`,
          message: `The constraint over ${constraint.topologyKey} has matchLabelKeys [${keys.join(', ')}]; the revisions of a ${workload.node.kind} differ in ${hash}.`,
          fix: `Set matchLabelKeys: [${hash}].`,
        };
      }
    }
  },
});

const HASHES: Readonly<Record<string, string>> = {
  'apps/Deployment': 'pod-template-hash',
  'argoproj.io/Rollout': 'rollouts-pod-template-hash',
};

function constraintsOf({ template }: Workload) {
  return template.spec?.topologySpreadConstraints ?? [];
}
