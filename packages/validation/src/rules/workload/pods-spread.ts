import { leastReplicas } from '../../graph/least-replicas.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { longRunning } from './long-running.ts';

export const podsSpread = defineRule({
  id: 'workload/pods-spread',
  severity: 'warning',
  needs: [],
  holds: 'Replicas of a workload are spread over nodes.',
  why: 'The scheduler packs pods with GPUs onto few nodes: all replicas go when one node does.',
  sources: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/',
    'https://docs.kubelinter.io/#/generated/checks?id=no-anti-affinity',
  ],
  *check({ graph }) {
    for (const workload of longRunning(graph)) {
      const { node, template, templatePointer } = workload;
      const { topologySpreadConstraints = [], affinity } = template.spec ?? {};
      const replicas = leastReplicas(graph, workload);
      if (node.kind === 'DaemonSet' || replicas === undefined || replicas < 2) continue;
      if (topologySpreadConstraints.length > 0 || affinity?.podAntiAffinity !== undefined) continue;
      yield {
        node,
        pointer: `${templatePointer}/spec`,
        message: `${nameOf(node)} has ${replicas} replicas, and nothing spreads them.`,
        fix: 'Add topologySpreadConstraints for kubernetes.io/hostname with whenUnsatisfiable: ScheduleAnyway.',
      };
    }
  },
});
