import { nearestName } from '@fleetwright/findings';
import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';

export const spreadKeysExist = defineRule({
  id: 'workload/spread-keys-exist',
  severity: 'warning',
  needs: [],
  holds: 'The keys in matchLabelKeys of a spread constraint are labels of the pod, or of its controller.',
  why: 'Kubernetes ignores a key that the pod does not have: pods of all revisions are counted together.',
  sources: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#spread-constraint-definition',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const constraints = workload.template.spec?.topologySpreadConstraints ?? [];
      for (const [index, { matchLabelKeys = [] }] of constraints.entries())
        for (const [place, key] of matchLabelKeys.entries()) {
          const known = labelKeys(workload);
          if (known.includes(key) || isAddedLater(key)) continue;
          const near = nearestName(key, known);
          yield {
            node: workload.node,
            pointer: `${workload.templatePointer}/spec/topologySpreadConstraints/${index}/matchLabelKeys/${place}`,
            message: `The pods have no label ${key}.`,
            fix: near === undefined ? 'Remove it, or name a label of the pod.' : `Did you mean ${near}?`,
          };
        }
    }
  },
});

const BY_CONTROLLER: Readonly<Record<string, readonly string[]>> = {
  'apps/Deployment': ['pod-template-hash'],
  'apps/StatefulSet': ['controller-revision-hash'],
  'apps/DaemonSet': ['controller-revision-hash', 'pod-template-generation'],
  'argoproj.io/Rollout': ['rollouts-pod-template-hash'],
  'batch/Job': ['controller-uid', 'job-name'],
  'batch/CronJob': ['controller-uid', 'job-name'],
};

function labelKeys({ node, podLabels }: Workload): string[] {
  return [...(BY_CONTROLLER[`${node.group}/${node.kind}`] ?? []), ...Object.keys(podLabels)];
}

// By admission webhooks and controllers, under a domain of theirs.
function isAddedLater(key: string): boolean {
  return key.includes('/');
}
