import { leastReplicas } from '../../graph/least-replicas.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const ejectionLeavesPods = defineRule({
  id: 'traffic/ejection-leaves-pods',
  severity: 'warning',
  needs: [],
  holds:
    'Outlier detection never ejects the last pod: maxEjectionPercent is below 100, and there are two pods or more.',
  why: 'A single pod that answers a few errors, as a full queue does, is taken out of service, and nobody is left to answer.',
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection',
    'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/outlier',
  ],
  plan: '/scaling/minReplicas',
  *check({ graph }) {
    for (const node of graph.ofKind('DestinationRule')) {
      const detection = node.object.spec?.trafficPolicy?.outlierDetection;
      if (detection === undefined) continue;
      const pointer = '/spec/trafficPolicy/outlierDetection';
      if ((detection.maxEjectionPercent ?? 10) >= 100) {
        yield {
          node,
          pointer: `${pointer}/maxEjectionPercent`,
          message: 'All pods may be ejected at once: maxEjectionPercent is 100.',
          fix: 'Set maxEjectionPercent to 50 or less.',
        };
        continue;
      }
      const service = graph.findHost(node.object.spec?.host ?? '', node.namespace);
      const workloads = service === undefined ? [] : graph.selectedBy(service);
      const [single] = workloads.filter((workload) => leastReplicas(graph, workload) === 1);
      if (single === undefined || workloads.length > 1) continue;
      yield {
        node,
        pointer,
        message: `${nameOf(single.node)} may run a single pod, which outlier detection would eject.`,
        fix: 'Run two pods or more, or leave out outlierDetection.',
        related: [{ node: single.node, pointer: '/spec', message: 'Its least number of pods is 1.' }],
      };
    }
  },
});
