import { isolationOf, lets, placeOfRules } from '../../graph/network-reach.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const controlPlaneOpen = defineRule({
  id: 'network/control-plane-open',
  severity: 'error',
  needs: ['cluster'],
  holds: 'Pods with a sidecar may reach the control plane of the mesh at port 15012.',
  why: 'The proxy gets neither configuration nor certificates: it never gets ready, and the pod neither.',
  sources: ['https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio'],
  *check({ graph, cluster }) {
    const { mesh } = cluster.spec;
    if (mesh.mode !== 'sidecar') return;
    for (const workload of graph.workloads) {
      const egress = isolationOf(graph, workload, 'egress');
      if (egress === undefined || !hasSidecar(workload.podLabels)) continue;
      if (lets(egress, { protocol: 'TCP', port: 15012 }, { graph, peer: mesh.controlPlane })) continue;
      yield {
        ...placeOfRules(egress, workload, 'egress'),
        absent: true,
        message: `The proxies of ${nameOf(workload.node)} may not reach istiod in namespace ${mesh.controlPlane.namespace} at port 15012.`,
        fix: `Add an egress rule to namespace ${mesh.controlPlane.namespace}, port 15012 TCP.`,
      };
    }
  },
});

// Whether the namespace injects one is known to it; the pods' own label decides above it.
function hasSidecar(labels: Readonly<Record<string, unknown>>): boolean {
  return labels['sidecar.istio.io/inject'] === 'true' || labels['istio.io/rev'] !== undefined;
}
