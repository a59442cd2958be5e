import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const meshAdmitted = defineRule({
  id: 'network/mesh-admitted',
  severity: 'error',
  needs: ['cluster'],
  holds: 'Where sidecars redirect traffic by an init container of their own, the namespace admits it.',
  why: 'Without istio-cni that container needs NET_ADMIN and NET_RAW, which Pod Security baseline and restricted refuse: no pod is created.',
  sources: [
    'https://istio.io/latest/docs/setup/additional-setup/cni/',
    'https://istio.io/latest/docs/setup/additional-setup/pod-security-admission/',
  ],
  *check({ graph, cluster }) {
    const { mesh } = cluster.spec;
    if (mesh.mode !== 'sidecar' || mesh.cni) return;
    for (const { node, templatePointer, podLabels } of graph.workloads) {
      const namespace = graph.ofKind('Namespace').find(({ name }) => name === node.namespace);
      const labels = namespace?.object.metadata?.labels;
      const level = labels?.['pod-security.kubernetes.io/enforce'];
      const inject =
        podLabels['sidecar.istio.io/inject'] ?? (labels?.['istio-injection'] === 'enabled' && 'true');
      if (inject !== 'true' || (level !== 'baseline' && level !== 'restricted')) continue;
      yield {
        node,
        pointer: `${templatePointer}/metadata/labels`,
        message: `The pods of ${nameOf(node)} get a sidecar without istio-cni, and namespace ${node.namespace} enforces ${level}.`,
        fix: 'Install istio-cni, or let the namespace enforce privileged.',
        related: [
          {
            node: namespace!,
            pointer: '/metadata/labels/pod-security.kubernetes.io~1enforce',
            message: 'The level.',
          },
        ],
      };
    }
  },
});
