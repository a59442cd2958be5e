import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const namespaceGiven = defineRule({
  id: 'workload/namespace-given',
  severity: 'warning',
  needs: [],
  holds: 'The namespace of a workload is among the objects.',
  why: 'Pod Security, quotas and the injection of sidecars are decided by the namespace: where somebody made it by hand, nobody reviewed them, and another cluster has others.',
  sources: [
    'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
    'https://kubernetes.io/docs/concepts/policy/resource-quotas/',
  ],
  *check({ graph }) {
    const known = new Set(graph.ofKind('Namespace').map(({ name }) => name));
    for (const { node } of graph.workloads) {
      const { namespace } = node;
      if (node.context || known.has(namespace) || isPartOfKubernetes(namespace)) continue;
      known.add(namespace);
      yield {
        node,
        pointer: '/metadata/namespace',
        absent: true,
        message: `${nameOf(node)} is in namespace ${namespace}, which is not among the objects.`,
        fix: 'Add the Namespace, with its labels of Pod Security and a ResourceQuota.',
      };
    }
  },
});

function isPartOfKubernetes(namespace: string): boolean {
  return namespace === 'default' || namespace.startsWith('kube-');
}
